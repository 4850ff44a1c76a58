"""The common outline of many cells: what their neighbours share falls away.

Exact where neighbours share their points; where they do not, the inner line stays and is drawn,
which is better than a wrong outer one. No geometry library: adding, not cutting.
"""

from collections.abc import Iterable, Sequence

from console.domain.place import Point

Edge = tuple[Point, Point]


def outline(rings: Iterable[Sequence[Point]]) -> tuple[tuple[Point, ...], ...]:
    """The loops around the joined cells, longest first: outer borders and those of holes.

    Rings are open (last point differs from the first) and may turn either way.
    """
    edges: dict[Edge, None] = {}
    for ring in rings:
        turned = ring if _turns_left(ring) else tuple(reversed(ring))
        for edge in zip(turned, (*turned[1:], turned[0]), strict=True):
            if (edge[1], edge[0]) in edges:
                del edges[edge[1], edge[0]]
            else:
                edges[edge] = None
    return _loops(edges)


def _loops(edges: Iterable[Edge]) -> tuple[tuple[Point, ...], ...]:
    """Edges put one behind the other until each is used."""
    after: dict[Point, list[Point]] = {}
    for start, end in edges:
        after.setdefault(start, []).append(end)
    loops: list[tuple[Point, ...]] = []
    while after:
        first = here = next(iter(after))
        loop: list[Point] = []
        while here in after:
            loop.append(here)
            ends = after[here]
            step = ends.pop()
            if not ends:
                del after[here]
            here = step
            if here == first:
                break
        loops.append(tuple(loop))
    return tuple(sorted(loops, key=len, reverse=True))


def _turns_left(ring: Sequence[Point]) -> bool:
    """Whether the ring runs against the clock; a flat one does."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(a.lon * b.lat - b.lon * a.lat for a, b in pairs) >= 0
