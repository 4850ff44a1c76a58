"""Whatever people write as coordinates is read, with every system it may be meant in."""

import pytest

from console.domain.coordinates import (
    distance_m,
    wgs84_to_bd09,
    wgs84_to_bd09mc,
    wgs84_to_gcj02,
)
from console.domain.gausskrueger import from_metres, to_metres
from console.domain.place import Point
from console.domain.whereabouts import Datum, readings

HERE = Point(113.29, 33.75)
PROJ = (
    ((113.29, 33.75), (434214.621021, 3736157.867220)),
    ((112.7, 33.2), (378781.463243, 3675682.367366)),
    ((115.4, 35.1), (627652.098394, 3886583.913772)),
)
"""Vectors of PROJ for EPSG:4490 -> EPSG:4547; the first stands in the fact book too."""


@pytest.mark.parametrize(("degrees", "metres"), PROJ)
def test_the_survey_s_metres_are_those_of_the_library(
    degrees: tuple[float, float], metres: tuple[float, float]
) -> None:
    assert to_metres(Point(*degrees)) == pytest.approx(metres, abs=1e-5)
    assert from_metres(*metres) == pytest.approx(degrees, abs=1e-10)


@pytest.mark.parametrize(
    "text",
    [
        "113.29, 33.75",
        "33.75 113.29",
        "113.29，33.75",
        "113.29;33.75",
        "东经113.29 北纬33.75",
        "(113.29, 33.75)",
        "113°17'24\"E 33°45'00\"N",
        "33°45′N 113°17′24″E",
        "N33°45' E113°17'24\"",
        "113度17分24秒 33度45分0秒",
        "E113.29 N33.75",
    ],
)
def test_degrees_are_read_in_every_spelling_and_order(text: str) -> None:
    found = readings(text)
    assert [one.datum for one in found] == [Datum.WGS84, Datum.GCJ02, Datum.BD09]
    assert found[0].point == pytest.approx(HERE, abs=1e-9)


def test_degrees_of_each_system_mean_their_own_point() -> None:
    for datum, shifted in ((Datum.GCJ02, wgs84_to_gcj02(HERE)), (Datum.BD09, wgs84_to_bd09(HERE))):
        meant = {one.datum: one.point for one in readings(f"{shifted.lon} {shifted.lat}")}
        assert distance_m(meant[datum], HERE) < 0.01


@pytest.mark.parametrize(
    "text",
    [
        "434214.62 3736157.87",
        "3736157.87, 434214.62",
        "38434214.62 3736157.87",
        "X=3736157.87 Y=38434214.62",
    ],
)
def test_metres_of_the_survey_are_told_by_their_size(text: str) -> None:
    (found,) = readings(text)
    assert found.datum is Datum.EPSG4547
    assert distance_m(found.point, HERE) < 0.01


def test_metres_of_baidu_are_told_by_their_size() -> None:
    x, y = wgs84_to_bd09mc(HERE)
    (found,) = readings(f"{x:.3f} {y:.3f}")
    assert found.datum is Datum.BD09MC
    assert distance_m(found.point, HERE) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "建设路 12 号",
        "410403001001001",
        "2026-1123-000163",
        "113.29",
        "1 2",
        "1 2 3",
        "nan nan",
    ],
)
def test_what_is_no_pair_of_coordinates_is_not_read_as_one(text: str) -> None:
    assert not readings(text)
