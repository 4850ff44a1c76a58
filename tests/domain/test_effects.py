"""Nothing that was asked for vanishes silently, and no proof outlives what it was a proof of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.case import CaseId, RequestKind
from console.domain.codec import encode
from console.domain.flow import go
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source, Stage
from console.domain.timers import TimerKind
from console.services.closing import (
    CallBack,
    ForceClose,
    ProposeForcedClose,
    RefuseForcedClose,
    ReopenCase,
    ReturnToVerification,
)
from console.services.dispatching import DispatchCase, RedispatchCase, SendForRework
from console.services.extending import (
    ApproveExtension,
    ApproveSuspension,
    RefuseExtension,
    RequestExtension,
    ResumeCase,
)
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import AmendCase, MergeCase, OrderConfirmation, UnmergeCase
from console.services.registering import SubmitCase
from console.services.returning import RefuseReturn, RequestReturn
from console.services.verifying import AnswerVerification, PassVerification
from tests.builders import AFTER, Bench, a_bench, a_report
from tests.stages import WALKS, bench_at, full_act


def merge_and_unmerge(bench: Bench) -> None:
    """By mistake into another case, and out again a quarter of an hour later."""
    mine = bench.case_id
    bench.do(Post.ACCEPTOR, a_report())
    master, bench.case_id = bench.case_id, mine
    bench.do(Post.ACCEPTOR, MergeCase(case=mine, master=master))
    bench.wait(minutes=15)
    bench.do(Post.ACCEPTOR, UnmergeCase(case=mine, reason="不是一处"))


def close_by_force(bench: Bench) -> None:
    """Proposed by one, signed by another, and the caller is not content."""
    case = bench.case_id
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="现场已拆迁"))
    bench.do(Post.SUPERVISOR, ForceClose(case=case))
    bench.do(Post.ACCEPTOR, CallBack(case=case, outcome="dissatisfied", text="仍在"))


# --- what was asked for --------------------------------------------------------------------------


def test_a_suspension_asked_for_before_a_merge_is_granted_to_its_date_after_it_is_undone() -> None:
    bench = bench_at(Stage.SUSPEND_REQUESTED)
    asked = bench.case.request
    assert asked is not None
    merge_and_unmerge(bench)
    assert (bench.case.stage, bench.case.request) == (Stage.SUSPEND_REQUESTED, asked)
    bench.do(Post.SHIFT_LEADER, ApproveSuspension(case=bench.case_id))
    assert bench.case.suspended_until == asked.until
    bench.wait(days=30)
    bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    assert bench.case.stage is Stage.HANDLING


def test_a_merge_that_is_undone_leaves_extension_and_forced_close_to_be_decided() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.do(Post.UNIT, RequestExtension(case=case, reason="缺料"))
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="设施已拆除"))
    merge_and_unmerge(bench)
    bench.do(Post.SHIFT_LEADER, ApproveExtension(case=case))
    assert bench.case.extensions == 1
    bench.do(Post.SUPERVISOR, ForceClose(case=case))
    assert bench.case.stage is Stage.CLOSED


def test_a_suspended_case_that_was_merged_by_mistake_still_ends_at_its_date() -> None:
    bench = bench_at(Stage.SUSPENDED)
    until = bench.case.suspended_until
    merge_and_unmerge(bench)
    assert (bench.case.stage, bench.case.suspended_until) == (Stage.SUSPENDED, until)


def test_nothing_is_suspended_without_a_request_and_such_a_case_finds_its_way_back() -> None:
    # So a database stands whose case was un-merged by a program that lost the request.
    lost = replace(bench_at(Stage.SUSPEND_REQUESTED).case, request=None)
    rules = a_bench().store.city
    with pytest.raises(Refusal, match=r"need\.suspension_requested"):
        go(lost, full_act(lost, Move.APPROVE_SUSPENSION, Post.SHIFT_LEADER), rules, "a")
    back, _ = go(lost, full_act(lost, Move.REFUSE_SUSPENSION, Post.DISPATCHER), rules, "r")
    assert (back.stage, back.handling is not None and back.handling.paused) == (
        Stage.HANDLING,
        False,
    )


def test_a_unit_that_asks_for_time_is_answered_before_it_asks_to_give_the_case_back() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.do(Post.UNIT, RequestExtension(case=case, reason="缺料"))
    with pytest.raises(Refusal, match=r"need\.no_pending_request"):
        bench.do(Post.UNIT, RequestReturn(case=case, reason="非我单位"))
    assert bench.case.request is not None
    assert bench.case.request.kind is RequestKind.EXTENSION
    bench.do(Post.DISPATCHER, RefuseExtension(case=case, reason="可调拨"))
    bench.do(Post.UNIT, RequestReturn(case=case, reason="非我单位"))
    assert bench.case.stage is Stage.RETURN_REQUESTED


@pytest.mark.parametrize(
    ("post", "operator"), [(Post.SHIFT_LEADER, "shift_leader"), (Post.SUPERVISOR, "supervisor")]
)
def test_a_proposed_forced_close_is_withdrawn_or_refused_with_a_reason(
    post: Post, operator: str
) -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"need\.forced_close_proposed"):
        bench.do(post, RefuseForcedClose(case=case, reason="无申请"))
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="设施已拆除"))
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(post, RefuseForcedClose(case=case), operator)
    bench.do(post, RefuseForcedClose(case=case, reason="设施仍在"), operator)
    assert (bench.case.stage, bench.case.forced_close) == (Stage.HANDLING, None)
    with pytest.raises(Refusal, match=r"need\.forced_close_proposed"):
        bench.do(Post.SUPERVISOR, ForceClose(case=case))
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="现已拆除"))
    bench.do(Post.SUPERVISOR, ForceClose(case=case))
    assert bench.case.stage is Stage.CLOSED


# --- what ended ----------------------------------------------------------------------------------


def test_a_suspension_ended_by_a_forced_close_touches_no_clock_of_the_reopened_case() -> None:
    bench = bench_at(Stage.SUSPENDED)
    case = bench.case_id
    close_by_force(bench)
    assert bench.case.suspended_until is None
    bench.wait(days=60)
    bench.do(Post.ACCEPTOR, ReopenCase(case=case, reason="仍在"))
    bench.do(Post.DISPATCHER, RedispatchCase(case=case, unit="U1"))
    bench.do(Post.UNIT, RequestReturn(case=case, reason="非我单位"))
    bench.wait(minutes=5)
    bench.do(Post.DISPATCHER, RefuseReturn(case=case, reason="移交清单载明"))
    assert bench.case.handling is not None
    assert bench.case.handling.pauses[-1].end == bench.at


def test_a_date_an_older_program_left_behind_ends_no_other_pause() -> None:
    for stage, move in (
        (Stage.RETURN_REQUESTED, Move.REFUSE_RETURN),
        (Stage.SUSPEND_REQUESTED, Move.REFUSE_SUSPENSION),
    ):
        bench = bench_at(stage)
        stale = replace(bench.case, suspended_until=bench.at - timedelta(days=9))
        act = full_act(stale, move, Post.DISPATCHER)
        after, _ = go(stale, act, bench.store.city, "later")
        assert after.handling is not None
        assert after.handling.pauses[-1].end == act.at


@pytest.mark.parametrize("source", [Source.HOTLINE, Source.WEB])
def test_a_case_closed_before_it_was_registered_is_reopened_to_acceptance(source: Source) -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report(source, standard=None))
    case = bench.case_id
    close_by_force(bench)
    bench.wait(hours=3)
    bench.do(Post.ACCEPTOR, ReopenCase(case=case, reason="仍在"))
    assert bench.case.stage is Stage.ACCEPTED
    clock = bench.case.stage_clock
    assert clock is not None
    assert (clock.kind, clock.started, clock.stopped) == (TimerKind.ACCEPT, bench.at, None)
    assert (bench.case.handling, bench.case.bundled) == (None, None)
    bench.do(Post.ACCEPTOR, AmendCase(case=case, description="围墙外也有"))
    with pytest.raises(Refusal, match=r"need\.condition"):
        bench.do(Post.ACCEPTOR, SubmitCase(case=case))
    bench.do(Post.ACCEPTOR, OrderConfirmation(case=case))
    assert bench.case.accepting is not None
    assert bench.case.accepting.paused


def test_a_registered_case_no_unit_ever_had_is_reopened_to_dispatch() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    close_by_force(bench)
    bench.do(Post.ACCEPTOR, ReopenCase(case=bench.case_id, reason="仍在"))
    assert bench.case.stage is Stage.TO_DISPATCH
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    assert (bench.case.stage, bench.case.rework) == (Stage.DISPATCHED, 0)


# --- what was proven -----------------------------------------------------------------------------


def test_a_return_to_verification_is_a_new_task_and_is_not_passed_on_the_old_answer() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    case = bench.case_id
    bench.wait(minutes=1)
    bench.do(Post.SHIFT_LEADER, ReturnToVerification(case=case, reason="照片不清"))
    task = bench.case.task
    assert task is not None
    assert (task.kind, task.inspector, task.sent_at, task.outcome) == (
        "verify",
        "WD-114",
        bench.at,
        None,
    )
    with pytest.raises(Refusal, match=r"need\.verification_answered"):
        bench.do(Post.VERIFIER, PassVerification(case=case, reason="已看过"))
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="pass"))
    bench.do(Post.VERIFIER, PassVerification(case=case))
    assert bench.case.stage is Stage.TO_CLOSE


def test_who_passes_against_the_inspectors_answer_says_why() -> None:
    bench = bench_at(Stage.VERIFYING)
    case = bench.case_id
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="fail"))
    with pytest.raises(Refusal, match=r"need\.answer_passed_or_said_why"):
        bench.do(Post.VERIFIER, PassVerification(case=case, reason=" "))
    bench.do(Post.VERIFIER, PassVerification(case=case, reason="所剩为邻案，另案处置"))
    assert bench.case.stage is Stage.TO_CLOSE


@pytest.mark.parametrize(
    ("stage", "again"),
    [
        (Stage.HANDLED, SendForRework(case=CaseId(0), reason="照片不清")),
        (Stage.VERIFY_FAILED, RedispatchCase(case=CaseId(0), unit="U1")),
    ],
)
def test_a_photo_of_the_last_round_proves_nothing_of_the_next(
    stage: Stage, again: SendForRework | RedispatchCase
) -> None:
    bench = bench_at(stage)
    case = bench.case_id
    bench.do(Post.DISPATCHER, replace(again, case=case))
    if bench.case.stage is Stage.DISPATCHED:
        bench.do(Post.UNIT, ReceiveCase(case=case))
    with pytest.raises(Refusal, match=r"need\.after_photo"):
        bench.do(Post.UNIT, RecordFeedback(case=case, text="已清运"))
    bench.do(Post.UNIT, RecordFeedback(case=case, text="已清运", photos=(AFTER,)))
    assert (bench.case.stage, bench.case.after_photos) == (Stage.HANDLED, 1)


# --- what older programs wrote -------------------------------------------------------------------


@pytest.mark.parametrize("stage", WALKS)
def test_a_field_added_later_is_not_written_until_it_is_used(stage: Stage) -> None:
    # `archive verify` compares the written form of a fold with one an older program kept.
    assert "appeal_reviewed_by" not in encode(bench_at(stage).case)
