"""The acts of the case: exactly what is lawful now for this post, the primary one first.

Locked ones are dashed and say why. Keys are bound in `views.actions`; here they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QSizePolicy, QWidget

from console.domain.stage import Move
from console.viewmodels.acts import ActFact, Acts
from console.views.icons import Icon
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton

COLUMNS: Final = 4
NARROW: Final = 440  # px; below it three columns and fewer acts (DESIGN 4, 1366×768)
NARROW_COLUMNS: Final = 3
NARROW_ACTS: Final = 3
HEIGHT: Final = 30
SIGNS: Final = {
    Move.ACCEPT: Icon.ACCEPT,
    Move.ORDER_CONFIRMATION: Icon.CONFIRM,
    Move.REGISTER: Icon.REGISTER,
    Move.DISPATCH: Icon.DISPATCH,
    Move.REDISPATCH: Icon.DISPATCH,
    Move.ORDER_VERIFICATION: Icon.VERIFY,
    Move.PASS: Icon.VERIFY,
    Move.CLOSE: Icon.CLOSE_CASE,
    Move.DESIGNATE: Icon.COORDINATE,
    Move.PROPOSE_DESIGNATION: Icon.COORDINATE,
}


class ActionBar(QFrame):
    """Signals: `acted` (Move) the operator wants to do it."""

    acted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._names: Mapping[str, str] = {}
        self.buttons: dict[Move, KeyButton] = {}
        set_look(self, role="bar")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 10, 14, 10)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._columns = COLUMNS
        self.more = KeyButton(
            look.theme, look.wording.say("command.more"), "Shift+F10", size="small"
        )
        self.more.setParent(self)
        _share_width(self.more)
        self.more.clicked.connect(self.open_menu)
        self.more.setToolTip(f"{self.more.text()}  {self.more.key}")
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.triggered.connect(self._on_menu)
        self._shown: tuple[Acts, str] | None = None
        self._locked = ""
        self._put_off = False

    def show_acts(self, acts: Acts, names: Mapping[str, str], primary_words: str = "") -> None:
        """Show these acts; `names` turns codes in refusals into names.

        `primary_words` takes the place of the primary act's verb.
        """
        self._names = names
        if self._shown != (acts, primary_words):
            self._shown = (acts, primary_words)
            self._build(acts, primary_words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = NARROW_COLUMNS if self.width() < NARROW else COLUMNS
        if columns != self._columns:
            self._columns = columns
            if self._shown is not None:
                self._build(*self._shown)

    def _build(self, acts: Acts, primary_words: str) -> None:
        """Make the buttons anew; the keyboard stays on the act it was on, or is on the first one.

        A button that goes with the keyboard on it would let Qt hand it on, out of the card.
        """
        held = next((move for move, one in self.buttons.items() if one.hasFocus()), None)
        if held is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._make(acts, primary_words)
        if held is not None:
            same = self.buttons.get(held)
            if same is not None and same.isEnabled():
                same.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.focus_primary()

    def _make(self, acts: Acts, primary_words: str) -> None:
        self._clear()
        columns, room = self._columns, len(acts.shown)
        if columns == NARROW_COLUMNS:
            room = NARROW_ACTS if acts.primary is not None else NARROW_COLUMNS - 1
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
        at = 0
        if acts.primary is not None:
            button = self._button(acts.primary, primary_words, kind="primary")
            self._grid.addWidget(button, 0, 0, 1, 2)
            at = 2
        for fact in acts.shown[:room]:
            self._grid.addWidget(self._button(fact), at // columns, at % columns)
            at += 1
        self._grid.addWidget(self.more, at // columns, at % columns)
        self._fill_menu((*acts.shown[room:], *acts.more))
        for button in self.buttons.values():
            button.show()  # the layout would do it later, and who is not shown takes no keyboard

    def lock(self, reason: str, *, put_off: bool = False) -> None:
        """Refuse every act for this reason, such as a lost store; "" lets them be again.

        With `put_off` acts are open, and the primary one says that it will wait on this machine.
        """
        if (reason, put_off) == (self._locked, self._put_off):
            return
        self._put_off = put_off
        shown, self._locked, self._shown = self._shown, reason, None
        if shown is not None:
            self.show_acts(shown[0], self._names, shown[1])

    def _clear(self) -> None:
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        self._grid.removeWidget(self.more)

    def _button(self, fact: ActFact, words: str = "", *, kind: str = "plain") -> KeyButton:
        primary = kind == "primary"
        text = words or self._words(fact.move, short=not primary)
        if primary and self._put_off:
            verb = self._words(fact.move).rstrip("…")
            text = self._look.wording.say("lost.primary", act=verb)
        button = KeyButton(
            self._look.theme,
            text,
            fact.key,
            kind=kind,
            size="plain" if primary else "small",
            sign=SIGNS.get(fact.move) if primary else None,
            parent=self,
        )
        button.setProperty("move", fact.move.value)
        _share_width(button)
        button.clicked.connect(self._on_clicked)
        reason = self._locked
        if not reason and fact.refusal is not None:
            reason = sentence(fact.refusal, self._look.wording, self._names)
        if reason:
            button.refuse(reason)
        whole = f"{words or self._words(fact.move)}  {fact.key}".rstrip()
        button.setToolTip(f"{whole}\n{reason}".rstrip())
        self.buttons[fact.move] = button
        return button

    def _words(self, move: Move, *, short: bool = False) -> str:
        """The verb; a quarter of the bar takes its short form where there is one."""
        wording, code = self._look.wording, f"act.{move.value}"
        return wording.say(code if short and code in wording else f"gesture.{move.value}")

    def _fill_menu(self, facts: Sequence[ActFact]) -> None:
        self.menu.clear()
        self.more.setEnabled(bool(facts))
        locked = False
        for fact in sorted(facts, key=_is_locked):
            if fact.refusal is not None and not locked:
                locked = True
                self.menu.addSeparator()
            text = self._words(fact.move)
            action = self.menu.addAction(f"{text}\t{fact.key}" if fact.key else text)
            action.setData(fact.move.value)
            action.setEnabled(fact.open)
            if fact.refusal is not None:
                action.setToolTip(sentence(fact.refusal, self._look.wording, self._names))

    @Slot()
    def open_menu(self) -> None:
        """The further acts (Shift+F10)."""
        if not self.menu.isEmpty():
            size = self.menu.sizeHint()
            corner = self.more.rect().topRight()
            place = self.more.mapToGlobal(corner - QPoint(size.width(), size.height()))
            self.menu.popup(place)
            first = next((one for one in self.menu.actions() if one.isEnabled()), None)
            if first is not None and not first.isSeparator():
                self.menu.setActiveAction(first)

    def focus_primary(self) -> None:
        """Put the keyboard on the first act that may be done."""
        button = next((one for one in self.buttons.values() if one.isEnabled()), self.more)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton):
            self.acted.emit(Move(str(button.property("move"))))

    @Slot(QAction)
    def _on_menu(self, action: QAction) -> None:
        if action.data():
            self.acted.emit(Move(str(action.data())))


def _is_locked(fact: ActFact) -> bool:
    return not fact.open


def _share_width(button: KeyButton) -> None:
    """Let the columns be of equal width; words too long are cut in the middle."""
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setFixedHeight(HEIGHT)
