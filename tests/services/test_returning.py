"""A return is asked with a reason, decided by the centre, and stops the unit's clock meanwhile."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.dispatching import DispatchCase
from console.services.returning import ApproveReturn, RefuseReturn, RequestReturn
from tests.stages import bench_at


def test_a_return_needs_a_reason() -> None:
    bench = bench_at(Stage.DISPATCHED)
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(Post.UNIT, RequestReturn(case=bench.case_id))


def test_a_granted_return_goes_to_dispatch_and_remembers_who_returned() -> None:
    bench = bench_at(Stage.RETURN_REQUESTED)
    bench.do(Post.DISPATCHER, ApproveReturn(case=bench.case_id))
    assert (bench.case.stage, bench.case.returns) == (Stage.TO_DISPATCH, 1)
    assert bench.case.returned_by == ("U1",)


def test_a_refused_return_gives_the_waiting_time_back_to_the_unit() -> None:
    bench = bench_at(Stage.RETURN_REQUESTED)
    before = bench.case.handling
    assert before is not None
    bench.wait(hours=1)
    bench.do(Post.SHIFT_LEADER, RefuseReturn(case=bench.case_id, reason="权属明确"))
    assert bench.case.stage is Stage.HANDLING
    assert bench.case.handling is not None
    assert bench.case.handling.due > before.due


def test_the_second_return_is_a_matter_for_coordination() -> None:
    bench = bench_at(Stage.RETURN_REQUESTED)
    case = bench.case_id
    bench.do(Post.DISPATCHER, ApproveReturn(case=case))
    bench.do(Post.DISPATCHER, DispatchCase(case=case, unit="U2"))
    bench.do(Post.UNIT, RequestReturn(case=case, reason="也非我单位"))
    bench.do(Post.DISPATCHER, ApproveReturn(case=case))
    assert (bench.case.stage, bench.case.returned_by) == (Stage.COORDINATING, ("U1", "U2"))


def test_a_unit_does_not_decide_on_its_own_return() -> None:
    bench = bench_at(Stage.RETURN_REQUESTED)
    with pytest.raises(Refusal, match=r"move\.post") as refused:
        bench.do(Post.UNIT, ApproveReturn(case=bench.case_id))
    assert refused.value.facts["allowed"] == "shift_leader,dispatcher"
