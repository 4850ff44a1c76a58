"""Every key of the present window on one page (F1, ?); it closes with Esc and changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
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
MOST: Final = 26
"""Keys in one column."""
OF_MAP: Final = frozenset(
    {
        *("goto", "map_box", "map_polygon", "map_ruler", "map_nearby", "map_in", "map_out"),
        *("locate", "layers", "grid_card", "map_print", "map_window"),
    }
)
_Action = QAbstractSlider.SliderAction
SCROLL: Final[Mapping[int, QAbstractSlider.SliderAction]] = {
    Qt.Key.Key_Up: _Action.SliderSingleStepSub,
    Qt.Key.Key_Down: _Action.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _Action.SliderPageStepSub,
    Qt.Key.Key_PageDown: _Action.SliderPageStepAdd,
}
_Block = tuple[str, Sequence[tuple[str, str]]]


class KeySheet(QFrame):
    """A page over the workplace. `extra` are keys of an open panel or page as (key, words) under
    the words of `heading`; `posts` those of who reads it.

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
        heading: str = "context.F",
    ) -> None:
        super().__init__(parent)
        set_look(self, role="popup")
        self._look, self._posts, self._heading = look, posts, heading
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
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._sheet(extra))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(area, 1)

    def _sheet(self, extra: Sequence[tuple[str, str]]) -> QWidget:
        sheet = QWidget(self)
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(28)
        for blocks in self._columns(extra):
            column = QVBoxLayout()
            column.setSpacing(14)
            for heading, keys in blocks:
                column.addWidget(self._block(heading, keys))
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)
        return sheet

    def _columns(self, extra: Sequence[tuple[str, str]]) -> list[list[_Block]]:
        """Blocks under each other, columns beside each other; what is long has two columns."""
        say = self._look.wording.say
        columns: list[list[_Block]] = [[(say(self._heading), extra)]] if extra else []
        on_map = [*self._keys(of_map=True), ("Ctrl+←↑↓→", say("keys.pan"))]
        for context in CONTEXTS:
            keys = self._keys(context)
            if context == "G":
                keys.append(("Alt+1…0", say("keys.queues")))
            half = (len(keys) + 1) // 2 if len(keys) > MOST else len(keys)
            columns.append([(say(f"context.{context}"), keys[:half])])
            if keys[half:]:
                columns.append([("", keys[half:])])
            elif context == "L":  # a short one: the map's have room below
                columns[-1].append((say("page.map"), on_map))
        return columns

    def _keys(self, context: str = "", *, of_map: bool = False) -> list[tuple[str, str]]:
        """Keys and words of a context without the map's, or those of the map."""
        return [
            (shown_key(one.key), self._look.wording.say(one.words).rstrip("…"))
            for one in offered(self._posts)
            if one.key and (one.id in OF_MAP) is of_map and (of_map or one.context == context)
        ]

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
        elif event.key() in SCROLL:
            self._area.verticalScrollBar().triggerAction(SCROLL[event.key()])
        else:
            super().keyPressEvent(event)
