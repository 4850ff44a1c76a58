"""How a list of keys becomes another one with the fewest row signals; plain Python, no Qt.

`arrange` decides what may move, `plan` finds the steps. `KeyedTable` carries them out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)
FINE_STEPS: Final = (
    64  # above this many steps one re-ordering is cheaper for the view than many moves
)
_FIRST_LOOK: Final = 64  # keys compared at once to begin with
_REACH: Final = (
    8  # neighbouring keys that may leave or join together and still be found at a glance
)
_NEAR: Final = tuple(
    (old, total - old)
    for total in range(1, 2 * _REACH + 1)
    for old in range(max(0, total - _REACH), min(total, _REACH) + 1)
)
"""Keys of the old and of the new order to pass over until both go on alike, the fewest first."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Rows first..last (both included) leave."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Move:
    """The row at `source` goes to stand at `target` (its place after the move)."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Rows join at first..last (both included, places after the insertion)."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps to carry out in order; `None` when one re-ordering of everything is cheaper.

    `removed` and `inserted` are the keys that leave and join, in their order.
    """

    steps: tuple[Remove | Move | Insert, ...] | None
    removed: tuple[Hashable, ...] = ()
    inserted: tuple[Hashable, ...] = ()


def plan(present: Sequence[Key], wanted: Sequence[Key]) -> Plan:
    """Steps that turn `present` into `wanted`: removals, moves, insertions, in this order."""
    lifted, placed = _difference(present, wanted)
    out, into = {present[at] for at in lifted}, {wanted[at] for at in placed}
    leaving = [at for at in lifted if present[at] not in into]
    joining = [at for at in placed if wanted[at] not in out]
    removed = tuple(present[at] for at in leaving)
    inserted = tuple(wanted[at] for at in joining)
    removals = [Remove(first, last) for first, last in reversed(_runs(leaving))]
    insertions = [Insert(first, last) for first, last in _runs(joining)]
    moved = len(placed) - len(joining)
    if len(removals) + len(insertions) + moved > FINE_STEPS:
        return Plan(None, removed, inserted)
    kept = list(present)
    for removal in removals:
        del kept[removal.first : removal.last + 1]
    order = list(wanted)
    for insertion in reversed(insertions):
        del order[insertion.first : insertion.last + 1]
    goals = [at - bisect_left(joining, at) for at in placed if wanted[at] in out]
    moves = _moves(kept, order, goals)
    return Plan((*removals, *moves, *insertions), removed, inserted)


def _difference(present: Sequence[Key], wanted: Sequence[Key]) -> tuple[list[int], list[int]]:
    """Places in `present` to lift keys from and in `wanted` to put keys at; the rest is common."""
    near = _near_difference(present, wanted)
    return _whole_difference(present, wanted) if near is None else near


def _near_difference(
    present: Sequence[Key], wanted: Sequence[Key]
) -> tuple[list[int], list[int]] | None:
    """For two orders of many keys that differ in few; None when they differ in more.

    Compares by slices, which costs a hundred thousand keys about a millisecond.
    """
    lifted: list[int] = []
    placed: list[int] = []
    old = new = 0
    while True:
        same = _same(present, old, wanted, new)
        old, new = old + same, new + same
        if old == len(present) and new == len(wanted):
            return lifted, placed
        skip = next((one for one in _NEAR if _meet(present, old, wanted, new, one)), None)
        if skip is None or len(lifted) + len(placed) > FINE_STEPS:
            return None
        lifted += range(old, old + skip[0])
        placed += range(new, new + skip[1])
        old, new = old + skip[0], new + skip[1]


def _same(present: Sequence[Key], old: int, wanted: Sequence[Key], new: int) -> int:
    """How many keys are the same from these two places on."""
    done, size, rest = 0, _FIRST_LOOK, min(len(present) - old, len(wanted) - new)
    while size and done < rest:
        size = min(size, rest - done)
        here, there = old + done, new + done
        if present[here : here + size] == wanted[there : there + size]:
            done, size = done + size, size * 2
        else:
            size //= 2
    return done


def _meet(
    present: Sequence[Key], old: int, wanted: Sequence[Key], new: int, skip: tuple[int, int]
) -> bool:
    """Whether both go on alike, or both end, when so many keys of each are passed over."""
    old, new = old + skip[0], new + skip[1]
    if old >= len(present) or new >= len(wanted):
        return old == len(present) and new == len(wanted)
    return present[old] == wanted[new]


def _whole_difference(present: Sequence[Key], wanted: Sequence[Key]) -> tuple[list[int], list[int]]:
    """For any two orders; the fewest moves."""
    head, tail = _shared_ends(present, wanted)
    middle, goal = present[head : len(present) - tail], wanted[head : len(wanted) - tail]
    target = {key: at for at, key in enumerate(goal)}
    staying = [key for key in middle if key in target]
    fixed = _fixed(staying, target)
    lifted = [at for at, key in enumerate(middle, head) if key not in fixed]
    placed = [at for at, key in enumerate(goal, head) if key not in fixed]
    return lifted, placed


def _shared_ends(present: Sequence[Key], wanted: Sequence[Key]) -> tuple[int, int]:
    """How many keys both lists have in common at their head and at their tail."""
    head = _same(present, 0, wanted, 0)
    tail = _same(present[head:][::-1], 0, wanted[head:][::-1], 0)
    return head, tail


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last place of every unbroken run of places."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _fixed(kept: Sequence[Key], target: dict[Key, int]) -> set[Key]:
    """The keys of the longest run that already stands in the right order."""
    tails: list[int] = []
    ends: list[Key] = []
    before: dict[Key, Key | None] = {}
    for key in kept:
        at = bisect_left(tails, target[key])
        before[key] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(target[key])
            ends.append(key)
        else:
            tails[at], ends[at] = target[key], key
    fixed: set[Key] = set()
    step = ends[-1] if ends else None
    while step is not None:
        fixed.add(step)
        step = before[step]
    return fixed


def _moves(kept: Sequence[Key], wanted: Sequence[Key], goals: Sequence[int]) -> Iterator[Move]:
    """Each key at the places `goals` of `wanted` goes directly behind the key before it there."""
    current = list(kept)
    for at in goals:
        source = current.index(wanted[at])
        key = current.pop(source)
        goal = current.index(wanted[at - 1]) + 1 if at else 0
        current.insert(goal, key)
        if source != goal:
            yield Move(source, goal)


def arrange(
    present: Sequence[Key], wanted: Sequence[Key], hold: Collection[Key]
) -> tuple[list[Key], int]:
    """The order to show while the keys of `hold` may neither move nor leave.

    Held keys keep their present order; every other wanted key joins behind the key it follows in
    `wanted`. Returns the order and the number of held keys that are out of place or gone, that is
    whether a later call without hold would change anything for them.
    """
    if hold and len(hold) >= len(present) and all(map(hold.__contains__, present)):
        near = _near_difference(present, wanted)
        if near is not None:
            return _joined(present, wanted, *near), len(near[0])
    held = [key for key in present if key in hold]
    if not held:
        return list(wanted), 0
    target = {key: at for at, key in enumerate(wanted)}
    keep = set(held)
    followers: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for key in wanted:
        if key in keep:
            last = key
        else:
            followers.setdefault(last, []).append(key)
    shown = list(followers.get(None, ()))
    for key in held:
        shown.append(key)
        shown.extend(followers.get(key, ()))
    known = [key for key in held if key in target]
    return shown, len(held) - len(_fixed(known, target))


def _joined(
    present: Sequence[Key], wanted: Sequence[Key], lifted: Sequence[int], placed: Sequence[int]
) -> list[Key]:
    """`present` with the new keys of `wanted`, each behind the key it follows there."""
    known = {present[at] for at in lifted}
    shown = list(present)
    for at in placed:
        if wanted[at] not in known:
            shown.insert(shown.index(wanted[at - 1]) + 1 if at else 0, wanted[at])
    return shown
