"""Reports that were parked, with their age; one press goes on with one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from console.viewmodels.drafts import Parked
from console.views.fmt import Formats
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton

MOST = 3


class ParkedRow(QWidget):
    """Signals: `resumed` (subject, content) of the draft the operator goes on with."""

    resumed = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._formats, self._now = theme, formats, now
        self._label = QLabel(self)
        set_look(self._label, role="hint")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self._label)
        self._row.addStretch(1)
        self.buttons: tuple[KeyButton, ...] = ()
        self.hide()

    def show_parked(self, parked: Sequence[Parked]) -> None:
        """Offer the newest of these."""
        say = self._formats.wording.say
        self._label.setText(say("parked.title", count=len(parked)))
        for one in parked[:MOST]:
            age = self._formats.span((self._now() - one.saved_at).total_seconds())
            words = str(one.content.get("title") or one.content.get("description") or "")
            short = words if len(words) <= 10 else f"{words[:9]}…"
            text = say("parked.one", words=short or say("parked.empty"), age=age)
            button = KeyButton(self._theme, text, size="small", parent=self)
            button.clicked.connect(partial(self.resumed.emit, one.subject, one.content))
            self._row.insertWidget(self._row.count() - 1, button)
            self.buttons = (*self.buttons, button)
        self.setVisible(bool(parked))
