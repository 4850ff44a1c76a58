"""A caller is seen where asked for, for a minute, and nowhere else (DESIGN 7)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.rows import MaskedCaller
from console.ports.work import Caller
from console.views.widgets.confirm import ConfirmDialog
from tests.fake_reading import FakeCallers, a_detail
from tests.rows import a_case_id
from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
CASE = a_case_id(95)
CALLER = Caller(name="测试某甲", phone="13800009876", address="测试里 7 号")
PERSONAL = (CALLER.name, CALLER.phone, CALLER.address)
MASKED = MaskedCaller(name="*女士", phone="138****9876", reply="sms")


@pytest.fixture
def stage(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> Iterator[Stage]:
    """A dispatcher's seat before a case with a caller; every log line is listened to."""
    caplog.set_level(logging.DEBUG)
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    detail = a_detail(made.reading.cases[CASE])
    made.reading.details[CASE] = replace(detail, callers=(MASKED,))
    callers = made.desk.outside.callers
    assert isinstance(callers, FakeCallers)
    callers.known[CASE] = (CALLER,)
    made.shell.bench.queue.choose(CASE)
    yield made
    made.close()


def reveal(stage: Stage, qtbot: QtBot) -> None:
    """Ask by key, give a reason, confirm."""
    stage.press(Qt.Key.Key_R, CTRL)
    dialog = next(one for one in stage.window.findChildren(ConfirmDialog) if one.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not personal_in(dialog.windowTitle())
    dialog.entry.setFocus()
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert CALLER.phone in stage.shell.card_view.facts.caller.text()


def personal_in(text: str) -> list[str]:
    """What of the caller a text gives away."""
    return [one for one in PERSONAL if one in text]


def every_widget() -> list[QWidget]:
    return QApplication.allWidgets()


def told_aside() -> list[str]:
    """What titles, hints and spoken names of all widgets give away."""
    asides = (
        text
        for one in every_widget()
        for text in (one.windowTitle(), one.toolTip(), one.statusTip(), one.accessibleName())
    )
    return [found for text in asides for found in personal_in(text)]


def shown_anywhere() -> list[str]:
    """What words on the screen give away."""
    texts = (one.text() for one in every_widget() if isinstance(one, QLabel | QLineEdit))
    return [found for text in texts for found in personal_in(text)]


def test_while_revealed_the_caller_is_in_no_title_hint_or_log(
    stage: Stage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    reveal(stage, qtbot)
    stage.clock.wait(seconds=10)
    stage.shell.bench.card.reveal.tick()
    assert told_aside() == []
    assert personal_in(caplog.text) == []
    assert personal_in(stage.shell.workplace.frame.status.words) == []


def test_after_a_minute_no_word_on_the_screen_is_left(stage: Stage, qtbot: QtBot) -> None:
    reveal(stage, qtbot)
    stage.clock.wait(seconds=59)
    stage.shell.bench.card.reveal.tick()
    assert shown_anywhere()
    stage.clock.wait(seconds=1)
    stage.shell.bench.card.reveal.tick()
    assert shown_anywhere() == []
    assert MASKED.phone in stage.shell.card_view.facts.caller.text()


@pytest.mark.parametrize("way", ["another case", "another post", "signing out"])
def test_leaving_the_case_hides_the_caller_at_once(stage: Stage, qtbot: QtBot, way: str) -> None:
    reveal(stage, qtbot)
    leave = {
        "another case": lambda: stage.shell.bench.queue.choose(a_case_id(119)),
        "another post": lambda: stage.shell.switch_post(Post.VERIFIER),
        "signing out": stage.shell.stop,
    }
    leave[way]()
    assert shown_anywhere() == []
    assert stage.shell.bench.card.reveal.callers == ()


def test_signing_out_takes_a_copied_phone_along(stage: Stage, qtbot: QtBot) -> None:
    reveal(stage, qtbot)
    facts = stage.shell.card_view.facts
    facts.copy_phone.click()
    assert QGuiApplication.clipboard().text() == CALLER.phone
    assert facts._clearing.isActive()
    assert facts._clearing.interval() == 60_000
    stage.shell.stop()
    assert QGuiApplication.clipboard().text() == ""


def test_a_failure_while_revealing_names_nobody(
    stage: Stage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    reveal(stage, qtbot)
    stage.desk.failed(StoreUnavailable("store.lost"))
    assert personal_in(caplog.text) == []
    assert personal_in(repr(stage.shell.bench.card.reveal.callers)) == []
