"""The demo's inspectors on their rounds: repeatable, in their own cells, at a human speed."""

from datetime import UTC, datetime, timedelta

import pytest

from console.demo.patrols import METRES_PER_SECOND, Patrols
from console.domain.coordinates import distance_m
from tests.demo_stage import demo_city

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def patrols() -> Patrols:
    return Patrols(demo_city())


def test_the_same_moment_has_the_same_ways(patrols: Patrols) -> None:
    assert tuple(patrols.at(NOON)) == tuple(Patrols(demo_city()).at(NOON))


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_at_every_hour_somebody_is_on_his_way_and_not_everybody(
    patrols: Patrols, hour: int
) -> None:
    walking = {one.inspector for one in patrols.at(NOON + timedelta(hours=hour))}
    assert 0 < len(walking) < len(demo_city().inspectors)


def test_nobody_is_faster_than_his_bicycle(patrols: Patrols) -> None:
    before = {one.inspector: one.point for one in patrols.at(NOON)}
    for one in patrols.at(NOON + MINUTE):
        gone = distance_m(before[one.inspector], one.point)
        assert gone <= 60 * METRES_PER_SECOND * 1.01


def test_most_of_the_time_inspectors_are_on_their_own_ground(patrols: Patrols) -> None:
    mine: dict[str, set[str]] = {}
    for duty in demo_city().duty_grids:
        mine.setdefault(duty.inspector or "", set()).update(duty.unit_grids)
    signs = [one for one in patrols.between(NOON, NOON + timedelta(hours=2)) if one.grid]
    own = [one.grid in mine[one.inspector] for one in signs]
    assert sum(own) / len(own) > 0.7


def test_signs_come_every_five_minutes_with_both_ends(patrols: Patrols) -> None:
    moments = {one.at for one in patrols.between(NOON, NOON + timedelta(minutes=10))}
    assert moments == {NOON + timedelta(minutes=at) for at in (0, 5, 10)}
