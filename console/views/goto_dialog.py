"""Go to (G): one line, and what it may mean."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from console.viewmodels.case_columns import grid_words
from console.viewmodels.cells import FoundRow
from console.viewmodels.goto import Goto
from console.views.look import Look
from console.views.panels.finder import Finder
from console.views.theme import set_look

WIDTH: Final = 640
ROWS: Final = 8


class GotoDialog(QDialog):
    """Signals: `wanted` (GotoHit) where the map shall go; the dialog is closed then."""

    wanted = Signal(object)

    def __init__(self, goto: Goto, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goto, self._say = goto, look.wording.say
        self.setWindowTitle(self._say("goto.title"))
        self.setMinimumWidth(WIDTH)
        title = QLabel(self._say("goto.title"), self)
        set_look(title, role="title")
        self.finder = Finder(look.theme, self._say("goto.hint"), ROWS, self)
        self.finder.line.setAccessibleName(self._say("goto.title"))
        self.said = QLabel(self._say("goto.kinds"), self)
        self.said.setWordWrap(True)
        set_look(self.said, role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (title, self.finder, self.said):
            column.addWidget(part)
        column.addStretch(1)
        goto.find("")  # what was sought last time is no answer to an empty line
        self.finder.typed.connect(goto.find)
        self.finder.picked.connect(self._on_picked)
        self.finder.line.returnPressed.connect(goto.look)
        goto.found.connect(self._on_found)
        self.setFocusProxy(self.finder)

    def _on_found(self) -> None:
        rows = [
            FoundRow(
                key=str(at),
                lead=self._say(f"place.{hit.kind}"),
                name=grid_words(hit.title) if hit.title == hit.grid else hit.title,
                hint=hit.detail,
                note=grid_words(hit.grid) if hit.grid != hit.title else "",
            )
            for at, hit in enumerate(self._goto.hits)
        ]
        self.finder.offer(rows)
        refused = self._goto.refused
        self.said.setText(self._say(refused or "goto.kinds"))
        set_look(self.said, role="hint", tone="over" if refused else "ink3")
        inner = self.finder.layout()
        if inner is not None:
            inner.activate()  # the list has another height now; the window is measured by it
        self.adjustSize()

    def _on_picked(self, key: str) -> None:
        hit = self._goto.hits[int(key)]
        self.accept()
        self.wanted.emit(hit)
