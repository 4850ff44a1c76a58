"""The journal: in order, unreadable without the key, exactly once whatever is killed when."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.stage import Post, Source
from console.ports.files import FileState
from console.ports.journal import Entry, EntryState, Held
from console.ports.work import Photo
from console.services.intake import TakeReport
from console.services.noting import AddPhotos, NoteCase
from console.services.queueing import (
    BLOCK,
    HeldFiles,
    entry_of,
    local_day,
    send,
    stock_up,
    take_along,
)
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore
from db.journal import SqliteJournal
from tests.builders import a_place, a_report
from tests.db.lives import MORNING, actor
from tests.killing import killed_at_random

NOTES = 40

REPLAY = """
import sys
from datetime import datetime
from pathlib import Path
from console.services.queueing import send
from console.services.seat import Seat
from db import open_store
from db.journal import SqliteJournal
from tests.db.lives import MORNING, actor
from console.domain.stage import Post

folder, url = Path(sys.argv[1]), sys.argv[2]
store = open_store(url, files_folder=folder / "files", operator="chen")
journal = SqliteJournal(folder)
seat = Seat(
    actor=actor(Post.ACCEPTOR),
    now=lambda: MORNING,
    store=store.store,
    new_command=lambda: "",
    files=store.files,
)
print("begin", flush=True)
for entry in journal.entries("chen"):
    send(entry, seat, journal)
    print(entry.id, flush=True)
"""


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(tmp_path)
    yield made
    made.close()


def a_seat(store: OpenStore) -> Seat:
    numbers = count(1)
    return Seat(
        actor=actor(Post.ACCEPTOR),
        now=lambda: MORNING,
        store=store.store,
        new_command=lambda: f"seat-{next(numbers)}",
        files=store.files,
    )


def a_photo(number: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + f"picture {number}".encode() * 50


def with_photo(
    number: int, case: CaseId, seat: Seat, journal: SqliteJournal, store: OpenStore
) -> Entry:
    """An act that adds a picture, which is held beside the journal."""
    content = a_photo(number)
    digest = HeldFiles(store.files, journal, seat.now).keep(content, "image/jpeg")
    photo = Photo(digest=digest, role="before", mime="image/jpeg", size=len(content), by="chen")
    return entry_of(AddPhotos(case=case, photos=(photo,)), seat, f"photo-{number}")


def an_entry(name: str = "c1", operator: str = "chen", content: str = "{}") -> Entry:
    return Entry(
        id=name,
        actor=actor(Post.ACCEPTOR, operator),
        kept_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        gesture="note",
        content=content,
    )


def test_entries_come_back_in_the_order_they_were_given(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    kept = [an_entry(name) for name in ("c3", "c1", "c2")]
    for entry in kept:
        journal.keep(entry)
    changed = replace(kept[0], state=EntryState.REFUSED, refusal="{}")
    journal.keep(changed)
    again = SqliteJournal(tmp_path)
    assert again.entries("chen") == (changed, *kept[1:])
    again.close()


def test_another_operators_entries_are_not_shown(journal: SqliteJournal) -> None:
    journal.keep(an_entry())
    assert journal.entries("wang") == ()


def test_what_is_forgotten_is_gone(journal: SqliteJournal) -> None:
    journal.keep(an_entry())
    journal.forget("c1")
    journal.forget("c1")
    assert journal.entries("chen") == ()


def test_nothing_typed_can_be_read_in_the_files(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.keep(an_entry(content='{"phone": "13800000001"}'))
    assert not [one for one in tmp_path.iterdir() if b"13800000001" in one.read_bytes()]
    assert not [one for one in tmp_path.iterdir() if one.stat().st_mode & 0o077]


def test_entries_of_another_machines_key_are_as_good_as_gone(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    journal.keep(an_entry())
    (tmp_path / "drafts.key").write_bytes(bytes(32))
    other = SqliteJournal(tmp_path)
    assert other.entries("chen") == ()
    other.close()


def test_numbers_of_a_day_are_given_out_once(journal: SqliteJournal, store: OpenStore) -> None:
    day = local_day(MORNING)
    stock_up(journal, store.numbers, MORNING)
    assert journal.leases(day) == BLOCK
    leases = [journal.take_lease(day) for _ in range(BLOCK)]
    assert None not in leases
    assert len(set(leases)) == BLOCK
    assert journal.take_lease(day) is None


def test_numbers_of_yesterday_are_forgotten(journal: SqliteJournal, store: OpenStore) -> None:
    stock_up(journal, store.numbers, MORNING)
    journal.put_leases("2026-1124", [])
    assert journal.leases(local_day(MORNING)) == 0


def test_no_two_seats_and_no_case_get_the_same_number(store: OpenStore) -> None:
    seat = a_seat(store)

    def lease(_turn: int) -> list[tuple[int, str]]:
        return list(store.numbers.lease(MORNING, BLOCK))

    with ThreadPoolExecutor(2) as pool:
        leased = [one for some in pool.map(lease, range(6)) for one in some]
    report = TakeReport(source=Source.VIDEO, place=a_place(), description="围墙下堆放生活垃圾")
    made = run(report, seat)
    every = [*leased, (made.cases[0], made.number)]
    assert len({one for one, _ in every}) == len(every)
    assert len({number for _, number in every}) == len(every)


def test_more_numbers_than_a_seat_may_hold_are_not_given(store: OpenStore) -> None:
    assert len(store.numbers.lease(MORNING, 1_000)) == 20
    assert store.numbers.lease(MORNING, 0) == ()


def test_a_report_taken_without_the_store_has_its_number_in_it_afterwards(
    journal: SqliteJournal, store: OpenStore
) -> None:
    seat = a_seat(store)
    stock_up(journal, store.numbers, MORNING)
    report = take_along(a_report(), journal, MORNING)
    assert report.lease is not None
    settled = send(entry_of(report, seat, "c1"), seat, journal)
    assert settled.changes is not None
    assert store.reading.find_number(report.lease[1]) == report.lease[0]


@pytest.mark.parametrize("turn", range(3))
def test_a_replay_that_is_killed_goes_on_and_does_nothing_twice(
    turn: int, store: OpenStore, owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    seat, chance = a_seat(store), random.Random(turn)
    case = run(a_report(), seat).cases[0]
    journal = SqliteJournal(tmp_path)
    for number in range(NOTES):
        note = NoteCase(case=case, text=f"第 {number} 句")
        journal.keep(entry_of(note, seat, f"note-{number}"))
    journal.close()
    url = database_url.render_as_string(hide_password=False)
    killed_at_random(REPLAY, str(tmp_path), url, chance=chance, longest=0.4)
    journal = SqliteJournal(tmp_path)
    for entry in journal.entries("chen"):
        send(entry, seat, journal)
    assert journal.entries("chen") == ()
    journal.close()
    with owner.connect() as connection:
        said = connection.execute(
            text("SELECT payload FROM case_step WHERE move = 'note' ORDER BY case_id, seq")
        ).scalars()
        assert [f"第 {number} 句" in one for number, one in enumerate(said)] == [True] * NOTES


def test_photos_of_waiting_acts_are_sealed_and_go_with_their_act(
    journal: SqliteJournal, store: OpenStore, tmp_path: Path
) -> None:
    seat = a_seat(store)
    case = run(a_report(), seat).cases[0]
    entry = with_photo(1, case, seat, journal, store)
    (digest,) = entry.files
    journal.keep(entry)
    assert store.files.find(digest).state is FileState.MISSING
    assert not [one for one in tmp_path.glob("*.sqlite*") if b"picture 1" in one.read_bytes()]
    twin = replace(entry, id="photo-2")
    journal.keep(twin)
    assert send(entry, seat, journal).refusal is None
    assert store.files.find(digest).state is FileState.READY
    assert journal.held(digest) is not None  # another act still names it
    journal.forget(twin.id)
    assert journal.held(digest) is None


def test_a_refused_act_keeps_its_photos_until_it_is_decided_on(
    journal: SqliteJournal, store: OpenStore
) -> None:
    seat = a_seat(store)
    case = run(a_report(), seat).cases[0]
    entry = with_photo(1, case, seat, journal, store)
    wrong = replace(entry, content=entry.content.replace(str(case), "7"))
    journal.keep(wrong)
    assert send(wrong, seat, journal).refusal is not None
    (kept,) = journal.entries("chen")
    assert kept.state is EntryState.REFUSED
    assert journal.held(entry.files[0]) == Held(mime="image/jpeg", content=a_photo(1))
    journal.forget(kept.id)
    assert journal.held(entry.files[0]) is None


def test_photos_whose_act_was_never_given_are_dropped_after_a_time(
    journal: SqliteJournal, store: OpenStore
) -> None:
    seat = a_seat(store)
    entry = with_photo(1, CaseId(1), seat, journal, store)
    journal.drop_unnamed(MORNING)
    assert journal.held(entry.files[0]) is not None
    journal.drop_unnamed(MORNING + timedelta(seconds=1))
    assert journal.held(entry.files[0]) is None


def test_another_machines_key_opens_no_photo(
    journal: SqliteJournal, store: OpenStore, tmp_path: Path
) -> None:
    entry = with_photo(1, CaseId(1), a_seat(store), journal, store)
    (tmp_path / "drafts.key").write_bytes(bytes(32))
    other = SqliteJournal(tmp_path)
    assert other.held(entry.files[0]) is None
    other.close()


@pytest.mark.parametrize("turn", range(2))
def test_a_replay_of_photos_that_is_killed_leaves_every_act_once_and_every_file(
    turn: int, store: OpenStore, owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    seat, chance = a_seat(store), random.Random(turn)
    case = run(a_report(), seat).cases[0]
    journal = SqliteJournal(tmp_path)
    entries = [with_photo(number, case, seat, journal, store) for number in range(NOTES)]
    for entry in entries:
        journal.keep(entry)
    journal.close()
    url = database_url.render_as_string(hide_password=False)
    killed_at_random(REPLAY, str(tmp_path), url, chance=chance, longest=0.4)
    journal = SqliteJournal(tmp_path)
    for entry in journal.entries("chen"):
        send(entry, seat, journal)
    digests = [entry.files[0] for entry in entries]
    assert journal.entries("chen") == ()
    assert [journal.held(one) for one in digests] == [None] * NOTES
    journal.close()
    assert {store.files.find(one).state for one in digests} == {FileState.READY}
    with owner.connect() as connection:
        said = connection.execute(
            text("SELECT payload FROM case_step WHERE move = 'add_photo' ORDER BY case_id, seq")
        ).scalars()
        assert [digests[number] in one for number, one in enumerate(said)] == [True] * NOTES
