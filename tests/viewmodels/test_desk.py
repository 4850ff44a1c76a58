"""The desk's one road for gestures: what is told when the store does not answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from PySide6.QtCore import QCoreApplication
from shiboken6 import Shiboken

from console.domain.case import Actor
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.errors import StoreUnavailable
from console.ports.reading import Reading
from console.ports.work import Changes, Store, Work
from console.services.noting import NoteCase
from tests.lanes import WaitingLanes
from tests.panels import Table, a_table


@dataclass
class Flickering:
    """A store that does not answer as often as told, and remembers the ids it was asked with."""

    behind: Store
    silent: int = 1
    code: str = "store.lost"
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def begin(self, command: str, actor: Actor, at: datetime) -> Iterator[Work]:
        self.asked.append(command)
        if self.silent:
            self.silent -= 1
            raise StoreUnavailable(self.code)
        with self.behind.begin(command, actor, at) as work:
            yield work


def a_flickering_desk(silent: int = 1) -> tuple[Table, Flickering]:
    table = a_table()
    table.advance(Stage.ACCEPTED)
    store = Flickering(table.bench.store, silent)
    table.desk.outside = replace(table.desk.outside, store=store)
    return table, store


def test_a_form_is_told_when_the_store_does_not_answer_and_sends_the_same_command_again() -> None:
    table, store = a_flickering_desk()
    told: list[str] = []
    done: list[Changes] = []

    def refused(refusal: Refusal) -> None:
        told.append(refusal.code)

    note = NoteCase(case=table.case.id, text="已电话联系")
    table.desk.do(note, done.append, refused)
    assert table.desk.is_lost
    assert told == ["store.lost"]
    table.desk.do(note, done.append, refused)
    assert not table.desk.is_lost
    assert store.asked[0] == store.asked[1]
    assert len(done) == 1
    assert [step.move for step in table.trail()].count(Move.NOTE) == 1


def test_no_other_command_makes_an_unanswered_one_forget_its_id_and_a_repeated_one_is_new() -> None:
    table, store = a_flickering_desk()
    note = NoteCase(case=table.case.id, text="已电话联系")
    table.desk.do(note)
    table.desk.do(replace(note, text="另一句"))
    table.desk.do(note)
    table.desk.do(note)
    assert store.asked[2] == store.asked[0]
    assert len(set(store.asked)) == 3


def test_a_full_disk_keeps_no_question_from_its_answer_and_no_answer_hides_it() -> None:
    table, store = a_flickering_desk()
    store.code = "store.disk_full"
    desk = table.desk
    desk.do(NoteCase(case=table.case.id, text="已电话联系"))
    assert (desk.is_lost, desk.state.gone, desk.state.code) == (True, False, "store.disk_full")
    desk.outside = replace(desk.outside, reading=cast("Reading", Counting()))
    answers: list[object] = []
    for _ in range(2):
        desk.ask("pane", lambda reading: reading.units(), answers.append)
    assert answers == [1, 2]  # the present answer each time, not what was last known
    desk.found_again()
    assert desk.is_lost
    desk.do(NoteCase(case=table.case.id, text="已电话联系"))
    assert (desk.is_lost, desk.state.code) == (False, "")


def test_ordered_work_is_told_too() -> None:
    table, _store = a_flickering_desk(silent=0)
    told: list[str] = []

    def work(_outside: object) -> None:
        raise StoreUnavailable("store.busy")

    def refused(refusal: Refusal) -> None:
        told.append(refusal.code)

    table.desk.order(work, lambda _none: None, refused)
    assert told == ["store.busy"]
    assert table.desk.is_lost
    assert table.desk.actor.post is Post.ACCEPTOR


@dataclass
class Counting:
    """A reading whose answer is how often it was asked."""

    times: int = 0

    def units(self) -> int:
        self.times += 1
        return self.times


class LateLanes(WaitingLanes):
    """Lanes whose questions wait as orders do."""

    def ask(
        self, pane: str, work: Any, answer: Callable[[Any], None], failure: Callable[..., None]
    ) -> None:
        self.order(work, answer, failure)


def test_what_is_answered_after_the_seat_was_left_reaches_nobody(qapp: QCoreApplication) -> None:
    table, _store = a_flickering_desk(silent=0)
    desk = table.desk
    desk.lanes = lanes = LateLanes()
    reached: list[object] = []

    def broken(_given: object) -> None:
        raise StoreUnavailable("store.lost")

    desk.ask("pane", lambda reading: reading.units(), reached.append)
    desk.ask("pane", broken, reached.append)
    desk.do(NoteCase(case=table.case.id, text="已电话联系"), reached.append, reached.append)
    desk.order(lambda _outside: "done", reached.append)
    desk.order(broken, reached.append, reached.append)
    Shiboken.delete(desk)
    while lanes.orders:
        lanes.run()
    assert reached == []


@dataclass
class Mute:
    """A reading that stops answering."""

    behind: Any
    mute: bool = False

    def __getattr__(self, name: str) -> Any:
        if self.mute:
            raise StoreUnavailable("store.lost")
        return getattr(self.behind, name)


def test_without_the_store_a_pane_is_answered_with_what_was_last_known() -> None:
    table, _store = a_flickering_desk(silent=0)
    reading = Mute(table.reading)
    table.desk.outside = replace(table.desk.outside, reading=reading)
    answers: list[object] = []

    def ask() -> None:
        table.desk.ask("pane", lambda reading: reading.units(), answers.append)

    ask()
    reading.mute = True
    ask()
    assert table.desk.is_lost
    ask()
    assert answers == [table.reading.units()] * 3
    table.desk.ask("other", lambda reading: reading.inspectors(), answers.append)
    assert len(answers) == 3
    assert table.desk.is_lost
    reading.mute = False
    table.desk.ask("other", lambda reading: reading.inspectors(), answers.append)
    assert not table.desk.is_lost
