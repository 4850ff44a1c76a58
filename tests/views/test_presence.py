"""Keys and clicks are noticed in every window, wherever in it they go; other events are not."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.views.presence import Presence


def a_window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(QLineEdit(window))
    with qtbot.waitExposed(window):
        window.show()
    return window


def test_a_key_or_click_in_any_window_is_a_sign_of_life(qtbot: QtBot, qapp: QApplication) -> None:
    window = a_window(qtbot)
    presence = Presence(qapp)
    signs: list[object] = []
    presence.touched.connect(lambda: signs.append(0))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert len(signs) == 1
    beside = a_window(qtbot)
    presence.look_around()
    QTest.mouseClick(beside.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert len(signs) == 2
    QTest.mouseMove(beside.windowHandle(), QPoint(9, 9))
    assert len(signs) == 2


def test_a_window_that_came_silently_is_found_by_the_next_sign(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window = a_window(qtbot)
    presence = Presence(qapp)
    signs: list[object] = []
    presence.touched.connect(lambda: signs.append(0))
    beside = a_window(qtbot)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    QTest.keyClick(beside.windowHandle(), Qt.Key.Key_B)
    assert len(signs) == 2
