"""What stands in the middle and at the right for a section; the page asks the one that is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from console.views.administration.list_view import ThingTable
from console.views.look import Look
from console.views.theme import set_look


class Pane(QObject):
    """One section's widgets and what the page's keys mean there.

    Signals: `counted` (shown, all) rows; `turned` the keys mean something else now.
    """

    counted = Signal(int, int)
    turned = Signal()
    filters = True
    """Whether / narrows what is shown."""
    older = False
    """Whether more rows come when the end of the list is reached."""

    def __init__(self, middle: QWidget, side: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.middle, self.side = middle, side

    def show_section(self) -> None:
        """The section is open now."""

    def focus_list(self) -> None:
        """The keyboard to the middle."""
        self.middle.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, act: str) -> bool:
        """One of the bar's acts; True when the form wants the keyboard."""
        del act
        return False

    def find(self, text: str) -> None:
        """Words typed into the filter."""

    def enter(self) -> None:
        """Enter in the middle."""

    def submit(self) -> None:
        """Ctrl+Enter."""

    def undo(self) -> None:
        """Ctrl+Z."""

    def discard(self) -> None:
        """Ctrl+Shift+Backspace."""

    def leave(self) -> bool:
        """Esc; False when the page itself shall go."""
        return False

    @property
    def in_side(self) -> bool:
        """Whether the keyboard is at the right."""
        focus = self.side.window().focusWidget()
        return focus is not None and (focus is self.side or self.side.isAncestorOf(focus))


class ListOrWords(QStackedWidget):
    """A list, or the sentence that stands in its place; the keyboard goes where the eye does."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ThingTable(look, self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(self.words, tone="ink2")
        self.addWidget(self.table)
        self.addWidget(self.words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def tell(self, words: str) -> None:
        """Show the sentence; "" shows the list."""
        # The window's own choice: it holds also while another window is the active one.
        had = self.window().focusWidget() in (self.table, self.words)
        self.words.setText(words)
        self.setCurrentWidget(self.words if words else self.table)
        if had:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """The keyboard to what is shown."""
        shown = self.currentWidget() or self
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
