"""Every key of the present window on one page (F1, ?); it closes with Esc and changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.domain.stage import Post
from console.viewmodels.commands import offered
from console.views.actions import shown_key
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyLabel

CONTEXTS: Final = ("L", "D", "G")
COLUMNS: Final = 3


class KeySheet(QFrame):
    """A page over the workplace. `extra` are keys of an open panel as (key, words); `posts` those
    of who reads it.

    Signals: `closed`.
    """

    closed = Signal()

    def __init__(
        self,
        look: Look,
        extra: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
        *,
        posts: Collection[Post] = (),
    ) -> None:
        super().__init__(parent)
        set_look(self, role="popup")
        self._look, self._posts = look, posts
        say = look.wording.say
        self.setAccessibleName(say("keys.title"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = QLabel(say("keys.title"), self)
        set_look(title, role="title")
        hint = QLabel(say("keys.hint"), self)
        set_look(hint, role="hint")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        inner = QWidget(self)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(28)
        for heading, keys in self._blocks(extra):
            row.addWidget(self._block(heading, keys), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(area, 1)

    def _blocks(
        self, extra: Sequence[tuple[str, str]]
    ) -> list[tuple[str, Sequence[tuple[str, str]]]]:
        say = self._look.wording.say
        blocks: list[tuple[str, Sequence[tuple[str, str]]]] = []
        if extra:
            blocks.append((say("context.F"), extra))
        for context in CONTEXTS:
            keys = [
                (shown_key(one.key), say(one.words).rstrip("…"))
                for one in offered(self._posts)
                if one.context == context and one.key
            ]
            if context == "D":
                keys.append(("Ctrl+←↑↓→", say("keys.pan")))
            if context == "G":
                keys.append(("Alt+1…0", say("keys.queues")))
            half = (len(keys) + 1) // 2 if len(keys) > 26 else len(keys)
            blocks.append((say(f"context.{context}"), keys[:half]))
            if keys[half:]:
                blocks.append(("", keys[half:]))
        return blocks

    def _block(self, heading: str, keys: Sequence[tuple[str, str]]) -> QWidget:
        block = QWidget(self)
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        title = QLabel(heading or " ", block)
        set_look(title, role="section")
        grid.addWidget(title, 0, 0, 1, 2)
        for at, (key, words) in enumerate(keys, start=1):
            grid.addWidget(KeyLabel(key, block), at, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(words, block), at, 1)
        return block

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.closed.emit()
        else:
            super().keyPressEvent(event)
