"""What a file of ground would change, as a list and as a drawing, and the act of writing it.

The file was read before (`services.ground_import`); here nothing is asked but the writing, which
runs on the write lane and is done once.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.finding import Weight
from console.domain.ground import Ring, Shape, Thing, box_of
from console.domain.ground_diff import ChangeKind
from console.domain.place import Component, DutyGrid, Point, UnitGrid
from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from console.services.ground_import import Offer, change_words, city_box, in_force, shape_of
from console.services.ground_writing import Written
from console.viewmodels.columns import Column
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.lanes import Lanes
from console.viewmodels.map_state import GridShapes, pack_grids

KINDS: Final = (
    *(kind.value for kind in ChangeKind),
    Weight.FINDING.value,
    Weight.NOTICE.value,
)
"""In the order of STYLES in resources/map/difference.js; remarks lie on top."""

POINT_DEG: Final = 0.00003
"""Half the width of what stands for a point: about three metres."""

Say = Callable[..., str]
Write = Callable[[], Written]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One difference or remark; `at` numbers them as the map does."""

    at: int
    kind: str
    row: str
    code: str
    text: str
    rings: tuple[Ring, ...]


class GroundPreview(QObject):
    """The list of one offer, the chosen line in it, and writing.

    Signals: `chosen_changed` when another line is chosen; `changed` when writing begins or ends.
    """

    chosen_changed = Signal()
    changed = Signal()

    def __init__(
        self, offer: Offer, write: Write, lanes: Lanes, say: Say, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.offer = offer
        self._write, self._lanes, self._say = write, lanes, say
        self.rows: tuple[PreviewRow, ...] = tuple(_rows(offer, say))
        self.chosen = -1
        self.writing = False
        self.written: Written | None = None
        self.failed: Refusal | StoreUnavailable | None = None
        self.table: KeyedTable[PreviewRow] = KeyedTable(
            self._columns(), attrgetter("at"), say, parent=self
        )
        self.table.show(self.rows)

    @property
    def may_write(self) -> bool:
        """Whether there is something to write, and it was not written yet."""
        return bool(self.offer.difference.changes) and not self.writing and self.written is None

    @property
    def row(self) -> PreviewRow | None:
        """The chosen line."""
        return self.rows[self.chosen] if 0 <= self.chosen < len(self.rows) else None

    def choose(self, at: int) -> None:
        """Choose a line by its number; another one beyond the ends is not there."""
        if at != self.chosen and 0 <= at < len(self.rows):
            self.chosen = at
            self.chosen_changed.emit()

    @Slot()
    def write(self) -> None:
        """Write the difference, once."""
        if not self.may_write:
            return
        self.writing, self.failed = True, None
        self.changed.emit()
        self._lanes.order(self._write, self._on_written, self._on_failed)

    def _on_written(self, written: Written) -> None:
        self.writing, self.written = False, written
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.writing = False
        if not isinstance(error, Refusal | StoreUnavailable):
            self.changed.emit()
            raise error
        self.failed = error
        self.changed.emit()

    def summary(self) -> str:
        """All of it in one line."""
        found = self.offer.difference
        counts = {kind.value: found.count(kind) for kind in ChangeKind}
        return self._say("cli.geo.difference", unchanged=found.unchanged, **counts)

    def packed(self) -> bytes:
        """The drawing for the map's layer `difference`."""
        return pack_difference(self.rows)

    def grids(self) -> GridShapes:
        """The unit grids in force, beneath the drawing."""
        return pack_grids((one.code, one.ring) for one in in_force(self.offer.now))

    def base(self) -> Mapping[str, Any]:
        """The base map, opened on what the file changes."""
        box = box_of(ring for row in self.rows for ring in row.rings) or city_box(self.offer.now)
        base = {name: one for name, one in self.offer.now.base.items() if name != "start"}
        return {**base, "bounds": list(box)} if box else base

    def _columns(self) -> tuple[Column[PreviewRow], ...]:
        kind: Column[PreviewRow] = Column(
            key="kind", title="geo.report.kind", value=self.kind_word, width=78, strong=_left_out
        )
        row: Column[PreviewRow] = Column(
            key="row", title="geo.report.row", value=attrgetter("row"), width=56
        )
        text: Column[PreviewRow] = Column(
            key="text",
            title="geo.report.text",
            value=attrgetter("text"),
            width=300,
            stretch=True,
            hint=attrgetter("text"),
        )
        return kind, row, text

    def kind_word(self, row: PreviewRow) -> str:
        """What a line is, in words."""
        return kind_word(self._say, row.kind)


def kind_word(say: Say, kind: str) -> str:
    """The word of one of `KINDS`."""
    change = kind in set(ChangeKind)
    return say(f"geo.change.{kind}") if change else say(f"geo.weight.{kind}")


def _left_out(row: PreviewRow) -> bool:
    return row.kind == Weight.FINDING.value


def _rows(offer: Offer, say: Say) -> Iterable[PreviewRow]:
    """Differences, then what is left out, then remarks."""
    grids = {one.code: one for one in offer.now.unit_grids}
    at = 0
    for change in offer.difference.changes:
        yield PreviewRow(
            at=at,
            kind=change.kind.value,
            row=str(change.row or ""),
            code=change.code,
            text=change_words(change, say),
            rings=_rings(change.after or change.before, grids),
        )
        at += 1
    for weight in (Weight.FINDING, Weight.NOTICE):
        for fault in offer.faults:
            found = fault.finding
            if found.weight is not weight:
                continue
            yield PreviewRow(
                at=at,
                kind=weight.value,
                row=str(found.row or ""),
                code=fault.key,
                text=say(found.code, **found.facts),
                rings=_drawn(fault.shape),
            )
            at += 1


def _rings(thing: Thing | None, grids: Mapping[str, UnitGrid]) -> tuple[Ring, ...]:
    if isinstance(thing, DutyGrid):
        return tuple(grids[code].ring for code in thing.unit_grids if code in grids)
    if isinstance(thing, Component):
        return _drawn(Shape(point=thing.point))
    return _drawn(shape_of(thing))


def _drawn(shape: Shape) -> tuple[Ring, ...]:
    """Outlines; a small square stands for a point."""
    if shape.point is None:
        return tuple(ring for ring in shape.rings if ring)
    lon, lat = shape.point
    west, east = lon - POINT_DEG, lon + POINT_DEG
    south, north = lat - POINT_DEG, lat + POINT_DEG
    return ((Point(west, south), Point(east, south), Point(east, north), Point(west, north)),)


def pack_difference(rows: Sequence[PreviewRow]) -> bytes:
    """The layout at the head of resources/map/difference.js."""
    outlines = [(row, ring) for row in rows for ring in row.rings]
    points = [point for _, ring in outlines for point in ring]
    starts = [0]
    for _, ring in outlines:
        starts.append(starts[-1] + len(ring))
    count, many = len(outlines), len(points)
    return (
        struct.pack("<II", count, many)
        + struct.pack(f"<{2 * many}d", *(p.lon for p in points), *(p.lat for p in points))
        + struct.pack(f"<{count + 1}I{count}I", *starts, *(row.at for row, _ in outlines))
        + bytes(KINDS.index(row.kind) for row, _ in outlines)
    )
