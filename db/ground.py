"""Boxes in degrees around a point, for searches; distances are in `console.domain.coordinates`.

Past cases of a category lie in an index by cells of about half a kilometre (migration 0016), so
that they are found among years of cases without looking at all that merely lies near.
"""

from math import cos, radians
from typing import Final

from console.domain.coordinates import EARTH_RADIUS_M
from console.domain.place import Point

_METRES_PER_DEGREE = radians(1.0) * EARTH_RADIUS_M

_CELL: Final = "floor(f.lon * 200) * 100000 + floor(f.lat * 200)"
"""The cell of a case, word for word as `ix_case_file_cell` has it."""


def past_near(box: str) -> str:
    """SQL for a past case `f` lying in a box, by the index of cells alone.

    Not by `point(lon, lat)`: the planner would take that index too, and read all that is near.
    """
    return f"{_CELL} = ANY (ARRAY{_cells_of(box)}) AND {in_box(box)}"


def in_box(box: str) -> str:
    """SQL for a case `f` in a box, unknown for one without a place."""
    return (
        f"f.lon >= {box}west AND f.lon <= {box}east AND f.lat >= {box}south AND f.lat <= {box}north"
    )


def box_around(point: Point, metres: float) -> dict[str, float]:
    """The corners of a box that holds every point within so many metres."""
    up = metres / _METRES_PER_DEGREE
    aside = up / cos(radians(point.lat))
    return {
        "west": point.lon - aside,
        "east": point.lon + aside,
        "south": point.lat - up,
        "north": point.lat + up,
    }


def _cells_of(box: str) -> str:
    """SQL for the cells a box lies in; `box` stands before the names of its sides."""
    across = f"generate_series(floor({box}west * 200)::int, floor({box}east * 200)::int)"
    upwards = f"generate_series(floor({box}south * 200)::int, floor({box}north * 200)::int)"
    return f"(SELECT x * 100000::float8 + y FROM {across} AS x, {upwards} AS y)"  # noqa: S608 - all parts are ours
