"""What must hold is asked again by the server, from the trail: a console that forgot is refused.

The domain's own needs are switched off, so that only the server can say no.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine

from console.domain import needs
from console.domain.case import Actor, Case, CaseId
from console.domain.flow import go, undo
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import Step, canonical
from console.ports.work import Work
from console.services.resuming import resume_due
from db import OpenStore
from tests.db.crew import Crew, at_work
from tests.db.lives import MORNING, Life, actor, standard
from tests.db.siege import bind

A, L, D, V, S, U = (
    Post.ACCEPTOR,
    Post.SHIFT_LEADER,
    Post.DISPATCHER,
    Post.VERIFIER,
    Post.SUPERVISOR,
    Post.UNIT,
)
Ground = Callable[[Life, CaseId], None]
Spoil = Callable[[Step], Step]


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path) as made:
        yield made


@pytest.fixture
def life(store: OpenStore) -> Life:
    """What happened before, written by the owner five days ago."""
    return Life(store.store)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console that forgot every condition."""
    for word in needs.NEEDS:
        monkeypatch.setitem(needs.NEEDS, word, _holds)


def _holds(_case: object, _act: object, _rules: object) -> bool:
    return True


def _never(_case: object, _act: object, _rules: object) -> bool:
    return False


def attempt(
    crew: Crew,
    case: CaseId,
    move: Move,
    who: Actor,
    details: Mapping[str, object] | None = None,
    spoil: Spoil | None = None,
) -> str:
    """Make a move at somebody's own seat; the code of the refusal, empty when it was taken."""
    command = str(uuid4())
    with crew.begin(command, who, MORNING) as work:
        act = Act(move=move, actor=who, at=work.at, reason="说明", details=details or {})
        moved, step = _made(work, case, act, command)
        step = spoil(step) if spoil else step
        work.put(replace(moved, stage=step.to_stage), step)
        try:
            work.commit()
        except Refusal as refusal:
            return refusal.code
    return ""


def _made(work: Work, case: CaseId, act: Act, command: str) -> tuple[Case, Step]:
    if act.move is Move.UNDO:
        return undo(work.trail(case), act, work.rules(), command)
    return go(work.case(case), act, work.rules(), command)


def accepted(_life: Life, _case: CaseId) -> None:
    """As reported."""


def dispatched(life: Life, case: CaseId) -> None:
    life.to_dispatch(case)
    life.act(case, Move.DISPATCH, D, unit="U1")


def handling(life: Life, case: CaseId) -> None:
    life.to_handling(case)


def returned(life: Life, case: CaseId) -> None:
    life.to_handling(case)
    life.act(case, Move.REQUEST_RETURN, U, "非我单位")


def returned_again(life: Life, case: CaseId) -> None:
    returned(life, case)
    life.act(case, Move.APPROVE_RETURN, D)
    life.act(case, Move.DISPATCH, D, unit="U2")
    life.act(case, Move.REQUEST_RETURN, U, "也不是我单位")


def bound(life: Life, case: CaseId) -> None:
    bind(life, case)


def bound_and_failed(life: Life, case: CaseId) -> None:
    bind(life, case)
    life.act(case, Move.RECEIVE, U)
    life.act(case, Move.FEEDBACK, U, text="已修复")
    life.act(case, Move.ORDER_VERIFICATION, V, inspector="I001")
    life.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="fail")
    life.act(case, Move.FAIL, V, "不彻底")


def verifying(life: Life, case: CaseId) -> None:
    life.to_handling(case)
    life.act(case, Move.FEEDBACK, U, text="已修复")
    life.act(case, Move.ORDER_VERIFICATION, V, inspector="I001")


def extension_asked(life: Life, case: CaseId) -> None:
    life.to_handling(case)
    life.act(case, Move.REQUEST_EXTENSION, D, "等材料")


def suspended(life: Life, case: CaseId) -> None:
    life.to_handling(case)
    life.act(case, Move.REQUEST_SUSPENSION, U, "待雨季过", until=life.at + timedelta(days=360))
    life.act(case, Move.APPROVE_SUSPENSION, L)


def closed(life: Life, case: CaseId) -> None:
    life.to_end(case)


def appealed(life: Life, case: CaseId) -> None:
    life.to_handling(case)
    life.at += timedelta(days=3)
    life.act(case, Move.FEEDBACK, U, text="已修复")
    life.act(case, Move.ORDER_VERIFICATION, V, inspector="I001")
    life.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
    life.act(case, Move.PASS, V)
    life.act(case, Move.CLOSE, L)
    life.act(case, Move.APPEAL, D, "材料短缺")


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize(
    ("ground", "move", "post", "details", "need"),
    [
        (accepted, Move.SUBMIT, A, {"standard": standard()}, "confirmed_if_public"),
        (accepted, Move.REGISTER, A, {"standard": standard()}, "source_registers_at_once"),
        (bound, Move.REQUEST_RETURN, D, {}, "not_bound"),
        (bound_and_failed, Move.OPEN_COORDINATION, D, {}, "not_bound"),
        (bound_and_failed, Move.REDISPATCH, D, {"unit": "U1"}, "not_rejected_by_decision"),
        (returned_again, Move.APPROVE_RETURN, D, {}, "first_return"),
        (accepted, Move.FORCE_CLOSE, L, {}, "forced_close_proposed"),
        (verifying, Move.PASS, V, {}, "verification_answered"),
        (extension_asked, Move.REQUEST_SUSPENSION, D, {}, "no_pending_request"),
        (handling, Move.APPROVE_EXTENSION, L, {}, "extension_requested"),
        (handling, Move.REQUEST_EXTENSION, D, {}, "not_overdue"),
        (handling, Move.REQUEST_SUSPENSION, D, {}, "until"),
        (handling, Move.REPLY_SUPERVISION, D, {"text": "x"}, "supervised"),
        (closed, Move.APPEAL, D, {}, "handled_late"),
        (closed, Move.REOPEN, L, {}, "caller_dissatisfied"),
        (appealed, Move.APPEAL, D, {}, "no_appeal_yet"),
        (appealed, Move.GRANT_APPEAL, A, {}, "appeal_reviewed"),
        (dispatched, Move.UNDO, D, {}, "own_last_step"),
    ],
)
def test_a_condition_the_console_forgot_is_the_server_s(
    crew: Crew,
    life: Life,
    ground: Ground,
    move: Move,
    post: Post,
    details: dict[str, object],
    need: str,
) -> None:
    case = life.report()
    ground(life, case)
    assert attempt(crew, case, move, actor(post, "ann"), details) == f"need.{need}"


@pytest.mark.usefixtures("forgetful")
def test_a_first_return_opens_no_coordination(
    crew: Crew, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = life.report()
    returned(life, case)
    monkeypatch.setitem(needs.NEEDS, "first_return", _never)
    assert attempt(crew, case, Move.APPROVE_RETURN, actor(D)) == "need.second_return"


@pytest.mark.usefixtures("forgetful")
def test_who_proposed_signs_nothing_whatever_the_step_claims(crew: Crew, life: Life) -> None:
    ann = actor(L, "ann")
    case = life.report()
    assert not attempt(crew, case, Move.PROPOSE_FORCED_CLOSE, ann)
    assert attempt(crew, case, Move.FORCE_CLOSE, ann) == "need.second_person"
    life.to_dispatch(case)
    life.act(case, Move.OPEN_COORDINATION, D, "责任不清")
    proposal: Mapping[str, object] = {"unit": "U2", "basis": ("移交协议",)}
    as_ben = _payload("designation", by="ben")
    supervisor = actor(S, "ann")
    forged = attempt(crew, case, Move.PROPOSE_DESIGNATION, supervisor, proposal, as_ben)
    assert forged == "judge.row"
    assert not attempt(crew, case, Move.PROPOSE_DESIGNATION, supervisor, proposal)
    assert attempt(crew, case, Move.DESIGNATE, ann) == "need.second_person"
    assert not attempt(crew, case, Move.DESIGNATE, actor(L, "ben"))


def _payload(name: str, **parts: object) -> Spoil:
    def spoil(step: Step) -> Step:
        written = json.loads(step.payload)
        written["set"][name] |= parts
        return replace(step, payload=canonical(written))

    return spoil


def _value(**fields: object) -> Spoil:
    def spoil(step: Step) -> Step:
        written = json.loads(step.payload)
        written["set"] |= fields
        return replace(step, payload=canonical(written))

    return spoil


@pytest.mark.parametrize(
    "fields",
    [
        {"dispatches": 5},
        {"rework": 1},
        {"dispatched_at": "2026-11-23T01:00:00Z"},
        {"bound_unit": "U1"},
        {"closed_at": None},
        {"returns": 0},
        {"registered_at": None},
    ],
)
def test_a_dispatch_gives_only_the_values_of_a_dispatch(
    crew: Crew, life: Life, fields: dict[str, object]
) -> None:
    case = life.report()
    life.to_dispatch(case)
    spoilt = attempt(crew, case, Move.DISPATCH, actor(D), {"unit": "U1"}, _value(**fields))
    assert spoilt == "judge.row"
    assert not attempt(crew, case, Move.DISPATCH, actor(D), {"unit": "U1"})


def test_a_case_is_reopened_where_it_had_come_to_and_nowhere_before(crew: Crew, life: Life) -> None:
    case = life.report()
    life.to_end(case)
    life.act(case, Move.CALL_BACK, A, outcome="dissatisfied")
    for stage, need in (
        (Stage.TO_DISPATCH, "not_yet_dispatched"),
        (Stage.ACCEPTED, "not_registered"),
    ):
        assert attempt(crew, case, Move.REOPEN, actor(L), spoil=_to(stage)) == f"need.{need}"
    assert not attempt(crew, case, Move.REOPEN, actor(L))
    assert crew.of("lin").reading.rows([case], "lin")[0].stage is Stage.VERIFY_FAILED


@pytest.mark.usefixtures("forgetful")
def test_an_undo_is_of_ones_own_undoable_act_in_its_quiet_time(crew: Crew, life: Life) -> None:
    old, fresh = life.report(), life.report()
    dispatched(life, old)
    assert attempt(crew, old, Move.UNDO, actor(D)) == "need.in_quiet_time"
    life.to_dispatch(fresh)
    assert not attempt(crew, fresh, Move.NOTE, actor(D), {"text": "看过"})
    assert attempt(crew, fresh, Move.UNDO, actor(D)) == "need.undoable"


def test_an_undo_gives_back_what_was_and_nothing_else(crew: Crew, life: Life) -> None:
    case = life.report()
    life.to_dispatch(case)
    assert not attempt(crew, case, Move.DISPATCH, actor(D), {"unit": "U1"})
    mine = actor(D)
    for spoil in (_value(unit="U9"), _value(number="1"), _value(dispatches=7)):
        assert attempt(crew, case, Move.UNDO, mine, spoil=spoil) == "judge.row"
    elsewhere = _to(Stage.TO_CLOSE)
    assert attempt(crew, case, Move.UNDO, mine, spoil=elsewhere) == "judge.row"
    assert not attempt(crew, case, Move.UNDO, mine)
    assert crew.of("lin").reading.rows([case], "lin")[0].stage is Stage.TO_DISPATCH


def _to(stage: Stage) -> Spoil:
    return lambda step: replace(step, to_stage=stage)


def test_a_merged_case_goes_on_only_where_it_stood(crew: Crew, life: Life) -> None:
    master, case = life.report(), life.report()
    assert not attempt(crew, case, Move.MERGE, actor(A), {"master": master})
    to_close = _to(Stage.TO_CLOSE)
    assert attempt(crew, case, Move.UNMERGE, actor(A), spoil=to_close) == "judge.row"
    assert attempt(crew, master, Move.MERGE, actor(A), {"master": case}) == "need.master"
    assert not attempt(crew, case, Move.UNMERGE, actor(A))


@pytest.mark.usefixtures("forgetful")
def test_a_suspension_is_ended_by_the_system_at_its_date_by_whichever_seat_looks(
    crew: Crew, life: Life, store: OpenStore
) -> None:
    system = Actor(operator="system", post=Post.SYSTEM, seat="system")
    early, due = life.report(), life.report()
    suspended(life, early)
    life.to_handling(due)
    life.act(due, Move.REQUEST_SUSPENSION, U, "等一天", until=life.at + timedelta(days=1))
    life.act(due, Move.APPROVE_SUSPENSION, L)
    chen = crew.of("chen")
    assert resume_due(chen.store, chen.reading, life.at + timedelta(days=2)) == (due,)
    assert store.reading.rows([due], "chen")[0].stage is Stage.HANDLING
    version = store.reading.rows([early], "chen")[0].version
    identity = f"resume-{early}-{version}"
    with chen.store.begin(identity, system, life.at) as work:
        act = Act(move=Move.RESUME, actor=system, at=life.at + timedelta(days=400))
        work.put(*go(work.case(early), replace(act, at=work.at), work.rules(), identity))
        with pytest.raises(Refusal, match=r"need\.resume_due_if_system"):
            work.commit()


def test_a_case_handed_over_is_worked_in_the_shift_leader_s_post_for_its_time(
    crew: Crew, life: Life
) -> None:
    handed, other = life.report(), life.report()
    until = datetime.now(UTC) + timedelta(days=1)
    life.act(handed, Move.AUTHORISE, L, colleague="lin", until=until)
    as_leader = replace(actor(D), post=L)
    assert attempt(crew, other, Move.VOID, as_leader) == "judge.post"
    assert attempt(crew, handed, Move.AUTHORISE, as_leader, {"colleague": "he", "until": until})
    assert not attempt(crew, handed, Move.VOID, actor(D))
