"""Reading the hand-drawn data of the demo city from `resources/city`; the lattice it lies on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from console.demo.lattice import Lattice, Spot, rounded_off
from console.demo.partition import Ground, Meshes, box, spot_inside

CITY_DATA: Final = Path(__file__).resolve().parents[2] / "resources" / "city"
"""Where the drawing lies in the program's own folder."""

_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRoad:
    """A road on the lattice."""

    name: str
    rank: int
    line: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The drawing with its lattice: everything is still in lattice positions."""

    lattice: Lattice
    outline: tuple[Spot, ...]
    tree: object
    shilong_outline: tuple[Spot, ...]
    shilong_tree: object
    ground: Ground
    roads: tuple[DrawnRoad, ...]
    raw: Mapping[str, Any]
    communities: Mapping[str, Sequence[str]]
    published: frozenset[str]

    def rectangle(self, name: str, u: float, v: float) -> bool:
        """Whether a position lies in one of the named rectangles (core, inner, industrial)."""
        return any(
            west <= u <= east and south <= v <= north for west, south, east, north in self.raw[name]
        )


def read(folder: Path, name: str) -> Any:
    """One JSON file of the drawing."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def load_drawing(folder: Path = CITY_DATA) -> Drawing:
    """The drawing of a folder; raises OSError or ValueError when a file is missing or broken."""
    raw = read(folder, "geography.json")
    names = read(folder, "communities.json")
    roads = tuple(
        DrawnRoad(name=road["name"], rank=road["rank"], line=_spots(road["line"]))
        for road in raw["roads"]
    )
    steps = [pair for road in roads for pair in zip(road.line, road.line[1:], strict=False)]
    lattice = Lattice(
        {a[0] for a, b in steps if a[0] == b[0]}, {a[1] for a, b in steps if a[1] == b[1]}
    )
    return Drawing(
        lattice=lattice,
        outline=tuple(rounded_off(_spots(raw["outline"]), _ROUNDS)),
        tree=raw["tree"],
        shilong_outline=tuple(rounded_off(_spots(raw["shilong_outline"]), _ROUNDS)),
        shilong_tree=raw["shilong_tree"],
        ground=_ground(raw),
        roads=roads,
        raw=raw,
        communities={**names["known"], **names["invented"]},
        published=frozenset(names["known"]),
    )


def _ground(raw: Mapping[str, Any]) -> Ground:
    lake = _meshes_in(next(water["area"] for water in raw["water"] if "area" in water))
    town = frozenset[tuple[int, int]]().union(*(_meshes_in(area) for area in raw["built_up"]))
    shore = {(u + du, v + dv) for u, v in lake for du in (-1, 0, 1) for dv in (-1, 0, 1)}
    return Ground(
        # the rows -1 and 0 are the bed of the Zhan river
        built_up=frozenset((u, v) for u, v in town - shore if v not in (-1, 0)),
        lake=lake,
    )


def _meshes_in(area: Sequence[Sequence[float]]) -> Meshes:
    """South-west crossings of the meshes whose middle lies in a smoothed outline."""
    outline = rounded_off(_spots(area), _ROUNDS)
    west, south, east, north = (round(edge) for edge in box(outline))
    return frozenset(
        (u, v)
        for u in range(west, east + 1)
        for v in range(south, north + 1)
        if spot_inside(outline, u + 0.5, v + 0.5)
    )


def _spots(pairs: Sequence[Sequence[float]]) -> tuple[Spot, ...]:
    return tuple((float(u), float(v)) for u, v in pairs)
