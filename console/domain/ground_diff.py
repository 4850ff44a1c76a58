"""What changes between the ground in force and a file: shown before anything is written.

A unit grid whose outline moved ends, and its ground gets a new code; attributes alone keep the
code. A code that ended is never used again: a file that still names it is followed to the grid that
replaced it. Other things keep their codes. Not here: reading the file, and storing the difference.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from math import cos, hypot, radians
from typing import Final, TypeVar

from console.domain.codes import parse_unit_grid
from console.domain.coordinates import EARTH_RADIUS_M
from console.domain.finding import Finding, finding
from console.domain.ground import Ring, Thing
from console.domain.place import Point, UnitGrid
from console.domain.refusal import Refusal

TOLERANCE_M: Final = 0.1
"""An outline that moved less than this anywhere is the same outline."""

_COMPARED_ONE_BY_ONE: Final = 1_000_000
"""Pairs of point and edge; longer outlines are the same only with the same points."""

_METRES: Final = radians(1.0) * EARTH_RADIUS_M
_DIGITS: Final = 6  # of a degree: 0.1 m
_Flat = tuple[float, float]


class ChangeKind(StrEnum):
    """What happens to a thing."""

    NEW = "new"
    RESHAPED = "reshaped"
    RELABELLED = "relabelled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundChange:
    """One difference.

    `code` is the thing's after it; `former` its code before, another one only for a unit grid whose
    outline changed. `fields` maps the names of changed attributes to their values before and after.
    `row` is the feature's in the file, 0 for what ends.
    """

    kind: ChangeKind
    code: str
    former: str = ""
    row: int = 0
    before: Thing | None = None
    after: Thing | None = None
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All differences of a file in the order of codes; `findings` tell what is refused, and why."""

    changes: tuple[GroundChange, ...] = ()
    unchanged: int = 0
    findings: tuple[tuple[Finding, Thing], ...] = ()

    def count(self, kind: ChangeKind) -> int:
        """How many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)


Offered = tuple[int, UnitGrid, Collection[str]]
"""Row, grid, and the names of the attributes the file says anything of."""


def grid_difference(
    present: Iterable[UnitGrid],
    offered: Sequence[Offered],
    day: date,
    *,
    unread: Collection[str] = (),
    whole: bool = False,
) -> Difference:
    """What a file of unit grids changes from `day` on.

    Args:
        present: Every grid that ever was.
        offered: The file's grids; codes differ.
        day: First day of what is new, and out of force of what ends.
        unread: Codes the file names without a usable outline: they stay as they are.
        whole: The file is the whole city; otherwise it speaks for the communities it names.
    """
    return _Grids(present, offered, day).difference(frozenset(unread), whole=whole)


class _Grids:
    def __init__(self, present: Iterable[UnitGrid], offered: Sequence[Offered], day: date) -> None:
        self._ever = {grid.code: grid for grid in present}
        self._successors = {
            grid.replaces: grid.code for grid in self._ever.values() if grid.replaces
        }
        self._offered, self._day = offered, day
        self._taken = {*self._ever, *(grid.code for _, grid, _ in offered)}
        self._matched: set[str] = set()
        self._changes: list[GroundChange] = []
        self._refused: list[tuple[Finding, Thing]] = []

    def difference(self, unread: frozenset[str], *, whole: bool) -> Difference:
        unchanged = sum([self._same(*one) for one in self._offered])
        kept = self._matched | {self._heir(code) for code in unread}
        kept |= {self._heir(grid.code) for _, grid in self._refused if isinstance(grid, UnitGrid)}
        spoken = {grid.community for _, grid, _ in self._offered}
        for code, grid in sorted(self._ever.items()):
            if grid.valid_to is None and code not in kept and (whole or grid.community in spoken):
                ended = replace(grid, valid_to=self._day)
                self._changes.append(
                    GroundChange(
                        kind=ChangeKind.ENDED, code=code, former=code, before=grid, after=ended
                    )
                )
        changes = tuple(sorted(self._changes, key=lambda one: (one.former or one.code, one.code)))
        return Difference(changes=changes, unchanged=unchanged, findings=tuple(self._refused))

    def _heir(self, code: str) -> str:
        """The code that stands for this one now: itself, or the end of its line."""
        seen = {code}
        while code in self._successors and self._successors[code] not in seen:
            code = self._successors[code]
            seen.add(code)
        return code

    def _same(self, row: int, grid: UnitGrid, said: Collection[str]) -> bool:
        """Take one grid of the file; whether it changes nothing."""
        before = self._ever.get(self._heir(grid.code))
        if before is None:
            self._put(ChangeKind.NEW, row, None, grid)
        elif before.valid_to is not None:
            ended = finding("geo.code_ended", key=grid.code, day=before.valid_to)
            self._refused.append((ended.at("", row), grid))
        elif before.code in self._matched:
            twice = finding("geo.code_twice", key=grid.code, other=before.code)
            self._refused.append((twice.at("", row), grid))
        else:
            self._matched.add(before.code)
            return self._compare(row, before, grid, said)
        return False

    def _compare(self, row: int, before: UnitGrid, grid: UnitGrid, said: Collection[str]) -> bool:
        fields = {
            name: (getattr(before, name), getattr(grid, name))
            for name in sorted(said)
            if getattr(before, name) != getattr(grid, name)
        }
        values = {name: new for name, (_, new) in fields.items()}
        after = replace(before, **values)
        if not same_outline(before.ring, grid.ring):
            after = replace(
                after,
                ring=grid.ring,
                area_m2=grid.area_m2,
                perimeter_m=grid.perimeter_m,
                valid_from=self._day,
                replaces=before.code,
            )
            self._reshape(row, before, after, fields)
        elif fields:
            self._put(ChangeKind.RELABELLED, row, before, after, fields)
        else:
            return True
        return False

    def _reshape(
        self,
        row: int,
        before: UnitGrid,
        after: UnitGrid,
        fields: Mapping[str, tuple[object, object]],
    ) -> None:
        try:
            code = next_grid_code(before.code, after.community, self._taken)
        except Refusal as full:
            self._refused.append((Finding(code=full.code, facts=full.facts).at("", row), before))
            return
        self._taken.add(code)
        self._put(ChangeKind.RESHAPED, row, before, replace(after, code=code), fields)

    def _put(
        self,
        kind: ChangeKind,
        row: int,
        before: UnitGrid | None,
        after: UnitGrid,
        fields: Mapping[str, tuple[object, object]] | None = None,
    ) -> None:
        self._changes.append(
            GroundChange(
                kind=kind,
                code=after.code,
                former=before.code if before else "",
                row=row,
                before=before,
                after=after,
                fields=fields or {},
            )
        )


def next_grid_code(like: str, community: str, taken: Collection[str]) -> str:
    """The next code of a community after all that were ever taken, as long as `like`.

    Raises Refusal `code.unit_grid_malformed`, `code.sequence_exhausted` (facts within, sequence).
    """
    head = community if len(community) == 12 else like[:12]
    width = len(parse_unit_grid(like)) - len(head)
    last = max(
        (
            int(code[len(head) :])
            for code in taken
            if code[: len(head)] == head and len(code) == len(like)
        ),
        default=0,
    )
    if last + 1 >= 10**width:
        raise Refusal("code.sequence_exhausted", within=head, sequence=last + 1)
    return f"{head}{last + 1:0{width}d}"


T = TypeVar("T", bound=Thing)
Compare = Callable[[T, T], tuple[Mapping[str, tuple[object, object]], bool]]
"""Changed attributes, and whether the outline moved."""


def keyed_difference(
    present: Mapping[str, T],
    offered: Sequence[tuple[int, T]],
    compare: Compare[T],
    *,
    end: Callable[[T], T] | None = None,
    unread: Collection[str] = (),
) -> Difference:
    """What a file changes where things keep their codes.

    Args:
        present: What is in force, by code.
        offered: The file's things; codes differ.
        compare: Changed attributes, and whether the outline moved.
        end: How a thing the file no longer has ends; None when absence says nothing.
        unread: Codes the file names without a usable outline.
    """
    changes = []
    for row, thing in offered:
        change = _keyed(row, present.get(thing.code), thing, compare)
        if change is not None:
            changes.append(change)
    unchanged = len(offered) - len(changes)
    if end is not None:
        named = {thing.code for _, thing in offered} | set(unread)
        changes += [_over(present[code], end) for code in present.keys() - named]
    return Difference(changes=tuple(sorted(changes, key=_by_code)), unchanged=unchanged)


def _by_code(change: GroundChange) -> str:
    return change.code


def _keyed(row: int, before: T | None, thing: T, compare: Compare[T]) -> GroundChange | None:
    """What taking a thing over changes; None for nothing."""
    if before is None:
        return GroundChange(kind=ChangeKind.NEW, code=thing.code, row=row, after=thing)
    changed, moved = compare(before, thing)
    if not changed and not moved:
        return None
    return GroundChange(
        kind=ChangeKind.RESHAPED if moved else ChangeKind.RELABELLED,
        code=thing.code,
        former=thing.code,
        row=row,
        before=before,
        after=thing,
        fields=changed,
    )


def _over(before: T, end: Callable[[T], T]) -> GroundChange:
    code = before.code
    return GroundChange(
        kind=ChangeKind.ENDED, code=code, former=code, before=before, after=end(before)
    )


def same_outlines(one: Sequence[Ring], other: Sequence[Ring]) -> bool:
    """Whether two sets of outlines are the same, in whatever order."""
    if len(one) != len(other):
        return False
    left = list(other)
    for ring in one:
        match = next((at for at, there in enumerate(left) if same_outline(ring, there)), None)
        if match is None:
            return False
        del left[match]
    return True


def same_outline(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether no point of either outline lies further than the tolerance from the other."""
    if one == other:
        return True
    if not one or not other:
        return False
    if len(one) * len(other) > _COMPARED_ONE_BY_ONE:
        return _rounded(one) == _rounded(other)
    squeeze = cos(radians(one[0].lat)) * _METRES
    flat_one, flat_other = _flat(one, squeeze), _flat(other, squeeze)
    return _along(flat_one, flat_other) and _along(flat_other, flat_one)


def _rounded(ring: Sequence[Point]) -> set[tuple[float, float]]:
    return {(round(point.lon, _DIGITS), round(point.lat, _DIGITS)) for point in ring}


def _flat(ring: Sequence[Point], squeeze: float) -> list[_Flat]:
    return [(point.lon * squeeze, point.lat * _METRES) for point in ring]


def _along(one: list[_Flat], other: list[_Flat]) -> bool:
    """Whether corners and middles of edges lie on the other closed outline, within the tolerance.

    Corners alone would not do: two outlines may join the same corners in another order.
    """
    edges = _edges(other)
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in _edges(one)]
    return all(any(_near(point, a, b) for a, b in edges) for point in (*one, *middles))


def _edges(ring: list[_Flat]) -> list[tuple[_Flat, _Flat]]:
    return list(zip(ring, (*ring[1:], ring[0]), strict=True))


def _near(point: _Flat, a: _Flat, b: _Flat) -> bool:
    x, y = a[0] - point[0], a[1] - point[1]
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0.0 else min(1.0, max(0.0, -(x * dx + y * dy) / length))
    return hypot(x + share * dx, y + share * dy) <= TOLERANCE_M
