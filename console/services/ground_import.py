"""Bringing a city's own ground: what a file would change. Nothing is written by reading.

Making the change is `ground_writing.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

from console.domain.catalogue import GBT30428
from console.domain.coordinates import distance_m
from console.domain.finding import Weight, notice
from console.domain.gridindex import AreaIndex
from console.domain.ground import (
    ControlArea,
    DivisionArea,
    Drawn,
    GroundKind,
    Shape,
    Thing,
    box_of,
    plain_code,
)
from console.domain.ground_diff import (
    TOLERANCE_M,
    ChangeKind,
    Difference,
    GroundChange,
    grid_difference,
    keyed_difference,
    same_outline,
    same_outlines,
)
from console.domain.ground_values import Known, Read, morning, read_thing
from console.domain.place import Component, Point, UnitGrid
from console.geo.parts import About, Box, Fault, Item, Progress, Question
from console.geo.reader import GroundReader
from console.ports.ground import GroundKeeping, GroundNow

AROUND_DEG: Final = 0.5
"""How far beyond the known ground a city may still lie: about 50 km."""

_SHAPES: Final = frozenset({"ring", "rings", "point", "area_m2", "perimeter_m"})

Tell = Callable[[str, int, int], None]
"""Hears how far it is: the part, done, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which file, and how it is to be read: see `Question` and `grid_difference`.

    `day` is the first day of what is new.
    """

    file: Path
    kind: GroundKind
    day: date
    layer: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    scheme: str = GBT30428


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a file would change, and everything to be said about it, in the order of its rows."""

    wish: Wish
    about: About
    now: GroundNow = field(repr=False)
    difference: Difference
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> int:
        """Features that are left out."""
        rows = {one.finding.row for one in self.faults if one.finding.weight is Weight.FINDING}
        return len(rows)


def read_offer(wish: Wish, store: GroundKeeping, reader: GroundReader, tell: Tell) -> Offer:
    """What a file would change.

    Raises `Refusal` `geo.*`, `StoreUnavailable`.
    """
    now = store.now()
    about, drawn, faults = _collected(reader.read(_question(wish, now)), tell)
    known = known_of(now, wish)
    tell("compare", 0, 1)
    reads = [read_thing(wish.kind, one, known) for one in drawn]
    for read, one in zip(reads, drawn, strict=True):
        key = plain_code(one.texts.get("code", ""))
        faults += (Fault(finding=said, key=key, shape=one.shape) for said in read.findings)
    unread = {one.key for one in faults if one.finding.weight is Weight.FINDING}
    difference = _difference(wish, now, reads, unread)
    for said, thing in difference.findings:
        faults.append(Fault(finding=said, key=thing.code, shape=shape_of(thing)))
    faults += _of_the_whole(wish, about, difference, known)
    tell("compare", 1, 1)
    return Offer(
        wish=wish,
        about=about,
        now=now,
        difference=difference,
        faults=tuple(sorted(faults, key=_by_row)),
    )


def _by_row(fault: Fault) -> tuple[int, str]:
    return fault.finding.row, fault.finding.code


def _collected(items: Iterable[Item], tell: Tell) -> tuple[About, list[Drawn], list[Fault]]:
    about = About(features=0, crs="")
    drawn: list[Drawn] = []
    faults: list[Fault] = []
    for item in items:
        match item:
            case About():
                about = item
            case Progress():
                tell(item.part, item.done, item.of)
            case Drawn():
                drawn.append(item)
            case Fault():
                faults.append(item)
    return about, drawn, faults


def _of_the_whole(wish: Wish, about: About, difference: Difference, known: Known) -> list[Fault]:
    """Remarks on a file of unit grids that would be the same for many of its lines."""
    if wish.kind is not GroundKind.UNIT_GRIDS:
        return []
    homes = Counter(
        one.after.community for one in difference.changes if isinstance(one.after, UnitGrid)
    )
    said = [
        notice("geo.community_unknown", community=home, count=count)
        for home, count in sorted(homes.items())
        if home not in known.divisions
    ]
    fresh = difference.count(ChangeKind.NEW)
    if "area_level" not in about.columns and fresh:
        said.append(notice("geo.level_assumed", count=fresh))
    return [Fault(finding=one) for one in said]


def _question(wish: Wish, now: GroundNow) -> Question:
    grids = wish.kind in (GroundKind.UNIT_GRIDS, GroundKind.DUTY_GRIDS)
    return Question(
        path=str(wish.file.absolute()),
        kind=wish.kind,
        layer=wish.layer,
        crs=wish.crs,
        columns=wish.columns,
        box=city_box(now),
        areas={one.code: one.rings for one in now.divisions if one.rings}
        if wish.kind is GroundKind.UNIT_GRIDS
        else {},
        grids={one.code: one.ring for one in in_force(now)} if grids else {},
        whole=wish.whole,
    )


def in_force(now: GroundNow) -> tuple[UnitGrid, ...]:
    """The unit grids in force."""
    return tuple(one for one in now.unit_grids if one.valid_to is None)


def city_box(now: GroundNow) -> Box | None:
    """Where the city lies, with its surroundings; None where nothing is known of it."""
    rings: list[Sequence[Point]] = [one.ring for one in in_force(now)]
    rings += chain.from_iterable(one.rings for one in now.divisions)
    bounds = now.base.get("bounds")
    if bounds:
        west, south, east, north = bounds
        rings.append((Point(west, south), Point(east, north)))
    found = box_of(rings)
    if found is None:
        return None
    west, south, east, north = found
    return west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG


def known_of(now: GroundNow, wish: Wish) -> Known:
    """What a file's words are looked up in."""
    grids = in_force(now)
    index = AreaIndex({one.code: one.ring for one in grids if one.ring})
    heirs = {one.replaces: one.code for one in now.unit_grids if one.replaces}

    def heir(code: str) -> str:
        seen = {code}
        while code in heirs and heirs[code] not in seen:
            code = heirs[code]
            seen.add(code)
        return code

    def locate(point: Point) -> str:
        return index.find(point) or ""

    return Known(
        day=wish.day,
        divisions=_codes((one.code, one.division.name) for one in now.divisions),
        units=_codes(
            chain.from_iterable(
                ((one.code, one.name), (one.code, one.short_name)) for one in now.units
            )
        ),
        inspectors=_codes((one.code, one.name) for one in now.inspectors),
        grids=frozenset(one.code for one in grids),
        heir=heir,
        locate=locate,
        scheme=wish.scheme,
    )


def _codes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by code and by name; a name that several have tells nothing."""
    found: dict[str, str] = {}
    doubtful = set()
    for code, name in pairs:
        found[code] = code
        if name in found and found[name] != code:
            doubtful.add(name)
        found.setdefault(name, code)
    return {name: code for name, code in found.items() if name not in doubtful or name == code}


def _difference(wish: Wish, now: GroundNow, reads: Sequence[Read], unread: set[str]) -> Difference:
    if wish.kind is GroundKind.UNIT_GRIDS:
        offered = [
            (read.row, read.thing, read.said) for read in reads if isinstance(read.thing, UnitGrid)
        ]
        return grid_difference(now.unit_grids, offered, wish.day, unread=unread, whole=wish.whole)
    present = {one.code: one for one in _present(wish.kind, now)}
    things = [
        (read.row, merged(present.get(read.thing.code), read.thing, read.said))
        for read in reads
        if read.thing is not None
    ]
    ends = wish.whole and wish.kind is not GroundKind.COMPONENTS
    return keyed_difference(
        present, things, compared, end=_ending(wish.day) if ends else None, unread=unread
    )


def _present(kind: GroundKind, now: GroundNow) -> Iterable[Thing]:
    if kind is GroundKind.DIVISIONS:
        return (one for one in now.divisions if one.division.valid_to is None)
    if kind is GroundKind.DUTY_GRIDS:
        return (one for one in now.duty_grids if one.valid_to is None)
    if kind is GroundKind.COMPONENTS:
        return now.components
    return (one for one in now.control_areas if one.valid_to is None)


def merged(before: Thing | None, thing: Thing, said: frozenset[str]) -> Thing:
    """A thing as it is to be: what the file says, over what is known."""
    if before is None:
        return thing
    if isinstance(before, DivisionArea) and isinstance(thing, DivisionArea):
        values = {name: getattr(thing.division, name) for name in said}
        division = replace(before.division, **values)
        return DivisionArea(division=division, rings=thing.rings or before.rings)
    values = {name: getattr(thing, name) for name in said}
    for name in ("ring", "point"):
        if hasattr(thing, name):
            values[name] = getattr(thing, name)
    if isinstance(thing, Component) and thing.unit_grid:
        values["unit_grid"] = thing.unit_grid
    return cast(Thing, replace(cast(Any, before), **values))


def compared(before: Thing, after: Thing) -> tuple[Mapping[str, tuple[object, object]], bool]:
    """Attributes that differ, and whether the place or outline does."""
    if isinstance(before, DivisionArea) and isinstance(after, DivisionArea):
        moved = bool(after.rings) and not same_outlines(before.rings, after.rings)
        return _fields(before.division, after.division), moved
    moved = False
    if isinstance(before, Component) and isinstance(after, Component):
        moved = distance_m(before.point, after.point) > TOLERANCE_M
    elif isinstance(before, ControlArea) and isinstance(after, ControlArea):
        moved = not same_outline(before.ring, after.ring)
    return _fields(before, after), moved


def _fields(before: Any, after: Any) -> Mapping[str, tuple[object, object]]:
    names = (one.name for one in fields(before) if one.name not in _SHAPES)
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def _ending(day: date) -> Callable[[Thing], Thing]:
    def end(thing: Thing) -> Thing:
        if isinstance(thing, DivisionArea):
            return replace(thing, division=replace(thing.division, valid_to=day))
        if isinstance(thing, ControlArea):
            return replace(thing, valid_to=morning(day))
        return cast(Thing, replace(cast(Any, thing), valid_to=day))

    return end


def shape_of(thing: Thing | None) -> Shape:
    """Where a thing lies; nothing for a duty grid, which is made of unit grids."""
    match thing:
        case UnitGrid() | ControlArea():
            return Shape(rings=(thing.ring,))
        case DivisionArea():
            return Shape(rings=thing.rings)
        case Component():
            return Shape(point=thing.point)
    return Shape()


def change_words(change: GroundChange, say: Callable[..., str]) -> str:
    """Codes and changed attributes of a difference in one line, in the words of `say`."""
    moved = change.former and change.former != change.code
    words = [f"{change.former} → {change.code}" if moved else change.code]
    for name, (old, new) in change.fields.items():
        label = say(f"geo.field.{name}")
        words.append(f"{label} {_word(old)} → {_word(new)}")
    return "  ".join(words)


def _word(value: object) -> str:
    """A value in a line; of several codes how many they are."""
    if isinstance(value, tuple):
        return str(len(value))
    return "-" if value is None or value == "" else str(value)
