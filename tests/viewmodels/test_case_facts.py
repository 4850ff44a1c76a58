"""From a row to its mark: urgency by counted time, fill by stage."""

from datetime import timedelta

import pytest

from console.domain.stage import OPEN, Stage
from console.domain.tone import StageFill, Urgency
from console.viewmodels.case_facts import deadline, stage_fill
from tests.builders import city_rules
from tests.rows import NOW, a_case_row

RULES = city_rules()


@pytest.mark.parametrize(
    ("left", "changes", "urgency"),
    [
        (25, {}, Urgency.NORMAL),
        (25, {"opened": False}, Urgency.NEW),
        (9, {}, Urgency.NEAR),
        (9, {"opened": False}, Urgency.NEAR),
        (-1, {}, Urgency.OVER),
        (-1, {"paused": True}, Urgency.PAUSED),
    ],
)
def test_urgency_is_told_by_the_time_left(
    left: int, changes: dict[str, object], urgency: Urgency
) -> None:
    assert deadline(a_case_row(163, left, **changes), NOW, RULES).urgency is urgency


def test_the_share_used_grows_past_one() -> None:
    assert deadline(a_case_row(163, -15), NOW, RULES).share > 1
    assert deadline(a_case_row(163, 15), NOW, RULES).share == pytest.approx(0.489, abs=0.001)


def test_a_case_without_a_clock_has_no_time_left() -> None:
    cell = deadline(a_case_row(163, 8, due=None, limit=""), NOW, RULES)
    assert cell.left is None
    assert cell.urgency is Urgency.NORMAL


def test_working_time_left_is_counted_in_working_days() -> None:
    row = a_case_row(163, 8, started_at=NOW, due=NOW + timedelta(days=1), limit="1 work_day")
    cell = deadline(row, NOW, RULES)
    assert cell.left == 8 * 3600
    assert cell.day == 8 * 3600


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_every_open_stage_has_a_fill(stage: Stage) -> None:
    assert stage_fill(stage) in StageFill


def test_fills_go_from_hollow_to_tick() -> None:
    road = (Stage.REPORTED, Stage.TO_DISPATCH, Stage.HANDLING, Stage.TO_CLOSE, Stage.CLOSED)
    fills = [stage_fill(stage) for stage in road]
    ticks = [StageFill.TICK, StageFill.TICK]
    assert fills == [StageFill.HOLLOW, StageFill.HALF, StageFill.SOLID, *ticks]
