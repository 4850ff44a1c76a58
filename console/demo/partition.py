"""Cutting the city into districts, streets and communities without gaps or overlaps.

An outline on the lattice is cut again and again along lattice lines, as a tree of cuts says; what
is left at a leaf is one area. Both sides of a cut share its points exactly.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from console.demo.lattice import Spot

Axis = Literal["u", "v"]
Meshes = frozenset[tuple[int, int]]

_TOWN_SHARE: Final = 0.25
"""From this share of built-up land on, a street is divided by its built-up part."""

_RURAL_WEIGHT: Final = {True: 0.03, False: 0.15}
"""What a hectare of country counts against one of town, in town and country streets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Meshes that are built up and meshes under the reservoir; the rest is country."""

    built_up: Meshes
    lake: Meshes

    def within(self, piece: "Piece") -> "Ground":
        """The part of it that lies in one piece."""
        return Ground(built_up=piece.meshes(self.built_up), lake=piece.meshes(self.lake))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One area of the partition: its name in the tree and its outline on the lattice."""

    name: str
    outline: tuple[Spot, ...]

    def holds(self, u: float, v: float) -> bool:
        """Whether a position that is on no border lies in this piece."""
        return spot_inside(self.outline, u, v)

    def meshes(self, candidates: Meshes) -> Meshes:
        """Those of the candidates whose middle lies in this piece."""
        west, south, east, north = box(self.outline)
        return frozenset(
            (u, v)
            for u, v in candidates
            if west - 1 <= u < east and south - 1 <= v < north and self.holds(u + 0.5, v + 0.5)
        )


def leaves(outline: Sequence[Spot], tree: object) -> Iterator[Piece]:
    """The pieces of a tree of cuts: a leaf is a name, a cut is [axis, at, low side, high side]."""
    if isinstance(tree, str):
        yield Piece(name=tree, outline=tuple(outline))
        return
    if not isinstance(tree, list) or len(tree) != 4:
        raise ValueError(f"a cut needs axis, place and two sides, not {tree!r}")
    axis, at, low, high = tree
    yield from leaves(cut(outline, axis, float(at), keep_low=True), low)
    yield from leaves(cut(outline, axis, float(at), keep_low=False), high)


def divided(piece: Piece, names: Sequence[str], ground: Ground) -> Iterator[Piece]:
    """A street divided into as many communities as it has names, of about equal weight.

    Cuts follow lattice lines across the longer side. Names run from west to east and from south
    to north, as the cuts do.
    """
    if len(names) == 1:
        yield Piece(name=names[0], outline=piece.outline)
        return
    first = len(names) // 2
    mine = ground.within(piece)
    axis, at = _fairest_cut(piece, first / len(names), mine)
    low = Piece(name=piece.name, outline=cut(piece.outline, axis, at, keep_low=True))
    high = Piece(name=piece.name, outline=cut(piece.outline, axis, at, keep_low=False))
    yield from divided(low, names[:first], mine)
    yield from divided(high, names[first:], mine)


def cut(outline: Sequence[Spot], axis: Axis, at: float, *, keep_low: bool) -> tuple[Spot, ...]:
    """The side of an outline below or above a lattice line (Sutherland and Hodgman)."""
    along = 0 if axis == "u" else 1
    sign = 1.0 if keep_low else -1.0
    kept: list[Spot] = []
    for a, b in zip(outline, [*outline[1:], outline[0]], strict=True):
        near, far = sign * (at - a[along]), sign * (at - b[along])
        if near >= 0:
            kept.append(a)
        if near * far < 0:
            share = near / (near - far)
            spot = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
            spot[along] = at
            kept.append((spot[0], spot[1]))
    return tuple(kept)


def spot_inside(outline: Sequence[Spot], u: float, v: float) -> bool:
    """Whether a position lies inside an outline; border positions may go either way."""
    inside = False
    for (ua, va), (ub, vb) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (va > v) != (vb > v) and u < (ub - ua) * (v - va) / (vb - va) + ua:
            inside = not inside
    return inside


def size(outline: Sequence[Spot]) -> float:
    """Area in meshes (about hectares)."""
    pairs = zip(outline, [*outline[1:], outline[0]], strict=True)
    return abs(sum(ua * vb - ub * va for (ua, va), (ub, vb) in pairs)) / 2


def box(outline: Sequence[Spot]) -> tuple[float, float, float, float]:
    """West, south, east and north of an outline."""
    us, vs = [u for u, _ in outline], [v for _, v in outline]
    return min(us), min(vs), max(us), max(vs)


def _fairest_cut(piece: Piece, share: float, ground: Ground) -> tuple[Axis, float]:
    west, south, east, north = box(piece.outline)
    town = ground.built_up
    urban = len(town) >= _TOWN_SHARE * (size(piece.outline) - len(ground.lake))
    if urban:
        west, east = min(u for u, _ in town), max(u for u, _ in town) + 1.0
        south, north = min(v for _, v in town), max(v for _, v in town) + 1.0
    axis: Axis = "u" if east - west >= north - south else "v"
    low, high = (west, east) if axis == "u" else (south, north)
    weigh = _weigher(piece, axis, town, _RURAL_WEIGHT[urban])
    whole = weigh(high + 1000.0)
    lines = range(int(low) + 1, max(int(low) + 2, int(high)))
    return axis, float(min(lines, key=lambda at: abs(weigh(float(at)) / whole - share)))


def _weigher(piece: Piece, axis: Axis, town: Meshes, rural: float) -> Callable[[float], float]:
    along = 0 if axis == "u" else 1

    def weigh(at: float) -> float:
        country = size(cut(piece.outline, axis, at, keep_low=True)) * rural
        return country + sum(1 for mesh in town if mesh[along] < at)

    return weigh
