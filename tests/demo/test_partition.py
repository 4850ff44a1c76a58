"""Cutting outlines: exact sides, fair parts, broken trees refused."""

import pytest

from console.demo.grids import merged
from console.demo.lattice import Lattice, densified, smoothed
from console.demo.partition import Ground, Piece, cut, divided, leaves, size, spot_inside
from console.domain.place import Point

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 6.0), (0.0, 6.0))


def test_both_sides_of_a_cut_make_up_the_whole() -> None:
    slanted = ((0.0, 0.0), (10.0, 1.0), (9.0, 7.0), (1.0, 6.0))
    low = cut(slanted, "u", 4.0, keep_low=True)
    high = cut(slanted, "u", 4.0, keep_low=False)
    assert size(low) + size(high) == pytest.approx(size(slanted))
    assert {s for s in low if s[0] == 4.0} == {s for s in high if s[0] == 4.0}


def test_a_tree_of_cuts_gives_its_leaves() -> None:
    pieces = {p.name: p for p in leaves(SQUARE, ["u", 4, "west", ["v", 2, "south", "north"]])}
    assert {name: size(p.outline) for name, p in pieces.items()} == {
        "west": 24.0, "south": 12.0, "north": 24.0,
    }  # fmt: skip
    assert pieces["north"].holds(5, 3)
    assert not pieces["south"].holds(5, 3)


@pytest.mark.parametrize("tree", [None, ["u", 4, "west"], {"u": 4}])
def test_a_broken_tree_is_an_error(tree: object) -> None:
    with pytest.raises(ValueError, match="a cut needs"):
        list(leaves(SQUARE, tree))


def test_a_street_is_divided_evenly_by_its_built_up_meshes() -> None:
    town = frozenset((u, v) for u in range(10) for v in range(6))
    ground = Ground(built_up=town, lake=frozenset())
    parts = list(divided(Piece(name="street", outline=SQUARE), ["a", "b", "c", "d"], ground))
    assert [part.name for part in parts] == ["a", "b", "c", "d"]
    assert sum(size(part.outline) for part in parts) == 60.0
    assert max(size(part.outline) for part in parts) <= 18.0


def test_a_country_street_is_divided_by_its_whole_ground() -> None:
    ground = Ground(built_up=frozenset(), lake=frozenset())
    parts = list(divided(Piece(name="street", outline=SQUARE), ["a", "b"], ground))
    assert [size(part.outline) for part in parts] == [30.0, 30.0]


def test_neighbours_merge_into_one_outline() -> None:
    def ring(u: float) -> tuple[Point, ...]:
        return (Point(u, 0), Point(u + 1, 0), Point(u + 1, 1), Point(u, 1))

    assert set(merged([ring(0), ring(1)])) == {*ring(0), *ring(1)}
    assert len(merged([ring(0), ring(1)])) == 6


def test_lines_stop_at_every_crossing_on_their_way() -> None:
    assert list(densified([(0.0, 0.0), (3.0, 0.0)])) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert list(densified([(1.0, 2.5), (1.0, 0.0)])) == [(1, 2.5), (1, 2), (1, 1), (1, 0)]
    assert len(list(densified([(0.0, 0.0), (6.0, 4.0)]))) == 4


def test_smoothing_a_line_keeps_its_ends() -> None:
    line = smoothed([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)], 2)
    assert (line[0], line[-1]) == ((0.0, 0.0), (4.0, 4.0))
    assert (4.0, 0.0) not in line


def test_road_lines_stay_smooth_and_other_crossings_move_a_little() -> None:
    plain, road = Lattice(set(), set()), Lattice({5.0}, set())
    assert plain.point(5, 7) != road.point(5, 7)
    assert plain.point(5, 1) == road.point(5, 1)


def test_meshes_of_the_lattice_never_fold_over() -> None:
    lattice = Lattice(set(), set())
    for u in range(-170, 130, 3):
        for v in range(-80, 88, 3):
            sw, se, ne, nw = lattice.mesh(u, v)
            assert sw.lon < se.lon
            assert nw.lon < ne.lon
            assert sw.lat < nw.lat
            assert se.lat < ne.lat


def test_a_spot_is_inside_its_outline_only() -> None:
    assert spot_inside(SQUARE, 5, 3)
    assert not spot_inside(SQUARE, 11, 3)
