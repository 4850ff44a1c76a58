"""Strips that tell without covering anything: the banner under the top bar, the undo bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.domain.tone import Urgency
from console.views.fmt import Formats
from console.views.icons import Icon, icon
from console.views.theme import Theme, set_look
from console.views.widgets.chip import TONES, StateShape
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton, KeyLabel


class Banner(QFrame):
    """One notice, 44 px: red (database), amber (stale) or grey (for information)."""

    answered = Signal()  # its button was pressed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape = StateShape(theme, Urgency.OVER, side=16, parent=self)
        self._sign = QLabel(self)
        self._title = QLabel(self)
        set_look(self._title, role="strong")
        self._detail = Elided(self)  # the title never gives way
        set_look(self._detail, tone="ink2")
        self._aside = QLabel(self)
        set_look(self._aside, tone="ink2")
        for words in (self._title, self._detail, self._aside):
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = KeyButton(theme, "", parent=self)
        self._button.clicked.connect(self.answered)
        self._others: list[KeyButton] = []
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._shape)
        row.addWidget(self._sign)
        row.addWidget(self._title)
        row.addWidget(self._detail, 1)
        row.addWidget(self._aside)
        row.addWidget(self._button)
        self.setFixedHeight(44)
        set_look(self, role="banner")
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def add_act(self, text: str, key: str) -> KeyButton:
        """A further button at the right; its key reaches it from everywhere."""
        button = KeyButton(self._theme, text, key, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._others.append(button)
        self._row.addWidget(button)
        return button

    def tell(
        self,
        title: str,
        detail: str = "",
        *,
        urgency: Urgency = Urgency.NORMAL,
        act: str = "",
        key: str = "",
        aside: str = "",
    ) -> None:
        """Show a notice, replacing the one before; focus stays where it is.

        `aside` stands quietly at the right, before the buttons.
        """
        tone = TONES.get(urgency, "grey")
        loud = urgency in (Urgency.NEAR, Urgency.OVER)
        self._shape.become(urgency)
        self._shape.setVisible(loud)
        self._sign.setVisible(not loud)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setToolTip(detail)
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        self._button.say(act, key)
        self._button.setVisible(bool(act))
        set_look(self, tone=tone)
        set_look(self._button, kind="plain" if loud else "quiet")
        self.setAccessibleName(" ".join(one for one in (title, detail, aside) if one))
        self.show()

    def _dress(self) -> None:
        self._sign.setPixmap(icon(Icon.INFO, self._theme.tokens).pixmap(18, 18))


class UndoBar(QFrame):
    """«000163 已派遣至 … 撤销 Ctrl+Z 剩 18 秒»; the clock behind it is the viewmodel's."""

    undone = Signal()

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._formats = theme, formats
        self._tick = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._act = KeyButton(theme, formats.wording.say("undo.act"), kind="quiet", size="small")
        self._act.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+Z reaches it from everywhere
        self._act.clicked.connect(self.undone)
        self._left = QLabel(self)
        set_look(self._left, tone="ink3")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._tick)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._act)
        row.addWidget(KeyLabel("Ctrl+Z", self))
        row.addWidget(self._left)
        set_look(self, role="undo")
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def offer(self, done: str, seconds: float) -> None:
        """Say what was done and how long it can be undone; 0 or less takes the bar away."""
        if seconds <= 0:
            self.hide()
            return
        self._words.setText(done)
        wording = self._formats.wording
        self._left.setText(wording.say("fmt.left", span=self._formats.exact(seconds)))
        self.setAccessibleName(done)
        self.show()

    def _dress(self) -> None:
        self._tick.setPixmap(icon(Icon.CHECK, self._theme.tokens).pixmap(14, 14))
