"""Geometry is put right or left out with a word; whatever comes, what goes on is valid."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ground import GroundKind
from console.geo.coverage import gaps, outside, overlaps
from console.geo.repair import Piece, parse, refuse_unfit, repair

GRIDS = GroundKind.UNIT_GRIDS
SQUARE = shapely.box(0, 0, 100, 100)
BOW_TIE = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
LINE = shapely.LineString([(0, 0), (1, 1)])


def through(shape: object, kind: GroundKind = GRIDS) -> Piece:
    """A geometry through everything."""
    raw = np.array([None if shape is None else shapely.to_wkb(shape)], dtype=object)
    (piece,) = parse(raw, 1_000)
    refuse_unfit(piece, kind)
    repair(piece, kind)
    return piece


def said(piece: Piece) -> list[str]:
    return [one.code for one in piece.findings]


def with_holes(*sizes: float) -> object:
    shape = SQUARE
    for at, size in enumerate(sizes):
        shape = shape.difference(shapely.box(10 + 20 * at, 10, 10 + 20 * at + size, 10 + size))
    return shape


@pytest.mark.parametrize(
    ("shape", "codes"),
    [
        (SQUARE, []),
        (shapely.MultiPolygon([SQUARE]), []),
        (shapely.reverse(SQUARE), []),
        (shapely.segmentize(SQUARE, 10), []),
        (shapely.Polygon([c for c in SQUARE.exterior.coords for _ in "ab"]), ["geo.doubled"]),
        (shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 200.5, 0.5)]), ["geo.loop_cut"]),
        (with_holes(0.5, 0.9), ["geo.hole_filled"]),
        (
            shapely.Polygon([(0, 0), (0, 50), (0, 100), (0, 50), (100, 50), (100, 0)]),
            ["geo.repaired"],
        ),
    ],
)
def test_small_faults_are_repaired_and_told(shape: object, codes: list[str]) -> None:
    piece = through(shape)
    assert said(piece) == codes
    assert shapely.is_valid(piece.geometry)
    assert shapely.is_ccw(piece.geometry.exterior)
    assert not piece.geometry.interiors


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "geo.no_geometry"),
        (shapely.Polygon(), "geo.no_geometry"),
        (LINE, "geo.want_area"),
        (shapely.Point(0, 0), "geo.want_area"),
        (shapely.GeometryCollection([SQUARE, LINE]), "geo.want_area"),
        (BOW_TIE, "geo.crosses_itself"),
        (shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 250, 50)]), "geo.parts"),
        (with_holes(20), "geo.hole"),
        (shapely.box(0, 0, 0.5, 0.5), "geo.sliver"),
        (shapely.box(0, 0, 500, 0.1), "geo.sliver"),
        (shapely.segmentize(SQUARE, 0.1), "geo.too_many_points"),
    ],
)
def test_what_somebody_has_to_decide_is_left_out_and_told(shape: object, code: str) -> None:
    piece = through(shape)
    assert piece.geometry is None
    assert said(piece) == [code]


def test_numbers_that_are_none_leave_the_feature_out() -> None:
    for bad in (np.nan, np.inf):
        flat = shapely.get_coordinates(SQUARE)
        flat[1, 0] = bad
        assert said(through(shapely.set_coordinates(SQUARE, flat))) == ["geo.not_a_number"]


def test_an_open_outline_is_closed() -> None:
    closed = bytearray(shapely.to_wkb(SQUARE))
    closed[9:13] = (4).to_bytes(4, "little")  # one point less
    (piece,) = parse(np.array([bytes(closed[:-16])], dtype=object), 1_000)
    assert said(piece) == ["geo.closed"]
    assert shapely.is_valid(piece.geometry)


@pytest.mark.parametrize("raw", [b"", b"x", bytes(100), shapely.to_wkb(SQUARE)[:30]])
def test_bytes_that_are_no_geometry_are_told(raw: bytes) -> None:
    (piece,) = parse(np.array([raw], dtype=object), 1_000)
    assert (piece.geometry, said(piece)) == (None, ["geo.no_geometry"])


def test_components_are_points() -> None:
    assert said(through(shapely.Point(1, 2), GroundKind.COMPONENTS)) == []
    assert said(through(SQUARE, GroundKind.COMPONENTS)) == ["geo.want_point"]
    two = shapely.MultiPoint([(0, 0), (1, 1)])
    assert said(through(two, GroundKind.COMPONENTS)) == ["geo.want_point"]


def test_divisions_may_have_parts_and_holes() -> None:
    both = shapely.MultiPolygon([with_holes(20), shapely.box(200, 0, 250, 50)])
    piece = through(both, GroundKind.DIVISIONS)
    assert said(piece) == []
    assert piece.geometry.area == pytest.approx(both.area)


corner = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(corner, min_size=3, max_size=12))
def test_whatever_is_drawn_comes_out_valid_or_not_at_all(corners: list[tuple[int, int]]) -> None:
    piece = through(shapely.Polygon(corners))
    if piece.geometry is None:
        assert piece.findings
    else:
        assert shapely.is_valid(piece.geometry)
        assert shapely.get_type_id(piece.geometry) == shapely.GeometryType.POLYGON
        assert not piece.geometry.interiors


@given(st.lists(corner, min_size=3, max_size=12))
def test_what_was_repaired_once_needs_no_second_repair(corners: list[tuple[int, int]]) -> None:
    first = through(shapely.Polygon(corners))
    if first.geometry is not None:
        again = through(first.geometry)
        assert said(again) == []
        assert shapely.equals(again.geometry, first.geometry)


# --- grids among each other ----------------------------------------------------------------------


def pieces(*shapes: object) -> list[Piece]:
    return [Piece(row=at, geometry=one, key=f"g{at}") for at, one in enumerate(shapes, 1)]


def test_overlaps_are_told_in_square_metres_once_a_pair() -> None:
    found = list(overlaps(pieces(SQUARE, shapely.box(97, 0, 197, 100)), {}))
    assert [(one.facts["other"], one.facts["area"]) for one, _, _ in found] == [("g2", "300.0")]


def test_neighbours_that_touch_do_not_overlap() -> None:
    assert not list(overlaps(pieces(SQUARE, shapely.box(100, 0, 200, 100)), {}))


def test_a_grid_over_a_neighbour_that_stays_is_told() -> None:
    ((one, _, _),) = overlaps(pieces(SQUARE), {"old": shapely.box(90, 0, 190, 100)})
    assert (one.facts["other"], one.facts["area"]) == ("old", "1000.0")


def test_gaps_are_told_whether_open_or_enclosed() -> None:
    ring = [shapely.box(x, y, x + 100, y + 100) for x in (0, 100, 200) for y in (0, 100, 200)]
    enclosed = list(gaps(pieces(*(one for at, one in enumerate(ring) if at != 4)), {}))
    assert [one.facts["area"] for one, _, _ in enclosed] == ["10000.0"]
    crack = list(gaps(pieces(SQUARE, shapely.box(100.4, 0, 200, 100)), {}))
    assert [one.facts["area"] for one, _, _ in crack] == ["40.0"]
    assert not list(gaps(pieces(SQUARE, shapely.box(130, 0, 230, 100)), {}))
    assert not list(gaps([], {}))


def test_what_lies_outside_its_community_is_told() -> None:
    areas = {"c": shapely.box(0, 0, 90, 100)}
    ((one, key, _),) = outside(pieces(SQUARE, SQUARE), ["c", "unknown"], areas)
    assert (key, one.facts["area"]) == ("g1", "1000.0")
