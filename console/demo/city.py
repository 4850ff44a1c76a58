"""Building the demo city: the drawing and the lists of `resources/city` become one value.

Pure and repeatable: the same rows and the same seed give the same city, code by code. Nothing is
written and no time is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

from console.demo import grids, people
from console.demo.addresses import Gazetteer
from console.demo.assets import components
from console.demo.drawing import CITY_DATA, Drawing, load_drawing
from console.demo.lattice import Spot, rounded_off, smoothed
from console.demo.model import City, Park, Road, Water
from console.demo.partition import Meshes, spot_inside
from console.demo.roadside import frontages
from console.domain.organisation import Inspector

_ROUNDS: Final = 3
_LANE_EVERY: Final = (4, 3)
"""Unnamed lanes are drawn on every so many lattice lines, eastwards and northwards."""


def build_city(
    rows: Iterable[Mapping[str, str]], *, seed: int = 1, folder: Path = CITY_DATA
) -> City:
    """The whole city from the rows of `divisions.csv` (keys as in its head line).

    Raises OSError or ValueError when the drawing is missing or broken, KeyError when the rows
    lack a street the drawing has.
    """
    random = Random(seed)  # noqa: S311 - repeatable by design
    drawing = load_drawing(folder)
    territory = grids.partition(drawing)
    divisions = tuple(grids.divisions(rows, territory, drawing.published))
    names = {division.code: division.name for division in divisions}
    meshes = grids.meshes(drawing, territory)
    by_spot = {(mesh.u, mesh.v): mesh for mesh in meshes}
    fronts = list(frontages(drawing.roads, by_spot))
    inspectors = tuple(people.inspectors(folder, random))
    return City(
        divisions=divisions,
        borders=grids.borders(drawing, territory),
        unit_grids=tuple(mesh.grid for mesh in meshes),
        duty_grids=tuple(grids.duty_grids(meshes, names, _codes_by_area(inspectors))),
        components=tuple(components(drawing.lattice, fronts, meshes, random)),
        units=tuple(people.responsible_units(folder)),
        inspectors=inspectors,
        operators=tuple(people.operators(folder)),
        addresses=tuple(Gazetteer(drawing, territory, by_spot, names).all(fronts)),
        phrases=tuple(people.phrases(folder)),
        roads=tuple(_roads(drawing)),
        waters=tuple(_waters(drawing)),
        parks=tuple(_parks(drawing)),
    )


def _codes_by_area(inspectors: Iterable[Inspector]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for inspector in inspectors:
        found.setdefault(inspector.management_area, []).append(inspector.code)
    return found


def _roads(drawing: Drawing) -> Iterator[Road]:
    for road in drawing.roads:
        yield Road(name=road.name, rank=road.rank, line=drawing.lattice.line(road.line))
    taken_u = {a[0] for road in drawing.roads for a, b in pairwise(road.line) if a[0] == b[0]}
    taken_v = {a[1] for road in drawing.roads for a, b in pairwise(road.line) if a[1] == b[1]}
    for line in _lanes(_blocks(drawing), taken_u, taken_v):
        yield Road(name="", rank=3, line=drawing.lattice.line(line))


def _blocks(drawing: Drawing) -> Meshes:
    """Built-up meshes that are no park: only there do lanes run."""
    parks = [park["area"] for park in drawing.raw["parks"]]
    return frozenset(
        (u, v)
        for u, v in drawing.ground.built_up
        if not any(spot_inside(area, u + 0.5, v + 0.5) for area in parks)
    )


def _lanes(blocks: Meshes, taken_u: set[float], taken_v: set[float]) -> Iterator[tuple[Spot, Spot]]:
    """Lanes between blocks, where the lattice line has houses on both sides and no road near."""
    for axis, every, taken in ((0, _LANE_EVERY[0], taken_u), (1, _LANE_EVERY[1], taken_v)):
        lines = sorted({mesh[axis] for mesh in blocks if mesh[axis] % every == 0})
        for line in lines:
            if any(abs(line - other) < 2 for other in taken):
                continue
            across = 1 - axis
            steps = sorted(
                mesh[across]
                for mesh in blocks
                if mesh[axis] == line and _shifted(mesh, axis) in blocks
            )
            for low, high in _runs(steps):
                ends = ((float(line), float(low)), (float(line), float(high + 1)))
                yield ends if axis == 0 else (ends[0][::-1], ends[1][::-1])


def _shifted(mesh: tuple[int, int], axis: int) -> tuple[int, int]:
    return (mesh[0] - 1, mesh[1]) if axis == 0 else (mesh[0], mesh[1] - 1)


def _runs(steps: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring numbers."""
    start = 0
    for at in range(1, len(steps) + 1):
        if at == len(steps) or steps[at] != steps[at - 1] + 1:
            yield steps[start], steps[at - 1]
            start = at


def _waters(drawing: Drawing) -> Iterator[Water]:
    for water in drawing.raw["water"]:
        if "area" in water:
            line = drawing.lattice.ring(rounded_off(water["area"], _ROUNDS))
        else:
            line = drawing.lattice.line(smoothed(water["line"], _ROUNDS))
        yield Water(
            name=water["name"], kind=water["kind"], line=line, width_m=water.get("width_m", 0.0)
        )


def _parks(drawing: Drawing) -> Iterator[Park]:
    for park in drawing.raw["parks"]:
        corners: list[Spot] = [(float(u), float(v)) for u, v in park["area"]]
        wild = len(corners) > 4
        ring = drawing.lattice.ring(rounded_off(corners, 2) if wild else corners)
        yield Park(name=park["name"], ring=ring)
