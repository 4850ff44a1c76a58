"""A stop of the window's thread is reported with what it was doing; calm running is not."""

import subprocess
import sys
import threading
import traceback
from typing import Any, ClassVar

import pytest
from pytestqt.qtbot import QtBot

from console.views import watchdog
from console.views.watchdog import LIMIT_S, Stop, Watchdog, stack_of
from tests.house.tree import ROOT


def _blocked_by_a_long_wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_a_stop_is_reported_with_its_stack(qtbot: QtBot) -> None:
    seen: list[Stop] = []
    dog = Watchdog(seen.append)

    def _stood() -> bool:
        _blocked_by_a_long_wait(0.2)
        return any("_blocked_by_a_long_wait" in one.stack for one in seen)

    dog.start()
    try:
        qtbot.waitUntil(_stood)  # again, should the watching thread not have had its turn
    finally:
        dog.stop()
    assert all(one.seconds > LIMIT_S for one in seen)


def test_its_thread_ends_with_it(qtbot: QtBot) -> None:
    dog = Watchdog(lambda _stop: None)
    dog.start()
    dog.stop()
    assert not [one for one in threading.enumerate() if one.name == "watchdog"]


class _Painterlike:
    """Tells which thread let it go."""

    ended_on: ClassVar[list[int]] = []

    def __del__(self) -> None:
        self.ended_on.append(threading.get_ident())


def _stood_until_it_returned(looking: threading.Event) -> _Painterlike | None:
    painter = _Painterlike()
    looking.wait()
    return None if painter else painter


def test_looking_keeps_nothing_alive_that_the_window_lets_go(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A painter that ended on another thread after its painting took the whole console down."""
    looking, released = threading.Event(), threading.Event()
    plain = traceback.StackSummary.extract

    def slow(*given: Any, **named: Any) -> traceback.StackSummary:
        looking.set()
        released.wait(1)
        return plain(*given, **named)

    monkeypatch.setattr(traceback.StackSummary, "extract", slow)
    dog = Watchdog(lambda _stop: None)
    _Painterlike.ended_on.clear()
    dog.start()
    latest = threading.Timer(LIMIT_S * 4, looking.set)  # who reads no frames is not slowed
    latest.start()
    try:
        _stood_until_it_returned(looking)
        released.set()
    finally:
        dog.stop()
        latest.join()
    assert _Painterlike.ended_on == [threading.get_ident()]


def test_a_stop_is_told_without_a_stack_by_an_interpreter_that_lends_none(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_dump", None)
    seen: list[Stop] = []
    dog = Watchdog(seen.append)

    def _stood() -> bool:
        _blocked_by_a_long_wait(0.2)
        return bool(seen)

    dog.start()
    try:
        qtbot.waitUntil(_stood)
    finally:
        dog.stop()
    assert {one.stack for one in seen} == {watchdog.NO_STACK}


BUSY = """
import threading
from time import monotonic
from PySide6.QtCore import QCoreApplication, QThreadPool
from console.views.watchdog import Watchdog

app = QCoreApplication([])
dog, pool, end = Watchdog(lambda _stop: None), QThreadPool(), monotonic() + 3

def look():
    while monotonic() < end:
        assert "<module>" in dog._stack()

looking = threading.Thread(target=look)
looking.start()
while monotonic() < end:  # each task makes a thread's state for the interpreter and ends it
    for _ in range(50):
        pool.start(lambda: None)
    pool.waitForDone()
looking.join()
print("whole")
"""


def test_a_thread_of_qt_that_comes_while_the_stack_is_read_ends_nothing() -> None:
    """It ended the console: its state was met half made."""
    done = subprocess.run(
        [sys.executable, "-c", BUSY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "whole"), done.stderr


def test_the_innermost_line_is_the_last() -> None:
    dump = """Stack (most recent call first):
  File "paint.py", line 9 in draw
  File "app.py", line 1 in main
"""
    assert stack_of(dump).splitlines() == [
        '  File "app.py", line 1 in main',
        '  File "paint.py", line 9 in draw',
    ]
    assert stack_of("") == ""
