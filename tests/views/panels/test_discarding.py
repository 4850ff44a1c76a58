"""A draft is thrown away only when asked for and confirmed; Esc alone keeps it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog
from console.views.wording import Wording
from tests.drafts import DraftsInMemory
from tests.keys import CTRL, SHIFT, press
from tests.panels import a_table

WORDING = Wording("zh_CN")


def typed(qtbot: QtBot) -> tuple[DispatchPanel, DraftsInMemory, ConfirmDialog]:
    """A dispatch with words in it, saved, and the question about them."""
    table, drafts = a_table(Post.DISPATCHER), DraftsInMemory()
    table.desk.outside = replace(table.desk.outside, drafts=drafts)
    table.advance(Stage.TO_DISPATCH)
    panel = open_panel(Move.DISPATCH, table.detail(), table.desk, WORDING, Theme())
    assert isinstance(panel, DispatchPanel)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.draft.write("先围挡，再修复")
    panel.keep_draft()
    assert len(drafts.kept) == 1
    press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    dialog = next(one for one in panel.findChildren(ConfirmDialog) if one.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    return panel, drafts, dialog


def test_the_question_has_no_reason_and_the_safe_choice_first(qtbot: QtBot) -> None:
    _panel, _drafts, dialog = typed(qtbot)
    assert not dialog.field.isVisible()
    assert QApplication.focusWidget() is dialog.keep
    dialog.reject()


def test_confirmed_the_draft_is_gone_and_the_panel_closes(qtbot: QtBot) -> None:
    panel, drafts, dialog = typed(qtbot)
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    panel.keep_draft()
    assert not drafts.kept


def test_declined_everything_stays(qtbot: QtBot) -> None:
    panel, drafts, dialog = typed(qtbot)
    with qtbot.assertNotEmitted(panel.closed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(drafts.kept) == 1
