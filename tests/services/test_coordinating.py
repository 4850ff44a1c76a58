"""A decision on unclear responsibility takes two signatures, sends the unit and binds it."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.coordinating import (
    Designate,
    ExtendCoordination,
    OpenCoordination,
    ProposeDesignation,
    RecordStatement,
    ReferToCommittee,
    WithdrawCoordination,
)
from console.services.feedback import ReceiveCase
from console.services.returning import RequestReturn
from tests.stages import bench_at, proposed


def test_a_signed_decision_dispatches_the_unit_it_names_and_tells_it() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id, instruction="三日内清运"))
    assert (bench.case.stage, bench.case.unit, bench.case.bound_unit) == (
        Stage.DISPATCHED,
        "U2",
        "U2",
    )
    letters = [(one.kind, one.to, one.body) for one in bench.store.letters]
    assert letters[-1] == ("unit.designated", "U2", "三日内清运")


def test_the_named_unit_cannot_return_the_case_and_reads_which_decision_binds() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id))
    bench.do(Post.UNIT, ReceiveCase(case=bench.case_id))
    with pytest.raises(Refusal, match=r"return\.designated") as refused:
        bench.do(Post.UNIT, RequestReturn(case=bench.case_id, reason="非我单位权属"))
    assert refused.value.facts["document"] == "41 号"
    assert refused.value.facts["unit"] == "U2"


def test_who_proposed_does_not_sign() -> None:
    bench = bench_at(Stage.COORDINATING)
    case = bench.case_id
    decision = ProposeDesignation(case=case, unit="U2", basis=("移交协议",), reason="协议明确")
    bench.do(Post.SUPERVISOR, decision, operator="zhou")
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.SHIFT_LEADER, Designate(case=case), operator="zhou")


def test_nothing_is_signed_that_was_not_proposed() -> None:
    bench = bench_at(Stage.COORDINATING)
    with pytest.raises(Refusal, match=r"need\.designation_proposed"):
        bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id))


def test_a_decision_names_a_known_unit_and_its_basis() -> None:
    bench = bench_at(Stage.COORDINATING)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"unit\.unknown"):
        bench.do(Post.SUPERVISOR, ProposeDesignation(case=case, unit="U9", reason="协议明确"))
    with pytest.raises(Refusal, match=r"need\.basis"):
        bench.do(Post.SUPERVISOR, ProposeDesignation(case=case, unit="U2", reason="协议明确"))


def test_statements_and_more_time_leave_the_case_in_coordination() -> None:
    bench = bench_at(Stage.COORDINATING)
    case = bench.case_id
    said = RecordStatement(case=case, unit="U1", stance="object", text="产权已移交")
    bench.do(Post.SUPERVISOR, said)
    due = bench.case.stage_clock.due if bench.case.stage_clock else None
    bench.do(Post.SUPERVISOR, ExtendCoordination(case=case, reason="待查档案"))
    bench.do(Post.SUPERVISOR, ReferToCommittee(case=case, reason="两家意见不一"))
    assert bench.case.stage is Stage.COORDINATING
    assert due is not None
    assert bench.case.stage_clock is not None
    assert bench.case.stage_clock.due > due
    assert "产权已移交" in bench.store.trails[case][-3].payload


def test_a_withdrawn_coordination_goes_back_to_dispatch_and_may_be_opened_again() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    case = bench.case_id
    bench.do(Post.SUPERVISOR, WithdrawCoordination(case=case, reason="责任已明"))
    assert (bench.case.stage, bench.case.designation) == (Stage.TO_DISPATCH, None)
    bench.do(Post.DISPATCHER, OpenCoordination(case=case, reason="又有争议"))
    assert bench.case.stage is Stage.COORDINATING


def test_a_decision_replaced_since_it_was_read_is_not_signed() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    case, seen = bench.case_id, bench.case.version
    other = ProposeDesignation(case=case, unit="U1", basis=("移交协议",), reason="另有协议")
    bench.do(Post.SUPERVISOR, other)
    with pytest.raises(Refusal, match=r"case\.conflict"):
        bench.do(Post.SHIFT_LEADER, Designate(case=case, version=seen))
    bench.do(Post.SHIFT_LEADER, Designate(case=case, version=bench.case.version))
    assert bench.case.bound_unit == "U1"


def test_a_statement_made_meanwhile_does_not_stop_a_signature() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    case, seen = bench.case_id, bench.case.version
    bench.do(Post.DISPATCHER, RecordStatement(case=case, unit="U1", text="同意"))
    bench.do(Post.SHIFT_LEADER, Designate(case=case, version=seen))
    assert bench.case.stage is Stage.DISPATCHED
