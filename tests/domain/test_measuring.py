"""The ruler against a library: lengths and areas on the ellipsoid (vectors of PROJ's Geod)."""

import pytest

from console.domain.measuring import area_m2, length_m, metres
from console.domain.place import Point

VECTORS = (
    ((113.3, 33.74), (113.31, 33.745), 1079.909554),
    ((113.29, 33.75), (113.62, 33.9), 34786.208111),
    ((113.3, 33.74), (113.3, 33.741), 110.917708),
)
RING = tuple(
    Point(*one) for one in ((113.3, 33.74), (113.31, 33.74), (113.312, 33.748), (113.3, 33.75))
)


@pytest.mark.parametrize(("a", "b", "wanted"), VECTORS)
def test_a_length_is_that_of_the_ellipsoid(
    a: tuple[float, float], b: tuple[float, float], wanted: float
) -> None:
    assert metres(Point(*a), Point(*b)) == pytest.approx(wanted, rel=1e-6)


def test_an_outline_s_area_and_length_are_those_of_the_ellipsoid() -> None:
    assert area_m2(RING) == pytest.approx(1_027_770.716, rel=2e-6)
    assert length_m((*RING, RING[0])) == pytest.approx(4_076.100289, rel=1e-8)


def test_the_direction_of_turning_does_not_matter() -> None:
    assert area_m2(RING[::-1]) == pytest.approx(area_m2(RING), rel=1e-9)


def test_what_is_no_shape_yet_has_no_size() -> None:
    assert length_m(RING[:1]) == 0.0
    assert area_m2(RING[:2]) == 0.0
