"""A paced question: at once, then never two at a time and never too soon."""

from datetime import timedelta

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.viewmodels.pacing import PATIENCE, Paced
from tests.rows import NOW


class Clock:
    """A clock to move."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> object:
        return self.at


def paced(clock: Clock, pace: timedelta, home: QObject) -> tuple[Paced, list[int]]:
    asked: list[int] = []
    made = Paced(lambda: clock.at, pace, home)
    made.due.connect(lambda: asked.append(1))
    return made, asked


def test_the_first_is_asked_at_once_and_the_next_after_its_answer(qtbot: QtBot) -> None:
    home, clock = QObject(), Clock()
    question, asked = paced(clock, timedelta(), home)
    question.want()
    question.want()
    question.want()
    assert len(asked) == 1
    clock.at += timedelta(seconds=1)
    question.answered()
    assert len(asked) == 2
    question.answered()
    assert len(asked) == 2


def test_it_is_not_asked_again_within_the_pace_but_then(qtbot: QtBot) -> None:
    home, clock = QObject(), Clock()
    question, asked = paced(clock, timedelta(milliseconds=30), home)
    question.want()
    question.answered()
    question.want()
    question.want()
    assert len(asked) == 1
    with qtbot.waitSignal(question.due):
        clock.at += timedelta(milliseconds=30)
    assert len(asked) == 2


def test_an_answer_that_never_comes_is_not_waited_for_forever(qtbot: QtBot) -> None:
    home, clock = QObject(), Clock()
    question, asked = paced(clock, timedelta(), home)
    question.want()
    clock.at += PATIENCE
    question.want()
    assert len(asked) == 2


def test_another_question_is_asked_at_once(qtbot: QtBot) -> None:
    home, clock = QObject(), Clock()
    question, asked = paced(clock, timedelta(hours=1), home)
    question.want()
    question.forget()
    question.want()
    assert len(asked) == 2
