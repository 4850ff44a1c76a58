"""The chooser of forms is a letter away from the ranking, and gives the keyboard back."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.views.assessment.forms_dialog import FormsDialog
from tests.assessment_samples import lost_facts
from tests.assessment_screen import KEY, open_seat, ranking
from tests.screens import Stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_seat(lost_facts())
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def test_f_in_the_ranking_opens_the_chooser_and_escape_gives_the_keyboard_back(
    qtbot: QtBot, stage: Stage
) -> None:
    table = ranking(stage).table
    stage.press(KEY.Key_F)
    found = stage.window.findChildren(FormsDialog)
    assert [one.isVisible() for one in found] == [True]
    qtbot.waitUntil(found[0].isActiveWindow)
    QTest.keyClick(found[0].fields.form, KEY.Key_Escape)
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: stage.focus is table)
    qtbot.waitUntil(lambda: not stage.window.findChildren(FormsDialog))
