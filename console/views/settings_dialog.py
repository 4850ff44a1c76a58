"""What an operator may choose for this seat. The city chooses elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.views.look import Look
from console.views.main_window import MainWindow
from console.views.theme import ThemeName, set_look
from console.views.widgets.segmented import Segmented


class SettingsPage(QFrame):
    """Signals: `theme_asked`, `language_asked` to turn to the other one; `closed`."""

    theme_asked = Signal()
    language_asked = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="popup")
        say = look.wording.say
        self.setAccessibleName(say("command.settings"))
        title = QLabel(say("command.settings"), self)
        set_look(title, role="title")
        hint = QLabel(say("settings.hint"), self)
        hint.setWordWrap(True)
        set_look(hint, role="hint")
        self.theme = Segmented(
            look.theme, [(one.value, say(f"settings.theme.{one.value}"), "") for one in ThemeName]
        )
        self.theme.choose(look.theme.name.value)
        self.theme.chosen.connect(self._on_theme)
        self.language = Segmented(look.theme, [("zh_CN", "中文", ""), ("en", "English", "")])
        self.language.choose(look.wording.language.value)
        self.language.chosen.connect(self._on_language)
        modes = [(one, say(f"settings.window.{one}"), "") for one in ("normal", "full")]
        full = self.window_mode = Segmented(look.theme, modes)
        full.chosen.connect(self._on_window_mode)
        self._look = look
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(QLabel(say("settings.theme"), self), 0, 0)
        grid.addWidget(self.theme, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(say("settings.language"), self), 1, 0)
        grid.addWidget(self.language, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(say("settings.window"), self), 2, 0)
        grid.addWidget(full, 2, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(16)
        column.addWidget(title)
        column.addLayout(grid)
        column.addWidget(hint)
        column.addStretch(1)
        self.setFocusProxy(self.theme.button(self.theme.choice))

    @Slot(str)
    def _on_theme(self, theme: str) -> None:
        if theme != self._look.theme.name.value:
            self.theme_asked.emit()

    @Slot(str)
    def _on_language(self, language: str) -> None:
        if language != self._look.wording.language.value:
            self.language_asked.emit()

    @Slot(str)
    def _on_window_mode(self, mode: str) -> None:
        window = self.window()
        if isinstance(window, MainWindow):
            window.turn_full_screen(full=mode == "full")

    def showEvent(self, event: QShowEvent) -> None:
        self.window_mode.choose("full" if self.window().isFullScreen() else "normal")
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
