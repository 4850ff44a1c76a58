"""Commands that wait: written down whole, sent once, refused ones kept for decision."""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from console.domain.case import Actor
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.errors import StoreUnavailable
from console.ports.files import FileState
from console.ports.journal import EntryState
from console.ports.work import Photo, Store, Work
from console.services import queueing
from console.services.intake import OrderConfirmation, TakeReport
from console.services.noting import AddPhotos, NoteCase
from console.services.queueing import (
    BLOCK,
    HeldFiles,
    again,
    carry_out,
    command_of,
    entry_of,
    local_day,
    refusal_of,
    send,
    stock_up,
    take_along,
)
from console.services.registry import GESTURES, Gesture
from console.services.seat import Seat
from db.files import FolderFiles
from tests.builders import MONDAY, Bench, a_bench, a_report
from tests.fake_reading import FakeFiles
from tests.journal import JournalInMemory, NumbersInMemory

NOTE = "已电话联系"
JPEG = b"\xff\xd8\xff\xe0picture"


@dataclass
class Line:
    """A store that loses its answer: before the command, or after it was kept."""

    behind: Store
    before: bool = False
    after: bool = False
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def begin(self, command: str, actor: Actor, at: datetime) -> Iterator[Work]:
        self.asked.append(command)
        if self.before:
            raise StoreUnavailable("store.lost")
        with self.behind.begin(command, actor, at) as work:
            yield work
        if self.after:
            raise StoreUnavailable("store.lost")


@dataclass
class Place:
    """A seat with a journal."""

    bench: Bench
    line: Line
    journal: JournalInMemory = field(default_factory=JournalInMemory)
    post: Post = Post.ACCEPTOR

    @property
    def seat(self) -> Seat:
        return replace(self.bench.seat(self.post), store=self.line)

    def notes(self) -> int:
        moves = [step.move for step in self.bench.store.trails[self.bench.case_id]]
        return moves.count(Move.NOTE)


@pytest.fixture
def place() -> Place:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    return Place(bench, Line(bench.store))


def sample(kind: Any) -> Any:
    """Some value of a type."""
    simple = {
        datetime: MONDAY,
        TimeLimit: TimeLimit(4, LimitUnit.WORK_HOUR),
        bool: True,
        int: 7,
        float: 1.5,
        str: "字",
    }
    if kind in simple:
        return simple[kind]
    if isinstance(kind, typing.NewType):
        return sample(kind.__supertype__)
    if typing.get_origin(kind) in {types.UnionType, typing.Union}:
        return sample(next(one for one in typing.get_args(kind) if one is not type(None)))
    if typing.get_origin(kind) is tuple:
        return tuple(sample(one) for one in typing.get_args(kind) if one is not Ellipsis)
    if issubclass(kind, Enum):
        return next(iter(kind))
    hints = typing.get_type_hints(kind)
    if dataclasses.is_dataclass(kind):
        values = {one.name: sample(hints[one.name]) for one in dataclasses.fields(kind)}
        return typing.cast("Callable[..., Any]", kind)(**values)
    return kind(*(sample(one) for one in hints.values()))


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda one: one.move.value)
def test_every_command_comes_back_as_it_was_written_down(gesture: Gesture, place: Place) -> None:
    command = sample(gesture.command)
    entry = entry_of(command, place.seat, "c1")
    assert command_of(entry) == command
    assert entry.actor == place.seat.actor


def test_an_entry_shows_nothing_personal(place: Place) -> None:
    entry = entry_of(a_report(), place.seat, "c1")
    assert "13800000001" in entry.content
    assert "13800000001" not in repr(entry)


def test_a_command_that_was_done_leaves_nothing_behind(place: Place) -> None:
    carry_out(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1", place.journal)
    assert not place.journal.kept
    assert place.notes() == 1


def test_a_command_is_written_down_before_it_is_sent(place: Place) -> None:
    place.line.before = True
    with pytest.raises(StoreUnavailable):
        carry_out(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1", place.journal)
    assert place.journal.kept["c1"].state is EntryState.SENT


def test_a_refused_command_is_told_and_not_kept(place: Place) -> None:
    with pytest.raises(Refusal):
        carry_out(NoteCase(case=place.bench.case_id), place.seat, "c1", place.journal)
    assert not place.journal.kept


def test_an_answer_that_was_lost_is_asked_for_by_the_same_id(place: Place) -> None:
    place.line.after = True
    with pytest.raises(StoreUnavailable):
        carry_out(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1", place.journal)
    assert place.notes() == 1
    place.line.after = False
    settled = send(place.journal.kept["c1"], place.seat, place.journal)
    assert settled.changes is not None
    assert settled.changes.cases == (place.bench.case_id,)
    assert place.notes() == 1
    assert not place.journal.kept
    assert place.line.asked == ["c1", "c1"]


def test_a_kept_command_is_sent_as_who_gave_it(place: Place) -> None:
    entry = entry_of(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1")
    place.journal.keep(entry)
    place.post = Post.DISPATCHER
    send(entry, place.seat, place.journal)
    assert place.bench.store.trails[place.bench.case_id][-1].post is Post.ACCEPTOR


def test_while_the_store_is_silent_an_entry_stays_as_it_is(place: Place) -> None:
    entry = entry_of(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1")
    place.journal.keep(entry)
    place.line.before = True
    with pytest.raises(StoreUnavailable):
        send(entry, place.seat, place.journal)
    assert place.journal.kept["c1"] == entry


def test_what_the_fresh_state_does_not_allow_is_kept_with_its_reason(place: Place) -> None:
    entry = entry_of(OrderConfirmation(case=place.bench.case_id), place.seat, "c1")
    place.bench.do(Post.ACCEPTOR, OrderConfirmation(case=place.bench.case_id))
    settled = send(entry, place.seat, place.journal)
    assert settled.refusal is not None
    kept = place.journal.kept["c1"]
    assert kept.state is EntryState.REFUSED
    told = refusal_of(kept)
    assert told is not None
    assert (told.code, told.facts.keys()) == (settled.refusal.code, settled.refusal.facts.keys())
    assert command_of(kept) == OrderConfirmation(case=place.bench.case_id)


def test_a_moment_in_a_refusal_comes_back_as_a_moment(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(*_arguments: object) -> None:
        raise Refusal("case.conflict", at=MONDAY, number="1")

    monkeypatch.setattr(queueing, "run", clash)
    send(
        entry_of(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1"),
        place.seat,
        place.journal,
    )
    told = refusal_of(place.journal.kept["c1"])
    assert told is not None
    assert told.facts == {"at": MONDAY, "number": "1"}


def test_done_again_it_no_longer_minds_what_came_between(place: Place) -> None:
    command = OrderConfirmation(case=place.bench.case_id, version=0, instruction=NOTE)
    entry = replace(entry_of(command, place.seat, "c1"), state=EntryState.REFUSED, refusal="{}")
    once_more = again(entry)
    assert once_more.state is EntryState.WAITING
    assert refusal_of(once_more) is None
    assert command_of(once_more) == replace(command, version=None)


def test_what_this_version_cannot_read_is_kept_for_decision(place: Place) -> None:
    entry = replace(entry_of(a_report(), place.seat, "c1"), content='{"colour": "red"}')
    settled = send(entry, place.seat, place.journal)
    assert settled.refusal is not None
    assert settled.refusal.code == "queued.unreadable"
    assert place.journal.kept["c1"].content == entry.content


def test_a_mistake_of_ours_is_met_once_and_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queueing, "run", mistaken)
    entry = entry_of(NoteCase(case=place.bench.case_id, text=NOTE), place.seat, "c1")
    with pytest.raises(ZeroDivisionError):
        send(entry, place.seat, place.journal)
    assert place.journal.kept["c1"].state is EntryState.REFUSED
    assert command_of(place.journal.kept["c1"]) == command_of(entry)


# --- reports ----------------------------------------------------------------------------------


def test_a_report_taken_meanwhile_has_its_number_and_its_moment_at_once(place: Place) -> None:
    stock_up(place.journal, NumbersInMemory(), MONDAY)
    report = take_along(a_report(), place.journal, MONDAY)
    assert report.lease is not None
    assert report.reported_at == MONDAY
    place.bench.wait(minutes=30)
    settled = send(entry_of(report, place.seat, "c1"), place.seat, place.journal)
    assert settled.changes is not None
    case = place.bench.store.cases[report.lease[0]]
    assert (case.number, case.reported_at) == (report.lease[1], MONDAY)
    assert settled.changes.number == report.lease[1]


def test_numbers_are_given_once_and_without_any_the_report_still_waits(place: Place) -> None:
    stock_up(place.journal, NumbersInMemory(), MONDAY)
    taken = [take_along(a_report(), place.journal, MONDAY).lease for _ in range(BLOCK + 1)]
    assert len(set(taken)) == BLOCK + 1
    assert taken[-1] is None


def test_numbers_are_fetched_when_half_are_used(place: Place) -> None:
    numbers, day = NumbersInMemory(), local_day(MONDAY)
    stock_up(place.journal, numbers, MONDAY)
    place.journal.take_lease(day)
    stock_up(place.journal, numbers, MONDAY)
    assert place.journal.leases(day) == BLOCK - 1
    while place.journal.leases(day) > BLOCK // 2:
        place.journal.take_lease(day)
    stock_up(place.journal, numbers, MONDAY)
    assert place.journal.leases(day) == BLOCK


def test_the_day_of_numbers_is_the_citys() -> None:
    assert local_day(MONDAY) == "2026-1123"
    assert local_day(MONDAY + timedelta(hours=14)) == "2026-1124"


def test_a_number_is_for_a_new_report_only(place: Place) -> None:
    report: TakeReport = a_report()
    assert report.lease is None
    place.bench.do(Post.ACCEPTOR, report)
    assert place.bench.case.stage is not Stage.CLOSED


def test_a_photo_goes_into_the_store_before_the_act_that_names_it(
    place: Place, tmp_path: Path
) -> None:
    files = FolderFiles(tmp_path)
    held = HeldFiles(files, place.journal, lambda: MONDAY)
    digest = held.keep(JPEG, "image/jpeg")
    photo = Photo(digest=digest, role="before", mime="image/jpeg", size=len(JPEG))
    command = AddPhotos(case=place.bench.case_id, photos=(photo,))
    seat = replace(place.seat, files=files)
    place.line.before = True
    with pytest.raises(StoreUnavailable):
        carry_out(command, seat, "c1", place.journal)
    assert held.find(digest) == files.find(digest)
    assert files.find(digest).state is FileState.READY
    assert place.journal.held(digest) is not None
    place.line.before = False
    send(place.journal.kept["c1"], seat, place.journal)
    assert place.journal.held(digest) is None


def test_only_a_file_of_its_kind_is_held(place: Place) -> None:
    with pytest.raises(Refusal, match=r"file\.kind"):
        HeldFiles(FakeFiles(), place.journal, lambda: MONDAY).keep(b"MZ", "image/jpeg")
