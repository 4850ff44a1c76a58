"""What a unit may say of its work, with the picture that proves it."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.feedback import (
    AssignWork,
    HandBack,
    ReceiveCase,
    RecordFeedback,
    RedoWork,
    RevokeAssignment,
)
from console.services.returning import RequestReturn
from tests.builders import AFTER
from tests.stages import bench_at


def test_feedback_keeps_its_photos_at_its_step_and_stops_the_clock() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.wait(minutes=30)
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运", photos=(AFTER,)))
    assert (bench.case.stage, bench.case.after_photos) == (Stage.HANDLED, 1)
    assert bench.case.handled_at == bench.at.replace(microsecond=0)
    assert bench.store.photos == [(bench.case_id, bench.case.version, AFTER)]
    assert AFTER.digest in bench.store.trails[bench.case_id][-1].payload


def test_feedback_without_a_word_or_a_picture_is_refused() -> None:
    bench = bench_at(Stage.HANDLING)
    with pytest.raises(Refusal, match=r"need\.words"):
        bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="  ", photos=(AFTER,)))
    with pytest.raises(Refusal, match=r"need\.after_photo"):
        bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运"))
    assert bench.store.photos == []


def test_the_dispatcher_may_record_receipt_and_feedback_for_a_unit() -> None:
    bench = bench_at(Stage.DISPATCHED)
    bench.do(Post.DISPATCHER, ReceiveCase(case=bench.case_id))
    done = RecordFeedback(case=bench.case_id, text="电话反馈：已清运", photos=(AFTER,))
    bench.do(Post.DISPATCHER, done)
    assert bench.case.stage is Stage.HANDLED


def test_work_given_to_a_worker_is_taken_back_before_the_case_is_returned() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"need\.handler"):
        bench.do(Post.UNIT, AssignWork(case=case))
    bench.do(Post.UNIT, AssignWork(case=case, handler="张工"))
    with pytest.raises(Refusal, match=r"need\.not_assigned"):
        bench.do(Post.UNIT, RequestReturn(case=case, reason="非我单位"))
    bench.do(Post.UNIT, RevokeAssignment(case=case, reason="另派"))
    assert bench.case.handler is None


def test_a_worker_hands_back_and_his_unit_has_it_done_again() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.do(Post.UNIT, AssignWork(case=case, handler="张工"))
    bench.do(Post.UNIT, RedoWork(case=case, reason="不彻底"))
    bench.do(Post.HANDLER, HandBack(case=case, reason="缺工具"))
    assert [step.reason for step in bench.store.trails[case][-2:]] == ["不彻底", "缺工具"]
    assert bench.case.stage is Stage.HANDLING
