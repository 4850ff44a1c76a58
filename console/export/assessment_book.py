"""The assessment workbook as values: what stands in each cell and how the sheet itself makes it.

A book is a cover, ranking tables whose figures are formulas over one drill-down, tables of text,
and the drill-down with a row per case. It knows nothing of schemes or of how a file is written
(`assessment_writer.py`); who fills it hands over exact values with their formulas. Source: fact
book 8, issue 5 point 9.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

MOST_ROWS: Final = 1_048_576
"""What one sheet of a workbook holds, heads included."""

MOST_NAME: Final = 31
"""Characters of a sheet's name."""

_UNNAMEABLE: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))

Figure = int | Fraction | None
"""An exact figure; None is undefined and stands as "—"."""

Value = str | int | Fraction | None
DrillCell = str | int | datetime | None
"""Of one case: a text, a number, an aware moment, or nothing."""


class Kind(StrEnum):
    """What a column of a ranking holds; the layout has a cell for each."""

    TEXT = "text"
    COUNT = "count"
    RATE = "rate"  # a share, shown in per cent
    SCORE = "score"
    RANK = "rank"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Typed:
    """The value itself stands in the cell."""


@dataclass(frozen=True, slots=True)
class SumOf:
    """The sum of a column of the drill-down over the cases of the row's key."""

    column: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """Signed sums of columns of the same row, divided; undefined where the divisor is zero."""

    numerator: tuple[tuple[int, str], ...]
    denominator: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A formula as text, with "=", in which `[name]` is the row's cell of that column."""

    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place among the table's figures of a column, from 1; equal ones share a place."""

    by: str
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class Banded:
    """What a table says to a figure: the text or number of the last edge not above it.

    `steps` ascend; only the first has no edge. Both are looked at to nine decimals, as a sheet
    that counts in floats needs.
    """

    by: str
    steps: tuple[tuple[Fraction | None, str | Fraction], ...]


Make = Typed | SumOf | Ratio | Given | Ranked | Banded


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a ranking. Neighbours with the same `over` share an upper head.

    `name` is a plain word that formulas may say in `[…]`. `make` is of every row that does not
    say otherwise.
    """

    name: str
    title: str
    kind: Kind
    make: Make = Typed()
    over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One object: the value of each column by name, and formulas that differ from the column's."""

    values: Mapping[str, Value]
    makes: Mapping[str, Make] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeMark:
    """A grade's letter and its colour, a role of the layout: green, blue, yellow, red or black."""

    letter: str
    colour: str


class ChartKind(StrEnum):
    """How figures are drawn."""

    COLUMN = "column"
    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Columns of a ranking drawn over the texts of the column `labels`."""

    title: str
    labels: str
    columns: tuple[str, ...]
    kind: ChartKind = ChartKind.COLUMN


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A table of objects, best first.

    `key` is the column whose texts find an object's cases in the drill-down's column `matches`.
    With `feet` a row of sums and one of averages follow; the engine works them out: counts are
    summed, ratios are those of the sums, averages are over the figures there are. `charts` stand
    on the sheet `chart_sheet`.
    """

    sheet: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: str
    matches: str
    feet: bool = True
    frozen: int = 2
    grades: tuple[GradeMark, ...] = ()
    charts: tuple[Chart, ...] = ()
    chart_sheet: str = ""
    notes: tuple[str, ...] = ()
    signed: bool = True


class DrillKind(StrEnum):
    """What a column of the drill-down holds."""

    TEXT = "text"
    MOMENT = "moment"
    FLAG = "flag"  # 0 or 1, or a number of times
    SUM = "sum"  # a number of cases


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillColumn:
    """A column of the drill-down."""

    name: str
    title: str
    kind: DrillKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillDown:
    """The sheet with one row per case (act, object); its rows are handed over as they are read.

    `cases` is how many there will be: formulas have to name their range before the rows come.
    """

    sheet: str
    title: str
    columns: tuple[DrillColumn, ...]
    cases: int
    most_rows: int = MOST_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet:
    """A table of texts: definitions, findings. `widths` in characters."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first sheet: labels with what they say (period, scheme, fingerprint), and notes."""

    sheet: str
    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A whole workbook. `made_at` (aware) is the only date in its properties.

    `fingerprint` is that of the publication it is of, "" for what is not published: it stands in
    every sheet's header, and among the properties.
    """

    title: str
    cover: Cover
    rankings: tuple[Ranking, ...]
    texts: tuple[TextSheet, ...]
    drill: DrillDown
    made_at: datetime
    fingerprint: str = ""


def sheet_name(words: str, taken: Collection[str]) -> str:
    """A name a sheet may have, made of words a city chose, and none of those taken already.

    Signs that names may not have become "·"; a name that is taken gets a number.
    """
    plain = "".join(sign for sign in words.translate(_UNNAMEABLE) if sign.isprintable()).strip()
    plain = plain[:MOST_NAME].strip() or "·"
    used = {one.casefold() for one in taken}
    name, number = plain, 1
    while name.casefold() in used or name.casefold() == "history":  # which a program keeps
        number += 1
        name = f"{plain[: MOST_NAME - len(str(number)) - 1]} {number}"
    return name
