"""Sums of a notice by where cases came from and what they are about (fact book 8).

The same cases as the ranking counts: those of the objects that are judged. Read only.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.counts import counted
from console.evaluation.indicators import indicators
from console.evaluation.scheme import POST_OF, kept
from console.evaluation.words import name_code
from console.export.assessed_book import Say
from console.export.assessment_book import Kind, Value
from console.export.edition import EditionColumn, EditionTable
from console.ports.facts import FactReading, Grouping
from console.services.assessing import Assessment

COUNTS: Final = (
    "inst", "need_archive", "archive", "in_time_archive", "overtime_to_archive", "rework",
)  # fmt: skip
"""What every notice shows of a unit or area (fact book 8), beside what its scheme reads."""

RATES: Final = ("archive_rate", "in_time_archive_rate")
_BY: Final = (Grouping.SOURCE, Grouping.KIND)


def breakdowns(
    reading: FactReading, made: Assessment, by: Grouping | None, say: Say
) -> tuple[EditionTable, ...]:
    """A table for sources and one for kinds; `reading` is of the same moment as `made`.

    Raises `Refusal` `assess.people`.
    """
    if made.scheme.kind in POST_OF:
        raise Refusal("assess.people")
    return tuple(_table(reading, made, by or Grouping.UNIT, apart, say) for apart in _BY)


def _table(
    reading: FactReading, made: Assessment, by: Grouping, apart: Grouping, say: Say
) -> EditionTable:
    tallies = reading.tallies(made.span, made.scheme.case_date, (by, apart))
    judged = [one for one in kept(made.scheme, tallies) if one.group[0]]
    found = counted(replace(one, group=one.group[1:]) for one in judged)
    whole = counted(replace(one, group=()) for one in judged).get(())
    ordered = sorted(found.items(), key=lambda one: (-one[1]["report"], one[0]))
    cases = whole["report"] if whole else 0
    return EditionTable(
        title=say(f"edition.by.{apart}"),
        columns=tuple(_columns(made, apart, say)),
        rows=tuple(
            tuple(_row(made, _word(apart, group[0], say), counts, cases))
            for group, counts in ordered
        ),
        sums=tuple(_row(made, say("edition.sums"), whole, cases)) if whole else (),
    )


def _word(apart: Grouping, code: str, say: Say) -> str:
    if not code:
        return say("edition.kind.none")
    return say(f"source.{code}") if apart is Grouping.SOURCE else say(f"kind.{code}")


def _columns(made: Assessment, apart: Grouping, say: Say) -> Iterator[EditionColumn]:
    yield EditionColumn(title=say(f"edition.by.{apart}"), kind=Kind.TEXT)
    yield EditionColumn(title=say("assess.cover.cases"), kind=Kind.COUNT)
    yield EditionColumn(title=say("edition.share"), kind=Kind.RATE)
    for names, kind, over in ((COUNTS, Kind.COUNT, "counts"), (RATES, Kind.RATE, "rates")):
        for name in names:
            title = say(name_code(made.scheme.kind, name))
            yield EditionColumn(title=title, kind=kind, over=say(f"assess.over.{over}"))


def _row(made: Assessment, word: str, counts: dict[str, int], cases: int) -> Iterator[Value]:
    scheme = made.scheme
    rates = indicators(scheme.kind, scheme.rework_of, counts)
    yield word
    yield counts["report"]
    yield Fraction(counts["report"], cases) if cases else None
    yield from (counts[name] for name in COUNTS)
    yield from (rates[name] for name in RATES)
