"""Key caps and buttons that print their key; which key does what is decided in `views.actions`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from console.views.icons import SIDE, Icon, icon
from console.views.look import Look
from console.views.theme import Theme, body_font, set_look

CAP_HEIGHT: Final = 17
CAP_PX: Final = 11
GAP: Final = 8
EDGE: Final = 11  # border and padding of the style sheet, by kind or size
EDGES: Final = {"segment": 10, "link": 3, "small": 7, "large": 15}


class KeyLabel(QLabel):
    """A key cap beside a word; decoration for the eye, so it is silent for screen readers."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setProperty("role", "keycap")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(CAP_HEIGHT)
        # Words beside it may be cut, a key never: a piece of its name is no key. A least width in
        # the theme would allow just that.
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Padding and border of the sheet take a pixel more than those of a painted cap.
        self.setMinimumWidth(cap_width(key) + 1 if key else 0)
        self.setAccessibleName("")


@lru_cache(maxsize=256)  # layouts ask for it many times for each of a few dozen keys
def cap_width(key: str) -> int:
    """Width of the cap of `key` in px; 0 without a key."""
    if not key:
        return 0
    return max(CAP_HEIGHT, QFontMetrics(body_font(CAP_PX)).horizontalAdvance(key) + 9)


class KeyButton(QPushButton):
    """A button with icon, verb and key cap.

    `kind` is primary, plain, quiet or link; `size` small, plain or large (36 px bottom bars).
    A disabled button keeps its words, shows a lock, and says the reason in its tool tip.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        key: str = "",
        *,
        kind: str = "plain",
        size: str = "plain",
        sign: Icon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._key, self._sign = theme, key, sign
        self.setAutoDefault(False)  # Enter alone never triggers an act
        set_look(self, kind=kind, scale=size)  # "size" is a property of Qt's own
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        theme.changed.connect(self.update)

    @property
    def key(self) -> str:
        return self._key

    def say(self, text: str, key: str | None = None) -> None:
        """Change the words, and the key when given."""
        self._key = self._key if key is None else key
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(self._key)
        self.updateGeometry()

    def allow(self) -> None:
        """Let it be pressed."""
        self.setEnabled(True)
        self.setToolTip("")
        self.setAccessibleDescription(self._key)
        self.updateGeometry()

    def refuse(self, reason: str) -> None:
        """Disable with the reason an operator is told."""
        self.setEnabled(False)
        self.setToolTip(reason)
        self.setAccessibleDescription(f"{self._key} {reason}".strip())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        extra = cap_width(self._key) + (GAP if self._key else 0)
        return QSize(hint.width() + extra + self._sign_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        small = cap_width(self._key) + self._sign_width() + 48
        return QSize(min(small, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        inner = self._inner()
        shown, capped = self._fitting(inner.width())
        if shown is not None:
            place = QRect(inner.left(), inner.center().y() - SIDE // 2 + 1, SIDE, SIDE)
            icon(shown, self._theme.tokens, self._tone()).paint(painter, place)
            inner.setLeft(inner.left() + self._sign_width())
        if capped:
            self._draw_cap(painter, inner)
            inner.setRight(inner.right() - cap_width(self._key) - GAP)
        metrics = self.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(self._theme.tokens.color(self._tone(words=True)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)

    def _fitting(self, room: int) -> tuple[Icon | None, bool]:
        """The sign to draw and whether the key cap is: where room is short the word goes first,
        then the cap, then the sign. An open act keeps its cap: that is how the key is learnt.
        """
        shown = self._shown_sign()
        word = self.fontMetrics().horizontalAdvance(self.text())
        cap = cap_width(self._key) + GAP if self._key else 0
        if word + cap + self._sign_width() <= room:
            return shown, bool(self._key)
        if word + cap <= room or self.isEnabled():
            return None, bool(self._key)
        return None, False

    def _inner(self) -> QRect:
        """Room for the content; centred when the button is wider than needed and has no key."""
        edge = EDGES.get(self.property("kind")) or EDGES.get(self.property("scale"), EDGE)
        room = self.rect().adjusted(edge, 0, -edge, 0)
        needed = self.fontMetrics().horizontalAdvance(self.text()) + self._sign_width()
        if not self._key and room.width() > needed:
            room.setLeft(room.left() + (room.width() - needed) // 2)
        return room

    def _draw_cap(self, painter: QPainter, room: QRect) -> None:
        wide = cap_width(self._key)
        middle = room.center().y() + 1
        place = QRect(room.right() - wide + 1, middle - CAP_HEIGHT // 2, wide, CAP_HEIGHT)
        tone = self._tone()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tone if self._is_loud() else "line3"
        painter.setPen(QPen(self._theme.tokens.color(edge), 1))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(body_font(CAP_PX))
        painter.setPen(self._theme.tokens.color(tone))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.setFont(self.font())

    def _is_loud(self) -> bool:
        """Whether the ground is the accent colour."""
        chosen = self.property("kind") == "segment" and self.isChecked()
        return self.isEnabled() and (self.property("kind") == "primary" or chosen)

    def _tone(self, *, words: bool = False) -> str:
        if not self.isEnabled():
            return "ink3"
        if self._is_loud():
            return "onacc"
        return "ink" if words else "ink2"

    def _shown_sign(self) -> Icon | None:
        # A lock says «not yours to press» where the sheet's dashes alone would say little.
        return self._sign if self.isEnabled() else Icon.LOCK

    def _sign_width(self) -> int:
        if self._shown_sign() is None:
            return 0
        return SIDE + 6 if self.text() or self._key else SIDE


def act_button(look: Look, code: str, key: str, slot: object, parent: QWidget) -> KeyButton:
    """A button of a page that is worked by keys: it never takes the focus from what they mean.

    `slot` takes nothing, or is a signal to be sent on.
    """
    button = KeyButton(look.theme, look.wording.say(code), key, parent=parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(slot)
    return button
