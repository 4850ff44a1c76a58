"""A case in any stage, brought there by the services; an act with every detail it could need."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.case import Actor, Case, CaseId
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.stage import Move, Post, Source, Stage
from console.services.closing import CloseCase, RequestVoid, VoidCase
from console.services.coordinating import OpenCoordination, ProposeDesignation
from console.services.dispatching import DispatchCase
from console.services.extending import ApproveSuspension, RequestSuspension
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import (
    AnswerConfirmation,
    DeclineReport,
    MergeCase,
    OrderConfirmation,
    SelfHandle,
)
from console.services.registering import RegisterCase, SubmitCase
from console.services.registry import Command
from console.services.returning import RequestReturn
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
)
from tests.builders import AFTER, RUBBISH, Bench, a_bench, a_place, a_report

Walk = Callable[[Bench], None]


def _report(bench: Bench) -> None:
    bench.do(Post.INSPECTOR, replace(a_report(Source.INSPECTOR), caller=None))


def _accept(bench: Bench) -> None:
    bench.do(Post.ACCEPTOR, a_report())


def _confirming(bench: Bench) -> None:
    _accept(bench)
    bench.do(Post.ACCEPTOR, OrderConfirmation(case=bench.case_id))


def _to_register(bench: Bench) -> None:
    _confirming(bench)
    bench.do(Post.INSPECTOR, AnswerConfirmation(case=bench.case_id, outcome="true"))
    bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id))


def _to_dispatch(bench: Bench) -> None:
    _to_register(bench)
    bench.do(Post.SHIFT_LEADER, RegisterCase(case=bench.case_id))


def _dispatched(bench: Bench) -> None:
    _to_dispatch(bench)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))


def _handling(bench: Bench) -> None:
    _dispatched(bench)
    bench.do(Post.UNIT, ReceiveCase(case=bench.case_id))


def _suspend_requested(bench: Bench) -> None:
    _handling(bench)
    until = bench.at + timedelta(days=30)
    bench.do(Post.UNIT, RequestSuspension(case=bench.case_id, reason="待雨季过", until=until))


def _handled(bench: Bench) -> None:
    _handling(bench)
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运", photos=(AFTER,)))


def _verifying(bench: Bench) -> None:
    _handled(bench)
    bench.do(Post.VERIFIER, OrderVerification(case=bench.case_id))


def _answered(bench: Bench, outcome: str) -> None:
    _verifying(bench)
    bench.do(Post.INSPECTOR, AnswerVerification(case=bench.case_id, outcome=outcome))


def _failed(bench: Bench) -> None:
    _answered(bench, "fail")
    bench.do(Post.VERIFIER, FailVerification(case=bench.case_id, reason="不彻底"))


def _to_close(bench: Bench) -> None:
    _answered(bench, "pass")
    bench.do(Post.VERIFIER, PassVerification(case=bench.case_id))


def _after(walk: Walk, post: Post, act: Callable[[CaseId], Command]) -> Walk:
    def further(bench: Bench) -> None:
        walk(bench)
        bench.do(post, act(bench.case_id))

    return further


def _merged(bench: Bench) -> None:
    _accept(bench)
    master = bench.case_id
    _accept(bench)
    bench.do(Post.ACCEPTOR, MergeCase(case=bench.case_id, master=master))


WALKS: Mapping[Stage, Walk] = {
    Stage.REPORTED: _report,
    Stage.ACCEPTED: _accept,
    Stage.CONFIRMING: _confirming,
    Stage.TO_REGISTER: _to_register,
    Stage.TO_DISPATCH: _to_dispatch,
    Stage.VOID_REQUESTED: _after(
        _to_dispatch, Post.DISPATCHER, lambda case: RequestVoid(case=case, reason="重复")
    ),
    Stage.COORDINATING: _after(
        _to_dispatch, Post.DISPATCHER, lambda case: OpenCoordination(case=case, reason="责任不清")
    ),
    Stage.DISPATCHED: _dispatched,
    Stage.HANDLING: _handling,
    Stage.RETURN_REQUESTED: _after(
        _dispatched, Post.UNIT, lambda case: RequestReturn(case=case, reason="非我单位")
    ),
    Stage.SUSPEND_REQUESTED: _suspend_requested,
    Stage.SUSPENDED: _after(
        _suspend_requested, Post.SHIFT_LEADER, lambda case: ApproveSuspension(case=case)
    ),
    Stage.HANDLED: _handled,
    Stage.VERIFYING: _verifying,
    Stage.VERIFY_FAILED: _failed,
    Stage.TO_CLOSE: _to_close,
    Stage.SELF_HANDLED: _after(
        _report, Post.INSPECTOR, lambda case: SelfHandle(case=case, photos=(AFTER,))
    ),
    Stage.CLOSED: _after(_to_close, Post.SHIFT_LEADER, lambda case: CloseCase(case=case)),
    Stage.DECLINED: _after(
        _accept, Post.ACCEPTOR, lambda case: DeclineReport(case=case, reason="不属城市管理")
    ),
    Stage.VOIDED: _after(
        _to_dispatch, Post.SHIFT_LEADER, lambda case: VoidCase(case=case, reason="误报")
    ),
    Stage.MERGED: _merged,
}
"""Stage -> how a case gets there."""


def bench_at(stage: Stage) -> Bench:
    """A bench whose case stands in `stage`."""
    bench = a_bench()
    WALKS[stage](bench)
    return bench


def proposed(bench: Bench) -> Bench:
    """A coordination with a decision proposed by supervision."""
    bench.do(
        Post.SUPERVISOR,
        ProposeDesignation(
            case=bench.case_id, unit="U2", basis=("移交协议",), reason="协议明确", document="41 号"
        ),
    )
    return bench


def _elsewhere(case: Case, at: datetime) -> Place:
    """The place of a case under another address."""
    return replace(case.place, address=f"诸葛庙街 {at:%d%H%M%S} 号")


def full_act(case: Case, move: Move, post: Post, *, operator: str = "somebody") -> Act:
    """An act with a reason and every detail any gesture may want."""
    at = (case.last_at or case.reported_at) + timedelta(seconds=5)
    verdict = "pass" if move is Move.ANSWER_VERIFICATION else "satisfied"
    return Act(
        move=move,
        actor=Actor(operator=operator, post=post, seat="01", unit="U1"),
        at=at,
        reason="说明",
        details={
            "unit": "U1",
            "units": ("U2",),
            "inspector": "WD-114",
            "outcome": "true" if move is Move.ANSWER_CONFIRMATION else verdict,
            "standard": RUBBISH,
            "place": _elsewhere(case, at) if move is Move.CORRECT_PLACE else a_place(),
            "description": "说明",
            "photos": ("b" * 64,),
            "text": "说明",
            "until": at + timedelta(days=3),
            "master": CaseId(1),
            "handler": "张工",
            "colleague": "派遣02",
            "basis": ("移交协议",),
        },
    )
