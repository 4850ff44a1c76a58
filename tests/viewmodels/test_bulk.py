"""One gesture on many cases: each is an ordinary command with an outcome of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.domain.ways import NEVER_LENT, WAYS
from console.ports.errors import StoreUnavailable
from console.services.coordinating import OpenCoordination
from console.services.noting import NoteCase
from console.services.registering import RegisterCase
from console.viewmodels.bulk import BULK, Bulk, BulkOutcome, BulkPlan, BulkState, meant_for
from console.viewmodels.notices import Notice
from console.viewmodels.queue_marks import QueueMarks
from console.viewmodels.undo import UndoClock
from tests.journal import JournalInMemory
from tests.panels import Table, a_table
from tests.rows import a_case_row
from tests.stages import WALKS

pytestmark = pytest.mark.usefixtures("qtbot")


class Ward:
    """A seat with marked cases, all in one stage."""

    def __init__(self, count: int = 3, stage: Stage = Stage.HANDLING) -> None:
        self.table: Table = a_table(Post.DISPATCHER)
        self.cases: list[CaseId] = []
        for _ in range(count):
            WALKS[stage](self.table.bench)
            case = self.table.case
            self.cases.append(case.id)
            self.table.reading.put(
                replace(
                    a_case_row(),
                    id=case.id,
                    number=case.number,
                    version=case.version,
                    stage=case.stage,
                    holder="",
                    holder_seat="",
                )
            )
        self.desk = self.table.desk
        self.marks = QueueMarks(self.desk)
        self.bulk = Bulk(self.desk, self.marks)
        self.notices: list[Notice] = []
        self.desk.notice.connect(self.notices.append)
        self.marks.pick(self.cases)

    def plan(self, move: Move) -> BulkPlan:
        told: list[BulkPlan] = []
        self.bulk.ready.connect(told.append)
        self.bulk.prepare(move)
        self.bulk.ready.disconnect(told.append)
        return told[0]

    def run(self, move: Move, **values: object) -> tuple[BulkOutcome, ...]:
        self.bulk.run(self.plan(move), values)
        return self.bulk.outcomes

    def move_of(self, case: CaseId) -> Move | None:
        return self.table.bench.store.cases[case].last_move


def states(outcomes: tuple[BulkOutcome, ...]) -> list[BulkState]:
    return [one.state for one in outcomes]


def test_every_marked_case_is_urged_and_none_stays_marked(qtbot: QtBot) -> None:
    ward = Ward(4)
    with qtbot.waitSignal(ward.bulk.ended):
        found = ward.run(Move.URGE)
    assert states(found) == [BulkState.DONE] * 4
    assert {ward.move_of(case) for case in ward.cases} == {Move.URGE}
    assert not ward.marks.picked


def test_one_sentence_is_told_for_all_of_them() -> None:
    ward = Ward(4)
    ward.run(Move.URGE)
    assert [one.code for one in ward.notices] == ["bulk.done"]
    assert ward.notices[0].facts == {"move": "urge", "done": 4, "all": 4}


def test_what_is_refused_says_why_stays_marked_and_stops_none_of_the_rest() -> None:
    ward = Ward(3)
    ward.table.bench.case_id = ward.cases[1]
    ended = ward.table.bench.store.cases[ward.cases[1]]
    ward.table.bench.store.cases[ward.cases[1]] = replace(ended, stage=Stage.CLOSED)
    found = ward.run(Move.URGE)
    assert states(found) == [BulkState.DONE, BulkState.REFUSED, BulkState.DONE]
    assert found[1].refusal is not None
    assert found[1].refusal.code == "move.stage"
    assert ward.marks.picked == (ward.cases[1],)


def test_each_case_is_done_with_the_version_it_was_read_in() -> None:
    ward = Ward(3, Stage.TO_DISPATCH)
    plan = ward.plan(Move.DISPATCH)
    quick = ward.cases[2]
    ward.table.bench.do(Post.SHIFT_LEADER, NoteCase(case=quick, text="看过"))
    ward.bulk.run(plan, {"unit": "U1"})
    assert states(ward.bulk.outcomes) == [BulkState.DONE] * 3  # a note moves nothing
    again = Ward(2, Stage.TO_REGISTER)
    stale = again.plan(Move.NOTE)
    again.table.bench.do(Post.SHIFT_LEADER, RegisterCase(case=again.cases[0]))
    again.bulk.run(stale, {"text": "现场已看"})
    assert states(again.bulk.outcomes) == [BulkState.DONE] * 2  # and so does a note on a moved one


def test_a_case_moved_on_meanwhile_is_a_clash_of_its_own() -> None:
    ward = Ward(2, Stage.VERIFY_FAILED)
    plan = ward.plan(Move.DISPATCH)
    other = ward.table.bench
    other.do(Post.SHIFT_LEADER, OpenCoordination(case=ward.cases[0], reason="责任不清"))
    ward.bulk.run(plan, {"unit": "U1"})
    assert states(ward.bulk.outcomes) == [BulkState.CONFLICT, BulkState.DONE]


def test_a_case_in_other_hands_is_left_to_them_but_may_be_urged() -> None:
    ward = Ward(2, Stage.TO_DISPATCH)
    row = ward.table.reading.cases[ward.cases[0]]
    ward.table.reading.put(replace(row, holder="other", holder_seat="派遣 02席"))
    found = ward.run(Move.DISPATCH, unit="U1")
    assert states(found) == [BulkState.HELD, BulkState.DONE]
    assert found[0].holder == "派遣 02席"
    ward.marks.pick(ward.cases)
    assert states(ward.run(Move.URGE)) == [BulkState.DONE] * 2


def test_given_up_half_way_the_rest_is_left_as_it_was() -> None:
    ward = Ward(5)
    plan = ward.plan(Move.URGE)

    def stop(share: float) -> None:
        if share >= 0.4:
            ward.bulk.give_up()

    ward.bulk.moved.connect(stop)
    ward.bulk.run(plan, {})
    ward.bulk.moved.disconnect(stop)
    assert states(ward.bulk.outcomes) == [BulkState.DONE] * 2 + [BulkState.LEFT] * 3
    assert ward.marks.picked == tuple(ward.cases[2:])


def test_by_one_undo_all_that_can_be_taken_back_is() -> None:
    ward = Ward(3, Stage.TO_DISPATCH)
    undo = UndoClock(ward.desk)
    ward.run(Move.DISPATCH, unit="U1")
    undo.undo()
    after = [ward.table.bench.store.cases[case].stage for case in ward.cases]
    assert after == [Stage.TO_DISPATCH] * 3
    assert not undo.seconds_left


def test_a_lost_store_ends_the_run_and_nothing_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ward = Ward(3)
    plan = ward.plan(Move.URGE)

    def lost(*_given: object) -> object:
        raise StoreUnavailable("store.lost")

    monkeypatch.setattr("tests.fakes.FakeStore.begin", lost)
    ward.bulk.run(plan, {})
    assert states(ward.bulk.outcomes) == [BulkState.REFUSED, BulkState.LEFT, BulkState.LEFT]
    assert ward.marks.picked == tuple(ward.cases)


def test_keys_shared_by_two_gestures_mean_the_one_of_each_case_s_stage() -> None:
    row = a_case_row()
    assert meant_for(Move.DISPATCH, replace(row, stage=Stage.VERIFY_FAILED)) is Move.REDISPATCH
    assert meant_for(Move.REDISPATCH, replace(row, stage=Stage.TO_DISPATCH)) is Move.DISPATCH
    assert meant_for(Move.DISPATCH, replace(row, stage=Stage.CLOSED)) is Move.DISPATCH


def test_what_ends_a_case_or_needs_two_people_is_never_done_in_bulk() -> None:
    ending = {way.move for way in WAYS if "stop_all" in {one.value for one in way.clock}}
    assert not BULK & (ending | NEVER_LENT | {Move.VOID, Move.FORCE_CLOSE, Move.CLOSE})


@pytest.mark.parametrize("move", sorted(BULK))
def test_every_bulk_gesture_can_be_asked_for(move: Move) -> None:
    plan = BulkPlan(move=move, rows=(a_case_row(),) * 2)
    named = {one.name for one in plan.fields} | ({plan.words} if plan.must_say else set())
    assert plan.bare == (not named)
    assert "photos" not in named


def test_more_than_five_are_never_done_without_a_question() -> None:
    few, many = (BulkPlan(move=Move.URGE, rows=(a_case_row(),) * n) for n in (5, 6))
    assert few.bare
    assert not many.bare


def test_marks_left_behind_are_not_acted_on_instead_of_the_case_in_hand_unasked() -> None:
    ward = Ward(2)
    told: list[BulkPlan] = []
    ward.bulk.ready.connect(told.append)
    ward.bulk.prepare(Move.URGE, ward.cases[0])
    ward.bulk.prepare(Move.URGE, CaseId(7))
    ward.bulk.ready.disconnect(told.append)
    assert [plan.bare for plan in told] == [True, False]


def test_without_a_store_all_of_them_wait_on_this_machine() -> None:
    ward = Ward(3)
    journal = JournalInMemory()
    ward.desk.outside = replace(ward.desk.outside, journal=journal)
    plan = ward.plan(Move.URGE)
    ward.desk.state.become(lost=True)
    ward.bulk.run(plan, {})
    assert states(ward.bulk.outcomes) == [BulkState.WAITING] * 3
    assert [entry.gesture for entry in journal.kept.values()] == ["urge"] * 3
    assert not ward.marks.picked


def test_one_marked_case_is_no_bulk() -> None:
    ward = Ward(2)
    ward.marks.drop([ward.cases[0]])
    assert not ward.bulk.takes(Move.URGE)
    ward.marks.toggle(ward.cases[0])
    assert ward.bulk.takes(Move.URGE)
    assert not ward.bulk.takes(Move.CLOSE)
