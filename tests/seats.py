"""A desk over rows in memory for the list and the card: clock, reading, claims, callers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from console.domain.case import Actor
from console.domain.rules import Rules
from console.domain.stage import Post
from console.ports.rows import CaseRow
from console.viewmodels.case_columns import RowFacts, case_columns
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.likely import LikelyUnits
from console.viewmodels.queue_marks import QueueMarks
from console.views.look import Look
from console.views.row_words import QueueWords
from tests.builders import EMPTY_STANDARDS, city_rules
from tests.fake_media import FakeMedia
from tests.fake_reading import (
    FakeCallers,
    FakeClaims,
    FakeFeed,
    FakeFiles,
    FakeKeeping,
    FakeReading,
    FakeReports,
)
from tests.fakes import FakeStore
from tests.rows import NOW, sample_rows

ME = "chenlei"


@dataclass
class Seat:
    """A dispatcher's seat; `wait` moves its clock."""

    look: Look
    reading: FakeReading
    at: datetime = NOW
    files: FakeFiles = field(default_factory=FakeFiles)
    reports: FakeReports = field(default_factory=FakeReports)
    callers: FakeCallers = field(default_factory=FakeCallers)
    rules: Rules = field(default_factory=city_rules)

    def __post_init__(self) -> None:
        commands = count(1)
        outside = Outside(
            store=FakeStore(city=self.rules, standards=EMPTY_STANDARDS),
            reading=self.reading,
            claims=FakeClaims(self.reading),
            callers=self.callers,
            feed=FakeFeed(now=self.now),
            files=self.files,
            keeping=FakeKeeping(),
            reports=self.reports,
            media=FakeMedia(),
        )
        self.desk = Desk(
            outside,
            AtOnceLanes(),
            Actor(operator=ME, post=Post.DISPATCHER, seat="派遣 03席"),
            self.rules,
            self.now,
            lambda: f"command-{next(commands)}",
        )
        self.marks = QueueMarks(self.desk)
        words = QueueWords(self.look.formats)
        self.likely = LikelyUnits(self.desk)
        self.facts = RowFacts(self.desk, self.marks, self.likely, words)
        self.queue = CaseQueue(self.desk, case_columns(self.facts), self.look.wording.say)
        self.likely.changed.connect(self.queue.on_likely)

    def now(self) -> datetime:
        """The seat's clock."""
        return self.at

    def wait(self, **more: float) -> None:
        """Let time pass."""
        self.at += timedelta(**more)


def a_seat(*rows: CaseRow, language: str = "zh", theme: str = "light") -> Seat:
    """A seat before these rows, or before those of the design pictures."""
    reading = FakeReading()
    reading.put(*(rows or sample_rows()))
    return Seat(Look.of(theme, language, strict=True), reading)
