"""What the operator sees when it is our fault: the work is safe, and a report of it."""

from __future__ import annotations

import platform
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from console import __version__
from console.viewmodels.bugs import where_of
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton

WIDTH: Final = 640


def bug_report(error: BaseException) -> str:
    """Version, platform, kind of error and its lines of code."""
    head = f"wanmi-console {__version__} · {platform.system()} · Python {platform.python_version()}"
    return f"{head}\n{where_of(error)}"


class CrashDialog(QDialog):
    """Not modal: the rest of the window goes on."""

    def __init__(self, error: BaseException, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # It tells, it does not take the keyboard away from what is being typed.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        say = look.wording.say
        self.setWindowTitle(say("crash.title"))
        self.setMinimumWidth(WIDTH)
        title = QLabel(say("crash.title"), self)
        set_look(title, role="title")
        words = QLabel(say("crash.words"), self)
        words.setWordWrap(True)
        self.report = QPlainTextEdit(bug_report(error), self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(say("crash.report"))
        copy = KeyButton(look.theme, say("crash.copy"), "", parent=self)
        copy.clicked.connect(self._on_copy)
        close = KeyButton(look.theme, say("crash.close"), "Esc", parent=self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (title, words, self.report):
            column.addWidget(part)
        column.addLayout(foot)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
