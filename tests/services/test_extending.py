"""More time is asked before it is too late and granted by another; a suspended clock stands."""

from datetime import timedelta

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.extending import (
    ApproveExtension,
    ApproveSuspension,
    RefuseExtension,
    RefuseSuspension,
    RequestExtension,
    RequestSuspension,
    ResumeCase,
)
from console.services.feedback import RecordFeedback
from tests.builders import AFTER, Bench
from tests.stages import bench_at


def due(bench: Bench) -> object:
    """The handling deadline of the case in hand."""
    assert bench.case.handling is not None
    return bench.case.handling.due


def test_a_granted_extension_moves_the_deadline_later_a_refused_one_does_not() -> None:
    bench = bench_at(Stage.HANDLING)
    before = bench.case.handling.due if bench.case.handling else bench.at
    bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺配件"))
    assert due(bench) == before
    bench.do(Post.SHIFT_LEADER, RefuseExtension(case=bench.case_id, reason="配件有库存"))
    assert (due(bench), bench.case.extensions) == (before, 0)
    bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺配件"))
    bench.do(Post.SHIFT_LEADER, ApproveExtension(case=bench.case_id))
    assert bench.case.handling is not None
    assert bench.case.handling.due > before
    assert bench.case.extensions == 1


def test_extensions_are_granted_by_the_shift_leader_as_often_as_the_rules_allow() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    for _ in range(bench.store.city.extensions_allowed):
        bench.do(Post.UNIT, RequestExtension(case=case, reason="缺配件"))
        with pytest.raises(Refusal, match=r"move\.post"):
            bench.do(Post.DISPATCHER, ApproveExtension(case=case))
        bench.do(Post.SHIFT_LEADER, ApproveExtension(case=case))
    with pytest.raises(Refusal, match=r"need\.extensions_left"):
        bench.do(Post.UNIT, RequestExtension(case=case, reason="仍缺"))


def test_a_unit_that_finishes_meanwhile_need_not_wait_for_its_extension() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺配件"))
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="配件已到", photos=(AFTER,)))
    assert (bench.case.stage, bench.case.request) == (Stage.HANDLED, None)
    with pytest.raises(Refusal, match=r"move\.stage"):
        bench.do(Post.SHIFT_LEADER, ApproveExtension(case=bench.case_id))


def test_an_overdue_case_gets_no_extension() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.wait(days=10)
    with pytest.raises(Refusal, match=r"need\.not_overdue"):
        bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺配件"))


def test_a_suspended_clock_stands_still_until_the_case_is_resumed() -> None:
    bench = bench_at(Stage.SUSPENDED)
    before = bench.case.handling
    assert before is not None
    bench.wait(days=7)
    bench.do(Post.DISPATCHER, ResumeCase(case=bench.case_id))
    assert bench.case.stage is Stage.HANDLING
    assert bench.case.handling is not None
    assert bench.case.handling.due > before.due
    assert bench.case.suspended_until is None


def test_the_system_resumes_no_case_before_its_date() -> None:
    bench = bench_at(Stage.SUSPENDED)
    with pytest.raises(Refusal, match=r"need\.resume_due_if_system"):
        bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    bench.wait(days=31)
    bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    assert bench.case.stage is Stage.HANDLING


@pytest.mark.parametrize("days", [-1, 400])
def test_a_suspension_ends_after_now_and_within_a_year(days: int) -> None:
    bench = bench_at(Stage.HANDLING)
    until = bench.at + timedelta(days=days)
    with pytest.raises(Refusal, match=r"need\.until"):
        bench.do(Post.UNIT, RequestSuspension(case=bench.case_id, reason="待雨季过", until=until))


def test_a_refused_suspension_lets_the_clock_run_on() -> None:
    bench = bench_at(Stage.SUSPEND_REQUESTED)
    bench.do(Post.DISPATCHER, RefuseSuspension(case=bench.case_id, reason="可以施工"))
    assert (bench.case.stage, bench.case.request) == (Stage.HANDLING, None)
    with pytest.raises(Refusal, match=r"move\.stage"):
        bench.do(Post.SHIFT_LEADER, ApproveSuspension(case=bench.case_id))
