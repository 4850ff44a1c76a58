"""Conversions against the fact book's vectors, Baidu's own pair, and their inverses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import coordinates as co
from console.domain.place import Crs, Point
from console.domain.refusal import Refusal

OFFICE = Point(113.299061, 33.737579)
TOKYO = Point(139.7, 35.7)
IN_CHINA = st.builds(Point, st.floats(75.0, 134.0), st.floats(18.5, 53.0))


@pytest.mark.parametrize(
    ("gcj", "wgs"),
    [
        (OFFICE, (113.292810, 33.739044)),
        (Point(113.320873, 33.725681), (113.314579, 33.727113)),
        (Point(113.310327, 33.739285), (113.304054, 33.740732)),
        (Point(112.889885, 33.901538), (112.883977, 33.903182)),
    ],
)
def test_the_fact_books_vectors_come_out(gcj: Point, wgs: tuple[float, float]) -> None:
    assert co.gcj02_to_wgs84(gcj) == pytest.approx(wgs, abs=6e-7)


def test_one_forward_step_gives_the_fact_books_rough_inverse() -> None:
    there = co.wgs84_to_gcj02(OFFICE)
    rough = (2 * OFFICE.lon - there.lon, 2 * OFFICE.lat - there.lat)
    assert rough == pytest.approx((113.292798, 33.739035), abs=6e-7)


def test_baidus_documented_pair_of_metres_comes_out() -> None:
    assert co.bd09_to_bd09mc(Point(116.404, 39.915)) == pytest.approx(
        (12958175.0, 4825923.77), abs=0.01
    )
    assert co.bd09mc_to_bd09(12958175.0, 4825923.77) == pytest.approx((116.404, 39.915), abs=2e-7)


def test_both_metre_tables_are_odd_in_both_axes() -> None:
    x, y = co.bd09_to_bd09mc(Point(113.3, 33.7))
    assert co.bd09_to_bd09mc(Point(-113.3, -33.7)) == pytest.approx((-x, -y))
    assert co.bd09mc_to_bd09(-x, -y) == pytest.approx((-113.3, -33.7), abs=1e-6)


@given(IN_CHINA)
def test_every_way_there_has_its_way_back(point: Point) -> None:
    assert co.distance_m(co.gcj02_to_wgs84(co.wgs84_to_gcj02(point)), point) < 0.001
    assert co.distance_m(co.bd09_to_wgs84(co.wgs84_to_bd09(point)), point) < 0.001


@given(IN_CHINA)
def test_baidu_metres_come_back_within_their_tables_error(point: Point) -> None:
    assert co.distance_m(co.bd09mc_to_wgs84(*co.wgs84_to_bd09mc(point)), point) < 0.5


@given(st.floats(113.0, 113.6), st.floats(33.5, 33.95))
def test_baidu_metres_come_back_within_centimetres_in_the_city(lon: float, lat: float) -> None:
    point = Point(lon, lat)
    assert co.distance_m(co.bd09mc_to_wgs84(*co.wgs84_to_bd09mc(point)), point) < 0.02


@pytest.mark.parametrize(
    "convert", [co.wgs84_to_gcj02, co.gcj02_to_wgs84, co.wgs84_to_bd09, co.bd09_to_wgs84]
)
def test_points_outside_china_pass_through(convert: object) -> None:
    assert callable(convert)
    assert convert(TOKYO) == TOKYO


def test_a_named_system_is_brought_home() -> None:
    metres = co.wgs84_to_bd09mc(OFFICE)
    assert co.to_wgs84(*metres, Crs.BD09MC) == pytest.approx(OFFICE, abs=1e-6)
    assert co.to_wgs84(*OFFICE, Crs.WGS84) == OFFICE
    assert co.to_wgs84(*OFFICE, Crs.CGCS2000) == OFFICE
    assert co.to_wgs84(*OFFICE, Crs.GCJ02) == co.gcj02_to_wgs84(OFFICE)
    assert co.to_wgs84(*OFFICE, Crs.BD09) == co.bd09_to_wgs84(OFFICE)


@pytest.mark.parametrize(
    ("x", "y", "crs", "code"),
    [
        (math.nan, 33.7, Crs.WGS84, "coordinates.not_a_number"),
        (113.3, math.inf, Crs.BD09MC, "coordinates.not_a_number"),
        (181.0, 33.7, Crs.GCJ02, "coordinates.out_of_range"),
        (113.3, -91.0, Crs.WGS84, "coordinates.out_of_range"),
        (3e7, 4e6, Crs.BD09MC, "coordinates.out_of_range"),
        (1.26e7, 1.3e7, Crs.BD09MC, "coordinates.out_of_range"),
    ],
)
def test_impossible_numbers_are_refused(x: float, y: float, crs: Crs, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        co.to_wgs84(x, y, crs)
    assert refused.value.code == code
    assert refused.value.facts["crs"] is crs


@pytest.mark.parametrize(
    ("x", "y", "crs"),
    [
        (113.3, 33.7, Crs.WGS84),
        (12612936.1, 3971958.9, Crs.BD09MC),
        (434214.62, 3736157.87, None),
        (12612936.1, -1.0, None),
    ],
)
def test_the_size_of_numbers_tells_metres_from_degrees(x: float, y: float, crs: Crs | None) -> None:
    assert co.guess_crs(x, y) is crs


def test_every_named_system_is_told_from_metres_by_one_pair_only() -> None:
    assert co.guess_crs(*co.wgs84_to_bd09mc(OFFICE)) is Crs.BD09MC


def test_an_offset_is_as_long_as_asked_and_local_metres_undo_it() -> None:
    moved = co.offset(OFFICE, east_m=300.0, north_m=-400.0)
    assert co.distance_m(OFFICE, moved) == pytest.approx(500.0, abs=0.05)
    assert co.local_m(OFFICE, moved) == pytest.approx((300.0, -400.0))


def test_a_hectare_measures_as_a_hectare_in_both_turnings() -> None:
    ring = [
        OFFICE,
        co.offset(OFFICE, east_m=100, north_m=0),
        co.offset(OFFICE, east_m=100, north_m=100),
        co.offset(OFFICE, east_m=0, north_m=100),
    ]
    assert co.ring_area_m2(ring) == pytest.approx(10_000, rel=1e-6)
    assert co.ring_area_m2(ring[::-1]) == pytest.approx(10_000, rel=1e-4)
    assert co.ring_perimeter_m(ring) == pytest.approx(400, rel=1e-4)
