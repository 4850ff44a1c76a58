"""The bar over a section: name and count, filter, and what can be done, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from console.viewmodels.administration_history import SPANS
from console.viewmodels.administration_sections import HISTORY, SECTIONS, Section
from console.views.administration.entries import ComboEntry
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton, KeyLabel

HEIGHT: Final = 52
FILTER: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadAct:
    """A button of the bar: what it does, its key and its words."""

    id: str
    key: str
    words: str


def acts_of(section: Section, look: Look) -> tuple[HeadAct, ...]:
    """What can be done in a section with the list in hand, in the order of the bar."""
    say = look.wording.say
    named: list[tuple[str, str]] = [("new", "N")] if section.makes else []
    named += [(one.id, one.key) for one in section.acts]
    if section.removes:
        named.append(("remove", "Del"))
    if section.subject is not None:
        named.append(("history", "H"))
    return tuple(
        HeadAct(id=name, key=key, words=say(f"administration.act.{name}")) for name, key in named
    )


class SectionHead(QFrame):
    """Signals: `acted` (str) a button; `filtered` (str) words typed; `narrowed` the history's
    choices; `left` from the filter to the list; `closed`."""

    acted = Signal(str)
    filtered = Signal(str)
    narrowed = Signal()
    left = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        say = look.wording.say
        set_look(self, role="head")
        self.setFixedHeight(HEIGHT)
        self.title, self.count = QLabel(self), QLabel(self)
        set_look(self.title, role="title")
        set_look(self.count, role="hint")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(say("administration.filter"))
        self.filter.setAccessibleName(say("administration.filter"))
        self.filter.setFixedWidth(FILTER)
        self.filter.textChanged.connect(self.filtered)
        self.filter.installEventFilter(self)
        self._slash = KeyLabel("/", self)
        subjects = [(one.id, say(f"administration.section.{one.id}")) for one in SECTIONS]
        known = [("", say("administration.all")), *(one for one in subjects if one[0] != HISTORY)]
        self.subject = ComboEntry(known, self)
        self.subject.setAccessibleName(say("administration.field.subject"))
        self.span = ComboEntry([(one, say(f"administration.span.{one}")) for one in SPANS], self)
        self.span.setAccessibleName(say("administration.field.at"))
        self.span.choose("month")
        self.subject.chosen.connect(self.narrowed)
        self.span.chosen.connect(self.narrowed)
        self._close = KeyButton(
            look.theme, say("administration.close"), "Esc", size="small", parent=self
        )
        self._close.clicked.connect(self.closed)
        self._buttons: dict[str, KeyButton] = {}
        self._acts = QHBoxLayout()
        self._acts.setSpacing(6)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        for part in (self.subject, self.span, self.filter, self._slash):
            row.addWidget(part)
        row.addLayout(self._acts)
        row.addWidget(self._close)

    def show_section(self, section: Section) -> None:
        """Name a section and offer what can be done there."""
        self.title.setText(self._look.wording.say(f"administration.section.{section.id}"))
        self.count.setText("")
        past = section.id == HISTORY
        self.subject.setVisible(past)
        self.span.setVisible(past)
        listed = bool(section.columns) or past
        self.filter.setVisible(listed)
        self._slash.setVisible(listed)
        before = self.filter.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.filter.clear()
        self.filter.blockSignals(before)
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for act in acts_of(section, self._look):
            button = KeyButton(self._look.theme, act.words, act.key, size="small", parent=self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key reaches it from the list
            button.setToolTip(f"{act.words}  {act.key}")
            button.clicked.connect(partial(self.acted.emit, act.id))
            self._acts.addWidget(button)
            self._buttons[act.id] = button

    def tell_count(self, shown: int, whole: int, *, older: bool = False) -> None:
        """How many rows there are, and how many the filter leaves; `older` ones may follow."""
        say = self._look.wording.say
        if older:
            self.count.setText(say("administration.count_newest", count=whole))
        elif shown == whole:
            self.count.setText(say("administration.count", count=whole))
        else:
            self.count.setText(say("administration.count_of", shown=shown, count=whole))

    @property
    def acts(self) -> Sequence[tuple[str, str]]:
        """What can be done here, as ids and keys."""
        return [(act, button.key) for act, button in self._buttons.items()]

    @Slot()
    def begin_filter(self) -> None:
        """The keyboard to the filter (/)."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go to the list; Esc empties the filter first."""
        if watched is self.filter and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress:
                return self._take_key(Qt.Key(event.key()))
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.filter.clear()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
            return True
        return False
