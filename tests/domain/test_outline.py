"""The outline of joined cells: shared edges fall away, the ground stays the same."""

import random

from hypothesis import given
from hypothesis import strategies as st

from console.domain.outline import outline
from console.domain.place import Point

Cells = frozenset[tuple[int, int]]
cells = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30)


def ring(x: int, y: int) -> tuple[Point, ...]:
    corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
    return tuple(Point(float(a), float(b)) for a, b in corners)


def signed_area(loop: tuple[Point, ...]) -> float:
    pairs = zip(loop, (*loop[1:], loop[0]), strict=True)
    return sum(a.lon * b.lat - b.lon * a.lat for a, b in pairs) / 2


def test_two_neighbours_have_one_border() -> None:
    (loop,) = outline([ring(0, 0), ring(1, 0)])
    assert len(loop) == 6
    assert signed_area(loop) == 2


def test_a_hole_has_a_border_of_its_own() -> None:
    around = [ring(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    loops = outline(around)
    assert [len(loop) for loop in loops] == [12, 4]
    assert sum(signed_area(loop) for loop in loops) == 8


def test_cells_apart_keep_their_own() -> None:
    assert len(outline([ring(0, 0), ring(3, 3)])) == 2


def test_a_cell_given_twice_ends_with_some_border_instead_of_none_or_forever() -> None:
    loops = outline([ring(0, 0), ring(1, 0), ring(0, 0)])
    assert sum(len(loop) for loop in loops) >= 6


def test_nothing_has_no_border() -> None:
    assert outline([]) == ()


@given(cells, st.integers(0, 99))
def test_the_ground_and_the_border_are_those_of_the_cells(some: Cells, seed: int) -> None:
    chance = random.Random(seed)
    rings = [
        ring(*cell) if chance.random() < 0.5 else tuple(reversed(ring(*cell)))
        for cell in sorted(some)
    ]
    loops = outline(rings)
    assert sum(signed_area(loop) for loop in loops) == len(some)
    beside = sum(
        (x + dx, y + dy) not in some
        for x, y in some
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    )
    assert sum(len(loop) for loop in loops) == beside
