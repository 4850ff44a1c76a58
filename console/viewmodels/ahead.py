"""Reads ahead what work needs when the store goes: lists to choose from, the most urgent cards.

The answers are kept by the desk as last known; nothing is shown here.
"""

from typing import Any, Final

from PySide6.QtCore import QObject, Slot

from console.domain.case import CaseId
from console.domain.stage import Move
from console.ports.reading import Reading
from console.services.registry import GESTURES
from console.viewmodels.case_card import read_case
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.desk import Desk

MOST: Final = 10
"""Cards read ahead of a queue; each is read once."""


class Ahead(QObject):
    """Asks in panes of its own, so that no other question waits for an answer to these.

    `ready` once forms can be filled in without the store.
    """

    def __init__(self, desk: Desk, queue: CaseQueue) -> None:
        super().__init__(desk)
        self._desk, self._queue = desk, queue
        self._read: set[CaseId] = set()
        self.ready = False
        queue.shown.connect(self._on_shown)

    def load(self) -> None:
        """Ask for what forms are filled in from."""
        now, posts = self._desk.now(), set(self._desk.posts)
        moves: list[Move] = [one.move for one in GESTURES if one.posts & posts]

        def read(reading: Reading) -> None:
            reading.catalogue(now)
            reading.units()
            reading.inspectors()
            reading.operators()
            for move in moves:
                reading.phrases(move.value)

        self._desk.ask("ahead", read, self._on_read)

    def _on_read(self, _none: object) -> None:
        self.ready = True

    @Slot()
    def _on_shown(self) -> None:
        first: list[Any] = list(self._queue.table.keys[:MOST])
        wanted: list[CaseId] = [case for case in first if case not in self._read]
        if not wanted or self._desk.is_lost:
            return
        self._read.update(wanted)
        seat, now = self._desk.actor.operator, self._desk.now()

        def read(reading: Reading) -> None:
            for case in wanted:
                read_case(reading, case, seat, now)

        self._desk.ask("ahead.cases", read, _nothing)


def _nothing(_none: object) -> None:
    """Nothing follows."""
