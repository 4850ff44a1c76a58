"""An overdue count may be appealed once; two posts look at it, and never the one who asked."""

import pytest

from console.domain.case import AppealState
from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.appealing import AppealOverdue, GrantAppeal, RefuseAppeal, ReviewAppeal
from console.services.closing import CloseCase
from console.services.feedback import RecordFeedback
from console.services.verifying import AnswerVerification, OrderVerification, PassVerification
from tests.builders import AFTER, Bench
from tests.stages import bench_at


def closed_late() -> Bench:
    """A case handled ten days after its dispatch and then closed."""
    bench = bench_at(Stage.HANDLING)
    bench.wait(days=10)
    case = bench.case_id
    bench.do(Post.UNIT, RecordFeedback(case=case, text="已清运", photos=(AFTER,)))
    bench.do(Post.VERIFIER, OrderVerification(case=case))
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="pass"))
    bench.do(Post.VERIFIER, PassVerification(case=case))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=case))
    return bench


def test_a_granted_appeal_exempts_the_count_and_keeps_the_history() -> None:
    bench = closed_late()
    case = bench.case_id
    steps = len(bench.store.trails[case])
    bench.do(Post.UNIT, AppealOverdue(case=case, reason="暴雨停工"))
    bench.do(Post.DISPATCHER, ReviewAppeal(case=case))
    bench.do(Post.ACCEPTOR, GrantAppeal(case=case))
    assert bench.case.appeal is AppealState.GRANTED
    assert bench.case.bundled is not None
    assert bench.case.bundled.exempt
    assert bench.case.bundled.late
    assert len(bench.store.trails[case]) == steps + 3


def test_a_refused_appeal_needs_a_reason_and_exempts_nothing() -> None:
    bench = closed_late()
    bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="暴雨停工"))
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(Post.DISPATCHER, RefuseAppeal(case=bench.case_id))
    bench.do(Post.DISPATCHER, RefuseAppeal(case=bench.case_id, reason="当日无雨"))
    assert bench.case.appeal is AppealState.REFUSED
    assert bench.case.bundled is not None
    assert not bench.case.bundled.exempt


def test_an_appeal_is_asked_once_only() -> None:
    bench = closed_late()
    bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="暴雨停工"))
    with pytest.raises(Refusal, match=r"need\.no_appeal_yet"):
        bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="再申诉"))


def test_who_asked_cannot_grant() -> None:
    bench = closed_late()
    case = bench.case_id
    bench.do(Post.UNIT, AppealOverdue(case=case, reason="暴雨停工"), operator="zhang")
    bench.do(Post.DISPATCHER, ReviewAppeal(case=case))
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.ACCEPTOR, GrantAppeal(case=case), operator="zhang")


def test_a_case_handled_in_time_has_nothing_to_appeal() -> None:
    bench = bench_at(Stage.CLOSED)
    with pytest.raises(Refusal, match=r"need\.handled_late"):
        bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="暴雨停工"))
