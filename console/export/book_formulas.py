"""Formulas of the assessment workbook's cells, and the exact values of its sums and averages.

Only SUM, SUMIFS, SUMPRODUCT, AVERAGE, RANK, LOOKUP, ROUND, IF, IFERROR and ISNUMBER are used, which
every spreadsheet program has and no file needs a prefix for. Figures that are undefined are the
text "—", which sums, ranks and averages pass over.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from console.export.assessment_book import (
    Banded,
    Column,
    DrillDown,
    Figure,
    Given,
    Kind,
    Make,
    Ranked,
    Ranking,
    Ratio,
    SumOf,
    Typed,
    Value,
)
from console.export.cell_text import NOTHING

_ROUNDED: Final = 9
_LOWEST: Final = "-1E+300"
NAMED: Final = re.compile(r"\[([a-z][a-z0-9_]*)\]")
_WHOLE: Final = re.compile(r"\[([a-z][a-z0-9_]*):\]")
_QUOTED: Final = re.compile(r'("(?:[^"]|"")*")')
_WORD: Final = re.compile(r"[A-Za-z]\w*", re.ASCII)
_MEANT: Final = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec tru fal".split()  # noqa: SIM905 - as words
)
"""How words begin that a spreadsheet reads as a month or a truth."""


def letters(at: int) -> str:
    """A column's letters; the first one's `at` is 0."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def quoted(sheet: str) -> str:
    """A sheet's name as formulas say it."""
    return "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillPart:
    """One sheet of the drill-down: its cases are in the rows `first` to `last`, from 1."""

    sheet: str
    first: int
    last: int

    def cells(self, at: int) -> str:
        """The range of a column."""
        return f"{quoted(self.sheet)}!${letters(at)}${self.first}:${letters(at)}${self.last}"


def drill_parts(drill: DrillDown, heads: int) -> tuple[DrillPart, ...]:
    """The sheets a drill-down needs under `heads` head rows; one also where it has no cases."""
    if not drill.columns:
        return ()
    room = drill.most_rows - heads
    sizes = [min(room, drill.cases - start) for start in range(0, drill.cases, room)] or [0]
    return tuple(
        DrillPart(
            sheet=drill.sheet if len(sizes) == 1 else f"{drill.sheet} {number}",
            first=heads + 1,
            last=heads + max(size, 1),
        )
        for number, size in enumerate(sizes, start=1)
    )


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of one ranking whose objects are in the rows `first` to `last`, from 1."""

    ranking: Ranking
    drill: DrillDown
    parts: Sequence[DrillPart]
    first: int

    @property
    def last(self) -> int:
        """The row of the last object."""
        return self.first + len(self.ranking.rows) - 1

    def of_row(self, at: int, column: Column) -> str | None:
        """The formula of an object's cell, with "="; None where the value itself stands there."""
        row = self.ranking.rows[at]
        make = row.makes.get(column.name, column.make)
        return self._made(make, self.first + at, str(row.values.get(self.ranking.key) or ""))

    def total(self, column: Column) -> str | None:
        """The formula in the row of sums; None where it stays blank."""
        if column.kind is Kind.COUNT:
            return f"=SUM({self.range_of(column.name)})"
        if not _sums_up(self.ranking, column):
            return None
        return self._made(column.make, self.last + 1, "")

    def average(self, column: Column) -> str | None:
        """The formula in the row of averages; None where it stays blank."""
        if column.kind in (Kind.COUNT, Kind.RATE, Kind.SCORE):
            return f'=IFERROR(AVERAGE({self.range_of(column.name)}),"{NOTHING}")'
        return None

    def range_of(self, name: str) -> str:
        """The cells of a column's objects."""
        column = letters(self._at(name))
        return f"{column}${self.first}:{column}${self.last}"

    def _at(self, name: str) -> int:
        return next(at for at, one in enumerate(self.ranking.columns) if one.name == name)

    def _cell(self, name: str, row: int) -> str:
        return f"{letters(self._at(name))}{row}"

    def _made(self, make: Make, row: int, key: str) -> str | None:
        match make:
            case Typed():
                return None
            case SumOf():
                return self._sum_of(make, row, key)
            case Ratio():
                over, under = (self._signed(one, row) for one in (make.numerator, make.denominator))
                return f'=IF(({under})=0,"{NOTHING}",({over})/({under}))'
            case Given():
                return self._given(make.text, row)
            case Ranked():
                return self._ranked(make, self._cell(make.by, row))
            case Banded():
                return _banded(make, self._cell(make.by, row))

    def _sum_of(self, make: SumOf, row: int, key: str) -> str:
        names = [one.name for one in self.drill.columns]
        summed, matched = names.index(make.column), names.index(self.ranking.matches)
        cell = f"${self._cell(self.ranking.key, row)}"
        if is_plain(key):
            parts = (f"SUMIFS({p.cells(summed)},{p.cells(matched)},{cell})" for p in self.parts)
        else:
            # A criterion "0304" is a number to SUMIFS, "a*" a pattern and "3-1" a date.
            parts = (
                f"SUMPRODUCT(({p.cells(matched)}={cell})*{p.cells(summed)})" for p in self.parts
            )
        return "=" + "+".join(parts)

    def _ranked(self, make: Ranked, cell: str) -> str:
        order = ",1" if make.ascending else ""
        place = f"RANK({cell},{self.range_of(make.by)}{order})"
        return f'=IF(ISNUMBER({cell}),{place},"{NOTHING}")'

    def _signed(self, parts: Iterable[tuple[int, str]], row: int) -> str:
        text = "".join(f"{'-' if sign < 0 else '+'}{self._cell(name, row)}" for sign, name in parts)
        return text.removeprefix("+")

    def _given(self, text: str, row: int) -> str:
        told = outside_quotes(text, _WHOLE, self.range_of)
        return outside_quotes(told, NAMED, lambda name: self._cell(name, row))


def outside_quotes(text: str, pattern: re.Pattern[str], cell_of: Callable[[str], str]) -> str:
    """A formula with what its names stand for; what it quotes stays."""
    pieces = _QUOTED.split(text)
    pieces[::2] = (pattern.sub(lambda found: cell_of(found[1]), one) for one in pieces[::2])
    return "".join(pieces)


def is_plain(key: str) -> bool:
    """Whether SUMIFS finds exactly this text: no number, date, truth, comparison or pattern."""
    if any(sign in key for sign in "*?~<>=") or key != key.strip():
        return False
    if any("一" <= sign <= "鿿" for sign in key):
        return not key[0].isdigit()  # 3月1日 is a date to a spreadsheet
    return _WORD.fullmatch(key) is not None and key[:3].lower() not in _MEANT


def alike_key(ranking: Ranking) -> str | None:
    """A key that a sheet takes for another object's: it does not look at capitals."""
    seen: set[str] = set()
    for row in ranking.rows:
        key = str(row.values.get(ranking.key) or "")
        if key.casefold() in seen:
            return key
        seen.add(key.casefold())
    return None


def _banded(make: Banded, cell: str) -> str:
    keys = [_LOWEST if edge is None else decimal(edge) for edge, _ in make.steps]
    says = [
        '"' + said.replace('"', '""') + '"' if isinstance(said, str) else decimal(said)
        for _, said in make.steps
    ]
    looked = f"LOOKUP(ROUND({cell},{_ROUNDED}),{{{','.join(keys)}}},{{{','.join(says)}}})"
    return f'=IF(ISNUMBER({cell}),{looked},"{NOTHING}")'


def decimal(value: Fraction) -> str:
    """A fraction to nine decimals, as formulas write it."""
    whole, rest = divmod(round(abs(value) * 10**_ROUNDED), 10**_ROUNDED)
    return ("-" if value < 0 else "") + f"{whole}.{rest:0{_ROUNDED}d}".rstrip("0").rstrip(".")


def _sums_up(ranking: Ranking, column: Column) -> bool:
    """Whether a ratio can be taken of the sums: all it reads are counts."""
    counts = {one.name for one in ranking.columns if one.kind is Kind.COUNT}
    make = column.make
    return isinstance(make, Ratio) and all(
        name in counts for _, name in (*make.numerator, *make.denominator)
    )


# --- exact values of the feet --------------------------------------------------------------------


def totals(ranking: Ranking) -> dict[str, Figure]:
    """What the row of sums shows, for the columns that have a formula there."""
    sums: dict[str, Figure] = {
        one.name: _sum(_figures(ranking, one.name))
        for one in ranking.columns
        if one.kind is Kind.COUNT
    }
    for one in ranking.columns:
        if isinstance(one.make, Ratio) and one.name not in sums and _sums_up(ranking, one):
            over, under = (
                _sum([sign * (sums[name] or 0) for sign, name in part])
                for part in (one.make.numerator, one.make.denominator)
            )
            sums[one.name] = Fraction(over, under) if under else None
    return sums


def averages(ranking: Ranking) -> dict[str, Figure]:
    """What the row of averages shows; undefined where nothing is defined."""
    return {
        one.name: _mean(_figures(ranking, one.name))
        for one in ranking.columns
        if one.kind in (Kind.COUNT, Kind.RATE, Kind.SCORE)
    }


def _figures(ranking: Ranking, name: str) -> list[int | Fraction]:
    found: Iterable[Value] = (row.values.get(name) for row in ranking.rows)
    return [one for one in found if isinstance(one, int | Fraction)]


def _sum(figures: list[int | Fraction]) -> Fraction:
    return sum((Fraction(one) for one in figures), Fraction(0))


def _mean(figures: list[int | Fraction]) -> Figure:
    return _sum(figures) / len(figures) if figures else None
