"""Writing what an assessment shows: its workbook, or the list behind one figure as a workbook.

Facts are read at one moment and written by a process of its own, all or nothing
(`console.export.assessment_export`). Read only for the store.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from console.evaluation.bands import Label
from console.evaluation.scheme import POST_OF, Scheme
from console.evaluation.words import grouping_code
from console.export.assessment_book import (
    Book,
    Cover,
    DrillCell,
    DrillColumn,
    DrillDown,
    DrillKind,
)
from console.export.assessment_export import Progress, write_assessment
from console.ports.facts import FactReading, Grouping
from console.ports.publications import Head, Publications
from console.services.assessing import Assessment
from console.services.assessing_cases import Wanted, acts_behind, cases_behind
from console.services.assessment_books import workbook_of
from console.services.publishing import book_of

MOMENTS = ("reported_at", "registered_at", "due", "handled_at", "closed_at")
Say = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Where and in whose words: the file, its layout, sentences, a city's own names."""

    path: Path
    layout: Path
    say: Say
    named: Callable[[Label], str]


def write_ranking(
    facts: FactReading,
    made: Assessment,
    by: Grouping | None,
    paper: Paper,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> int:
    """The workbook of a ranking, of people with a row for each act; answers how many rows it has.

    `facts` are of the moment `made` was made of. Raises `Refusal` `assessment_book.*`, `book.*`.
    """
    written = workbook_of(made, facts, by, paper.say, paper.named)
    write_assessment(
        written.book, written.rows, paper.path,
        layout=paper.layout, progress=progress, cancelled=cancelled,
    )  # fmt: skip
    return written.count


def write_published(
    publications: Publications,
    head: Head,
    paper: Paper,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> int:
    """The workbook of a publication from its frozen facts, with its fingerprint; answers how many
    rows it has. Raises as `write_ranking`, and `Refusal` `publication.unknown`."""
    written = book_of(publications, head, paper.say, paper.named)
    write_assessment(
        replace(written.book, fingerprint=head.fingerprint), written.rows, paper.path,
        layout=paper.layout, progress=progress, cancelled=cancelled,
    )  # fmt: skip
    return written.count


def write_list(
    facts: FactReading,
    wanted: Wanted,
    title: str,
    lines: Sequence[tuple[str, str]],
    paper: Paper,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> int:
    """The list behind a figure; `lines` stand on its cover. Answers how many rows it has.

    The list is read twice, for its sheet has to know how long it is before the first row.
    """
    people, say = wanted.scheme.kind in POST_OF, paper.say
    count = sum(1 for _ in (acts_behind(facts, wanted) if people else cases_behind(facts, wanted)))
    columns = _act_columns(say) if people else _case_columns(say, wanted.scheme, wanted.by)
    share = DrillColumn(name="share", title=say("assessment.col.share"), kind=DrillKind.FLAG)
    book = Book(
        title=title,
        cover=Cover(sheet=say("assess.sheet.cover"), lines=tuple(lines)),
        rankings=(),
        texts=(),
        drill=DrillDown(
            sheet=say("assess.sheet.cases"), title=title, columns=(*columns, share), cases=count
        ),
        made_at=wanted.span.as_of,
    )
    rows = _act_rows(facts, wanted, say) if people else _case_rows(facts, wanted)
    write_assessment(
        book, rows, paper.path, layout=paper.layout, progress=progress, cancelled=cancelled
    )
    return count


def _text(name: str, title: str) -> DrillColumn:
    return DrillColumn(name=name, title=title, kind=DrillKind.TEXT)


def _moment(name: str, title: str) -> DrillColumn:
    return DrillColumn(name=name, title=title, kind=DrillKind.MOMENT)


def _case_columns(say: Say, scheme: Scheme, by: Grouping | None) -> tuple[DrillColumn, ...]:
    group = by or next(iter(scheme.by))
    return (
        _text("number", say("assess.case.number")),
        _text("object", say(grouping_code(group))),
        _text("category", say("assessment.case.category")),
        *(_moment(name, say(f"assess.case.{name}")) for name in MOMENTS),
    )


def _case_rows(facts: FactReading, wanted: Wanted) -> Iterator[Sequence[DrillCell]]:
    by = wanted.by or next(iter(wanted.scheme.by))
    for fact, share in cases_behind(facts, wanted):
        moments = (getattr(fact, name) for name in MOMENTS)
        yield (fact.number, str(getattr(fact, by.value)), fact.category, *moments, share)


def _act_columns(say: Say) -> tuple[DrillColumn, ...]:
    return (
        _text("number", say("assess.case.number")),
        _text("category", say("assessment.case.category")),
        _text("move", say("assessment.case.move")),
        _moment("at", say("assessment.case.acted")),
        _moment("due", say("assessment.case.due")),
    )


def _act_rows(facts: FactReading, wanted: Wanted, say: Say) -> Iterator[Sequence[DrillCell]]:
    for one, share in acts_behind(facts, wanted):
        move = say(f"gesture.{one.act.move.value}").rstrip("…")
        yield (one.number, one.category, move, one.act.at, one.act.due, share)
