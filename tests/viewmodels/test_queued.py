"""What waits for the store: kept at once, sent once when it is back, refused acts for decision."""

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from console.ports.errors import StoreUnavailable
from console.ports.journal import EntryState
from console.ports.work import Changes
from console.services import queueing
from console.services.closing import CloseCase
from console.services.intake import OrderConfirmation
from console.services.noting import NoteCase
from console.services.queueing import BLOCK, local_day
from console.services.runner import run
from console.services.seat import Seat
from console.services.undoing import UndoLast
from console.viewmodels import queued as queued_module
from console.viewmodels.notices import Notice
from console.viewmodels.queued import Queued
from tests.builders import a_report
from tests.journal import JournalInMemory, NumbersInMemory
from tests.plugins.strict_logs import ExpectedLogs
from tests.viewmodels.test_desk import a_flickering_desk

WORDS = "已电话联系"
FOR_EVER = 1_000_000


class Outage:
    """A seat with a journal whose store can be taken away."""

    def __init__(self) -> None:
        self.table, self.line = a_flickering_desk(silent=0)
        self.journal, self.numbers = JournalInMemory(), NumbersInMemory()
        self.desk = self.table.desk
        self.desk.outside = replace(self.desk.outside, journal=self.journal, numbers=self.numbers)
        self.queued = Queued(self.desk)
        self.said: list[str] = []
        self.done: list[Changes] = []
        self.desk.notice.connect(self._hear)

    def _hear(self, notice: Notice) -> None:
        self.said.append(notice.code)

    def lose(self) -> None:
        """The store is gone, and that is known."""
        self.line.silent = FOR_EVER
        self.desk.failed(StoreUnavailable("store.lost"))

    def come_back(self) -> None:
        """The store answers again."""
        self.line.silent = 0
        self.desk.found_again()

    def note(self, words: str = WORDS) -> NoteCase:
        """A note on the case."""
        return NoteCase(case=self.table.case.id, text=words)

    def notes(self) -> list[str]:
        """The notes the case has."""
        return [step.payload for step in self.table.trail() if step.move is Move.NOTE]

    def states(self) -> list[EntryState]:
        """How what waits stands."""
        return [fact.state for fact in self.queued.facts]


@pytest.fixture
def outage(qapp: QApplication) -> Iterator[Outage]:
    assert qapp is not None  # timers need its loop
    made = Outage()
    yield made
    made.queued.stop()


def test_an_act_without_the_store_waits_and_the_form_is_done(outage: Outage) -> None:
    outage.lose()
    outage.desk.do(outage.note(), outage.done.append)
    assert outage.states() == [EntryState.WAITING]
    assert outage.done[0].cases == (outage.table.case.id,)
    assert outage.said == ["queued.kept"]
    assert outage.queued.waits(outage.table.case.id)
    assert not outage.notes()


def test_what_waits_is_sent_in_order_when_the_store_is_back(outage: Outage) -> None:
    outage.lose()
    for words in ("一", "二", "三"):
        outage.desk.do(outage.note(words))
    outage.come_back()
    assert [word in note for word, note in zip("一二三", outage.notes(), strict=True)] == [True] * 3
    assert outage.queued.facts == ()
    assert outage.said[-1] == "queued.sent"
    assert not outage.queued.waits(outage.table.case.id)


def test_no_answer_is_told_as_unknown_and_asked_for_under_the_same_id(outage: Outage) -> None:
    outage.line.silent = 1
    outage.desk.do(outage.note(), outage.done.append)
    assert outage.states() == [EntryState.SENT]
    assert outage.said == ["queued.unknown"]
    assert len(outage.done) == 1
    assert outage.desk.is_lost
    outage.queued.settle()
    assert len(set(outage.line.asked)) == 1
    assert len(outage.notes()) == 1
    assert outage.queued.facts == ()
    assert not outage.desk.is_lost


def test_an_unknown_outcome_is_asked_for_by_itself(qtbot: QtBot, outage: Outage) -> None:
    outage.line.silent = 3
    outage.desk.do(outage.note())
    qtbot.waitUntil(lambda: outage.queued.facts == ())
    assert len(outage.line.asked) == 4
    assert len(set(outage.line.asked)) == 1
    assert len(outage.notes()) == 1


def test_after_a_minute_it_waits_for_the_store_to_answer(qtbot: QtBot, outage: Outage) -> None:
    outage.line.silent = 2
    outage.desk.do(outage.note())
    outage.table.bench.wait(minutes=2)
    qtbot.waitUntil(lambda: len(outage.line.asked) == 2)
    assert outage.states() == [EntryState.SENT]
    outage.come_back()
    assert len(outage.notes()) == 1


def test_an_act_a_full_disk_does_not_take_is_told_as_unsaved_and_sent_when_there_is_room(
    qtbot: QtBot, outage: Outage
) -> None:
    outage.line.silent, outage.line.code = FOR_EVER, "store.disk_full"
    outage.desk.do(outage.note(), outage.done.append)
    assert outage.said == ["queued.unsaved"]
    assert len(outage.done) == 1
    outage.table.bench.wait(minutes=30)  # the minute of an unknown outcome is long over
    qtbot.waitUntil(lambda: len(outage.line.asked) > 1)
    outage.desk.do(outage.note(), outage.done.append)
    assert outage.said[-1] == "queued.kept"
    outage.line.silent = 0
    qtbot.waitUntil(lambda: outage.queued.facts == ())
    assert len(outage.notes()) == 2
    assert not outage.desk.is_lost


def test_what_is_said_of_a_case_whose_report_still_waits_does_not_overtake_it(
    outage: Outage,
) -> None:
    outage.queued.start()
    outage.lose()
    outage.desk.do(a_report(), outage.done.append)
    case = outage.done[0].cases[0]
    outage.line.silent = 1  # the report is not taken yet
    outage.desk.answered()
    assert outage.queued.waits(case)
    outage.line.silent = 0
    outage.desk.answered()
    outage.desk.do(NoteCase(case=case, text=WORDS), outage.done.append)
    assert outage.queued.facts == ()
    trail = outage.table.bench.store.trails[case]
    assert [step.move for step in trail] == [Move.ACCEPT, Move.NOTE]


def test_a_full_disk_nobody_writes_to_is_not_told_for_ever(qtbot: QtBot, outage: Outage) -> None:
    outage.queued.start()
    outage.desk.failed(StoreUnavailable("store.disk_full"))
    assert outage.desk.is_lost
    outage.queued.settle()
    assert not outage.desk.is_lost


def test_a_full_disk_the_seats_own_writing_meets_is_told_without_a_break(
    qtbot: QtBot, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage.queued.start()
    told: list[bool] = []
    outage.desk.lost.connect(told.append)
    outage.numbers.code, outage.numbers.silent = "store.disk_full", True
    outage.journal.numbers.clear()
    monkeypatch.setattr(queued_module, "MOST_UNSAVED_MS", 2)
    outage.desk.failed(StoreUnavailable("store.disk_full"))
    asked = outage.numbers.asked
    qtbot.waitUntil(lambda: outage.numbers.asked > asked + 2)
    assert told == [True]
    outage.numbers.silent = False
    qtbot.waitUntil(lambda: not outage.desk.is_lost)
    assert told == [True, False]


def test_a_sign_of_life_that_is_not_saved_keeps_a_full_disk_told(
    outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage.table.sit(Post.DISPATCHER)
    full = StoreUnavailable("store.disk_full")
    with monkeypatch.context() as patch:
        patch.setattr(outage.desk.outside.claims, "beat", Mock(side_effect=full))
        outage.desk.failed(full)
        outage.queued.settle()
        assert outage.desk.is_lost
    outage.queued.settle()
    assert not outage.desk.is_lost


def test_what_an_earlier_run_left_is_sent_at_the_start(outage: Outage) -> None:
    outage.lose()
    outage.desk.do(outage.note())
    outage.line.silent = 0
    later = Queued(outage.desk)
    later.start()
    assert len(outage.notes()) == 1
    assert later.facts == ()


def test_what_no_longer_holds_waits_for_a_decision_with_all_its_words(outage: Outage) -> None:
    outage.lose()
    order = OrderConfirmation(case=outage.table.case.id, instruction=WORDS)
    outage.desk.do(order)
    outage.table.bench.do(Post.ACCEPTOR, OrderConfirmation(case=outage.table.case.id))
    outage.desk.do(outage.note())
    outage.come_back()
    fact = outage.queued.facts[0]
    assert fact.state is EntryState.REFUSED
    assert fact.refusal is not None
    assert fact.words == WORDS
    assert outage.queued.refused == 1
    assert len(outage.notes()) == 1  # what came after it is sent all the same
    assert outage.said[-1] == "queued.refused"
    assert not outage.queued.waits(outage.table.case.id)


def test_a_refused_act_is_done_again_or_thrown_away(outage: Outage) -> None:
    outage.lose()
    order = OrderConfirmation(case=outage.table.case.id, inspector="WD-9", version=1)
    outage.desk.do(order)
    outage.desk.do(CloseCase(case=outage.table.case.id, reason=WORDS))
    outage.table.bench.do(Post.ACCEPTOR, OrderConfirmation(case=outage.table.case.id))
    outage.come_back()
    first, second = outage.queued.facts
    outage.queued.discard(second.id)
    assert [fact.id for fact in outage.queued.facts] == [first.id]
    outage.queued.do_again(first.id)
    assert outage.states() == [EntryState.REFUSED]  # it still does not hold
    outage.table.bench.do(Post.ACCEPTOR, UndoLast(case=outage.table.case.id))
    outage.queued.do_again(first.id)
    assert outage.queued.facts == ()
    assert "WD-9" in outage.table.trail()[-1].payload


def test_a_waiting_act_can_be_thrown_away_before_it_is_sent(outage: Outage) -> None:
    outage.lose()
    outage.desk.do(outage.note())
    outage.queued.discard(outage.queued.facts[0].id)
    outage.come_back()
    assert not outage.notes()


def test_a_report_without_the_store_has_a_number_of_this_seat(outage: Outage) -> None:
    outage.queued.start()
    day = local_day(outage.desk.now())
    assert outage.journal.leases(day) == BLOCK
    outage.lose()
    outage.desk.do(a_report(), outage.done.append)
    number = outage.done[0].number
    assert number.startswith(day)
    assert outage.queued.facts[0].number == number
    assert outage.queued.facts[0].case == outage.done[0].cases[0]
    outage.come_back()
    assert [case.number for case in outage.table.bench.store.cases.values()][-1] == number


def test_only_seats_that_take_calls_have_numbers_in_hand(outage: Outage) -> None:
    outage.table.sit(Post.DISPATCHER)
    outage.queued.start()
    assert outage.journal.leases(local_day(outage.desk.now())) == 0


def test_an_unreadable_entry_shows_what_there_is(outage: Outage) -> None:
    outage.lose()
    outage.desk.do(outage.note())
    (entry,) = outage.journal.kept.values()
    outage.journal.keep(replace(entry, content='{"colour": "red"}'))
    outage.come_back()
    fact = outage.queued.facts[0]
    assert fact.words == '{"colour": "red"}'
    assert fact.refusal is not None
    assert fact.refusal.code == "queued.unreadable"
    assert fact.case is None


def test_a_mistake_of_ours_is_reported_once_and_the_rest_goes_on(
    outage: Outage, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("a bug on a lane: builtins.ZeroDivisionError")
    crashes: list[Exception] = []
    outage.desk.crashed.connect(crashes.append)
    outage.lose()
    for words in ("一", "二"):
        outage.desk.do(outage.note(words))

    def mistaken(command: NoteCase, seat: Seat, identity: str) -> Changes:
        if command.text == "一":
            raise ZeroDivisionError
        return run(command, seat, identity)

    monkeypatch.setattr(queueing, "run", mistaken)
    outage.come_back()
    assert len(crashes) == 1
    assert outage.states() == [EntryState.REFUSED]
    assert len(outage.notes()) == 1


def test_nothing_typed_shows_in_what_is_logged(outage: Outage) -> None:
    outage.lose()
    outage.desk.do(outage.note())
    assert WORDS not in repr(outage.queued.facts)


def test_without_a_journal_nothing_waits(outage: Outage) -> None:
    outage.desk.outside = replace(outage.desk.outside, journal=None)
    assert not outage.queued.able
    outage.lose()
    told: list[str] = []
    outage.desk.do(outage.note(), refused=lambda refusal: told.append(refusal.code))
    assert told == ["store.lost"]
    outage.queued.start()
    assert outage.queued.facts == ()
    assert not outage.queued.waits(CaseId(1))


def test_what_follows_a_report_is_shown_by_its_number_and_without_words_there_are_none(
    outage: Outage,
) -> None:
    outage.queued.start()
    outage.lose()
    outage.desk.do(a_report(), outage.done.append)
    report = outage.done[0]
    outage.desk.do(OrderConfirmation(case=report.cases[0]), outage.done.append)
    follow = outage.queued.facts[1]
    assert (follow.number, follow.words) == (report.number, "")
