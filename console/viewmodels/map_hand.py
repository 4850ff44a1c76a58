"""What the hand draws on the map: box, polygon, ruler, a mark put elsewhere, a place found.

The shape is kept here, whoever draws it: the mouse by way of the page, the keys directly. So both
can go on where the other stopped, and a page that dies loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import CaseId
from console.domain.gridindex import holds
from console.domain.measuring import area_m2, length_m, metres_per_degree
from console.domain.place import Point
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_channel import Places

BOX, POLYGON, RULER, PROPOSAL, PIN = "box", "polygon", "ruler", "proposal", "pin"
IN_HAND: Final = frozenset({BOX, POLYGON, RULER})
"""Tools that take keys and clicks; the others only show something."""
FIRST_BOX_M: Final = 200.0
"""Half a side of the box that keys begin with."""
STEP_M: Final = 50.0
LEAST_CORNERS: Final = 3
"""Of a polygon that encloses something."""
PAN: Final = 0.1
"""Share of the view an arrow key moves it while a line is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is drawn: corners in order, and whether the last one leads back to the first."""

    tool: str
    places: tuple[Point, ...] = ()
    closed: bool = False

    @property
    def metres(self) -> float:
        """Length of the line; round the outline when it is closed."""
        return length_m((*self.places, *self.places[:1]) if self.closed else self.places)

    @property
    def square_metres(self) -> float:
        """What the closed outline holds; 0 for a line."""
        return area_m2(self.places) if self.closed else 0.0


class MapHand(QObject):
    """The hand on the map that is in charge.

    Signals: `changed` when another tool is in hand or it has drawn; `enclosed` (tuple of CaseId)
    the cases inside a finished box or polygon; `moved` (CaseId, Point) a mark was put elsewhere,
    which writes nothing.
    """

    changed = Signal()
    enclosed = Signal(object)
    moved = Signal(object, object)

    def __init__(self, words: Callable[[Shape], str], parent: QObject | None = None) -> None:
        """`words` says what stands beside the shape."""
        super().__init__(parent)
        self._words = words
        self._bridge: MapBridge | None = None
        self.shape = Shape(tool="")

    @property
    def busy(self) -> bool:
        """Whether a tool takes keys and clicks now."""
        return self.shape.tool in IN_HAND

    def attach(self, bridge: MapBridge | None) -> None:
        """Work on this map from now on; what was in hand is put away."""
        if bridge is self._bridge:
            return
        self.stop()
        if self._bridge is not None:
            self._bridge.tools.drawn.disconnect(self._on_drawn)
            self._bridge.tools.dropped.disconnect(self._on_dropped)
        self._bridge = bridge
        if bridge is not None:
            bridge.tools.drawn.connect(self._on_drawn)
            bridge.tools.dropped.connect(self._on_dropped)

    # --- tools ------------------------------------------------------------------------------------

    def take(self, tool: str) -> None:
        """Take a tool up; the same one again puts it away."""
        if self._bridge is None:
            return
        if self.shape.tool == tool:
            self.stop()
            return
        self._put(Shape(tool=tool))

    @Slot()
    def stop(self) -> None:
        """Put whatever is there away."""
        self._put(Shape(tool=""))

    def pin(self, point: Point) -> None:
        """Mark a place that was found."""
        self._put(Shape(tool=PIN, places=(point,)))

    @Slot()
    def end_proposal(self) -> None:
        """The mark stands where it stood: its correction was given up or written."""
        if self.shape.tool == PROPOSAL:
            self.stop()

    # --- keys -------------------------------------------------------------------------------------

    def arrow(self, east: int, north: int, *, shrink: bool = False) -> None:
        """An arrow key: the box grows (with `shrink` it shrinks), the view moves under a line."""
        if self.shape.tool == BOX:
            self._grow(east, north, -STEP_M if shrink else STEP_M)
        elif self._bridge is not None:
            self._bridge.tools.step(PAN * east, -PAN * north, 0)

    def corner(self) -> None:
        """A corner in the middle of the view (Space)."""
        middle = self._middle()
        if middle is not None and self.shape.tool in {POLYGON, RULER}:
            places = () if self.shape.closed else self.shape.places
            self._put(Shape(tool=self.shape.tool, places=(*places, middle)))

    def back(self) -> None:
        """Take the last corner away (Backspace)."""
        places = self.shape.places if self.shape.closed else self.shape.places[:-1]
        self._put(Shape(tool=self.shape.tool, places=places))

    def finish(self) -> Shape:
        """The shape is done (Enter): a box or polygon encloses, a ruler keeps what it measured.

        A polygon of fewer than three corners encloses nothing: it stays in the hand.
        """
        shape = self.shape
        if shape.tool == RULER or (shape.tool == POLYGON and len(shape.places) < LEAST_CORNERS):
            return shape
        if shape.tool == BOX and not shape.places:
            self._grow(0, 0, 0.0)
        shape = self.shape
        self._put(Shape(tool=""))
        if len(shape.places) >= LEAST_CORNERS:
            self.enclosed.emit(self._inside(shape.places))
        return shape

    def _grow(self, east: int, north: int, by: float) -> None:
        middle = self._middle()
        if middle is None:
            return
        if self.shape.places:
            west, south, right, top = _box(self.shape.places)
        else:
            wide, high = metres_per_degree(middle.lat)
            dx, dy = FIRST_BOX_M / wide, FIRST_BOX_M / high
            west, right, south, top = middle[0] - dx, middle[0] + dx, middle[1] - dy, middle[1] + dy
        wide, high = metres_per_degree(middle.lat)
        dx, dy = by / wide * abs(east), by / high * abs(north)
        if right - west + 2 * dx > 0 and top - south + 2 * dy > 0:
            west, right, south, top = west - dx, right + dx, south - dy, top + dy
        self._put(Shape(tool=BOX, places=_corners((west, south), (right, top)), closed=True))

    # --- the page ---------------------------------------------------------------------------------

    @Slot(str, object)
    def _on_drawn(self, tool: str, places: Places) -> None:
        points = tuple(Point(*one) for one in places)
        if tool == BOX and len(points) == 2:
            self._put(Shape(tool=BOX, places=_corners(*points), closed=True))
            self.finish()
        elif tool in {POLYGON, RULER}:
            closed = len(points) > 3 and points[0] == points[-1]
            self._put(Shape(tool=tool, places=points[:-1] if closed else points, closed=closed))
            if closed and tool == POLYGON:
                self.finish()

    @Slot(int, float, float)
    def _on_dropped(self, handle: int, lon: float, lat: float) -> None:
        if self._bridge is None:
            return
        case = self._bridge.pins.case(handle)
        pin = self._bridge.pins.pins.get(case) if case is not None else None
        if case is None or pin is None:
            return
        there = Point(lon, lat)
        self._put(Shape(tool=PROPOSAL, places=(Point(pin.lon, pin.lat), there)))
        self.moved.emit(CaseId(case), there)

    def _put(self, shape: Shape) -> None:
        if shape == self.shape:
            return
        self.shape = shape
        bridge = self._bridge
        if bridge is not None and not shape.tool:
            bridge.tools.stop()
        elif bridge is not None:
            bridge.tools.start(
                shape.tool,
                hand=shape.tool in IN_HAND,
                places=[list(one) for one in shape.places],
                closed=shape.closed,
                text=self._words(shape),
            )
        self.changed.emit()

    def _middle(self) -> Point | None:
        view = self._bridge.view if self._bridge is not None else None
        return None if view is None else Point(view.lon, view.lat)

    def _inside(self, ring: Sequence[Point]) -> tuple[CaseId, ...]:
        if self._bridge is None:
            return ()
        west, south, east, north = _box(ring)
        pins = self._bridge.pins.pins.values()
        near = (p for p in pins if west <= p.lon <= east and south <= p.lat <= north)
        return tuple(CaseId(p.id) for p in near if holds(ring, Point(p.lon, p.lat)))


def _corners(a: tuple[float, float], b: tuple[float, float]) -> tuple[Point, ...]:
    return (Point(a[0], a[1]), Point(b[0], a[1]), Point(b[0], b[1]), Point(a[0], b[1]))


def _box(ring: Sequence[Point]) -> tuple[float, float, float, float]:
    lons, lats = [one.lon for one in ring], [one.lat for one in ring]
    return min(lons), min(lats), max(lons), max(lats)
