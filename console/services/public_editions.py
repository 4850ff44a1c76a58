"""The public edition of an assessment: what the notice says, and the workbook that goes with it.

Published are units and areas with their sums, never a case, a caller or a person (articles 23 and
24): whoever is judged as a person is refused. Read only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.refusal import Refusal
from console.evaluation.indicators import rates_for
from console.evaluation.plan import GRADE, TOTAL
from console.evaluation.scheme import POST_OF, Component, Deduction
from console.evaluation.scoring import Score, Summary
from console.evaluation.words import definition_code, kind_code, name_code
from console.export.assessed_book import Naming, Say
from console.export.assessment_book import Book, DrillCell, Kind, Value
from console.export.edition import Edition, EditionColumn, EditionTable, fixed, shown
from console.export.moments import CITY
from console.export.public_book import PublicBook
from console.ports.facts import Grouping
from console.services.assessing import Assessment
from console.services.public_breakdowns import COUNTS, RATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How far it is published: the fingerprint as it is printed and the moment (aware).

    Without a fingerprint it is a draft, and says so.
    """

    fingerprint: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """The notice, its workbook and the rows of the workbook's sums."""

    edition: Edition
    book: Book
    rows: tuple[tuple[DrillCell, ...], ...]


def public_edition(
    made: Assessment,
    by: Grouping | None,
    city: str,
    say: Say,
    named: Naming,
    publication: Publication,
    *,
    apart: Sequence[EditionTable] = (),
    language: str = "zh",
) -> PublicEdition:
    """The public edition of a period. `city` is whose notice it is, "" where nobody knows.

    `apart` are further tables (`public_breakdowns.py`), which stand in the notice alone. Raises
    `Refusal` `assess.people`.
    """
    if made.scheme.kind in POST_OF:
        raise Refusal("assess.people")
    notice = _Notice(made, city, say, named, publication, language).edition()
    edition = replace(notice, tables=(*notice.tables, *apart))
    facts = [(label, value) for label, value in edition.facts if label in _new_facts(say)]
    book = PublicBook(
        made.plan, by or Grouping.UNIT, edition.period, made.span.as_of, say, named,
        title=edition.title, facts=facts,
    )  # fmt: skip
    return PublicEdition(
        edition=edition,
        book=book.book(made.scores, len(made.scores.rows)),
        rows=tuple(tuple(row) for row in book.sum_rows(made.scores)),
    )


def _new_facts(say: Say) -> frozenset[str]:
    """Labels of the notice that a workbook's cover has not said already."""
    return frozenset(say(f"edition.fact.{word}") for word in ("as_of", "state", "fingerprint"))


class _Notice:
    """Puts the notice together."""

    def __init__(
        self,
        made: Assessment,
        city: str,
        say: Say,
        named: Naming,
        publication: Publication,
        language: str,
    ) -> None:
        self._made, self._city, self._say, self._named = made, city, say, named
        self._publication = publication
        self._english = language.startswith("en")
        self._rates = rates_for(made.scheme.kind, made.scheme.rework_of)
        read = {name for _, formula in made.plan.values for name in formula.names}
        for parts in made.plan.components.values():
            read |= {name for _, formula in parts for name in formula.names}
        self._shown_rates = tuple(name for name in self._rates if name in read or name in RATES)

    def edition(self) -> Edition:
        """The whole notice."""
        say, publication = self._say, self._publication
        code, words = self._made.period.title
        draft = not publication.fingerprint
        told = _time(publication.published) if publication.published else ""
        return Edition(
            language="en" if self._english else "zh-CN",
            title=say("edition.title", city=self._city).strip(),
            issuer=say("edition.issuer", city=self._city).strip(),
            period=say(code, **words),
            state=say("edition.draft") if draft else say("edition.published", moment=told).strip(),
            draft=draft,
            facts=tuple(self._facts()),
            paragraphs=tuple(self._paragraphs()),
            tables=tuple(self._tables()),
            definitions_title=say("edition.definitions"),
            definitions=tuple(self._definitions()),
            notes_title=say("edition.notes"),
            notes=tuple(self._notes()),
            signature=say("edition.signature"),
            page=say("edition.page", page="{page}", pages="{pages}"),
            harmless=(publication.fingerprint,) if publication.fingerprint else (),
        )

    def _notes(self) -> Iterator[str]:
        yield from (self._named(note) for note in self._made.scheme.notes)
        if any(row.total is None for row in self._made.scores.rows):
            yield self._say("edition.undefined")
        yield self._say("edition.no_persons")

    def _facts(self) -> Iterator[tuple[str, str]]:
        say, made, publication = self._say, self._made, self._publication
        code, words = made.period.title
        scheme = made.scheme
        version = say("assess.cover.version", name=self._named(scheme.name), version=scheme.version)
        yield say("assess.cover.period"), say(code, **words)
        yield say("assess.cover.objects"), say(kind_code(scheme.kind))
        yield say("assess.cover.scheme"), version
        yield say("edition.fact.as_of"), _time(made.span.as_of)
        told = _time(publication.published) if publication.published else ""
        state = say("edition.published", moment=told) if publication.fingerprint else ""
        yield say("edition.fact.state"), state.strip() or say("edition.draft")
        if publication.fingerprint:
            yield say("edition.fact.fingerprint"), publication.fingerprint

    def _paragraphs(self) -> Iterator[str]:
        say, made = self._say, self._made
        whole = made.scores.whole
        code, words = made.period.title
        figures = {
            name: shown(whole.indicators[name], EditionColumn(title="", kind=Kind.RATE))
            for name in RATES
        }
        counts = {name: whole.counts[name] for name in ("report", *COUNTS)}
        yield say("edition.summary", period=say(code, **words), **counts, **figures)
        for group, summary in made.scores.groups.items():
            rows = made.scores.of_group(group)
            best = [row for row in rows if row.rank == 1]
            if best and summary.total is not None:
                names = say("edition.and").join(_object(row) for row in best)
                yield say(
                    "edition.best", group=self._group(group), count=summary.objects, names=names,
                    score=_score(best[0].total), average=_score(summary.total),
                )  # fmt: skip

    def _group(self, group: str) -> str:
        scheme = self._made.scheme
        own = next((one.name for one in scheme.groups if one.code == group), scheme.name)
        return self._named(own)

    def _tables(self) -> Iterator[EditionTable]:
        scores, scheme = self._made.scores, self._made.scheme
        for group, summary in scores.groups.items():
            rows = scores.of_group(group)
            if rows:
                yield EditionTable(
                    title=self._group(group),
                    columns=tuple(self._columns(group)),
                    rows=tuple(tuple(self._row(row)) for row in rows),
                    sums=tuple(self._sums(summary, group)),
                    colours=tuple((one.letter, one.colour.value) for one in scheme.grades),
                )

    def _parts(self, group: str) -> Iterator[Component | Deduction]:
        scheme = self._made.scheme
        own = next((one.components for one in scheme.groups if one.code == group), ())
        yield from own or scheme.components
        yield from scheme.deductions

    def _columns(self, group: str) -> Iterator[EditionColumn]:
        say, kind = self._say, self._made.scheme.kind
        yield EditionColumn(title=say("assess.col.rank"), kind=Kind.RANK)
        yield EditionColumn(title=say(kind_code(kind)), kind=Kind.TEXT)
        yield EditionColumn(title=say(f"assess.col.{TOTAL}"), kind=Kind.SCORE)
        if self._made.scheme.grades:
            yield EditionColumn(title=say(f"assess.col.{GRADE}"), kind=Kind.GRADE)
        for word in ("last", "last_year"):
            title = say(f"edition.col.{word}")
            yield EditionColumn(title=title, kind=Kind.SCORE, signed=True)
        for name in COUNTS:
            over, title = say("assess.over.counts"), say(name_code(kind, name))
            yield EditionColumn(title=title, kind=Kind.COUNT, over=over)
        for name in self._shown_rates:
            over, title = say("assess.over.rates"), say(name_code(kind, name))
            yield EditionColumn(title=title, kind=Kind.RATE, over=over)
        for part in self._parts(group):
            over = say("assess.over.scores")
            yield EditionColumn(title=self._named(part.name), kind=Kind.SCORE, over=over)

    def _row(self, row: Score) -> Iterator[Value]:
        code = row.subject.object
        yield row.rank
        yield _object(row)
        yield row.total
        if self._made.scheme.grades:
            yield row.grade.letter if row.grade else None
        yield self._made.last[code].total
        yield self._made.last_year[code].total
        yield from (row.subject.counts[name] for name in COUNTS)
        yield from (row.indicators[name] for name in self._shown_rates)
        yield from (part.value for part in row.parts)
        yield from (row.deductions[part.code] for part in self._made.scheme.deductions)

    def _sums(self, summary: Summary, group: str) -> Iterator[Value]:
        """Counts summed, rates of the sums, scores as averages; no rank, no change."""
        yield ""
        yield self._say("edition.sums")
        yield summary.total
        yield from ("",) * (3 if self._made.scheme.grades else 2)
        yield from (summary.counts[name] for name in COUNTS)
        yield from (summary.indicators[name] for name in self._shown_rates)
        figures: Mapping[str, Value] = {**summary.parts, **summary.deductions}
        yield from (figures.get(part.code) for part in self._parts(group))

    def _definitions(self) -> Iterator[tuple[str, str]]:
        say, scheme = self._say, self._made.scheme
        for name in (*COUNTS, *self._shown_rates):
            words = say(definition_code(scheme.kind, name, scheme.rework_of))
            yield say(name_code(scheme.kind, name)), words


def _object(row: Score) -> str:
    return row.subject.name or row.subject.object


def _score(figure: Value) -> str:
    return fixed(figure) if not isinstance(figure, str | None) else ""


def _time(moment: datetime) -> str:
    """To the minute, by the city's clock."""
    return f"{moment.astimezone(CITY):%Y-%m-%d %H:%M}"
