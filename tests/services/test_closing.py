"""Every ending tells whoever waits, a forced one takes four eyes, and a reopened case works on."""

import pytest

from console.domain.case import CloseKind
from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.closing import (
    ApproveVoid,
    CallBack,
    CloseCase,
    ForceClose,
    ProposeForcedClose,
    RefuseForcedClose,
    RefuseVoid,
    ReopenCase,
    ReturnToDispatch,
    ReturnToVerification,
    VoidCase,
)
from console.services.intake import MergeCase
from console.services.undoing import UndoLast
from tests.builders import Bench, a_report
from tests.stages import bench_at


def told(bench: Bench) -> list[tuple[str, str]]:
    """To whom a result was written, and which."""
    return [(one.to, one.body) for one in bench.store.letters if one.kind == "caller.result"]


def test_closing_writes_the_result_to_its_caller() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    bench.do(Post.SHIFT_LEADER, CloseCase(case=bench.case_id))
    assert (bench.case.stage, bench.case.close_kind) == (Stage.CLOSED, CloseKind.NORMAL)
    assert told(bench) == [(str(bench.case_id), "closed")]


def test_a_merged_caller_is_answered_with_the_masters_result() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    master = bench.case_id
    bench.do(Post.ACCEPTOR, a_report())
    member = bench.case_id
    bench.do(Post.ACCEPTOR, MergeCase(case=member, master=master))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=master))
    assert told(bench) == [(str(master), "closed"), (str(member), "closed")]


def test_closing_with_an_unmet_condition_wants_to_know_why() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    with pytest.raises(Refusal, match=r"need\.conditions_met_or_said_why"):
        bench.do(Post.SHIFT_LEADER, CloseCase(case=bench.case_id, unmet=("无散落",)))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=bench.case_id, unmet=("无散落",), reason="已让步"))
    assert bench.case.unmet == ("无散落",)


def test_a_forced_close_takes_a_second_person() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="现场已拆迁"), operator="li")
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.SHIFT_LEADER, ForceClose(case=case), operator="li")
    bench.do(Post.SUPERVISOR, ForceClose(case=case), operator="wang")
    assert (bench.case.stage, bench.case.close_kind) == (Stage.CLOSED, CloseKind.FORCED)


def test_nobody_signs_a_proposal_that_was_refused_and_made_anew_since_he_looked() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="现场已拆迁"), operator="li")
    seen = bench.case.version
    refused = RefuseForcedClose(case=case, reason="仍在")
    bench.do(Post.SUPERVISOR, refused, operator="guo")
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="无人认领"), operator="li")
    for command in (ForceClose, RefuseForcedClose):
        with pytest.raises(Refusal, match=r"case\.conflict"):
            bench.do(Post.SUPERVISOR, command(case=case, reason="同意", version=seen), "wang")
    bench.do(Post.SUPERVISOR, ForceClose(case=case, version=bench.case.version), operator="wang")
    assert bench.case.stage is Stage.CLOSED


def test_the_inspector_is_written_to_when_the_case_goes_back_to_verification() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    bench.wait(minutes=5)
    letters = len(bench.store.letters)
    bench.do(Post.SHIFT_LEADER, ReturnToVerification(case=bench.case_id, reason="照片不清"))
    assert [(one.kind, one.to) for one in bench.store.letters[letters:]] == [
        ("inspector.verify", "WD-114")
    ]
    bench.do(Post.SHIFT_LEADER, UndoLast(case=bench.case_id))
    assert (bench.case.stage, len(bench.store.letters)) == (Stage.TO_CLOSE, letters)
    assert bench.case.task is not None
    assert bench.case.task.outcome == "pass"


def test_a_void_request_is_decided_by_the_shift_leader() -> None:
    bench = bench_at(Stage.VOID_REQUESTED)
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.DISPATCHER, ApproveVoid(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, RefuseVoid(case=bench.case_id, reason="并不重复"))
    assert bench.case.stage is Stage.TO_DISPATCH
    assert told(bench) == []


def test_voiding_needs_a_reason_and_tells_the_caller() -> None:
    bench = bench_at(Stage.HANDLING)
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(Post.SHIFT_LEADER, VoidCase(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, VoidCase(case=bench.case_id, reason="误报"))
    assert told(bench) == [(str(bench.case_id), "voided")]


@pytest.mark.parametrize(
    ("command", "stage"),
    [(ReturnToVerification, Stage.VERIFYING), (ReturnToDispatch, Stage.VERIFY_FAILED)],
)
def test_the_shift_leader_sends_back_instead_of_closing(
    command: type[ReturnToVerification | ReturnToDispatch], stage: Stage
) -> None:
    bench = bench_at(Stage.TO_CLOSE)
    bench.do(Post.SHIFT_LEADER, command(case=bench.case_id, reason="照片不清"))
    assert bench.case.stage is stage


def test_only_a_dissatisfied_caller_reopens_a_case() -> None:
    bench = bench_at(Stage.CLOSED)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"need\.caller_dissatisfied"):
        bench.do(Post.ACCEPTOR, ReopenCase(case=case, reason="来电人不满意"))
    bench.do(Post.ACCEPTOR, CallBack(case=case, outcome="dissatisfied", text="仍有垃圾"))
    bench.do(Post.ACCEPTOR, ReopenCase(case=case, reason="来电人不满意"))
    assert (bench.case.stage, bench.case.closed_at) == (Stage.VERIFY_FAILED, None)


def test_a_call_back_wants_one_of_its_three_results() -> None:
    bench = bench_at(Stage.CLOSED)
    with pytest.raises(Refusal, match=r"need\.callback_result"):
        bench.do(Post.ACCEPTOR, CallBack(case=bench.case_id, outcome="perhaps"))


def test_a_report_without_a_caller_ends_without_a_letter() -> None:
    bench = bench_at(Stage.REPORTED)
    bench.do(Post.SHIFT_LEADER, VoidCase(case=bench.case_id, reason="误报"))
    assert bench.case.stage is Stage.VOIDED
    assert told(bench) == []
