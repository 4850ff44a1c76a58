"""Merging marked rows is asked first and names the case that leads."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from console.viewmodels.merge_marked import MergeMarked
from console.views.merge_dialog import MergeAsking
from console.views.widgets.confirm import ConfirmDialog
from tests.rows import a_case_id
from tests.screens import open_stage
from tests.seats import Seat, a_seat


class Recorded(MergeMarked):
    """Keeps what it was asked to merge."""

    done: tuple[object, ...] = ()

    def merge(self, cases: object, reason: str) -> None:
        self.done = (cases, reason)


def at_two_marks(qtbot: QtBot) -> tuple[Seat, Recorded, MergeAsking]:
    seat = a_seat()
    seat.queue.open("dispatch")
    seat.marks.pick((a_case_id(163), a_case_id(95)))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    merging = Recorded(seat.desk, seat.marks)
    return seat, merging, MergeAsking(merging, seat.look, window)


def dialogs(asking: MergeAsking) -> list[ConfirmDialog]:
    """Questions of this window."""
    window = asking.parent()
    assert window is not None
    return window.findChildren(ConfirmDialog)


def opened(asking: MergeAsking) -> ConfirmDialog:
    """The question that stands open."""
    asking.ask()
    return next(one for one in dialogs(asking) if one.isVisible())


def test_the_question_names_the_leading_case_and_needs_a_reason(qtbot: QtBot) -> None:
    _, merging, asking = at_two_marks(qtbot)
    dialog = opened(asking)
    assert dialog.windowTitle() == "把 1 件并入 2026-1123-000095？"
    qtbot.waitUntil(dialog.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(dialog.keep, Qt.Key.Key_Return, control)
    assert not merging.done
    dialog.entry.setFocus()
    QTest.keyClick(dialog.entry, Qt.Key.Key_Down)
    QTest.keyClick(dialog.entry, Qt.Key.Key_Return, control)
    assert merging.done == ((a_case_id(95), a_case_id(163)), "同一位置、同一问题")


def test_escape_merges_nothing(qtbot: QtBot) -> None:
    seat, merging, asking = at_two_marks(qtbot)
    dialog = opened(asking)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not merging.done
    assert len(seat.marks.picked) == 2


def test_without_marks_nothing_is_asked(qtbot: QtBot) -> None:
    seat, _, asking = at_two_marks(qtbot)
    seat.marks.clear()
    asking.ask()
    assert not dialogs(asking)


def test_ctrl_m_with_two_marks_asks_about_both(qtbot: QtBot) -> None:
    stage = open_stage()
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_X)
    stage.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(stage.shell.bench.marks.picked) == 2
    stage.press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialogs = [one for one in stage.window.findChildren(QDialog) if one.isVisible()]
    assert [one.windowTitle() for one in dialogs] == ["把 1 件并入 2026-1123-000095？"]
    dialogs[0].reject()
    stage.close()
