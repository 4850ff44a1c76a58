"""Keys and clicks are noticed wherever in the window they go."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.views.presence import Presence


def test_a_key_for_any_widget_of_the_window_is_a_sign_of_life(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit(window)
    QVBoxLayout(window).addWidget(line)
    with qtbot.waitExposed(window):
        window.show()
    presence = Presence(window)
    presence.watch(window.windowHandle())
    with qtbot.waitSignal(presence.touched, timeout=1_000):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
