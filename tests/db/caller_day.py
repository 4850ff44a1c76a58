"""A day on which callers pass through everything that touches them, at seats with their own roles.

For the test and the benchmark that look afterwards whether any of them is readable anywhere.
"""

import json
import logging
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
from sqlalchemy import URL, Engine, text

from console.domain import flow
from console.domain.case import CaseId
from console.domain.needs import Act
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.export import standards_sheets
from console.ports.work import Caller
from console.services.closing import CallBack
from console.services.intake import AttachCaller, DeclineReport, MergeCase, TakeReport
from console.services.queueing import entry_of, send
from console.services.runner import run
from console.services.seat import Seat
from console.services.standards_import import newest_standards
from console.viewmodels.bugs import where_of
from console.views.crash_dialog import bug_report
from db import OpenStore
from db.bulk import BulkStore
from db.caller_keys import CallerKeys
from db.caller_rotation import rotate
from db.drafts import SqliteDrafts
from db.dumps import backup
from db.embedded import status
from db.embedded_binaries import find_binaries
from db.engine import command_engine
from db.journal import SqliteJournal
from tests.db.crew import Crew, at_work
from tests.db.lives import Life, actor
from tests.standards import GENUINE_PLAN

EVERY: Final = 10
MOST_SEARCHES: Final = 60
"""Telephones a seat may look for in ten minutes."""
"""One case in so many goes further than its report."""

TALKATIVE: Final = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_min_messages": "info",
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
    "wal_keep_size": "4GB",
}
"""A server that writes down every statement with its values, and keeps all its WAL."""

LOG: Final = logging.getLogger("tests.caller_day")


@dataclass
class Day:
    """The day. `workstation` is the folder of the seat's own files; `heard` what screens read."""

    url: URL
    folder: Path
    callers: list[Caller]
    crew: Crew
    owner: Engine
    keys: CallerKeys
    cases: list[CaseId] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    life: Life = field(init=False)

    @property
    def workstation(self) -> Path:
        return self.folder / "workstation"

    def at(self, post: Post, login: str | None = None) -> Seat:
        """A seat of one of the crew."""
        return Seat(
            actor=actor(post, login),
            now=lambda: self.life.at,
            store=self.crew,
            new_command=lambda: f"day-{next(self.numbers)}",
        )

    @property
    def acceptor(self) -> OpenStore:
        return self.crew.of("chen")

    def live_through(self) -> None:
        """From the first call to the last look."""
        self.workstation.mkdir()
        self.acceptor.feed.start()
        self.life = Life(self.crew, at=self.acceptor.reading.server_time(), prefix="life")
        part = len(self.callers) // 4
        for caller in self.callers[:EVERY]:
            self.take_in(caller)
        self.change_keys()
        for caller in self.callers[EVERY : 2 * part]:
            self.take_in(caller)
        self.take_in_meanwhile(self.callers[2 * part : 3 * part])
        self.load(self.callers[3 * part :])
        for at, case in enumerate(self.cases[: 2 * part : EVERY]):
            FURTHER[at % len(FURTHER)](self, case, self.callers[at * EVERY])
        self.look_for_all()
        rotate(self.owner, self.keys, lambda _done, _of: None)
        self.fail()
        self.put_out()
        with self.owner.begin() as connection:
            connection.execute(text("CHECKPOINT"))

    def take_in(self, caller: Caller) -> None:
        """A call at one of two acceptors' seats."""
        login = "chen" if len(self.cases) % 2 else "ann"
        changes = run(report(caller, len(self.cases)), self.at(Post.ACCEPTOR, login))
        self.cases.append(changes.cases[0])

    def take_in_meanwhile(self, callers: list[Caller]) -> None:
        """Calls taken in while the server is gone: into the journal first, drafts beside it."""
        journal, drafts = SqliteJournal(self.workstation), SqliteDrafts(self.workstation)
        seat = self.at(Post.ACCEPTOR)
        for at, caller in enumerate(callers):
            command = report(caller, at)
            words = {"name": caller.name, "phone": caller.phone, "address": caller.address}
            drafts.save(f"intake-{at}", json.dumps(words, ensure_ascii=False), self.life.at)
            journal.keep(entry_of(command, seat, seat.new_command()))
        for entry in journal.entries("chen")[EVERY:]:  # the others wait on the disk for ever
            settled = send(entry, seat, journal)
            assert settled.changes is not None
            self.cases.append(settled.changes.cases[0])
        drafts.close()
        journal.close()

    def load(self, callers: list[Caller]) -> None:
        """What the owner loads, past the seats."""
        bulk = BulkStore(self.owner, feed_since=self.life.at, keys=self.keys)
        many = Life(bulk, prefix="bulk", at=self.life.at)
        self.cases += [many.report(caller=one) for one in callers]
        bulk.flush()

    def look_for_all(self) -> None:
        """Every telephone looked for as it was typed; queues, cards and news as screens read."""
        reading = self.acceptor.reading
        found = []
        for at, caller in enumerate(self.callers):
            if at % MOST_SEARCHES == 0:  # in life they would take days
                with self.owner.begin() as connection:
                    connection.execute(text("DELETE FROM telephone_search"))
            found.append(reading.search(caller.phone))
        assert sum(map(bool, found)) == len(self.cases)
        self.hear(found)
        self.hear(reading.rows(self.cases, "chen"))
        self.hear([reading.detail(case, "chen") for case in self.cases[:: EVERY - 1]])
        self.hear(reading.events(), reading.open_rows("chen"), self.acceptor.feed.look())
        leader = self.crew.of("zhou").reading
        self.hear(leader.reveals(self.life.at - timedelta(days=1)))

    def hear(self, *answers: object) -> None:
        self.heard += [repr(answer) for answer in answers]

    def change_keys(self) -> None:
        """A rotation while a seat is about to commit: the server refuses its key."""
        who = actor(Post.ACCEPTOR)
        with self.crew.begin("late", who, self.life.at) as work:
            case = work.case(self.cases[3])
            act = Act(move=Move.ATTACH_CALLER, actor=who, at=work.at, details={"text": "又来电"})
            work.put(*flow.go(case, act, work.rules(), "late"))
            work.put_caller(case.id, self.callers[3])
            rotate(self.owner, self.keys, lambda _done, _of: None)
            refused(work.commit, "caller.key_retired")

    def fail(self) -> None:
        """What goes wrong with a caller in hand: refused by the server, refused here, a bug."""
        caller, who = self.callers[-1], actor(Post.ACCEPTOR)
        with self.crew.begin("stray", who, self.life.at) as work:  # a caller of no step
            act = Act(move=Move.NOTE, actor=who, at=work.at, details={"text": "记录"})
            work.put(*flow.go(work.case(self.cases[1]), act, work.rules(), "stray"))
            work.put_caller(self.cases[3], caller)
            refused(work.commit, "judge.row")
        nobody = AttachCaller(case=self.cases[1])
        refused(lambda: run(nobody, self.at(Post.ACCEPTOR)), "caller.none")
        callers, at = self.acceptor.callers, self.life.at
        refused(lambda: callers.reveal(CaseId(1), who, at, "回访"), "caller.none")
        with pytest.raises(ValueError, match="invalid literal") as bug:
            int(f"{caller.name} {caller.phone} {caller.address}")
        LOG.error("a bug on the window's thread: %s", where_of(bug.value))
        (self.workstation / "crash.txt").write_text(bug_report(bug.value), "utf-8")

    def put_out(self) -> None:
        """What leaves the program as files."""
        standards = newest_standards(self.acceptor.reading, self.life.at)
        standards_sheets.write(self.workstation / "standards.xlsx", standards)

    def evidence(self, data_folder: Path) -> Mapping[str, bytes]:
        """Everything in which a caller might be readable, by where it is; the server's own files
        are `server_files`."""
        home = status(data_folder).home
        return {
            "dump": plain_dump(self.url, self.folder / "backups"),
            "server's log": joined((home / "logs").iterdir()),
            "workstation": joined(self.workstation.rglob("*")),
            "screens and feed": "\n".join(self.heard).encode(),
        }


def report(caller: Caller, at: int) -> TakeReport:
    """A caller's report of a broken cover."""
    place = Place(address=f"中兴路 {at + 1} 号", point=Point(113.3 + at % 20 / 1e4, 33.74))
    words = "井盖破损，行人危险"
    return TakeReport(
        source=Source.HOTLINE, place=place, description=words, caller=caller, callback_wanted=True
    )


def refused(act: Callable[[], object], code: str) -> None:
    """What must be refused, with that code."""
    with pytest.raises(Refusal, match=re.escape(code)):
        act()


def _ended(day: Day, case: CaseId, _caller: Caller) -> None:
    day.life.to_end(case, standard=GENUINE_PLAN)
    run(CallBack(case=case, outcome="satisfied", text="已告知"), day.at(Post.ACCEPTOR))


def _attached(day: Day, case: CaseId, caller: Caller) -> None:
    run(AttachCaller(case=case, text="又来电", caller=caller), day.at(Post.ACCEPTOR))


def _declined(day: Day, case: CaseId, _caller: Caller) -> None:
    run(DeclineReport(case=case, reason="不属城市管理"), day.at(Post.ACCEPTOR))


def _merged(day: Day, case: CaseId, _caller: Caller) -> None:
    run(MergeCase(case=case, master=day.cases[1]), day.at(Post.ACCEPTOR))


def _shown(day: Day, case: CaseId, caller: Caller) -> None:
    seat = day.at(Post.ACCEPTOR)
    day.acceptor.claims.hold(case, seat.actor, day.life.at)
    assert list(day.acceptor.callers.reveal(case, seat.actor, day.life.at, "回访")) == [caller]
    day.acceptor.claims.release(case, seat.actor)


FURTHER: Final = (_ended, _attached, _declined, _merged, _shown)


@contextmanager
def a_day(url: URL, folder: Path, callers: list[Caller]) -> Iterator[Day]:
    """The day in a database of `tests.plugins.stores.build_template`, everybody employed."""
    owner, keys = command_engine(url), CallerKeys.beside(folder / "files")
    with at_work(owner, url, folder) as crew:
        yield Day(url=url, folder=folder, callers=callers, crew=crew, owner=owner, keys=keys)
    owner.dispose()


def joined(files: Iterable[Path]) -> bytes:
    """The content of files; of what is packed, also what is in it."""
    parts = []
    for file in files:
        if file.is_file():
            parts.append(file.read_bytes())
        if file.suffix == ".xlsx":
            with ZipFile(file) as packed:
                parts += [packed.read(name) for name in packed.namelist()]
    return b"\n".join(parts)


def plain_dump(url: URL, folder: Path) -> bytes:
    """The database as SQL."""
    file = backup(url, folder)
    call = [str(find_binaries().program("pg_restore")), "--file=-", str(file)]
    return subprocess.run(call, check=True, capture_output=True).stdout


def server_files(url: URL, data_folder: Path) -> list[Path]:
    """The files of this database and all that is shared, WAL included; not other databases'."""
    data = status(data_folder).home / "data"
    engine = command_engine(url)
    with engine.connect() as connection:
        found = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = str(connection.execute(found).scalar_one())
    engine.dispose()
    return [
        file
        for file in data.rglob("*")
        if file.is_file() and (file.parent.parent != data / "base" or file.parent.name == own)
    ]
