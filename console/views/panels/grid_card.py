"""The card of a unit grid, in the place of the case card: what it is, what it carries, its history.

Opened by a click on the cell or `I`; keys work inside: ↑ ↓, Enter, Esc. Paints what `CellCard`
knows; what an act does is the shell's business.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.ports.layer_rows import GridCase
from console.viewmodels.case_columns import grid_words
from console.viewmodels.cell_card import CardLine, CellCard, CellState, LineKind
from console.views.card.part import Elastic, Part, label, rule
from console.views.look import Look
from console.views.panels.cell_table import CellTable
from console.views.panels.cell_words import CellWords
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.chip import Chip
from console.views.widgets.keys import KeyButton

LINE_WIDTHS: Final = (0, 76, 84, 96)
CASE_WIDTHS: Final = (136, 0, 76, 96)
FACTS: Final = 6
NAME_WIDTH: Final = 64
MINUTE_MS: Final = 60_000


class GridCardView(QFrame):
    """Signals: `narrowed` the queue shows this cell only; `case_asked` (CaseId)."""

    narrowed = Signal()
    case_asked = Signal(object)

    def __init__(self, card: CellCard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card, self._look = card, look
        self._say = look.wording.say
        self._words = CellWords(look.formats)
        set_look(self, role="panel")
        self._make_head()
        self._make_facts()
        name = self._say("grid.title")
        tokens = look.theme.tokens
        self.lines = CellTable(LINE_WIDTHS, (1, 2, 3), name, tokens, self)
        self.cases = CellTable(CASE_WIDTHS, (3,), name, tokens, self)
        self.message = label(parent=self, tone="ink2", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.message.setContentsMargins(24, 48, 24, 24)
        self.message.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pile = QStackedWidget(self)
        for page in (self.lines, self.cases, self.message):
            self.pile.addWidget(page)
        self.narrow_button = KeyButton(
            look.theme, self._say("grid.narrow"), "Enter", kind="primary", parent=self
        )
        self._lay_out()
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._connect()
        self.tell()

    # --- building ---------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._head = Part(self._look, self)
        self.code = label(parent=self._head, role="number")
        self.level = Chip(self._look.theme, "", plain=True, parent=self._head)
        self.aged = label(parent=self._head, role="hint")
        self.close_button = KeyButton(
            self._look.theme, self._say("grid.close"), "Esc", kind="quiet", size="small"
        )
        self.title = Elastic(self._head, role="title")
        first, second = QHBoxLayout(), QHBoxLayout()
        for part in (self.code, self.level):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self.close_button)
        second.addWidget(self.title, 1)
        second.addWidget(self.aged)
        self._head.column.addLayout(first)
        self._head.column.addLayout(second)

    def _make_facts(self) -> None:
        self._facts = Part(self._look, self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._pairs: list[tuple[QLabel, QLabel]] = []
        for at in range(FACTS):
            name, value = label(parent=self._facts, tone="ink3"), Elastic(self._facts)
            name.setMinimumWidth(NAME_WIDTH)
            grid.addWidget(name, at, 0)
            grid.addWidget(value, at, 1)
            self._pairs.append((name, value))
        self._facts.column.addLayout(grid)

    def _lay_out(self) -> None:
        foot = QFrame(self)
        set_look(foot, role="bottom")
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(self.narrow_button)
        row.addStretch(1)
        self.hint = label(self._say("grid.hint"), foot, role="hint")
        row.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(rule(self))
        column.addWidget(self._facts)
        column.addWidget(rule(self))
        column.addWidget(self.pile, 1)
        column.addWidget(foot)

    def _connect(self) -> None:
        self._card.changed.connect(self.tell)
        self._look.theme.changed.connect(self.tell)
        self._minute.timeout.connect(self.tell)
        self.lines.entered.connect(self._on_line)
        self.cases.entered.connect(self._on_case)
        for table in (self.lines, self.cases):
            table.left.connect(self._card.back)
        self.close_button.clicked.connect(self._card.back)
        self.narrow_button.clicked.connect(self._narrow)

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show what is known of the cell."""
        card, known = self._card, self._card.card
        if card.state is CellState.CLOSED:
            return
        self.code.setText(grid_words(card.code))
        for part in (self.level, self._facts):
            part.setVisible(known is not None)
        self.title.setText(self._say("grid.title"))
        self.aged.setText(self._aged())
        self.narrow_button.setEnabled(card.state is not CellState.FAILED)
        had_focus = self.pile.isAncestorOf(_focused(self))
        self._tell_body()
        if had_focus:
            self.focus_lines()

    def _tell_body(self) -> None:
        card, known, tokens = self._card, self._card.card, self._look.theme.tokens
        if known is None:
            self.message.setText(self._why_nothing())
            self.pile.setCurrentWidget(self.message)
            return
        self.level.say(self._say(f"grid.level.{known.grid.area_level.value}"))
        facts = self._words.facts(known, card.now)
        for (name, value), (said, text) in zip(self._pairs, facts, strict=True):
            name.setText(said)
            value.setText(text)
            value.setToolTip(text)
        line = card.line
        if line is None:
            self.lines.show_rows(tuple(self._words.rows(card.lines, card.now)), tokens)
            self.pile.setCurrentWidget(self.lines)
        elif card.cases is None:
            self.message.setText(self._say("grid.reading"))
            self.pile.setCurrentWidget(self.message)
        else:
            self.cases.show_rows(tuple(self._words.cases(card.cases, card.now)), tokens)
            self.pile.setCurrentWidget(self.cases)
        if line is not None:
            self.title.setText(self._words.name(line))

    def _why_nothing(self) -> str:
        if self._card.state is CellState.LOADING:
            return self._say("grid.reading")
        if self._card.refusal is not None:
            return sentence(self._card.refusal, self._look.wording)
        return self._say("grid.unread")

    def _aged(self) -> str:
        at = self._card.as_of
        if at is None or self._card.card is None:
            return ""
        return self._say("grid.aged", time=self._look.formats.stamp(at, self._card.now))

    # --- hands ------------------------------------------------------------------------------------

    def focus_lines(self) -> None:
        """The keyboard to what is shown."""
        shown = self.pile.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _narrow(self) -> None:
        self._card.narrow()
        self.narrowed.emit()

    @Slot(object)
    def _on_line(self, line: CardLine) -> None:
        if line.kind is LineKind.OPEN:
            self._narrow()
        else:
            self._card.open_line(line)

    @Slot(object)
    def _on_case(self, case: GridCase) -> None:
        self.case_asked.emit(case.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc while there are no lines to take it."""
        if event.key() == Qt.Key.Key_Escape:
            self._card.back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()


def _focused(view: QWidget) -> QWidget:
    """The widget of the window that has the keyboard; the view's own window without one."""
    return view.window().focusWidget() or view.window()
