"""Who may: a colleague a shift leader authorised, for a time; and never one person for two."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.case import Actor
from console.domain.flow import go, open_moves
from console.domain.needs import Act
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import fold
from console.domain.ways import NEVER_LENT
from console.services.appealing import AppealOverdue, GrantAppeal, ReviewAppeal
from console.services.closing import CloseCase, ForceClose, ProposeForcedClose, VoidCase
from console.services.dispatching import DispatchCase
from console.services.extending import ResumeCase
from console.services.feedback import RecordFeedback
from console.services.registering import RegisterCase
from console.services.supervising import AuthoriseColleague
from console.services.verifying import AnswerVerification, OrderVerification, PassVerification
from tests.builders import AFTER, Bench, a_place, a_report
from tests.stages import bench_at

WANG = "wang"


def handed_to_wang(stage: Stage) -> Bench:
    """A case whose shift leader has authorised Wang for four hours."""
    bench = bench_at(stage)
    until = bench.at + timedelta(hours=4)
    command = AuthoriseColleague(case=bench.case_id, colleague=WANG, until=until)
    bench.do(Post.SHIFT_LEADER, command)
    return bench


def test_an_authorised_colleague_acts_for_the_shift_leader_and_the_trail_says_so() -> None:
    bench = handed_to_wang(Stage.TO_REGISTER)
    bench.do(Post.DISPATCHER, RegisterCase(case=bench.case_id), WANG)
    step = bench.store.trails[bench.case_id][-1]
    assert (step.operator, step.post) == (WANG, Post.SHIFT_LEADER)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"), WANG)
    assert bench.store.trails[bench.case_id][-1].post is Post.DISPATCHER
    assert fold(bench.store.trails[bench.case_id]) == bench.case


def test_an_authorisation_is_for_one_person_one_case_and_a_time() -> None:
    bench = handed_to_wang(Stage.TO_CLOSE)
    case = bench.case_id
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.VERIFIER, CloseCase(case=case), "zhao")
    bench.do(Post.ACCEPTOR, a_report())
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.VERIFIER, VoidCase(case=bench.case_id, reason="误报"), WANG)
    bench.case_id = case
    bench.wait(hours=4)
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.VERIFIER, CloseCase(case=case), WANG)
    bench.wait(seconds=-1)
    bench.do(Post.VERIFIER, CloseCase(case=case), WANG)
    assert bench.case.stage is Stage.CLOSED


def test_an_authorisation_is_not_handed_on_and_gives_no_second_signature() -> None:
    assert {Move.AUTHORISE, Move.FORCE_CLOSE, Move.DESIGNATE} <= NEVER_LENT
    bench = handed_to_wang(Stage.HANDLING)
    case, until = bench.case_id, bench.at + timedelta(hours=1)
    onward = AuthoriseColleague(case=case, colleague="zhao", until=until)
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.DISPATCHER, onward, WANG)
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=case, reason="设施已拆除"))
    with pytest.raises(Refusal, match=r"move\.post"):
        bench.do(Post.DISPATCHER, ForceClose(case=case), WANG)


def test_the_buttons_of_an_authorised_colleague_are_those_of_both_posts() -> None:
    bench = handed_to_wang(Stage.TO_CLOSE)
    for operator, may in ((WANG, True), ("zhao", False)):
        actor = Actor(operator=operator, post=Post.DISPATCHER, seat="D 01")
        told = open_moves(bench.case, actor, bench.at, bench.store.city)
        assert (told[Move.CLOSE] is None) is may
        assert told[Move.AUTHORISE] is not None
        assert told[Move.CONSULT] is None


def test_an_authorised_colleague_still_needs_the_right_stage() -> None:
    bench = handed_to_wang(Stage.HANDLING)
    with pytest.raises(Refusal, match=r"move\.stage"):
        bench.do(Post.VERIFIER, CloseCase(case=bench.case_id), WANG)


def appealed(by: str = "unit") -> Bench:
    """A case closed ten days late whose count is appealed."""
    bench = bench_at(Stage.HANDLING)
    case = bench.case_id
    bench.wait(days=10)
    bench.do(Post.UNIT, RecordFeedback(case=case, text="已清运", photos=(AFTER,)))
    bench.do(Post.VERIFIER, OrderVerification(case=case))
    bench.do(Post.INSPECTOR, AnswerVerification(case=case, outcome="pass"))
    bench.do(Post.VERIFIER, PassVerification(case=case))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=case))
    bench.do(Post.UNIT, AppealOverdue(case=case, reason="暴雨停工"), by)
    return bench


def test_who_reviewed_an_appeal_does_not_grant_it_in_another_post() -> None:
    bench = appealed()
    case = bench.case_id
    bench.do(Post.DISPATCHER, ReviewAppeal(case=case), WANG)
    assert bench.case.appeal_reviewed_by == WANG
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.ACCEPTOR, GrantAppeal(case=case), WANG)
    bench.do(Post.ACCEPTOR, GrantAppeal(case=case), "zhao")
    assert bench.case.bundled is not None
    assert bench.case.bundled.exempt


def test_a_decision_nobody_proposed_is_refused_for_that_and_not_for_its_signer() -> None:
    bench = bench_at(Stage.COORDINATING)
    actor = Actor(operator=WANG, post=Post.SHIFT_LEADER, seat="L 01")
    act = Act(move=Move.DESIGNATE, actor=actor, at=bench.at)
    with pytest.raises(Refusal, match=r"need\.designation_proposed"):
        go(bench.case, act, bench.store.city, "d")
    proposed = replace(act, move=Move.FORCE_CLOSE)
    with pytest.raises(Refusal, match=r"need\.forced_close_proposed"):
        go(bench.case, proposed, bench.store.city, "f")


def test_a_person_ends_a_suspension_any_day_and_the_clock_on_its_last_alone() -> None:
    bench = bench_at(Stage.SUSPENDED)
    with pytest.raises(Refusal, match=r"need\.resume_due_if_system"):
        bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    bench.do(Post.DISPATCHER, ResumeCase(case=bench.case_id))
    assert bench.case.stage is Stage.HANDLING


@pytest.mark.parametrize(
    "place",
    [
        a_place(),
        Place(address="  "),
        Place(address="建设路", point=Point(180.5, 33.74)),
        Place(address="建设路", point=Point(113.3, -90.5)),
        "建设路",
    ],
)
def test_a_place_is_corrected_to_another_one_on_earth_and_to_nothing_else(place: object) -> None:
    bench = bench_at(Stage.HANDLING)
    actor = Actor(operator=WANG, post=Post.DISPATCHER, seat="L 01")
    details = {"place": place}
    act = Act(move=Move.CORRECT_PLACE, actor=actor, at=bench.at, reason="报错", details=details)
    with pytest.raises(Refusal, match=r"need\.another_place"):
        go(bench.case, act, bench.store.city, "p")
    moved, _ = go(
        bench.case,
        replace(act, details={"place": replace(a_place(), address="中兴路 12 号")}),
        bench.store.city,
        "p",
    )
    assert moved.place.address == "中兴路 12 号"
