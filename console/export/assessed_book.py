"""The workbook of an assessment by cases: rankings that are formulas over the cases they count.

What a scheme says stands in the sheet as it says it: its formulas are translated
(`Plan.row_formulas`), its groups have a sheet each. People are judged by acts: `people_book.py`;
what is published has sums instead of cases: `public_book.py`. Source: fact book 8, issue 5 point 9.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from console.evaluation.bands import Label
from console.evaluation.counts import COUNTS, figure, meets, tally_of
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.plan import GRADE, TOTAL, Plan
from console.evaluation.rates import Rate
from console.evaluation.scheme import POST_OF, Component, Deduction
from console.evaluation.scheme import Value as Way
from console.evaluation.scoring import Score, Scores
from console.evaluation.words import (
    date_code,
    definition_code,
    grouping_code,
    kind_code,
    name_code,
)
from console.export.assessment_book import (
    Book,
    Chart,
    ChartKind,
    Column,
    Cover,
    DrillCell,
    DrillColumn,
    DrillDown,
    DrillKind,
    Given,
    GradeMark,
    Kind,
    Ranked,
    Ranking,
    Ratio,
    Row,
    SumOf,
    TextSheet,
    Value,
    sheet_name,
)
from console.ports.facts import CaseFact, Grouping

Say = Callable[..., str]
Naming = Callable[[Label], str]
_ALWAYS: Final = (
    "inst", "need_dispose", "in_time_dispose", "need_archive", "archive", "in_time_archive",
    "overtime_to_archive", "rework", "rework_times", "postpone", "hang",
)  # fmt: skip
"""Counts every book shows, beside those its formulas read."""
_MOMENTS: Final = ("reported_at", "registered_at", "due", "handled_at", "closed_at")
_RANK: Final = "rank"
_OBJECT: Final = "object"
_DECIMALS: Final = 9


class AssessedBook:
    """Makes the book of one assessment, and the rows of its cases.

    `say` says sentences of the catalogue, `named` a city's own names in the same language; `facts`
    are further lines of the cover. What hangs on the drill-down is in methods that other books of
    the kind replace.
    """

    detail = "cases"
    """The drill-down's sheet: `assess.sheet.<detail>`."""

    def __init__(
        self,
        plan: Plan,
        by: Grouping,
        period: str,
        as_of: datetime,
        say: Say,
        named: Naming,
        facts: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._plan, self._by, self._period, self._as_of = plan, by, period, as_of
        self._facts = tuple(facts)
        self._say, self._named = say, named
        self._rates = {
            name: rate
            for name, rate in rates_for(plan.scheme.kind, plan.scheme.rework_of).items()
            if name in _read(plan)
        }
        shown = {name for rate in self._rates.values() for _, name in _sums(rate)}
        shown |= _read(plan) | set(_ALWAYS)
        names, people = count_names(plan.scheme.kind), plan.scheme.kind in POST_OF
        self._counts = tuple(name for name in names if people or name in shown)

    def book(self, scores: Scores, cases: int) -> Book:
        """The whole workbook; `cases` is how many rows its drill-down will have."""
        scheme, say = self._plan.scheme, self._say
        title = self._named(scheme.name)
        fixed = [say(f"assess.sheet.{word}") for word in ("cover", "definitions", self.detail)]
        rankings: list[Ranking] = []
        for group, summary in scores.groups.items():
            if summary.objects:
                taken = [
                    *fixed,
                    *(name for one in rankings for name in (one.sheet, one.chart_sheet)),
                ]
                rankings.append(self._ranking(group, scores.of_group(group), taken))
        return Book(
            title=title,
            cover=Cover(sheet=fixed[0], lines=tuple(self._cover(scores, cases)),
                        notes=tuple(self._named(note) for note in scheme.notes)),
            rankings=tuple(rankings),
            texts=(self._definitions(fixed[1]),),
            drill=DrillDown(sheet=fixed[2], title=fixed[2], columns=tuple(self._drill_columns()),
                            cases=cases),
            made_at=self._as_of,
        )  # fmt: skip

    def rows(self, facts: Iterable[CaseFact]) -> Iterator[Sequence[DrillCell]]:
        """A row for each case that is counted; who belongs to nobody is in none."""
        for fact in facts:
            key = str(getattr(fact, self._by.value))
            tally = tally_of(fact, self._as_of)
            out = any(meets(term, tally.flags) for term in self._plan.scheme.exclusions)
            if key and not out:
                moments = (getattr(fact, name) for name in _MOMENTS)
                figures = (figure(COUNTS[name], tally) for name in self._counts)
                yield (fact.number, key, *moments, *figures)

    # --- parts ------------------------------------------------------------------------------------

    def _cover(self, scores: Scores, cases: int) -> Iterator[tuple[str, str]]:
        scheme, say = self._plan.scheme, self._say
        yield say("assess.cover.period"), self._period
        yield say("assess.cover.objects"), say(kind_code(scheme.kind))
        yield from self._summed_by()
        version = say("assess.cover.version", name=self._named(scheme.name), version=scheme.version)
        yield say("assess.cover.scheme"), version
        yield say("assess.cover.source"), scheme.source
        yield say("assess.cover.judged"), str(len(scores.rows))
        yield from self._size(cases)
        yield from self._facts

    def _summed_by(self) -> Iterator[tuple[str, str]]:
        say = self._say
        yield say("assess.cover.by"), say(grouping_code(self._by))
        yield say("assess.cover.date"), say(date_code(self._plan.scheme.case_date))

    def _size(self, cases: int) -> Iterator[tuple[str, str]]:
        yield self._say(f"assess.cover.{self.detail}"), str(cases)

    def _definitions(self, sheet: str) -> TextSheet:
        scheme, say = self._plan.scheme, self._say
        lines = [
            (
                say(name_code(scheme.kind, name)),
                say(definition_code(scheme.kind, name, scheme.rework_of)),
                self._rates[name].source if name in self._rates else "7.1",
            )
            for name in (*self._counts, *self._rates)
        ]
        lines += [(self._named(one.name), one.expression, scheme.source) for one in scheme.values]
        lines += [
            (self._named(one.name), one.expression, scheme.source) for one in scheme.components
        ]
        heads = tuple(say(f"assess.definition.{word}") for word in ("name", "text", "source"))
        return TextSheet(
            sheet=sheet, title=sheet, headings=heads, rows=tuple(lines), widths=(30, 90, 30)
        )

    def _drill_columns(self) -> Iterator[DrillColumn]:
        say, kind = self._say, self._plan.scheme.kind
        yield DrillColumn(name="number", title=say("assess.case.number"), kind=DrillKind.TEXT)
        yield DrillColumn(name=_OBJECT, title=say(grouping_code(self._by)), kind=DrillKind.TEXT)
        for name in _MOMENTS:
            title = say(f"assess.case.{name}")
            yield DrillColumn(name=name, title=title, kind=DrillKind.MOMENT)
        for name in self._counts:
            yield DrillColumn(name=name, title=say(name_code(kind, name)), kind=DrillKind.FLAG)

    def _ranking(self, group: str, rows: Sequence[Score], taken: Sequence[str]) -> Ranking:
        scheme, say = self._plan.scheme, self._say
        own = next((one.name for one in scheme.groups if one.code == group), scheme.name)
        sheet = sheet_name(self._named(own), taken)
        codes = (*self._counts, *self._rates, *self._typed(), TOTAL)
        formulas = self._plan.row_formulas(group, {code: f"[{code}]" for code in codes})
        columns = tuple(self._columns(group, formulas))
        return Ranking(
            sheet=sheet,
            title=self._named(own),
            subtitle=self._period,
            columns=columns,
            rows=tuple(self._row(one) for one in rows),
            key="code",
            matches=_OBJECT,
            frozen=3,
            grades=tuple(
                GradeMark(letter=one.letter, colour=one.colour.value) for one in scheme.grades
            ),
            chart_sheet=sheet_name(say("assess.sheet.chart", group=sheet), [*taken, sheet]),
            charts=(
                Chart(
                    title=say("assess.col.total"),
                    labels=_OBJECT,
                    columns=(TOTAL,),
                    kind=ChartKind.BAR,
                ),
            ),
            notes=tuple(self._named(note) for note in scheme.notes),
        )

    def _typed(self) -> tuple[str, ...]:
        """Codes of parameters, values, components and deductions."""
        scheme = self._plan.scheme
        groups = [part.code for group in scheme.groups for part in group.components]
        own = [part.code for part in scheme.parameters] + [part.code for part in scheme.values]
        own += [part.code for part in scheme.components] + [part.code for part in scheme.deductions]
        return tuple(dict.fromkeys([*own, *groups]))

    def _columns(self, group: str, formulas: Mapping[str, str]) -> Iterator[Column]:
        scheme, say = self._plan.scheme, self._say
        yield Column(name=_RANK, title=say("assess.col.rank"), kind=Kind.RANK, make=Ranked(TOTAL))
        yield Column(name="code", title=say("assess.col.code"), kind=Kind.TEXT)
        yield Column(name=_OBJECT, title=say(kind_code(scheme.kind)), kind=Kind.TEXT)
        for name in self._counts:
            title, over = say(name_code(scheme.kind, name)), say("assess.over.counts")
            yield Column(name=name, title=title, kind=Kind.COUNT, make=SumOf(name), over=over)
        for name, rate in self._rates.items():
            title, over = say(name_code(scheme.kind, name)), say("assess.over.rates")
            ratio = Ratio(rate.numerator, rate.denominator)
            yield Column(name=name, title=title, kind=Kind.RATE, make=ratio, over=over)
        over = say("assess.over.scores")
        for parameter in scheme.parameters:
            title = self._named(parameter.name)
            yield Column(name=parameter.code, title=title, kind=Kind.SCORE, over=over)
        parts = {part.code: part.name for part in self._parts(group)}
        for code, label in parts.items():
            title, make = self._named(label), Given(formulas[code])
            yield Column(name=code, title=title, kind=Kind.SCORE, make=make, over=over)
        total = Given(formulas[TOTAL])
        yield Column(name=TOTAL, title=say("assess.col.total"), kind=Kind.SCORE, make=total)
        if scheme.grades:
            grade = Given(formulas[GRADE])
            yield Column(name=GRADE, title=say("assess.col.grade"), kind=Kind.GRADE, make=grade)

    def _parts(self, group: str) -> Iterator[Way | Component | Deduction]:
        scheme = self._plan.scheme
        own = next((one.components for one in scheme.groups if one.code == group), ())
        yield from scheme.values
        yield from own or scheme.components
        yield from scheme.deductions

    def _row(self, row: Score) -> Row:
        subject = row.subject
        values: dict[str, Value] = {
            _RANK: row.rank, "code": subject.object, _OBJECT: subject.name or subject.object,
        }  # fmt: skip
        values |= {name: subject.counts[name] for name in self._counts}
        values |= {name: row.indicators[name] for name in self._rates}
        values |= {**row.parameters, **row.values, **row.deductions}
        values |= {part.code: part.value for part in row.parts}
        values[TOTAL] = None if row.total is None else round(row.total, _DECIMALS)
        if self._plan.scheme.grades:
            values[GRADE] = row.grade.letter if row.grade else None
        return Row(values=values)


def _read(plan: Plan) -> frozenset[str]:
    """Every name a formula of the scheme reads."""
    formulas = [
        *(formula for _, formula in (*plan.values, *plan.deductions)),
        *(formula for named in plan.components.values() for _, formula in named),
    ]
    return frozenset(name for formula in formulas for name in formula.names)


def _sums(rate: Rate) -> Iterator[tuple[int, str]]:
    yield from rate.numerator
    yield from rate.denominator
