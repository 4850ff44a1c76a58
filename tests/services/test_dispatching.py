"""Who is sent gets a letter, who is unknown is refused, and a limit of one's own is explained."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.services.dispatching import (
    DispatchCase,
    RedispatchCase,
    ReturnToAcceptor,
    SendForRework,
)
from tests.builders import Bench
from tests.stages import bench_at


def letters_to_units(bench: Bench) -> list[tuple[str, str, str]]:
    """Kind, receiver and words of what units were written."""
    return [
        (one.kind, one.to, one.body) for one in bench.store.letters if one.kind.startswith("unit.")
    ]


def test_lead_assisting_and_informed_units_are_written_to_after_the_quiet_time() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    command = DispatchCase(
        case=bench.case_id,
        unit="U1",
        assisting=("U2",),
        copies=("U3",),
        instruction="当日清运",
        measures=("围挡",),
    )
    bench.do(Post.DISPATCHER, command)
    assert letters_to_units(bench) == [
        ("unit.dispatched", "U1", "当日清运"),
        ("unit.assist", "U2", "当日清运"),
        ("unit.copy", "U3", "当日清运"),
    ]
    assert {one.not_before - bench.at for one in bench.store.letters[-3:]} == {
        timedelta(seconds=bench.store.city.quiet_seconds)
    }
    assert (bench.case.assisting, bench.case.copies) == (("U2",), ("U3",))


@pytest.mark.parametrize(
    "sent",
    [
        DispatchCase(case=CaseId(0), unit="U9"),
        DispatchCase(case=CaseId(0), unit="U1", assisting=("U9",)),
        DispatchCase(case=CaseId(0), unit="U1", copies=("U9",)),
    ],
)
def test_an_unknown_unit_is_refused_and_nothing_is_written(sent: DispatchCase) -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    before, letters = bench.case, list(bench.store.letters)
    with pytest.raises(Refusal, match=r"unit\.unknown") as refused:
        bench.do(Post.DISPATCHER, replace(sent, case=bench.case_id))
    assert refused.value.facts == {"unit": "U9"}
    assert (bench.case, bench.store.letters) == (before, letters)


def test_a_dispatch_to_nobody_is_refused() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    with pytest.raises(Refusal, match=r"need\.unit"):
        bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id))


def test_another_limit_than_the_standards_needs_a_reason_and_then_rules() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    limit = TimeLimit(1, LimitUnit.WORK_HOUR)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"dispatch\.limit_reason"):
        bench.do(Post.DISPATCHER, DispatchCase(case=case, unit="U1", limit=limit))
    bench.do(Post.DISPATCHER, DispatchCase(case=case, unit="U1", limit=limit, reason="领导督办"))
    assert bench.case.handling is not None
    assert bench.case.handling.due == bench.at.replace(microsecond=0) + timedelta(hours=1)


def test_rework_counts_for_the_same_unit_only() -> None:
    same, other = bench_at(Stage.VERIFY_FAILED), bench_at(Stage.VERIFY_FAILED)
    same.do(Post.DISPATCHER, RedispatchCase(case=same.case_id, unit="U1"))
    other.do(Post.DISPATCHER, RedispatchCase(case=other.case_id, unit="U2"))
    assert (same.case.rework, other.case.rework) == (1, 0)
    assert same.case.stage is other.case.stage is Stage.DISPATCHED


def test_a_case_not_for_us_goes_back_to_its_acceptor_until_it_was_dispatched() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    bench.do(Post.DISPATCHER, ReturnToAcceptor(case=bench.case_id, reason="非我局"))
    assert bench.case.stage is Stage.ACCEPTED
    bench = bench_at(Stage.DISPATCHED)
    with pytest.raises(Refusal, match=r"move\.stage"):
        bench.do(Post.DISPATCHER, ReturnToAcceptor(case=bench.case_id, reason="非我局"))


def test_poor_feedback_goes_back_to_the_unit_on_the_running_clock() -> None:
    bench = bench_at(Stage.HANDLED)
    due = bench.case.handling.due if bench.case.handling else None
    bench.do(Post.DISPATCHER, SendForRework(case=bench.case_id, reason="照片不符"))
    assert (bench.case.stage, bench.case.handled_at) == (Stage.HANDLING, None)
    assert bench.case.handling is not None
    assert bench.case.handling.due == due
