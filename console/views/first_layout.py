"""The first question of the first run: screens, rows, theme, and the keys to be practised."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.views.first_steps import KeyPreview, LayoutChoice, ThemeChoice
from console.views.look import Look
from console.views.main_window import MainWindow
from console.views.seat_memory import RELAXED, are_relaxed
from console.views.theme import set_look


class LayoutPage(QWidget):
    """Everything that may be chosen before the work; each choice takes effect at once.

    `layouts` takes the digits. `memory` keeps the height of rows; the window keeps itself.
    """

    def __init__(self, look: Look, memory: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory, say = memory, look.wording.say
        self.layouts, self.themes = LayoutChoice(look, self), ThemeChoice(look, digits=False)
        self.full_screen = QCheckBox(say("first.full_screen"), self)
        self.relaxed = QCheckBox(say("first.relaxed"), self)
        self.relaxed.setChecked(are_relaxed(memory))
        self.full_screen.toggled.connect(self._on_full_screen)
        self.relaxed.toggled.connect(self._on_relaxed)
        self.themes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        options = QHBoxLayout()
        options.setSpacing(24)
        options.addWidget(self.full_screen)
        options.addWidget(self.relaxed)
        options.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.layouts)
        column.addLayout(options)
        column.addLayout(_heading(say("first.step.theme"), say("first.step_at", at=4)))
        column.addWidget(self.themes)
        column.addSpacing(6)
        column.addLayout(_heading(say("first.preview"), say("first.step_at", at=6)))
        column.addWidget(KeyPreview(look, self))
        column.addStretch(1)
        self.setFocusProxy(self.layouts)

    def read_window(self) -> None:
        """Tick the full screen where the window has it already."""
        window = self.window()
        self.full_screen.setChecked(isinstance(window, MainWindow) and window.isFullScreen())

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:  # noqa: FBT001  the signal's argument
        window = self.window()
        if isinstance(window, MainWindow) and window.isFullScreen() is not full:
            window.turn_full_screen(full=full)

    @Slot(bool)
    def _on_relaxed(self, relaxed: bool) -> None:  # noqa: FBT001  the signal's argument
        if self._memory is not None:
            self._memory.setValue(RELAXED, relaxed)


def _heading(title: str, where: str) -> QHBoxLayout:
    row, name, step = QHBoxLayout(), QLabel(title), QLabel(where)
    set_look(name, role="title")
    set_look(step, role="hint")
    row.addWidget(name)
    row.addStretch(1)
    row.addWidget(step)
    return row
