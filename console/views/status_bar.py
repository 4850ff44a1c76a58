"""The foot of the window: keys left; the last word, undo and a running task right."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import chain
from typing import Final, TypeAlias

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from console.domain.tone import Urgency
from console.views.fmt import Formats
from console.views.theme import Theme, set_look
from console.views.widgets.bars import UndoBar
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyLabel

HEIGHT: Final = 24
GAP: Final = 6
"""px between one key's word and the next key."""
KEPT: Final = 4
"""Sets of keys whose labels are kept ready: those of the console, of a panel, of two pages."""
_Keys: TypeAlias = tuple[tuple[str, str], ...]
_Pairs: TypeAlias = list[tuple[KeyLabel, QLabel]]


class _Hints(QWidget):
    """Keys with their words, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._keys: _Keys = ()
        self._made: OrderedDict[_Keys, _Pairs] = OrderedDict()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT - 2)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these (key, word) pairs."""
        if (wanted := tuple(keys)) == self._keys:
            return  # asked after every step of the operator's; mostly nothing is new
        self._keys = wanted
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
        for pair in self._pairs_of(wanted):
            for part in pair:
                self._row.addWidget(part)
            self._row.addSpacing(GAP)
        self._row.addStretch(1)
        self._fit()

    def _pairs_of(self, keys: _Keys) -> _Pairs:
        """Caps and words of these keys: panels and pages come and go, with the same keys again."""
        if keys not in self._made:
            self._made[keys] = [(KeyLabel(key, self), QLabel(word, self)) for key, word in keys]
            for _cap, label in self._made[keys]:
                set_look(label, role="hint")
        self._made.move_to_end(keys)
        if len(self._made) > KEPT:
            for part in chain.from_iterable(self._made.popitem(last=False)[1]):
                part.deleteLater()
        return self._made[keys]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A key is shown with its whole word or not at all; the first ones stay longest."""
        room = self.width()
        for pair in self._made.get(self._keys, ()):
            room -= sum(part.sizeHint().width() + self._row.spacing() for part in pair)
            for part in pair:
                part.setVisible(room >= 0)
            room -= GAP + self._row.spacing()


class StatusBar(QFrame):
    """One line, 24 px."""

    undone = Signal()

    def __init__(self, formats: Formats, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="statusbar")
        self.setFixedHeight(HEIGHT)
        self._formats = formats
        self._hints = _Hints(self)
        self._shape = StateShape(theme, Urgency.OVER, side=12, parent=self)
        self._word = QLabel(self)
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._word, role="hint")
        self._task = QProgressBar(self)
        self._task.setFixedWidth(160)
        self._task.setTextVisible(False)
        self._task_word = QLabel(self)
        set_look(self._task_word, role="hint")
        self._cancel = KeyLabel("Ctrl+F2", self)
        self.undo = UndoBar(theme, formats, self)
        self.undo.undone.connect(self.undone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._hints, 1)
        for part in (self._shape, self._word, self._task_word, self._task, self._cancel):
            row.addWidget(part)
        row.addWidget(self.undo)
        self.say("")
        self.progress("", None)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """What the keys do here."""
        self._hints.show_keys(keys)

    def say(self, words: str, *, loud: bool = False) -> None:
        """The last word; `loud` gives it the red mark. "" clears it."""
        self._word.setText(words)
        self._word.setVisible(bool(words))
        self._shape.setVisible(loud and bool(words))
        set_look(self._word, tone="over" if loud else "ink2")
        self._word.setAccessibleName(words)

    @property
    def words(self) -> str:
        """What was said last."""
        return self._word.text()

    def progress(self, words: str, share: float | None) -> None:
        """A running task, `share` 0–1; None takes it away."""
        for part in (self._task, self._task_word, self._cancel):
            part.setVisible(share is not None)
        self._task_word.setText(words)
        self._task.setRange(0, 1000)
        self._task.setValue(round((share or 0) * 1000))
