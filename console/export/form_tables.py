"""The tables and sentences of the regular forms, and which of their figures are formulas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from console.evaluation.forms import DutyLine, Tallied, Waiting
from console.evaluation.plan import Plan
from console.evaluation.rates import RATES
from console.evaluation.scoring import Score, Scores
from console.evaluation.words import date_code, definition_code
from console.export.assessed_book import Naming, Say
from console.export.assessment_book import (
    Column,
    Given,
    Kind,
    Ranking,
    Ratio,
    Row,
    Value,
)
from console.export.cell_text import NOTHING
from console.export.edition import fixed
from console.export.form_sheet import FigureLine, Paragraph
from console.export.moments import CITY

_NO: Final = "no"
_NAME: Final = "name"
_SHARE: Final = '=IF(SUM([{name}:])=0,"—",[{name}]/SUM([{name}:]))'
_DECIMALS: Final = 9
_BEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes are called: units, districts, and classes by kind and code."""

    units: Mapping[str, str]
    districts: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]

    def category(self, kind: str, code: str) -> str:
        """A class; its code where nobody knows it."""
        return self.categories.get((kind, code), code)


class FormTables:
    """Makes tables and sentences; `say` says sentences, `named` a city's own names."""

    def __init__(self, say: Say, named: Naming, names: Names, as_of: datetime) -> None:
        self._say, self._named, self._names, self._as_of = say, named, names, as_of

    def until(self) -> str:
        """As of when cases are counted."""
        return self._say("forms.as_of", moment=f"{self._as_of.astimezone(CITY):%Y-%m-%d %H:%M}")

    def first(self, name: str) -> tuple[Column, Column]:
        """Number and name."""
        return (
            Column(name=_NO, title=self._say("forms.no"), kind=Kind.RANK),
            Column(name=_NAME, title=name, kind=Kind.TEXT),
        )

    def count(self, name: str, title: str = "") -> Column:
        """A column of counts, called as its indicator unless told."""
        return Column(name=name, title=title or self._say(f"indicator.{name}"), kind=Kind.COUNT)

    def table(
        self, title: str, columns: Sequence[Column], rows: Iterable[Row], *, feet: bool = True
    ) -> Ranking:
        """A table whose sums are formulas."""
        return Ranking(
            sheet="", title=title, subtitle="", columns=tuple(columns), rows=tuple(rows),
            key=_NAME, matches="", feet=feet,
        )  # fmt: skip

    def cases(
        self, title: str, name: str, lines: Iterable[tuple[str, Tallied]], *, feet: bool = True
    ) -> Ranking:
        """Reported cases by something, with each one's share."""
        names = ("report", "operate", "inst", "archive")
        told = list(lines)
        all_reported = sum(one.counts["report"] for _, one in told)
        share = Column(
            name="share", title=self._say("forms.share"), kind=Kind.RATE,
            make=Given(_SHARE.format(name="report")),
        )  # fmt: skip
        columns = (*self.first(name), *map(self.count, names), *((share,) if feet else ()))
        rows = (
            Row(values={
                _NO: at, _NAME: called, **_counts(one.counts, names),
                "share": _share(one.counts["report"], all_reported),
            })
            for at, (called, one) in enumerate(told, start=1)
        )  # fmt: skip
        return self.table(title, columns, rows, feet=feet)

    def week(self, scores: Iterable[Score]) -> Ranking:
        """Units that had anything to do, by their codes."""
        say, names = self._say, ("dispatch", "need_archive", "archive")
        rate = RATES["archive_rate"]
        columns = (
            *self.first(say("assess.kind.department")),
            self.count("dispatch"),
            self.count("need_archive"),
            self.count("archive", say("forms.weekly.done")),
            Column(
                name="undone", title=say("forms.weekly.undone"), kind=Kind.COUNT,
                make=Given("=[need_archive]-[archive]"),
            ),
            Column(
                name="archive_rate", title=say("indicator.archive_rate"), kind=Kind.RATE,
                make=Ratio(rate.numerator, rate.denominator),
            ),
        )  # fmt: skip
        busy = [one for one in scores if any(one.subject.counts[name] for name in names)]
        busy.sort(key=lambda one: one.subject.object)
        rows = (
            Row(values={
                _NO: at, _NAME: one.subject.name or one.subject.object,
                **_counts(one.subject.counts, names),
                "undone": one.subject.counts["need_archive"] - one.subject.counts["archive"],
                "archive_rate": rate.of(one.subject.counts),
            })
            for at, one in enumerate(busy, start=1)
        )  # fmt: skip
        return self.table("", columns, rows)

    def shift(self, title: str, name: str, lines: Sequence[tuple[str, DutyLine]]) -> Ranking:
        """A shift by source or area."""
        names = ("report", "operate", "inst", "archive", "self_handle")
        columns = (*self.first(name), *map(self.count, names))
        rows = (
            Row(values={_NO: at, _NAME: called, **{one: getattr(line, one) for one in names}})
            for at, (called, line) in enumerate(lines, start=1)
        )
        return self.table(title, columns, rows)

    def overall(self, whole: Mapping[str, int], scores: Scores) -> str:
        """The month in a sentence."""
        counts, rates = scores.whole.counts, scores.whole.indicators
        return self._say(
            "forms.monthly.sentence", report=whole["report"], operate=whole["operate"],
            inst=whole["inst"], need=counts["need_archive"], archive=counts["archive"],
            rate=percent(rates["archive_rate"]), in_time=counts["in_time_archive"],
            in_time_rate=percent(rates["in_time_archive_rate"]),
        )  # fmt: skip

    def units(self, plan: Plan, scores: Scores) -> Iterator[Ranking]:
        """A table of units for each group that has any."""
        groups = {one.code: self._named(one.name) for one in plan.scheme.groups}
        for code, summary in scores.groups.items():
            if summary.objects:
                title = self._say("forms.monthly.units")
                if groups.get(code):
                    title = self._say("forms.monthly.group", title=title, group=groups[code])
                yield self.unit_table(title, plan, scores.of_group(code))

    def unit_table(self, title: str, plan: Plan, rows: Sequence[Score]) -> Ranking:
        """The units of a group, best first."""
        say, names = (
            self._say,
            ("need_archive", "archive", "in_time_archive", "overtime_to_archive"),
        )
        rates = ("archive_rate", "in_time_archive_rate")
        makes = {name: Ratio(RATES[name].numerator, RATES[name].denominator) for name in rates}
        columns = [
            Column(name=_NO, title=say("assess.col.rank"), kind=Kind.RANK),
            Column(name=_NAME, title=say("assess.kind.department"), kind=Kind.TEXT),
            *map(self.count, names),
            *(
                Column(name=n, title=say(f"indicator.{n}"), kind=Kind.RATE, make=makes[n])
                for n in rates
            ),
            Column(
                name="share", title=say("forms.share"), kind=Kind.RATE,
                make=Given(_SHARE.format(name="need_archive")),
            ),
            Column(name="total", title=say("assess.col.total"), kind=Kind.SCORE),
        ]  # fmt: skip
        if plan.scheme.grades:
            columns.append(Column(name="grade", title=say("assess.col.grade"), kind=Kind.GRADE))
        whole = sum(row.subject.counts["need_archive"] for row in rows)
        return self.table(title, columns, (self.unit(row, names, rates, whole) for row in rows))

    def unit(self, row: Score, names: Sequence[str], rates: Sequence[str], whole: int) -> Row:
        """One unit."""
        counts = row.subject.counts
        values: dict[str, Value] = {
            _NO: row.rank, _NAME: row.subject.name or row.subject.object,
            **_counts(counts, names), **{name: RATES[name].of(counts) for name in rates},
            "share": _share(counts["need_archive"], whole),
            "total": None if row.total is None else round(row.total, _DECIMALS),
            "grade": row.grade.letter if row.grade else None,
        }  # fmt: skip
        return Row(values=values)

    def best(self, plan: Plan, scores: Scores) -> Iterator[Paragraph]:
        """The first and the last three of each group that has enough of both, and their equals."""
        say = self._say
        groups = {one.code: self._named(one.name) for one in plan.scheme.groups}
        for code in scores.groups:
            ranked = [row for row in scores.of_group(code) if row.rank is not None]
            if len(ranked) >= 2 * _BEST:
                best, worst = (
                    say("list.comma").join(row.subject.name or row.subject.object for row in some)
                    for some in (
                        [row for row in ranked if (row.rank or 0) <= _BEST],
                        [row for row in ranked if (row.rank or 0) >= (ranked[-_BEST].rank or 0)],
                    )
                )
                group = groups.get(code) or say("assess.kind.department")
                yield Paragraph(text=say("forms.monthly.best", group=group, best=best, worst=worst))

    def left(self, left: Sequence[Waiting]) -> Ranking:
        """What units have left."""
        say = self._say
        columns = (
            *self.first(say("assess.kind.department")),
            self.count("hang"),
            self.count("overtime_to_dispose"),
            Column(
                name="sum", title=say("forms.sum"), kind=Kind.COUNT,
                make=Given("=[hang]+[overtime_to_dispose]"),
            ),
            Column(name="main", title=say("forms.monthly.main"), kind=Kind.TEXT),
        )  # fmt: skip
        rows = (
            Row(values={
                _NO: at, _NAME: self._names.units.get(one.unit, one.unit), "hang": one.suspended,
                "overtime_to_dispose": one.overdue, "sum": one.suspended + one.overdue,
                "main": say("list.comma").join(
                    say("forms.monthly.some", name=self._names.category(kind, code), count=count)
                    for kind, code, count in one.main
                ),
            })
            for at, one in enumerate(left, start=1)
        )  # fmt: skip
        return self.table(say("forms.monthly.left"), columns, rows)

    def notes(self, plan: Plan, code: str, *, scored: bool = True) -> Iterator[Paragraph]:
        """What the figures are, and the scheme's own notes."""
        scheme = self._say(
            "assess.cover.version", name=self._named(plan.scheme.name), version=plan.scheme.version
        )
        date = self._say(date_code(plan.scheme.case_date))
        yield Paragraph(text=self._say(code, scheme=scheme, date=date), role="note")
        for note in plan.scheme.notes if scored else ():
            yield Paragraph(text=self._named(note), role="note")

    def lines(self, plan: Plan, ranking: Ranking) -> Iterator[FigureLine]:
        """Each figure of the row, with what it means."""
        (row,), scheme = ranking.rows, plan.scheme
        typed = {one.code: one.expression for one in scheme.values}
        typed |= {one.code: one.expression for one in scheme.components}
        typed |= {one.code: one.expression for one in scheme.deductions}
        for column in ranking.columns:
            if column.name in {"rank", "code", "object"}:
                continue
            note = typed.get(column.name, "")
            if column.kind in (Kind.COUNT, Kind.RATE):
                note = self._say(definition_code(scheme.kind, column.name, scheme.rework_of))
            yield FigureLine(
                name=column.name, title=column.title, kind=column.kind,
                value=row.values.get(column.name), make=row.makes.get(column.name, column.make),
                note=note,
            )  # fmt: skip


def percent(rate: Fraction | int | None) -> str:
    """A share as sentences show it: two decimals, halves away from zero, "—" for undefined."""
    return NOTHING if rate is None else f"{fixed(Fraction(rate) * 100)}%"


def _counts(counts: Mapping[str, int], names: Sequence[str]) -> dict[str, Value]:
    return {name: counts[name] for name in names}


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
