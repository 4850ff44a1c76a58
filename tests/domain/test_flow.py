"""The door of the domain: random lawful walks tell the same story as their trails; laws hold."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from console.domain.case import Case, CaseId, CloseKind
from console.domain.catalogue import Catalogue
from console.domain.codec import decode, encode
from console.domain.flow import go, open_moves, undo
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import Move, Post, Source, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import clock_of
from console.domain.trail import Step, fold
from console.ports.work import Photo
from console.services.appealing import AppealOverdue, GrantAppeal, ReviewAppeal
from console.services.closing import (
    CallBack,
    CloseCase,
    ForceClose,
    ProposeForcedClose,
    ReopenCase,
)
from console.services.coordinating import Designate
from console.services.dispatching import DispatchCase, RedispatchCase, SendForRework
from console.services.extending import (
    ApproveExtension,
    RefuseExtension,
    RequestExtension,
    ResumeCase,
)
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import MergeCase, TakeReport, UnmergeCase
from console.services.registering import RegisterCase
from console.services.returning import RequestReturn
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
)
from tests.builders import AFTER, RUBBISH, Bench, a_bench, a_report, city_rules
from tests.stages import WALKS as WALKS_TO
from tests.stages import bench_at, full_act, proposed

WALKS = 300
STEPS = 14


def one_walk(random: Random) -> tuple[Case, tuple[Step, ...], Rules]:
    """A case driven by random lawful acts of random posts."""
    start = bench_at(random.choice((Stage.REPORTED, Stage.ACCEPTED, Stage.HANDLING)))
    case, rules = start.case, start.store.city
    trail = start.store.trails[case.id]
    for _ in range(STEPS):
        move, post = random.choice(tuple(Move)), random.choice(tuple(Post))
        act = full_act(case, move, post, operator=random.choice(("a", "b")))
        act = replace(act, at=act.at + timedelta(minutes=random.randrange(600)))
        try:
            if move is Move.UNDO:
                case, step = undo(trail, act, rules, "walk")
            else:
                case, step = go(case, act, rules, "walk")
        except Refusal:
            continue
        trail = (*trail, step)
    return case, trail, rules


def test_any_walk_is_told_exactly_by_its_trail_and_by_its_written_form() -> None:
    random = Random(22)
    for _ in range(WALKS):
        case, trail, _rules = one_walk(random)
        assert fold(trail) == case
        assert decode(Case, encode(case)) == case


def test_every_clock_of_any_walk_explains_itself_to_the_second() -> None:
    random = Random(5)
    for _ in range(WALKS // 3):
        case, _trail, rules = one_walk(random)
        now = (case.last_at or case.reported_at) + timedelta(hours=7)
        for timer in (case.stage_clock, case.handling, case.bundled):
            if timer is not None:
                told = clock_of(timer, rules.calendar).explain(now)
                assert sum(span.seconds for span in told.spans if span.counted) == told.used
                assert told.used + told.remaining == told.limit + told.extension


def test_a_case_from_above_goes_straight_to_dispatch() -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report(Source.SUPERIOR))
    bench.do(Post.ACCEPTOR, RegisterCase(case=bench.case_id))
    assert bench.case.stage is Stage.TO_DISPATCH


def test_an_inspectors_report_may_be_registered_at_once_a_callers_not() -> None:
    inspector, caller = bench_at(Stage.REPORTED), bench_at(Stage.ACCEPTED)
    inspector.do(Post.SHIFT_LEADER, RegisterCase(case=inspector.case_id))
    assert inspector.case.stage is Stage.TO_DISPATCH
    with pytest.raises(Refusal, match=r"need\.source_registers_at_once"):
        caller.do(Post.SHIFT_LEADER, RegisterCase(case=caller.case_id))


def test_a_designated_unit_must_act_and_cannot_return_the_case() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id))
    assert (bench.case.unit, bench.case.bound_unit) == ("U2", "U2")
    with pytest.raises(Refusal, match=r"return\.designated") as refused:
        bench.do(Post.UNIT, RequestReturn(case=bench.case_id, reason="异议"))
    assert refused.value.facts["document"] == "41 号"
    act = full_act(bench.case, Move.REQUEST_RETURN, Post.UNIT)
    with pytest.raises(Refusal, match=r"need\.not_bound"):
        go(bench.case, act, bench.store.city, "again")


def test_who_proposed_a_decision_cannot_sign_it() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id), operator="supervisor")


def test_a_forced_close_needs_four_eyes_and_is_counted_apart() -> None:
    bench = bench_at(Stage.HANDLING)
    with pytest.raises(Refusal, match=r"need\.forced_close_proposed"):
        bench.do(Post.SHIFT_LEADER, ForceClose(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, ProposeForcedClose(case=bench.case_id, reason="设施已拆除"))
    with pytest.raises(Refusal, match=r"need\.second_person"):
        bench.do(Post.SHIFT_LEADER, ForceClose(case=bench.case_id))
    bench.do(Post.SUPERVISOR, ForceClose(case=bench.case_id))
    assert (bench.case.stage, bench.case.close_kind) == (Stage.CLOSED, CloseKind.FORCED)


def test_two_extensions_are_granted_refusals_do_not_count_and_a_third_is_not_asked() -> None:
    bench = bench_at(Stage.HANDLING)
    limits = bench.case.handling
    assert limits is not None
    bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺料"))
    bench.do(Post.SHIFT_LEADER, RefuseExtension(case=bench.case_id, reason="可调拨"))
    for _ in range(2):
        bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺料"))
        bench.do(Post.SHIFT_LEADER, ApproveExtension(case=bench.case_id))
    assert bench.case.handling is not None
    assert bench.case.handling.due > limits.due
    assert len(bench.case.handling.extensions) == 2
    with pytest.raises(Refusal, match=r"need\.extensions_left"):
        bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺料"))


def test_an_overdue_case_is_not_extended() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.wait(days=3)
    with pytest.raises(Refusal, match=r"need\.not_overdue"):
        bench.do(Post.UNIT, RequestExtension(case=bench.case_id, reason="缺料"))


def test_a_suspension_stops_the_clocks_until_its_date_and_ends_by_itself() -> None:
    bench = bench_at(Stage.SUSPENDED)
    before = bench.case.handling
    until = bench.case.suspended_until
    assert before is not None
    assert until is not None
    with pytest.raises(Refusal, match=r"need\.resume_due_if_system"):
        bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    bench.at = until
    bench.do(Post.SYSTEM, ResumeCase(case=bench.case_id))
    after = bench.case.handling
    assert after is not None
    calendar = bench.store.city.calendar
    left = clock_of(before, calendar).remaining(until)
    assert clock_of(after, calendar).remaining(until) == left


def test_time_of_a_coordination_burdens_no_unit() -> None:
    bench = bench_at(Stage.RETURN_REQUESTED)
    bundled = bench.case.bundled
    assert bundled is not None
    act = full_act(bench.case, Move.OPEN_COORDINATION, Post.DISPATCHER)
    case, _ = go(bench.case, act, bench.store.city, "c1")
    assert case.bundled is not None
    assert case.bundled.paused
    later = replace(
        full_act(case, Move.WITHDRAW_COORDINATION, Post.SUPERVISOR), at=act.at + timedelta(days=4)
    )
    case, _ = go(case, later, bench.store.city, "c2")
    assert case.bundled is not None
    assert case.bundled.due > bundled.due + timedelta(days=3)


def test_a_merged_case_ends_and_goes_on_where_it_stood_when_unmerged() -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    master = bench.case_id
    bench.do(Post.ACCEPTOR, a_report())
    before = bench.case.stage_clock
    bench.do(Post.ACCEPTOR, MergeCase(case=bench.case_id, master=master))
    assert (bench.case.stage, bench.case.master) == (Stage.MERGED, master)
    bench.wait(minutes=5)
    bench.do(Post.ACCEPTOR, UnmergeCase(case=bench.case_id, reason="不是一处"))
    assert (bench.case.stage, bench.case.master) == (Stage.ACCEPTED, None)
    assert before is not None
    assert bench.case.stage_clock is not None
    assert bench.case.stage_clock.due == before.due + timedelta(minutes=5)


def test_an_act_cannot_be_undone_later_or_by_another() -> None:
    bench = bench_at(Stage.DISPATCHED)
    trail, rules = bench.store.trails[bench.case_id], bench.store.city
    act = full_act(bench.case, Move.UNDO, Post.DISPATCHER, operator="dispatcher")
    with pytest.raises(Refusal, match=r"need\.own_last_step"):
        undo(trail, replace(act, actor=replace(act.actor, operator="x")), rules, "u")
    with pytest.raises(Refusal, match=r"need\.in_quiet_time"):
        undo(trail, replace(act, at=act.at + timedelta(seconds=26)), rules, "u")
    case, step = undo(trail, act, rules, "u")
    assert case.stage is Stage.TO_DISPATCH
    assert fold((*trail, step)) == case


def test_a_later_change_of_standard_limit_or_calendar_leaves_a_registered_case_alone() -> None:
    bench = bench_at(Stage.DISPATCHED)
    before = bench.case
    rules = bench.store.city
    stricter = replace(
        rules, stage_limits={kind: TimeLimit(1, LimitUnit.MINUTE) for kind in rules.stage_limits}
    )
    bench.store.city = stricter
    bench.store.standards = Catalogue(
        version=2, valid_from=bench.store.standards.valid_from, categories=(), conditions=()
    )
    assert before.standard == RUBBISH
    assert before.handling == bench.case.handling
    assert fold(bench.store.trails[before.id]) == before


def test_a_missing_detail_locks_no_button_but_a_missing_right_does() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    told: Mapping[Move, Refusal | None] = open_moves(
        bench.case,
        full_act(bench.case, Move.NOTE, Post.DISPATCHER).actor,
        bench.at,
        bench.store.city,
    )
    assert told[Move.DISPATCH] is None
    refused = told[Move.VOID]
    assert refused is not None
    assert refused.code == "move.post"


def test_a_reason_of_blanks_is_no_reason() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    act = replace(full_act(bench.case, Move.VOID, Post.SHIFT_LEADER), reason="  ")
    with pytest.raises(Refusal, match=r"move\.reason"):
        go(bench.case, act, bench.store.city, "v")


def test_a_report_without_place_or_words_is_refused() -> None:
    bench = a_bench()
    nowhere = replace(a_report(), place=replace(a_report().place, address=" ", point=None))
    with pytest.raises(Refusal, match=r"need\.place"):
        bench.do(Post.ACCEPTOR, nowhere)
    with pytest.raises(Refusal, match=r"need\.words"):
        bench.do(Post.ACCEPTOR, replace(a_report(), description=" "))


def test_a_case_nobody_made_cannot_be_made_by_another_gesture() -> None:
    bench: Bench = a_bench()
    with pytest.raises(Refusal, match=r"case\.unknown"):
        bench.do(Post.DISPATCHER, RequestReturn(case=CaseId(7), reason="无"))
    assert not isinstance(RequestReturn(case=CaseId(7)), TakeReport)


def test_rework_is_counted_only_when_the_same_unit_gets_the_case_again() -> None:
    for unit, rework in (("U1", 1), ("U3", 0)):
        bench = bench_at(Stage.VERIFY_FAILED)
        before = bench.case.handling
        bench.wait(minutes=20)
        bench.do(Post.DISPATCHER, RedispatchCase(case=bench.case_id, unit=unit))
        assert (bench.case.unit, bench.case.rework) == (unit, rework)
        assert before is not None
        assert bench.case.handling is not None
        assert (bench.case.handling.due == before.due) is (rework == 1)


def test_time_the_centre_took_to_verify_may_be_left_out_by_the_city() -> None:
    bench = a_bench(replace(city_rules(), redispatch_keeps_due=False))
    WALKS_TO[Stage.HANDLED](bench)
    before = bench.case.handling
    bench.wait(minutes=30)
    bench.do(Post.DISPATCHER, SendForRework(case=bench.case_id, reason="照片不清"))
    assert before is not None
    assert bench.case.handling is not None
    assert bench.case.handling.due == before.due + timedelta(minutes=30)


def test_a_city_may_name_the_limit_and_without_any_limit_nothing_is_dispatched() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    urgent = DispatchCase(
        case=bench.case_id, unit="U1", limit=TimeLimit(2, LimitUnit.HOUR), reason="加急"
    )
    bench.do(Post.DISPATCHER, urgent)
    assert bench.case.handling is not None
    assert bench.case.handling.due == bench.at + timedelta(hours=2)
    bare = replace(bench_at(Stage.TO_DISPATCH).case, standard=None)
    with pytest.raises(Refusal, match=r"need\.condition"):
        go(bare, full_act(bare, Move.DISPATCH, Post.DISPATCHER), city_rules(), "d")


def test_an_overdue_unit_may_appeal_once_and_two_posts_decide() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.wait(days=2)
    late = Photo(digest="c" * 64, role="after", mime="image/jpeg", size=1)
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运", photos=(late,)))
    bench.do(Post.VERIFIER, OrderVerification(case=bench.case_id))
    bench.do(Post.INSPECTOR, AnswerVerification(case=bench.case_id, outcome="pass"))
    bench.do(Post.VERIFIER, PassVerification(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, CloseCase(case=bench.case_id))
    assert bench.case.bundled is not None
    assert bench.case.bundled.late
    bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="道路封闭"))
    bench.do(Post.DISPATCHER, ReviewAppeal(case=bench.case_id))
    bench.do(Post.ACCEPTOR, GrantAppeal(case=bench.case_id))
    assert bench.case.bundled.exempt
    with pytest.raises(Refusal, match=r"need\.handled_late"):
        bench.do(Post.UNIT, AppealOverdue(case=bench.case_id, reason="再申诉"))


def test_a_second_dispatch_to_another_unit_after_a_rework_is_a_fresh_limit() -> None:
    bench = bench_at(Stage.VERIFY_FAILED)
    bench.do(Post.DISPATCHER, RedispatchCase(case=bench.case_id, unit="U1"))
    bench.do(Post.UNIT, ReceiveCase(case=bench.case_id))
    bench.do(Post.UNIT, RecordFeedback(case=bench.case_id, text="已清运", photos=(AFTER,)))
    bench.do(Post.VERIFIER, OrderVerification(case=bench.case_id))
    bench.do(Post.INSPECTOR, AnswerVerification(case=bench.case_id, outcome="fail"))
    bench.do(Post.VERIFIER, FailVerification(case=bench.case_id, reason="不彻底"))
    bench.wait(hours=1)
    bench.do(Post.DISPATCHER, RedispatchCase(case=bench.case_id, unit="U2"))
    assert bench.case.handling is not None
    assert bench.case.handling.started == bench.at
    assert bench.case.rework == 1


def test_a_dissatisfied_caller_can_have_the_case_worked_on_again() -> None:
    bench = bench_at(Stage.CLOSED)
    bench.do(Post.ACCEPTOR, CallBack(case=bench.case_id, outcome="dissatisfied"))
    bench.do(Post.ACCEPTOR, ReopenCase(case=bench.case_id, reason="仍有异味"))
    assert (bench.case.stage, bench.case.closed_at) == (Stage.VERIFY_FAILED, None)


def test_after_a_decision_only_its_unit_is_dispatched() -> None:
    bench = proposed(bench_at(Stage.COORDINATING))
    bench.do(Post.SHIFT_LEADER, Designate(case=bench.case_id))
    failed = replace(bench.case, stage=Stage.VERIFY_FAILED)
    with pytest.raises(Refusal, match=r"need\.not_rejected_by_decision"):
        go(failed, full_act(failed, Move.REDISPATCH, Post.DISPATCHER), city_rules(), "r")


def test_a_post_that_may_make_a_move_elsewhere_is_told_who_may_here() -> None:
    bench = bench_at(Stage.TO_REGISTER)
    with pytest.raises(Refusal, match=r"move\.post") as refused:
        bench.do(Post.ACCEPTOR, RegisterCase(case=bench.case_id))
    assert refused.value.facts["allowed"] == "shift_leader"
