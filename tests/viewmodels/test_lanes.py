"""Lanes keep nothing of a question that was answered, however many panes there were."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.viewmodels.lanes import ThreadLanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[ThreadLanes]:
    made = ThreadLanes()
    yield made
    made.close()


def fail(error: Exception) -> None:
    raise error


def test_a_pane_that_was_answered_is_forgotten(lanes: ThreadLanes, qtbot: QtBot) -> None:
    heard: list[Any] = []
    for at in range(50):
        lanes.ask(f"pins{at}", partial(int, at), heard.append, fail)
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert sorted(heard) == list(range(50))
    assert not lanes._newest


def test_only_the_newest_question_of_a_pane_is_answered_after_that_too(
    lanes: ThreadLanes, qtbot: QtBot
) -> None:
    heard: list[str] = []
    lanes.ask("list", lambda: "first", heard.append, fail)
    lanes.ask("list", lambda: "second", heard.append, fail)
    qtbot.waitUntil(lambda: "second" in heard)
    lanes.ask("list", lambda: "third", heard.append, fail)
    qtbot.waitUntil(lambda: "third" in heard)
    assert heard == ["second", "third"]
