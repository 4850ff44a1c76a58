"""How a list of keys becomes another one with the fewest row signals; plain Python, no Qt.

`arrange` decides what may move, `plan` finds the steps. `KeyedTable` carries them out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)
FINE_STEPS: Final = (
    64  # above this many steps one re-ordering is cheaper for the view than many moves
)


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
    """Steps to carry out in order; `None` when one re-ordering of everything is cheaper."""

    steps: tuple[Remove | Move | Insert, ...] | None


def plan(present: Sequence[Key], wanted: Sequence[Key]) -> Plan:
    """Steps that turn `present` into `wanted`: removals from below, moves, insertions from above."""
    if present == wanted:
        return Plan(())
    if not present:  # a first filling may have a million keys
        return Plan((Insert(0, len(wanted) - 1),))
    if not wanted:
        return Plan((Remove(0, len(present) - 1),))
    staying, target = set(present) & set(wanted), {key: at for at, key in enumerate(wanted)}
    removals = [
        Remove(first, last)
        for first, last in reversed(list(_runs(present, lambda key: key not in staying)))
    ]
    insertions = [
        Insert(first, last) for first, last in _runs(wanted, lambda key: key not in staying)
    ]
    kept = [key for key in present if key in staying]
    movers = _movers(kept, target)
    if len(removals) + len(insertions) + len(movers) > FINE_STEPS:
        return Plan(None)
    moves = _moves(kept, [key for key in wanted if key in staying], movers)
    return Plan((*removals, *moves, *insertions))


def _runs(keys: Sequence[Key], chosen: Callable[[Key], bool]) -> Iterator[tuple[int, int]]:
    """First and last place of every unbroken run of chosen keys."""
    for is_chosen, group in groupby(enumerate(keys), key=lambda pair: chosen(pair[1])):
        if is_chosen:
            places = [at for at, _ in group]
            yield places[0], places[-1]


def _movers(kept: Sequence[Key], target: dict[Key, int]) -> set[Key]:
    """Keys outside the longest run that already stands in the right order."""
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
    return set(kept) - fixed


def _moves(kept: Sequence[Key], wanted: Sequence[Key], movers: set[Key]) -> Iterator[Move]:
    """Each mover goes directly behind the key that shall precede it."""
    current = list(kept)
    for at, key in enumerate(wanted):
        if key not in movers:
            continue
        source = current.index(key)
        current.pop(source)
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
    return shown, len(_movers(known, target)) + len(held) - len(known)
