"""The pages of the first run that ask something: layout, an option of two, six keys to try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.forms import RadioCard
from console.views.widgets.keys import KeyLabel

PICTURE: Final = QSize(300, 96)
LEFT: Final = 420
LEAST_LEFT: Final = 300
PRACTISED: Final = (
    ("Space", "first.key.next"),
    ("F4", "first.key.dispatch"),
    ("Ctrl+Return", "first.key.submit"),
    ("Ctrl+Z", "first.key.undo"),
    ("Ctrl+K", "first.key.find"),
    ("F1", "first.key.keys"),
)


class Picture(QWidget):
    """A small drawing of screens: parts as (x, y, width, height, word) in shares of the ground."""

    def __init__(self, look: Look, parts: Sequence[tuple[float, float, float, float, str]]) -> None:
        super().__init__()
        self._look, self._parts = look, parts
        self.setFixedSize(PICTURE)
        look.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._look.theme.tokens
        wide, high = self.width() - 2, self.height() - 2
        for left, top, width, height, word in self._parts:
            place = QRectF(1 + left * wide, 1 + top * high, width * wide, height * high)
            painter.setPen(QPen(tokens.color("line3"), 1))
            painter.setBrush(tokens.color("map_water" if word == "page.map" else "panel2"))
            painter.drawRect(place)
            painter.setPen(tokens.color("ink2"))
            text = self._look.wording.say(word) if word else ""
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


TWO_SCREENS: Final = (
    (0.0, 0.0, 0.07, 1.0, ""),
    (0.07, 0.0, 0.27, 1.0, "page.list"),
    (0.34, 0.0, 0.14, 1.0, "first.detail"),
    (0.52, 0.0, 0.48, 1.0, "page.map"),
)
ONE_SCREEN: Final = (
    (0.26, 0.0, 0.07, 1.0, ""),
    (0.33, 0.0, 0.27, 0.42, "page.map"),
    (0.33, 0.42, 0.27, 0.58, "page.list"),
    (0.6, 0.0, 0.14, 1.0, "first.detail"),
)


class OptionStep(QWidget):
    """Cards of which one is chosen, each by its digit.

    Signals: `chosen` (str).
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        present: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.codes = [code for code, _words in options]
        self.cards = [RadioCard(words, str(at)) for at, (_code, words) in enumerate(options, 1)]
        RadioCard.join(*self.cards)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        for card in self.cards:
            card.setMinimumHeight(56)
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.cards[self.codes.index(present)].choose()
        for card in self.cards:
            card.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.cards[self.codes.index(present)])

    @property
    def choice(self) -> str:
        """The code chosen."""
        at = next((at for at, card in enumerate(self.cards) if card.is_chosen), 0)
        return self.codes[at]

    def choose_at(self, at: int) -> None:
        """Choose by place; another place does nothing."""
        if 0 <= at < len(self.cards):
            self.cards[at].choose()

    @Slot()
    def _on_chosen(self) -> None:
        self.chosen.emit(self.choice)


class LayoutChoice(OptionStep):
    """One screen or two, each drawn."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        say = look.wording.say
        two = len(QGuiApplication.screens()) > 1
        options = [("two", say("first.layout.two")), ("one", say("first.layout.one"))]
        super().__init__(options, "two" if two else "one", parent)
        for card, parts in zip(self.cards, (TWO_SCREENS, ONE_SCREEN), strict=True):
            row = card.layout()
            if isinstance(row, QVBoxLayout):
                row.addWidget(Picture(look, parts), 0, Qt.AlignmentFlag.AlignRight)

    @property
    def second_screen(self) -> bool:
        """Whether the map goes to the second screen."""
        return self.choice == "two" and len(QGuiApplication.screens()) > 1


class StepsColumn(QFrame):
    """The steps at the left: done, present, to come."""

    def __init__(self, look: Look, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="bar")
        self.setMinimumWidth(LEAST_LEFT)
        self.setMaximumWidth(LEFT)
        self._marks: list[tuple[QFrame, QLabel, QLabel]] = []
        say = look.wording.say
        title = QLabel(say("first.title"), self)
        set_look(title, role="due")
        hint = QLabel(say("first.hint"), self)
        hint.setWordWrap(True)
        set_look(hint, tone="ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 26, 14, 26)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(14)
        for at, code in enumerate(steps, 1):
            column.addWidget(self._line(at, say(f"first.step.{code}")))
        column.addStretch(1)

    def _line(self, number: int, text: str) -> QFrame:
        line = QFrame(self)
        set_look(line, role="firststep", chosen="false")
        badge = QLabel(str(number), line)
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(badge, role="step")
        words = QLabel(text, line)
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(badge)
        row.addWidget(words, 1)
        self._marks.append((line, badge, words))
        return line

    def mark(self, present: int) -> None:
        """Show the step at this place as the present one."""
        for at, (line, badge, words) in enumerate(self._marks):
            badge.setText("✓" if at < present else str(at + 1))
            set_look(words, role="strong" if at == present else "")
            set_look(line, chosen="true" if at == present else "false")


class KeyPractice(QWidget):
    """Six keys to press once; each is marked when it came."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.pressed: set[str] = set()
        self._ticks: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for key, code in PRACTISED:
            tick = QLabel("", self)
            tick.setFixedWidth(18)
            set_look(tick, role="strong")
            self._ticks[key] = tick
            row = QHBoxLayout()
            row.addWidget(tick)
            row.addWidget(KeyLabel(key.replace("Return", "Enter"), self))
            row.addWidget(QLabel(look.wording.say(code), self))
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = QKeySequence(event.keyCombination()).toString()
        key = next((one for one, _code in PRACTISED if QKeySequence(one).toString() == typed), "")
        if key:
            self.pressed.add(key)
            self._ticks[key].setText("✓")
        else:
            super().keyPressEvent(event)
