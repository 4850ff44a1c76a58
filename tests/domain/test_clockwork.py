"""Clocks over several acts: what a return, a second dispatch or a merge does to the time left."""

from datetime import timedelta

import pytest

from console.domain.calendars import PauseCause
from console.domain.case import CaseId
from console.domain.stage import Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import clock_of
from console.services.dispatching import DispatchCase, RedispatchCase
from console.services.extending import ResumeCase
from console.services.intake import MergeCase, UnmergeCase
from console.services.returning import ApproveReturn, RequestReturn
from tests.builders import Bench, a_report
from tests.stages import bench_at


def another_case(bench: Bench) -> CaseId:
    """One more report, to be merged into; the case in hand stays."""
    mine = bench.case_id
    bench.do(Post.ACCEPTOR, a_report())
    other, bench.case_id = bench.case_id, mine
    return other


@pytest.mark.parametrize(
    "stage", [Stage.SUSPENDED, Stage.SUSPEND_REQUESTED, Stage.RETURN_REQUESTED, Stage.CONFIRMING]
)
def test_a_clock_that_stood_still_before_a_merge_stands_still_after_it_is_undone(
    stage: Stage,
) -> None:
    bench = bench_at(stage)
    before = bench.case
    bench.wait(minutes=10)
    bench.do(Post.ACCEPTOR, MergeCase(case=bench.case_id, master=another_case(bench)))
    bench.wait(minutes=30)
    bench.do(Post.SHIFT_LEADER, UnmergeCase(case=bench.case_id, reason="不是一处"))
    for name in ("accepting", "handling"):
        timer = getattr(bench.case, name)
        assert timer is None or (timer.paused and timer.pauses == getattr(before, name).pauses)


def test_a_suspension_that_came_to_its_date_while_merged_burdens_the_unit_only_from_then_on() -> (
    None
):
    bench = bench_at(Stage.SUSPENDED)
    before, calendar = bench.case.handling, bench.store.city.calendar
    bench.do(Post.ACCEPTOR, MergeCase(case=bench.case_id, master=another_case(bench)))
    bench.wait(days=35)
    bench.do(Post.SHIFT_LEADER, UnmergeCase(case=bench.case_id, reason="不是一处"))
    assert bench.case.stage is Stage.SUSPENDED
    bench.wait(minutes=1)
    bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    after = bench.case.handling
    assert before is not None
    assert after is not None
    left = clock_of(before, calendar).remaining(bench.at)
    assert clock_of(after, calendar).remaining(bench.at) == left - 60


def test_time_spent_merged_is_told_as_time_elsewhere() -> None:
    bench = bench_at(Stage.HANDLING)
    before = bench.case.handling
    bench.do(Post.ACCEPTOR, MergeCase(case=bench.case_id, master=another_case(bench)))
    bench.wait(minutes=30)
    bench.do(Post.SHIFT_LEADER, UnmergeCase(case=bench.case_id, reason="不是一处"))
    assert before is not None
    assert bench.case.handling is not None
    assert bench.case.handling.pauses[-1].cause is PauseCause.ELSEWHERE
    assert bench.case.handling.due == before.due + timedelta(minutes=30)


def test_a_unit_gains_no_fresh_limit_by_a_return_that_came_to_nothing() -> None:
    for unit, fresh in (("U1", False), ("U3", True)):
        bench = bench_at(Stage.HANDLING)
        before = bench.case.handling
        assert before is not None
        bench.do(Post.UNIT, RequestReturn(case=bench.case_id, reason="非我单位权属"))
        bench.wait(minutes=20)
        bench.do(Post.DISPATCHER, ApproveReturn(case=bench.case_id))
        bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit=unit))
        assert bench.case.handling is not None
        assert (bench.case.handling.started > before.started) is fresh
        if not fresh:
            assert bench.case.handling.due == before.due + timedelta(minutes=20)


def test_a_second_dispatch_with_a_limit_of_its_own_runs_by_that_limit() -> None:
    bench = bench_at(Stage.VERIFY_FAILED)
    limit = TimeLimit(2, LimitUnit.HOUR)
    again = RedispatchCase(case=bench.case_id, unit="U1", limit=limit, reason="只剩扫尾")
    bench.do(Post.DISPATCHER, again)
    assert bench.case.handling is not None
    assert (bench.case.handling.limit, bench.case.rework) == (limit, 1)
    assert bench.case.handling.due == bench.at + timedelta(hours=2)
