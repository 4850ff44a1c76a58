"""The whole loop through the one door, over ports in memory."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import fold
from console.services.closing import CallBack, CloseCase
from console.services.dispatching import DispatchCase, RedispatchCase
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import AnswerConfirmation, OrderConfirmation
from console.services.noting import NoteCase
from console.services.registering import RegisterCase, SubmitCase
from console.services.returning import ApproveReturn, RequestReturn
from console.services.runner import run
from console.services.undoing import UndoLast
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
)
from tests.builders import AFTER, Bench, a_bench, a_report


@pytest.fixture
def bench() -> Bench:
    """An empty city."""
    return a_bench()


def register(bench: Bench) -> None:
    """From the call to a registered case."""
    bench.do(Post.ACCEPTOR, a_report())
    bench.wait(minutes=2)
    bench.do(Post.ACCEPTOR, OrderConfirmation(case=bench.case_id))
    bench.wait(minutes=15)
    bench.do(Post.INSPECTOR, AnswerConfirmation(case=bench.case_id, outcome="true"))
    bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, RegisterCase(case=bench.case_id))


def handle(bench: Bench) -> None:
    """Received, done, reported, checked."""
    bench.do(Post.UNIT, ReceiveCase(case=bench.case_id))
    bench.wait(minutes=30)
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运", photos=(AFTER,)))
    bench.do(Post.VERIFIER, OrderVerification(case=bench.case_id))


def test_a_call_travels_to_a_closed_case_with_a_failed_verification_between(bench: Bench) -> None:
    register(bench)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    due = bench.case.handling.due if bench.case.handling else None
    handle(bench)
    case = bench.case_id
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="fail", text="仍有散落"))
    bench.do(Post.VERIFIER, FailVerification(case=case, reason="处置不彻底"))
    failed = bench.case.stage
    bench.do(Post.DISPATCHER, RedispatchCase(case=case, unit="U1"))
    assert (bench.case.rework, bench.case.dispatches) == (1, 2)
    assert bench.case.handling is not None
    assert bench.case.handling.due == due
    handle(bench)
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="pass"))
    bench.do(Post.VERIFIER, PassVerification(case=case))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=case))
    bench.do(Post.ACCEPTOR, CallBack(case=case, outcome="satisfied"))
    assert (failed, bench.case.stage) == (Stage.VERIFY_FAILED, Stage.CLOSED)
    assert fold(bench.store.trails[case]) == bench.case
    assert [letter.kind for letter in bench.store.letters].count("caller.result") == 1


def test_a_public_report_is_not_registered_before_it_was_confirmed(bench: Bench) -> None:
    bench.do(Post.ACCEPTOR, a_report())
    with pytest.raises(Refusal, match=r"need\.confirmed_if_public"):
        bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id))


def test_the_second_return_between_units_opens_a_coordination(bench: Bench) -> None:
    register(bench)
    for unit, stage in (("U1", Stage.TO_DISPATCH), ("U2", Stage.COORDINATING)):
        bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit=unit))
        bench.do(Post.UNIT, RequestReturn(case=bench.case_id, reason="非我单位权属"))
        bench.do(Post.DISPATCHER, ApproveReturn(case=bench.case_id))
        assert bench.case.stage is stage


def test_the_same_command_again_changes_nothing_and_gives_the_first_result(bench: Bench) -> None:
    register(bench)
    seat = bench.seat(Post.DISPATCHER)
    command = DispatchCase(case=bench.case_id, unit="U1")
    first = run(command, seat, "once")
    assert run(command, seat, "once") == first
    assert [step.move for step in bench.store.trails[bench.case_id]].count(Move.DISPATCH) == 1


def test_an_act_is_taken_back_by_a_compensating_step_and_its_letter_recalled(bench: Bench) -> None:
    register(bench)
    before = bench.case
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    bench.wait(seconds=20)
    bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))
    assert (bench.case.stage, bench.case.unit, bench.case.handling) == (before.stage, None, None)
    assert bench.case.version == before.version + 2
    assert not [one for one in bench.store.letters if one.kind == "unit.dispatched"]


def test_an_act_on_an_outdated_picture_is_a_clash_that_says_who_was_faster(bench: Bench) -> None:
    register(bench)
    seen = bench.case.version
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"), operator="d1")
    with pytest.raises(Refusal, match=r"case\.conflict") as clash:
        bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U2", version=seen))
    assert clash.value.facts["seat"] == "dispatcher 01"


def test_a_note_of_another_seat_is_no_clash(bench: Bench) -> None:
    register(bench)
    seen = bench.case.version
    bench.do(Post.VERIFIER, NoteCase(case=bench.case_id, text="现场有施工"))
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1", version=seen))
    assert bench.case.stage is Stage.DISPATCHED


def test_step_and_letters_of_a_command_carry_one_moment_however_long_it_takes(
    bench: Bench,
) -> None:
    register(bench)
    seat, ticks = bench.seat(Post.DISPATCHER), count()

    def later_each_time() -> datetime:
        return bench.at + timedelta(seconds=next(ticks))

    run(DispatchCase(case=bench.case_id, unit="U1"), replace(seat, now=later_each_time))
    sent = next(one for one in bench.store.letters if one.kind == "unit.dispatched")
    quiet = timedelta(seconds=bench.store.city.quiet_seconds)
    assert sent.not_before == bench.at + quiet
    assert bench.case.last_at == bench.at
