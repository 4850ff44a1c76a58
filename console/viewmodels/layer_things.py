"""The layers' things, made from rows on a read lane: bytes for the page, rows for hover and click.

The number of a thing on the page is its place in `things`. No signals, no clock of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from console.domain.gridload import (
    CLASSES,
    Grade,
    HeatBy,
    Load,
    Scale,
    class_of_grade,
    is_unseen,
    scale_of,
    worth,
)
from console.domain.place import ComponentState
from console.ports.layer_rows import (
    AreaRow,
    ComponentPin,
    EndedPin,
    GridGrade,
    GridLoad,
    GridRow,
    GridSeen,
    InspectorRow,
)
from console.viewmodels.map_feeds import pack_areas, pack_classes, pack_points

NORMAL_END: Final = "normal"
SILENT: Final = timedelta(hours=1)
"""An inspector not heard of for so long is drawn hollow."""
FAULTY: Final = frozenset({ComponentState.DAMAGED, ComponentState.MISSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """One layer ready for the page; `things` in the page's numbering."""

    packed: bytes
    things: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatLegend:
    """How the heat is to be read: lower ends of its classes; `published` False: no grades yet."""

    by: HeatBy
    breaks: tuple[Fraction, ...] = ()
    published: bool = True

    @property
    def tones(self) -> tuple[int, ...]:
        """The tone of each class: 1 the palest of `density`, A to E of `grade`."""
        if self.by is HeatBy.GRADE:
            return tuple(class_of_grade(one) for one in Grade)
        return Scale(breaks=self.breaks).tones


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """The heat ready for the page, its legend, and the loads it was made of."""

    packed: bytes
    legend: HeatLegend
    loads: Mapping[str, Load] = field(default_factory=dict)


def loads_of(rows: Iterable[GridLoad]) -> dict[str, Load]:
    """Loads by cell; a cell without open cases has none."""
    return {row.grid: row.load for row in rows}


def heat(
    by: HeatBy,
    loads: Mapping[str, Load],
    codes: Sequence[str],
    cells: Mapping[str, GridRow],
) -> Heat:
    """A class for each cell by its load; one whose ground is not known yet has no density."""
    values = {
        code: worth(by, load, cells[code].area_m2 if code in cells else 0.0)
        for code, load in loads.items()
    }
    scale: Scale = scale_of(by, values.values())
    nothing = Fraction(0)
    classes = [scale.tone_of(values.get(code, nothing)) for code in codes]
    return Heat(
        packed=pack_classes(classes, CLASSES),
        legend=HeatLegend(by=by, breaks=scale.breaks),
        loads=loads,
    )


def graded(grades: Sequence[GridGrade] | None, codes: Sequence[str]) -> Heat:
    """A class for each cell by its grade; nothing is drawn where no assessment was published."""
    known = {one.grid: class_of_grade(one.grade) for one in grades or ()}
    classes = [known.get(code, 0) for code in codes]
    return Heat(
        packed=pack_classes(classes, len(Grade)),
        legend=HeatLegend(by=HeatBy.GRADE, published=grades is not None),
    )


def unseen(seen: Sequence[GridSeen], codes: Sequence[str], now: datetime, hours: int) -> Fed:
    """A hatch on every cell nobody was in for so long; `things`: the moments, by cell."""
    last = {one.grid: one.at for one in seen}
    moments = tuple(last.get(code) for code in codes)
    classes = [int(is_unseen(moment, now, hours)) for moment in moments]
    return Fed(packed=pack_classes(classes, 1), things=moments)


def areas(rows: Sequence[AreaRow]) -> Fed:
    """Outlines; an area of several loops is several things of the page, named on the largest."""
    parts = [
        (row, ring, row.name if at == 0 else "")
        for row in rows
        for at, ring in enumerate(row.loops)
    ]
    packed = pack_areas((name, ring) for _, ring, name in parts)
    return Fed(packed=packed, things=tuple(row for row, _, _ in parts))


def closed(pins: Sequence[EndedPin]) -> Fed:
    """Ended cases: 0 closed in the ordinary way, 1 otherwise."""
    points = [(pin.lon, pin.lat, int(pin.kind != NORMAL_END)) for pin in pins]
    return Fed(packed=pack_points(points), things=tuple(pins))


def components(pins: Sequence[ComponentPin]) -> Fed:
    """Components: 0 intact, 1 damaged or missing, 2 occupied."""
    points = [(pin.lon, pin.lat, _form(pin.state)) for pin in pins]
    return Fed(packed=pack_points(points), things=tuple(pins))


def inspectors(rows: Sequence[InspectorRow], now: datetime) -> Fed:
    """Inspectors where they were last, with today's ways; who was never heard of is nowhere."""
    found = [(row, row.last) for row in rows if row.last is not None]
    points = [(last.point.lon, last.point.lat, int(now - last.at >= SILENT)) for _, last in found]
    ways = [[one.point for one in row.track] for row, _ in found if len(row.track) > 1]
    return Fed(packed=pack_points(points, ways), things=tuple(row for row, _ in found))


def _form(state: ComponentState) -> int:
    if state is ComponentState.INTACT:
        return 0
    return 1 if state in FAULTY else 2


def rows_by_code(rows: Iterable[GridRow]) -> dict[str, GridRow]:
    """Cells by code."""
    return {row.code: row for row in rows}
