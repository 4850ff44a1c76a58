"""Garbage with Qt objects in it ends on the window's thread, whoever left it."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.viewmodels.collector import Collector


class Ended:
    """Tells on which thread it was collected."""

    def __init__(self, told: list[int]) -> None:
        self.told, self.me = told, self  # a circle: only the collector ends it
        self.thing = QObject()

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    made.start()
    yield made
    made.stop()


def left_on_another_thread(told: list[int]) -> list[list[int]]:
    """A circle is left, and then so much made, and given back, that Python would collect there."""
    made: list[list[int]] = []

    def work() -> None:
        Ended(told)
        made.extend([number] for number in range(10 * gc.get_threshold()[0]))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return made


def test_without_it_python_ends_a_qt_object_where_it_happens_to_collect() -> None:
    told: list[int] = []
    gc.enable()
    assert left_on_another_thread(told)
    assert told
    assert told[0] != threading.get_ident()


def test_a_circle_left_on_a_lane_ends_on_the_window_s_thread(
    collector: Collector, qtbot: QtBot
) -> None:
    told: list[int] = []
    made = left_on_another_thread(told)
    assert not told
    qtbot.waitUntil(lambda: bool(told))
    assert made
    assert told == [threading.get_ident()]


def test_python_collects_by_itself_again_after_its_end(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
