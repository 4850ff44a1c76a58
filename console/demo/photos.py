"""Drawn photographs for the demo: schematic street scenes, before and after, from a seed.

They stand in for inspectors' and units' pictures, show nobody and no real place, and are the same
bytes for the same arguments and Pillow version. The place (wall, ground) depends on the seed alone,
so that pictures of one case show one place. One takes about half a second to draw: a demo keeps a
few seeds per family and uses their pictures again.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from io import BytesIO
from random import Random
from typing import Final

from console.demo import photo_roads as roads
from console.demo import photo_walls as walls
from console.demo.photo_ground import Canvas, finished

Scene = Callable[[Random, Random, str], Canvas]
"""Makes a canvas from the place's random numbers, the moment's random numbers and the state."""

SIZE: Final = (1280, 960)
SCENES: Final[Mapping[str, Scene]] = {
    "rubbish": walls.rubbish,
    "manhole": roads.manhole,
    "tree": walls.fallen_tree,
    "lamp": roads.lamp,
    "stall": walls.stall,
    "water": roads.water,
    "road": roads.road_damage,
    "ads": walls.wall_ads,
    "heap": walls.heap,
}

_QUALITY: Final = 80
_OTHER: Final = "heap"
_COMPONENTS: Final = (
    ("01", range(1, 27), "manhole"),
    ("01", range(37, 40), "lamp"),
    ("02", range(1, 100), "road"),
    ("03", range(4, 6), "rubbish"),
    ("03", range(6, 9), "ads"),
    ("04", range(1, 5), "tree"),
)
_EVENTS: Final = (
    ("01", (10, 11, 12, 14, 17, 25, 31, 32, 33, 35, 37, 92, 93), "rubbish"),
    ("01", (13, 79), "road"),
    ("01", (21, 22), "tree"),
    ("01", (29, 30), "stall"),
    ("02", range(1, 100), "ads"),
    ("03", range(1, 100), "heap"),
    ("04", range(1, 100), "stall"),
    ("05", (1, 3, 6, 7), "water"),
    ("05", (2, 4, 5), "road"),
)


class PhotoState(StrEnum):
    """What the picture shows: the problem, a half-done job, or the place put right."""

    BEFORE = "before"
    PART = "part"
    AFTER = "after"


def family_of(kind: str, category: str) -> str:
    """The scene that suits a GB/T 30428.2 class: `kind` component or event, 4-digit category."""
    table = _COMPONENTS if kind == "component" else _EVENTS
    group, number = category[:2], int(category[2:])
    for wanted, numbers, family in table:
        if wanted == group and number in numbers:
            return family
    return _OTHER


def photo(family: str, state: PhotoState, seed: int, *, shot: int = 1) -> bytes:
    """A JPEG of 1280 × 960; `shot` numbers pictures of one moment. KeyError: no such family."""
    place = Random(f"{family}/{seed}")  # noqa: S311 - repeatable by design
    moment = Random(f"{family}/{seed}/{state}/{shot}")  # noqa: S311 - repeatable by design
    canvas = SCENES[family](place, moment, state.value)
    file = BytesIO()
    light = Random(f"{family}/{seed}/light")  # noqa: S311 - repeatable by design
    finished(canvas, light, moment).save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
