"""Reminders reach the unit that has the case; orders have a date and are replied to."""

from datetime import timedelta

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.closing import VoidCase
from console.services.supervising import (
    AnswerConsult,
    AuthoriseColleague,
    ConsultUnits,
    ReplySupervision,
    SuperviseCase,
    UrgeCase,
)
from tests.stages import bench_at


def test_an_urged_unit_gets_a_letter_and_its_clock_stays() -> None:
    bench = bench_at(Stage.HANDLING)
    before = bench.case.handling
    bench.do(Post.DISPATCHER, UrgeCase(case=bench.case_id, text="请尽快", reason="市民再次来电"))
    letter = bench.store.letters[-1]
    assert (letter.kind, letter.to, letter.body) == ("unit.urge", "U1", "市民再次来电")
    assert (bench.case.stage, bench.case.handling) == (Stage.HANDLING, before)


def test_urging_a_case_no_unit_has_is_a_step_without_a_letter() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    letters = len(bench.store.letters)
    bench.do(Post.SHIFT_LEADER, UrgeCase(case=bench.case_id))
    assert len(bench.store.letters) == letters
    assert bench.case.last_move is not None


def test_an_order_of_supervision_wants_opinion_and_date_and_is_replied_to() -> None:
    bench = bench_at(Stage.HANDLING)
    case, until = bench.case_id, bench.at + timedelta(days=1)
    with pytest.raises(Refusal, match=r"need\.supervised"):
        bench.do(Post.UNIT, ReplySupervision(case=case, text="已安排"))
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(Post.SUPERVISOR, SuperviseCase(case=case, until=until))
    with pytest.raises(Refusal, match=r"need\.until"):
        bench.do(Post.SUPERVISOR, SuperviseCase(case=case, reason="限期办结"))
    bench.do(Post.SUPERVISOR, SuperviseCase(case=case, reason="限期办结", until=until))
    assert bench.case.supervised_until == until
    assert bench.store.letters[-1].kind == "unit.supervise"
    bench.do(Post.UNIT, ReplySupervision(case=case, text="已安排"))
    assert bench.case.supervised_until is None


def test_consulted_units_are_kept_and_answered() -> None:
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"need\.consulted"):
        bench.do(Post.UNIT, AnswerConsult(case=case, text="同意"))
    with pytest.raises(Refusal, match=r"need\.units"):
        bench.do(Post.DISPATCHER, ConsultUnits(case=case))
    bench.do(Post.DISPATCHER, ConsultUnits(case=case, units=("U2", "U3"), text="请会签"))
    bench.do(Post.UNIT, AnswerConsult(case=case, text="同意"))
    assert bench.case.consulted == ("U2", "U3")


def test_a_task_is_handed_to_a_named_colleague_until_a_date() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    until = bench.at + timedelta(hours=4)
    with pytest.raises(Refusal, match=r"need\.colleague"):
        bench.do(Post.SHIFT_LEADER, AuthoriseColleague(case=bench.case_id, until=until))
    command = AuthoriseColleague(case=bench.case_id, colleague="派遣02", until=until)
    bench.do(Post.SHIFT_LEADER, command)
    assert (bench.case.authorised, bench.case.authorised_until) == ("派遣02", until)
    bench.wait(hours=3)
    bench.do(Post.DISPATCHER, VoidCase(case=bench.case_id, reason="误报"), operator="派遣02")
    assert bench.case.stage is Stage.VOIDED
