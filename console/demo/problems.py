"""What is wrong, where, and who answers for it: the material of the demo's cases.

Drawn from the city's components and addresses, the standards in force and the invented reports of
`resources/city/reports.json`. Nothing here happens in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from console.demo.drawing import CITY_DATA, read
from console.demo.model import Address, AddressKind, City
from console.demo.photos import family_of
from console.domain.case import Standard
from console.domain.catalogue import (
    COMPONENT,
    GBT30428,
    Catalogue,
    standard_of,
)
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Component, Place, Point, UnitGrid

_SPOTTED: Final = frozenset({AddressKind.ADDRESS, AddressKind.CROSSING, AddressKind.LANDMARK})
_HOT_SPOTS: Final = 150
_HOT_SHARE: Final = 0.28
"""Share of the cases at places that come back again and again (fact book 6.7: 29 %)."""

_SCATTER: Final = 0.00012
"""Degrees: a report lies some ten metres from the address it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: its standard, place and words, the unit that answers, others near.

    `family` and `scene` name the drawn photographs that suit it; `inspector` is the code of the
    one who walks there.
    """

    standard: Standard
    place: Place
    description: str
    family: str
    scene: int
    unit: str
    others: tuple[str, ...]
    inspector: str


class Problems:
    """Draws problems; the same random source gives the same ones.

    Raises OSError or ValueError when the file of reports is missing or broken.
    """

    def __init__(self, city: City, catalogue: Catalogue, *, folder: Path = CITY_DATA) -> None:
        data: Mapping[str, Any] = read(folder, "reports.json")
        self.words: Mapping[str, Sequence[str]] = data["words"]
        self.surnames: str = data["surnames"]
        self._spots: Sequence[str] = data["spots"]
        self._grids = {grid.code: grid for grid in city.unit_grids}
        self._units = city.units
        self._inspectors = {
            code: grid.inspector or "" for grid in city.duty_grids for code in grid.unit_grids
        }
        self._addresses = [one for one in city.addresses if one.kind in _SPOTTED and one.unit_grid]
        self._hot = Random(7).sample(  # noqa: S311 - repeatable by design
            self._addresses, min(_HOT_SPOTS, len(self._addresses))
        )
        self._titles = {one.unit_grid: one.title for one in self._addresses}
        self._communities = {division.code: division.name for division in city.divisions}
        self._components: dict[str, list[Component]] = {}
        for component in city.components:
            self._components.setdefault(component.category, []).append(component)
        self._choices, self._weights = self._known(data["problems"], catalogue)

    def draw(self, random: Random) -> Problem:
        """One problem."""
        standard, texts = random.choices(self._choices, self._weights)[0]
        component = self._component(standard, random)
        if component is not None:
            place = Place(
                address=component.address or self._nearby(component.unit_grid),
                point=component.point,
                component=component.code,
            )
            grid = self._grids[component.unit_grid]
        else:
            place, grid = self._address(random)
        units = self.answering(standard, grid, component)
        spot, number = random.choice(self._spots), random.randint(2, 9)
        return Problem(
            standard=standard,
            place=place,
            description=random.choice(texts).format(spot=spot, n=number),
            family=family_of(standard.kind, standard.category),
            scene=random.randrange(1_000),
            unit=units[0],
            others=units[1:],
            inspector=self._inspectors.get(grid.code, ""),
        )

    def grid(self, code: str) -> UnitGrid | None:
        """A unit grid of the city."""
        return self._grids.get(code)

    def component(self, code: str) -> Component | None:
        """A component of the city, found by its class within the code."""
        found = self._components.get(code[6:10], ())
        return next((one for one in found if one.code == code), None)

    def answering(
        self, standard: Standard, grid: UnitGrid, component: Component | None
    ) -> tuple[str, ...]:
        """Units that may be asked, the right one first: who maintains it, who serves the class."""
        own = (component.maintenance_unit, component.owner_unit) if component else ()
        exact = f"{standard.kind}:{standard.category}"
        wide = exact[:-2]
        here = [unit for unit in self._units if _serves(unit, grid)]
        named = [unit.code for unit in here if exact in unit.categories]
        of_class = [unit.code for unit in here if wide in unit.categories]
        local = [unit.code for unit in here if unit.areas]
        found = dict.fromkeys(code for code in (*own, *named, *of_class, *local) if code)
        return tuple(found)

    def _component(self, standard: Standard, random: Random) -> Component | None:
        if standard.kind != COMPONENT:
            return None
        known = self._components.get(standard.category)
        return random.choice(known) if known else None

    def _address(self, random: Random) -> tuple[Place, UnitGrid]:
        hot = random.random() < _HOT_SHARE
        one: Address = random.choice(self._hot if hot else self._addresses)
        point = Point(
            round(one.point.lon + random.uniform(-_SCATTER, _SCATTER), 7),
            round(one.point.lat + random.uniform(-_SCATTER, _SCATTER), 7),
        )
        return Place(address=one.title, point=point), self._grids[one.unit_grid or ""]

    def _nearby(self, grid: str) -> str:
        title = self._titles.get(grid)
        return f"{title}附近" if title else f"{self._communities[grid[:12]]}内"

    def _known(
        self, problems: Mapping[str, Any], catalogue: Catalogue
    ) -> tuple[list[tuple[Standard, Sequence[str]]], list[float]]:
        """Every condition somebody reports, with its weight, as far as the standards have it."""
        choices: list[tuple[Standard, Sequence[str]]] = []
        weights: list[float] = []
        for name, entry in problems.items():
            kind, _, code = name.partition(":")
            category = catalogue.category(GBT30428, kind, code)
            if category is None or (kind == COMPONENT and code not in self._components):
                continue
            texts: Mapping[str, Sequence[str]] = entry["texts"]
            for condition in catalogue.conditions_of(category.key):
                said = texts.get(str(condition.ordinal))
                standard = standard_of(catalogue, category, condition, None) if said else None
                if said and standard is not None:
                    choices.append((standard, said))
                    weights.append(entry["weight"] / len(texts))
        return choices, weights


def _serves(unit: ResponsibleUnit, grid: UnitGrid) -> bool:
    here = {grid.management_area, grid.code[:6], grid.code[:9]}
    return not unit.areas or bool(here.intersection(unit.areas))
