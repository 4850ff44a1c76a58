"""The pages of the first run that ask something: layout, an option of two, six keys to try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from console.views.first_pictures import ONE_SCREEN, TWO_SCREENS, ScreensPicture, ThemePicture
from console.views.look import Look
from console.views.theme import ThemeName, set_look
from console.views.widgets.forms import RadioCard
from console.views.widgets.keys import KeyLabel

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


class ChoiceCard(RadioCard):
    """A choice with its title over a hint, a drawing at the right, and its digit."""

    HEIGHT: Final = 112

    def __init__(self, title: str, hint: str, digit: str, picture: QWidget | None = None) -> None:
        super().__init__("")
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(hint)
        column = self.layout()
        head = column.itemAt(0) if column is not None else None
        row = head.layout() if head is not None else None
        if not isinstance(row, QHBoxLayout):
            return
        words = QVBoxLayout()
        words.setSpacing(2)
        name, more = QLabel(title, self), QLabel(hint, self)
        set_look(name, role="strong")
        set_look(more, role="hint")
        more.setVisible(bool(hint))
        for text in (name, more):
            text.setWordWrap(picture is not None)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(more)
        words.addStretch(1)
        row.setSpacing(10)
        row.insertLayout(1, words)
        if picture is not None:
            self.setFixedHeight(self.HEIGHT)
            row.setStretch(1, 1)  # words and drawing share the room; the gap takes none
            row.setStretch(2, 0)
            row.insertWidget(3, picture, 1)
        if digit:
            row.addWidget(KeyLabel(digit, self))


class OptionStep(QWidget):
    """Cards of which one is chosen, each by its digit.

    Signals: `chosen` (str).
    """

    chosen = Signal(str)

    def __init__(
        self,
        cards: Sequence[tuple[str, RadioCard]],
        present: str,
        row: QBoxLayout | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`cards` by code; `row` the layout they go into, one under the other without."""
        super().__init__(parent)
        self.codes = [code for code, _card in cards]
        self.cards = [card for _code, card in cards]
        RadioCard.join(*self.cards)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        if row is not None:
            self.column.addLayout(row)
        for card in self.cards:
            (row or self.column).addWidget(card)
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

    def show_choice(self, code: str) -> None:
        """Mark a choice that was made elsewhere; a choice already marked is left alone."""
        if code != self.choice:
            self.choose_at(self.codes.index(code))

    @Slot()
    def _on_chosen(self) -> None:
        self.chosen.emit(self.choice)


def language_step() -> OptionStep:
    """The two languages, each in its own; the caller marks the present one by `show_choice`."""
    cards = [ChoiceCard(name, "", str(at)) for at, name in enumerate(("中文", "English"), 1)]
    for card in cards:
        card.setMinimumHeight(56)
    step = OptionStep(list(zip(("zh_CN", "en"), cards, strict=True)), "zh_CN")
    step.column.addStretch(1)
    return step


class ThemeChoice(OptionStep):
    """Light and dark side by side, each drawn; `digits` prints their keys."""

    def __init__(self, look: Look, *, digits: bool, parent: QWidget | None = None) -> None:
        say = look.wording.say
        cards: list[tuple[str, RadioCard]] = []
        for at, name in enumerate(ThemeName, 1):
            code = f"first.theme.{name.value}"
            card = ChoiceCard(say(code), say(f"{code}.hint"), str(at) if digits else "")
            column = card.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(0, ThemePicture(name, card), 1)
            cards.append((name.value, card))
        super().__init__(cards, look.theme.name.value, QHBoxLayout(), parent)
        self.column.addStretch(0)
        self._look = look
        look.theme.changed.connect(self._on_theme)

    @Slot()
    def _on_theme(self) -> None:
        self.show_choice(self._look.theme.name.value)


class LayoutChoice(OptionStep):
    """One screen or two, each drawn."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        say = look.wording.say
        two = len(QGuiApplication.screens()) > 1
        cards: list[tuple[str, RadioCard]] = []
        for at, (code, parts) in enumerate((("two", TWO_SCREENS), ("one", ONE_SCREEN)), 1):
            name = f"first.layout.{code}"
            picture = ScreensPicture(look, parts)
            cards.append((code, ChoiceCard(say(name), say(f"{name}.hint"), str(at), picture)))
        super().__init__(cards, "two" if two else "one", None, parent)

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
        self._found: list[QLabel] = []
        say = look.wording.say
        title = QLabel(say("first.title"), self)
        title.setWordWrap(True)
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
        words, found = QLabel(text, line), QLabel(line)
        set_look(found, role="hint")
        found.setWordWrap(True)
        both = QVBoxLayout()
        both.setSpacing(1)
        both.addWidget(words)
        both.addWidget(found)
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 9, 10, 9)
        row.setSpacing(14)
        row.addWidget(badge)
        row.addLayout(both, 1)
        self._found.append(found)
        self._marks.append((line, badge, words))
        return line

    def tell(self, found: Sequence[str]) -> None:
        """Show under each step what was found or chosen."""
        for label, text in zip(self._found, found, strict=True):
            label.setText(text)

    def mark(self, present: int) -> None:
        """Show the step at this place as the present one."""
        for at, (line, badge, words) in enumerate(self._marks):
            badge.setText("✓" if at < present else str(at + 1))
            set_look(badge, done="true" if at < present else "false")
            set_look(words, role="strong" if at == present else "")
            set_look(line, chosen="true" if at == present else "false")


class KeyPreview(QWidget):
    """The six keys of the last step, to be seen beforehand: in one line where there is room."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._chips: list[QFrame] = []
        for key, code in PRACTISED:
            chip = QFrame(self)
            set_look(chip, role="summary")
            inner = QHBoxLayout(chip)
            inner.setContentsMargins(7, 3, 7, 3)
            inner.setSpacing(5)
            inner.addWidget(KeyLabel(key.replace("Return", "Enter"), chip))
            inner.addWidget(QLabel(look.wording.say(code), chip))
            self._chips.append(chip)
        self._columns = 0
        self._arrange(len(PRACTISED) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(chip.sizeHint().width() + self._grid.spacing() for chip in self._chips)
        count = len(self._chips)
        self._arrange(count if needed <= self.width() else count // 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, chip in enumerate(self._chips):
            self._grid.addWidget(chip, at // columns, at % columns, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(len(self._chips), 1)


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
