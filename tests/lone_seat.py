"""A seat without a window in a process of its own, to be killed: notes without the server, replay.

It says each note once it is acknowledged: kept on this machine, or in the store.
"""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QCoreApplication
from sqlalchemy import make_url

from console.domain.case import CaseId
from console.ports.work import Changes
from console.services.noting import NoteCase
from console.services.queueing import send
from console.viewmodels.desk import Desk
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.session import Choice, Session
from db.files import FolderFiles
from db.journal import SqliteJournal
from db.local_door import LocalDoor, Workstation
from db.pictures import SqlitePictures
from db.signin import PostgresSignIn
from tests.quick_cost import make_keys_quick

NOTES: Final = "import sys; from tests.lone_seat import write; write(*sys.argv[1:])"
REPLAY: Final = "import sys; from tests.lone_seat import replay; replay(*sys.argv[1:])"


class LoneSeat:
    """An operator signed in on the workstation of a folder, everything done at once."""

    def __init__(self, url: str, folder: Path, login: str, password: str) -> None:
        self.app = QCoreApplication.instance() or QCoreApplication([])
        self.journal = SqliteJournal(folder)
        files = FolderFiles(folder / "files")
        real = PostgresSignIn(make_url(url), folder / "files", {}, journal=self.journal)
        here = Workstation(
            pictures=SqlitePictures(folder), files=files, journal=self.journal, demo={}
        )
        self.door = LocalDoor(real, here, _now)
        self.session = Session(self.door, AtOnceLanes(), _now, lambda: str(uuid4()))
        self.desk: Desk | None = None
        self.session.admitted.connect(self._on_admitted)
        self.session.sign_in(Choice(login=login, password=password))

    def _on_admitted(self, desk: Desk) -> None:
        self.desk = desk

    def send_all(self) -> None:
        """Send what waits."""
        seat = self.at_work.seat()
        for entry in self.journal.entries(seat.actor.operator):
            send(entry, seat, self.journal)

    @property
    def at_work(self) -> Desk:
        """The desk of whoever came in."""
        assert self.desk is not None, "nobody came in"
        return self.desk


def write(url: str, folder: str, login: str, password: str, case: str, first: str) -> None:
    """Note after note while the server is gone."""
    make_keys_quick()
    desk = LoneSeat(url, Path(folder), login, password).at_work
    desk.ask("units", lambda reading: reading.units(), lambda _units: None)
    assert desk.is_lost
    _say("begin")
    for number in count(int(first)):
        text = f"第 {number} 句"
        note = NoteCase(case=CaseId(int(case)), text=text)

        def kept(_changes: Changes, text: str = text) -> None:
            _say(text)

        desk.do(note, kept)


def replay(url: str, folder: str, login: str, password: str) -> None:
    """Send what waits, the server being there again."""
    make_keys_quick()
    _say("begin")
    LoneSeat(url, Path(folder), login, password).send_all()
    _say("done")
    sys.stdin.read()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _now() -> datetime:
    return datetime.now(UTC)
