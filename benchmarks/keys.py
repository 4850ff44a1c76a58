"""From a key to the painted list, with 100,000 cases in the dispatcher's queue.

    python -m benchmarks.keys [--cases 100000] [--keys 400]

The whole seat is on screen (off-screen platform): rail, list, summary, next case, status. The keys
are real key events into the focused widget; a key's time ends when the list's viewport has been
painted after it. `busy` is what the window's own thread worked in that time; the rest it waited for
its turn on a loaded machine. Beside it a plain `QTableView` over a `QStandardItemModel` with one
page of 200 rows and as many columns, painted by Qt itself.
"""

import argparse
import os
import random
import time
from dataclasses import dataclass, field
from datetime import datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from benchmarks.figures import HEAD, percentile, row
from benchmarks.machine import machine
from console.ports.rows import News, QueueFilter, QueueOrder
from tests.fake_reading import FakeReading
from tests.rows import NOW, a_case_id, a_case_row
from tests.screens import Stage, open_stage

PAGE = 200
GOAL_MS = 50.0
PATIENCE = 0.5  # seconds
DOWN = (*([Qt.Key.Key_Down] * 6), *([Qt.Key.Key_PageDown] * 3))
UP = (*([Qt.Key.Key_Up] * 6), *([Qt.Key.Key_PageUp] * 3))


@dataclass
class ManyReading(FakeReading):
    """Answers with one order made beforehand, as the database does."""

    whole: QueueOrder = field(default_factory=lambda: QueueOrder(ids=(), outside=0))

    def order(self, wanted: QueueFilter, seat: str, now: datetime) -> QueueOrder:
        """The same order always."""
        del wanted, seat, now
        return self.whole


@dataclass
class Taken:
    """Milliseconds on the wall, and of work of the window's thread."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def note(self, wall: float, busy: float) -> None:
        """Keep one measurement, begun at these moments."""
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.busy.append((time.thread_time() - busy) * 1000)


class Painted(QObject):
    """Notes that a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  as Qt calls it
        """Look only."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def key_to_paint(table: QTableView, keys: int, seed: int) -> Taken:
    """What each key took, among them jumps to both ends."""
    chance, painted, taken = random.Random(seed), Painted(table.viewport()), Taken()
    way = DOWN
    for _ in range(keys):
        key = chance.choice(way)
        if chance.random() < 0.05:  # to an end, and back from there
            key = Qt.Key.Key_End if way is DOWN else Qt.Key.Key_Home
            way = UP if way is DOWN else DOWN
        painted.seen = False
        begun, busy = time.perf_counter(), time.thread_time()
        QTest.keyClick(table, key)
        while not painted.seen and time.perf_counter() < begun + PATIENCE:
            QApplication.processEvents()
        if painted.seen:  # a key at the very end of the list changes nothing
            taken.note(begun, busy)
        QApplication.processEvents()  # what the key set off beside the painting
    return taken


def seat(cases: int) -> Stage:
    """A dispatcher's seat with so many cases waiting."""
    reading = ManyReading()
    rows = [a_case_row(number, number // 60 - 30) for number in range(1, cases + 1)]
    reading.put(*rows)
    reading.whole = QueueOrder(ids=tuple(one.id for one in rows), outside=0)
    return open_stage(reading=reading)


def plain() -> QTableView:
    """What Qt gives by itself: a page of texts."""
    model = QStandardItemModel(PAGE, 0)
    for column in range(11):
        texts = [QStandardItem(f"2026-1123-{at:06d} 井盖断裂 {column}") for at in range(PAGE)]
        model.appendColumn(texts)
    view = QTableView()
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setModel(model)
    view.resize(1280, 800)
    view.show()
    return view


def news(stage: Stage, times: int) -> Taken:
    """What one changed and one re-ordered case take."""
    reading, taken = stage.reading, Taken()
    assert isinstance(reading, ManyReading)
    ids = list(reading.whole.ids)
    for at in range(times):
        ids.insert(len(ids) // 2, ids.pop(at * 7 + 1))
        reading.whole = QueueOrder(ids=tuple(ids), outside=0)
        begun, busy = time.perf_counter(), time.thread_time()
        stage.desk.news.emit(News(cases=(a_case_id(1),), as_of=NOW))
        QApplication.processEvents()
        taken.note(begun, busy)
    return taken


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--cases", type=int, default=100_000)
    wanted.add_argument("--keys", type=int, default=200)
    given = wanted.parse_args()
    app = QApplication([])
    stage = seat(given.cases)
    QTest.qWait(200)
    key_to_paint(stage.shell.table, 40, seed=0)  # fonts, icons and first pages
    ours = key_to_paint(stage.shell.table, given.keys, seed=1)
    stage.clock.wait(seconds=10)  # the hand has rested: rows may move
    moved = news(stage, 30)
    stage.close()
    view = plain()
    QTest.qWait(200)
    key_to_paint(view, 40, seed=0)
    bare = key_to_paint(view, given.keys, seed=1)
    view.close()
    print(machine())
    print(HEAD)
    for name, taken in (
        (f"key to paint, {given.cases:,} cases", ours),
        (f"key to paint, plain table of {PAGE} rows", bare),
        (f"one case's news, {given.cases:,} cases", moved),
    ):
        print(row(name, taken.wall))
        print(row(f"{name}: busy", taken.busy))
    p95 = percentile(ours.busy, 0.95)
    ratio = p95 / percentile(bare.busy, 0.95)
    print(f"busy p95 {p95:.1f} ms (goal {GOAL_MS:.0f}); {ratio:.1f} times the plain table")
    app.quit()


if __name__ == "__main__":
    main()
