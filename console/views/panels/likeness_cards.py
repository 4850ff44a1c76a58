"""Likely duplicates as cards lettered like their marks on the map; the current one has the acts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.likeness import Likeness
from console.ports.rows import SimilarCase
from console.viewmodels.duplicates import LETTERS, Duplicates
from console.views.fmt import Formats
from console.views.theme import Theme, set_look
from console.views.widgets.chip import Chip
from console.views.widgets.keys import KeyButton


class LikenessCard(QFrame):
    """One case: letter, number, class, likeness; distance, time, state; why it may be the same."""

    pressed = Signal()

    def __init__(
        self,
        letter: str,
        similar: SimilarCase,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        say = formats.wording.say
        head = QHBoxLayout()
        badge = QLabel(letter, self)
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        badge.setFixedSize(18, 18)
        set_look(badge, role="badge")
        head.addWidget(badge)
        for text, look in (
            (similar.case.number, {"role": "strong"}),
            (similar.case.category_name, {"tone": "ink2"}),
        ):
            label = QLabel(text, self)
            set_look(label, **look)
            head.addWidget(label)
        head.addStretch(1)
        high = similar.likeness == Likeness.HIGH.value
        word = say(f"likeness.{similar.likeness}")
        head.addWidget(Chip(theme, word, plain=not high, parent=self))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 8, 10, 8)
        self.column.setSpacing(5)
        self.column.addLayout(head)
        self.column.addLayout(self._facts(similar))
        self._line(self._why(similar), "ink2")
        if similar.description:
            self._line(say("likeness.said", words=similar.description, count=similar.callers), "")
        self.setAccessibleName(f"{letter} {similar.case.number} {word}")
        set_look(self, role="card", chosen="false")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()

    def _facts(self, similar: SimilarCase) -> QGridLayout:
        say, case = self._formats.wording.say, similar.case
        metres = self._formats.distance(case.metres) if case.metres is not None else say("fmt.none")
        facts = (
            (say("likeness.distance"), metres),
            (say("likeness.time"), self._formats.moment(case.reported_at, case.reported_at)),
            (say("likeness.stage"), say(f"stage.{case.stage.value}")),
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        for at, (label, text) in enumerate(facts):
            name, value = QLabel(label, self), QLabel(text, self)
            set_look(name, role="hint")
            set_look(value, role="strong")
            grid.addWidget(name, 0, at)
            grid.addWidget(value, 1, at)
            grid.setColumnStretch(at, 1)
        return grid

    def _why(self, similar: SimilarCase) -> str:
        say = self._formats.wording.say
        reasons = say("list.comma").join(say(f"likeness.why.{code}") for code in similar.reasons)
        return " ".join(word for word in (similar.case.address, reasons) if word)

    def _line(self, text: str, tone: str) -> None:
        if text:
            label = QLabel(text, self)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_look(label, tone=tone)
            self.column.addWidget(label)


class LikenessColumn(QWidget):
    """Signals: `merge` attach to the current case, `compare` it, `different` dismiss it."""

    merge = Signal()
    compare = Signal()
    different = Signal()

    def __init__(
        self, likes: Duplicates, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._likes, self._theme, self._formats = likes, theme, formats
        say = formats.wording.say
        self._title = QLabel(self)
        set_look(self._title, role="section")
        scope = QLabel(say("likeness.scope", metres=likes.metres, days=likes.days), self)
        set_look(scope, role="hint")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(scope)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._acts = self._made_acts()
        self._none = QLabel(self)
        self._none.setWordWrap(True)
        set_look(self._none, tone="ink3")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addLayout(self._cards)
        self._shown: tuple[SimilarCase, ...] | None = None
        likes.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        likes = self._likes
        if self._shown != likes.cases:
            self._rebuild()
        say, known = self._formats.wording.say, likes.answered or likes.cases
        count = str(len(likes.cases)) if known else say("fmt.none")
        self._title.setText(say("likeness.title", count=count))
        self._none.setText(say(likes.nothing))
        self._none.setVisible(not likes.cases)
        for at in range(self._cards.count()):
            item = self._cards.itemAt(at)
            card = item.widget() if item is not None else None
            if isinstance(card, LikenessCard):
                here = at == likes.at
                decided = likes.cases[at].case.id in likes.different
                set_look(card, chosen="true" if here and not decided else "false")
                card.setEnabled(not decided)
                if here and not decided:
                    card.column.addWidget(self._acts)
        current = likes.current
        open_case = current is not None and current.case.id not in likes.different
        self._acts.setVisible(open_case)

    def _rebuild(self) -> None:
        self._acts.setParent(self)
        while self._cards.count():
            item = self._cards.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for at, similar in enumerate(self._likes.cases):
            card = LikenessCard(LETTERS[at], similar, self._theme, self._formats, self)
            card.pressed.connect(partial(self._likes.point_at, at))
            self._cards.addWidget(card)
        self._shown = self._likes.cases

    def _made_acts(self) -> QWidget:
        say = self._formats.wording.say
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        for code, key, signal in (
            ("likeness.merge", "Alt+A", self.merge),
            ("likeness.compare", "Alt+V", self.compare),
            ("likeness.different", "Alt+N", self.different),
        ):
            button = KeyButton(self._theme, say(code), key, size="small", parent=box)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        box.hide()
        return box
