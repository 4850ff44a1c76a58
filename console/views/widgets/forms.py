"""Parts of a work panel: numbered steps, labelled fields with errors, choices, consequences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.tone import Urgency
from console.views.theme import Theme, set_look
from console.views.widgets.chip import StateShape

LABEL_WIDTH = 52  # four characters of 13 px


class Field(QWidget):
    """Label, input and, when it is wrong, the reason with ◆ beside it.

    The error names the remedy and is spoken with the input; it never takes the focus.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        entry: QWidget,
        *,
        width: int = LABEL_WIDTH,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self._label = label
        words = QLabel(label, self)
        words.setFixedWidth(max(width, words.sizeHint().width()))
        words.setBuddy(entry)
        set_look(words, role="hint")
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 7, 0, 0)
        self._error = QLabel(self)
        self._error.setWordWrap(True)
        set_look(self._error, role="error")
        self._shape = StateShape(theme, Urgency.OVER, side=12, parent=self)
        self._hint = QLabel(hint, self)
        self._hint.setVisible(bool(hint))
        set_look(self._hint, role="hint")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        grid.addWidget(words, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(entry, 0, 1, 1, 2)
        grid.addWidget(self._hint, 1, 1, 1, 2)
        grid.addWidget(self._shape, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._error, 2, 2)
        grid.setColumnStretch(2, 1)
        entry.setAccessibleName(label)
        self.setFocusProxy(entry)
        self.complain("")

    @property
    def error(self) -> str:
        return self._error.text()

    def complain(self, reason: str) -> None:
        """Show why the input is wrong; "" clears it."""
        self._error.setText(reason)
        self._error.setVisible(bool(reason))
        self._shape.setVisible(bool(reason))
        set_look(self.entry, error="true" if reason else "false")
        self.entry.setAccessibleDescription(reason)


class Step(QWidget):
    """Numbered section of a panel: ① title, a hint at the right, then the content."""

    def __init__(
        self, number: int, title: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        badge = QLabel(str(number), self)
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(badge, role="step")
        heading = QLabel(title, self)
        set_look(heading, role="section")
        self._hint = QLabel(hint, self)
        set_look(self._hint, role="hint")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(badge)
        self.head.addWidget(heading)
        self.head.addStretch(1)
        self.head.addWidget(self._hint)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addLayout(self.body)
        self.setAccessibleName(f"{number} {title}")

    def say(self, hint: str) -> None:
        self._hint.setText(hint)

    def add(self, part: QWidget) -> None:
        self.body.addWidget(part)


class ConsequenceCard(QFrame):
    """«…后将发生»: what the act will do, stated before it is done."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="card")
        self._title = QLabel(title, self)
        set_look(self._title, role="strong")
        self._lines = QLabel(self)
        self._lines.setWordWrap(True)
        self._lines.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._lines, tone="ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._lines)

    def state(self, title: str, consequences: Sequence[str]) -> None:
        self._title.setText(title)
        self._lines.setText("\n".join(f"・{line}" for line in consequences))
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(consequences))


class RadioCard(QFrame):
    """A choice with its own content; the content is usable only while it is chosen."""

    chosen = Signal()

    def __init__(self, word: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.radio = QRadioButton(word, self)
        self.radio.setAutoExclusive(False)  # siblings live in other cards; see `join`
        self._hint = QLabel(hint, self)
        set_look(self._hint, role="hint")
        head = QHBoxLayout()
        head.addWidget(self.radio)
        head.addStretch(1)
        head.addWidget(self._hint)
        self.content = QWidget(self)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 5)
        column.addLayout(head)
        column.addWidget(self.content)
        set_look(self, role="card", chosen="false")
        self.content.hide()
        self._others: tuple[RadioCard, ...] = ()
        self.radio.installEventFilter(self)
        self.setFocusProxy(self.radio)

    @staticmethod
    def join(*cards: RadioCard) -> None:
        """Make the cards exclude each other; up and down walk among them."""
        for card in cards:
            card._others = cards

    @property
    def is_chosen(self) -> bool:
        return self.radio.isChecked()

    def say(self, hint: str) -> None:
        self._hint.setText(hint)

    def choose(self) -> None:
        """Choose this card and un-choose those joined with it."""
        for card in self._others or (self,):
            card._show(chosen=card is self)
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pick()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and clicks of the round button act on the whole card."""
        if event.type() is QEvent.Type.MouseButtonRelease:
            self._pick()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is not None and self._others:
            at = self._others.index(self) + step
            if 0 <= at < len(self._others):
                self._others[at]._pick()
            return True
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            self._pick()
            return True
        return False

    def _pick(self) -> None:
        self.radio.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.is_chosen:
            self.choose()

    def _show(self, *, chosen: bool) -> None:
        self.radio.setChecked(chosen)
        self.content.setVisible(chosen and self.body.count() > 0)
        set_look(self, chosen="true" if chosen else "false")
