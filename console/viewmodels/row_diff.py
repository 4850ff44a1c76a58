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


def shared_ends(present: Sequence[Key], wanted: Sequence[Key]) -> tuple[int, int]:
    """How many keys both lists have in common at their head and at their tail."""
    pairs = enumerate(zip(present, wanted, strict=False))
    shorter = min(len(present), len(wanted))
    head = next((at for at, (old, new) in pairs if old != new), shorter)
    pairs = enumerate(zip(reversed(present), reversed(wanted), strict=False))
    tail = next((at for at, (old, new) in pairs if old != new), shorter)
    return head, min(tail, shorter - head)


def plan(present: Sequence[Key], wanted: Sequence[Key]) -> Plan:
    """Steps that turn `present` into `wanted`: removals, moves, insertions, in this order."""
    head, tail = shared_ends(present, wanted)  # a million keys with one new on top stay cheap
    present = present[head : len(present) - tail]
    wanted = wanted[head : len(wanted) - tail]
    staying, target = set(present) & set(wanted), {key: at for at, key in enumerate(wanted)}
    removals = [
        Remove(head + first, head + last)
        for first, last in reversed(list(_runs(present, lambda key: key not in staying)))
    ]
    insertions = [
        Insert(head + first, head + last)
        for first, last in _runs(wanted, lambda key: key not in staying)
    ]
    kept = [key for key in present if key in staying]
    movers = _movers(kept, target)
    if len(removals) + len(insertions) + len(movers) > FINE_STEPS:
        return Plan(None)
    order = [key for key in wanted if key in staying]
    moves = [Move(head + move.source, head + move.target) for move in _moves(kept, order, movers)]
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
