"""What follows from a case's stage: its queue, whether it is open, and the clock in front."""

import pytest

from console.domain.stage import ENDED, Stage
from tests.stages import WALKS, bench_at

UNIT_WORKS = {Stage.DISPATCHED, Stage.HANDLING, Stage.SUSPENDED}


@pytest.mark.parametrize("stage", WALKS)
def test_a_case_stands_in_a_queue_until_it_ends(stage: Stage) -> None:
    case = bench_at(stage).case
    assert (case.queue is None) is (stage in ENDED)
    assert case.open is (stage not in ENDED)


@pytest.mark.parametrize("stage", WALKS)
def test_the_clock_in_front_is_the_units_while_it_works_and_the_centres_otherwise(
    stage: Stage,
) -> None:
    case = bench_at(stage).case
    assert case.running is (case.handling if stage in UNIT_WORKS else case.stage_clock)
