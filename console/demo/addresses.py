"""The gazetteer of the demo city: house numbers, crossings, landmarks, streets and communities."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from console.demo.drawing import Drawing
from console.demo.grids import SHORT_NAMES, Mesh, Territory
from console.demo.model import Address, AddressKind
from console.demo.partition import box
from console.demo.roadside import Frontage, crossings
from console.domain.place import Point

_STEP_IN: Final = 0.06
"""Share of a mesh: six metres from the crossing."""


class Gazetteer:
    """Makes addresses out of the drawing; `names` gives the name of every division by code."""

    def __init__(
        self,
        drawing: Drawing,
        territory: Territory,
        meshes: Mapping[tuple[int, int], Mesh],
        names: Mapping[str, str],
    ) -> None:
        self._drawing = drawing
        self._territory = territory
        self._meshes = meshes
        self._names = names
        self._built: dict[str, list[Mesh]] = {}
        for mesh in meshes.values():
            for code in (mesh.grid.code[:9], mesh.grid.community):
                self._built.setdefault(code, []).append(mesh)

    def all(self, fronts: Sequence[Frontage]) -> Iterator[Address]:
        """Every address once."""
        yield from self._house_numbers(fronts)
        yield from self._crossings()
        for name, u, v in self._drawing.raw["landmarks"]:
            yield from self._at(name, AddressKind.LANDMARK, u, v)
        yield from self._divisions()

    def _house_numbers(self, fronts: Sequence[Frontage]) -> Iterator[Address]:
        seen = set[str]()
        for front in fronts:
            text = f"{front.road.name}{front.number}号"
            if text in seen:
                continue
            seen.add(text)
            shares = front.shares(0.5, front.kerb + 0.1)
            point = self._drawing.lattice.inside(front.mesh.u, front.mesh.v, *shares)
            yield self._address(text, AddressKind.ADDRESS, point, front.mesh.grid.code)

    def _crossings(self) -> Iterator[Address]:
        for a, b, (u, v) in crossings(self._drawing.roads):
            yield from self._at(f"{a.name}与{b.name}口", AddressKind.CROSSING, u, v)

    def _divisions(self) -> Iterator[Address]:
        for piece in (*self._territory.streets, *self._territory.communities):
            mine = [(mesh.u + 0.5, mesh.v + 0.5) for mesh in self._built.get(piece.name, ())]
            west, south, east, north = box(mine or piece.outline)
            kind = AddressKind.STREET if len(piece.name) == 9 else AddressKind.COMMUNITY
            u, v = (west + east) / 2 + _STEP_IN, (south + north) / 2 + _STEP_IN
            yield self._address(
                self._names[piece.name], kind, self._drawing.lattice.point(u, v), piece.name
            )

    def _at(self, title: str, kind: AddressKind, u: float, v: float) -> Iterator[Address]:
        """Nothing when the spot lies outside every street."""
        at = (int(u // 1), int(v // 1))
        mesh = self._meshes.get(at)
        if mesh is not None:  # a step inside, so that no border can dispute the grid
            point = self._drawing.lattice.inside(*at, _STEP_IN, _STEP_IN)
            yield self._address(title, kind, point, mesh.grid.code)
            return
        street = self._territory.street_at(u + _STEP_IN, v + _STEP_IN)
        if street is not None:
            point = self._drawing.lattice.point(u + _STEP_IN, v + _STEP_IN)
            yield self._address(title, kind, point, street)

    def _address(self, title: str, kind: AddressKind, point: Point, code: str) -> Address:
        district, street = code[:6], code[:9]
        return Address(
            kind=kind,
            title=title,
            detail=f"{SHORT_NAMES.get(district, self._names[district])} {self._names[street]}",
            point=Point(round(point.lon, 7), round(point.lat, 7)),
            street=street,
            district=district,
            unit_grid=code if len(code) > 12 else None,
        )
