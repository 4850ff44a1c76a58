"""The middle of a coordination: evidence against units, what the units say, related cases."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.viewmodels.coordinate_draft import CoordinateDraft
from console.views.fmt import MINUTE, Formats
from console.views.panels.coordinate_words import ground_words, matrix_row
from console.views.panels.entries import OptionEntry
from console.views.panels.small_table import SmallTable
from console.views.theme import Theme, set_look
from console.views.widgets.evidence import EvidenceMatrix
from console.views.widgets.forms import Step
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

STANCES: Final = ("agree", "reserve", "object")
UNIT_WIDTH: Final = 108
MATRIX_HEAD: Final = 44
MOST_RELATED: Final = 5
ASCII_LINE: Final = 14
WIDE_LINE: Final = 7


class DisputeMatrix(EvidenceMatrix):
    """The matrix; 1–4 turn what an own row says of a unit, E reads a row out, letters stay ours.

    Signals: `turned` (int, int) row and number of the unit, both from 0.
    """

    turned = Signal(int, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text().lower()
        if plain and text == "e":
            self.open_current()
        elif plain and text.isdecimal() and 0 < int(text) <= self.columnCount() - 2:
            self.turned.emit(self.currentRow(), int(text) - 1)
        elif plain and text.strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class CoordinateEvidence(QWidget):
    """Steps 1 and 2.

    Signals: `said` (str) a row in full; `stated` (unit, stance, text) a statement to be recorded.
    """

    said = Signal(str)
    stated = Signal(str, str, str)

    def __init__(
        self, draft: CoordinateDraft, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._formats, self._theme = draft, formats, theme
        self._say = formats.wording.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._lay_out_matrix(column)
        self._lay_out_statements(column)
        self._lay_out_related(column)
        column.addStretch(1)
        draft.table.read.connect(self.show_all)
        draft.table.changed.connect(self.show_matrix)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out_matrix(self, column: QVBoxLayout) -> None:
        step = Step(1, self._say("coordinate.evidence"), self._say("coordinate.legend"), self)
        self.matrix = DisputeMatrix(self._formats.wording, self)
        self.matrix.turned.connect(self._on_turned)
        self.matrix.cellClicked.connect(self._on_cell_clicked)
        self.matrix.opened.connect(self._on_opened)
        step.add(self.matrix)
        self.own_name, self.own_content = QLineEdit(self), QLineEdit(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for line, code, width in (
            (self.own_name, "coordinate.own_name", 150),
            (self.own_content, "coordinate.own_content", 0),
        ):
            line.setPlaceholderText(self._say(code))
            line.setAccessibleName(self._say(code))
            line.returnPressed.connect(self.add_own)
            if width:
                line.setFixedWidth(width)
            row.addWidget(line)
        self.add_button = KeyButton(
            self._theme, self._say("coordinate.add"), "Alt+I", size="small", parent=self
        )
        self.add_button.clicked.connect(self.add_own)
        row.addWidget(self.add_button)
        self._own_row = QWidget(self)
        self._own_row.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        step.add(self._own_row)
        self._own_row.setVisible(not self._draft.signing)
        column.addWidget(step)

    def _lay_out_statements(self, column: QVBoxLayout) -> None:
        hint = "" if self._draft.signing else self._say("coordinate.newest")
        step = Step(2, self._say("coordinate.statements"), hint, self)
        self.spoken = SmallTable((), (180, 96, 0), self._say("coordinate.statements"), strong=(1,))
        step.add(self.spoken)
        self.nobody = QLabel(self._say("coordinate.nobody_spoke"), self)
        set_look(self.nobody, role="hint")
        step.add(self.nobody)
        self.speaker = OptionEntry(self._theme, self._say("form.find"), self)
        self.speaker.setFixedWidth(200)
        self.stance = Segmented(
            self._theme, [(one, self._say(f"choice.stance.{one}"), "") for one in STANCES], self
        )
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self._say("coordinate.words"))
        self.words.setAccessibleName(self._say("coordinate.words"))
        self.words.returnPressed.connect(self._on_stated)
        button = KeyButton(self._theme, self._say("coordinate.record"), size="small", parent=self)
        button.clicked.connect(self._on_stated)
        row = QHBoxLayout()
        row.setSpacing(8)
        for narrow in (self.speaker, self.stance):
            row.addWidget(narrow, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        step.body.addLayout(row)
        inputs: tuple[QWidget, ...] = (self.speaker, self.stance, self.words, button)
        for part in inputs:
            part.setVisible(not self._draft.signing)
        column.addWidget(step)

    def _lay_out_related(self, column: QVBoxLayout) -> None:
        self._related_title = QLabel(self._say("coordinate.related"), self)
        set_look(self._related_title, role="section")
        self.related = SmallTable((), (140, 170, 190, 0, 90), self._say("coordinate.related"))
        column.addWidget(self._related_title)
        column.addWidget(self.related)

    # --- showing ----------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Everything that was read."""
        self.show_matrix()
        self.speaker.know(self._draft.table.options)
        self._show_statements()
        self._show_related()

    def show_matrix(self) -> None:
        """The rows as they stand; the current row stays current."""
        table, wording = self._draft.table, self._formats.wording
        names, at = table.names, self.matrix.currentRow()
        units = [(code, _two_lines(names.get(code, code))) for code in table.among]
        rows = [matrix_row(ground, wording, names) for ground in table.grounds]
        self.matrix.show_evidence(units, rows)
        for column in range(2, self.matrix.columnCount()):
            self.matrix.setColumnWidth(column, UNIT_WIDTH)
        self.matrix.setColumnWidth(0, 150)
        heights = sum(self.matrix.rowHeight(row) for row in range(self.matrix.rowCount()))
        header = self.matrix.horizontalHeader()
        header.setFixedHeight(MATRIX_HEAD)
        self.matrix.setFixedHeight(heights + header.height() + 2)
        self.matrix.setCurrentCell(max(0, min(at, self.matrix.rowCount() - 1)), 0)

    def _show_statements(self) -> None:
        table = self._draft.table
        rows = [
            (
                table.names.get(one.unit, one.unit),
                self._say(f"choice.stance.{one.stance}"),
                one.text,
            )
            for one in table.statements
        ]
        self.spoken.show_rows(rows)
        self.spoken.setVisible(bool(rows))
        self.nobody.setVisible(not rows)

    def _show_related(self) -> None:
        formats = self._formats
        rows = [
            (
                one.number,
                one.category_name,
                one.unit_name or "—",
                one.address,
                formats.span(one.handling_minutes * MINUTE)
                if one.handling_minutes is not None
                else self._say(f"stage.{one.stage.value}"),
            )
            for one in self._draft.table.related[:MOST_RELATED]
        ]
        self.related.show_rows(rows)
        for part in (self.related, self._related_title):
            part.setVisible(bool(rows))

    # --- keys and clicks --------------------------------------------------------------------------

    def add_own(self) -> None:
        """Add the typed row; without a name the line for it gets the focus (Alt+I)."""
        name, content = self.own_name.text().strip(), self.own_content.text().strip()
        if not name:
            self.own_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._draft.table.add_ground(name, content)
        self.own_name.clear()
        self.own_content.clear()
        self.matrix.setCurrentCell(len(self._draft.table.grounds) - 1, 0)
        self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit(self._say("coordinate.turn"))

    def _on_turned(self, row: int, unit: int) -> None:
        table = self._draft.table
        if not 0 <= row < len(table.grounds) or self._draft.signing:
            return
        ground = table.grounds[row]
        if ground.own:
            table.turn(ground.key, table.among[unit])
        else:
            self.said.emit(self._say("coordinate.registered"))

    def _on_cell_clicked(self, row: int, column: int) -> None:
        own = row < len(self._draft.table.grounds) and self._draft.table.grounds[row].own
        if column > 1 and own:
            self._on_turned(row, column - 2)

    def _on_opened(self, key: str) -> None:
        table = self._draft.table
        for ground in table.grounds:
            if ground.key == key:
                self.said.emit(ground_words(ground, self._formats.wording, table.names))

    def _on_stated(self) -> None:
        if not self.speaker.code:
            self.speaker.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.words.text().strip():
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stated.emit(self.speaker.code, self.stance.choice, self.words.text().strip())

    def clear_statement(self) -> None:
        """The statement was recorded: the next one can be typed."""
        self.words.clear()
        self.speaker.code = ""
        self.speaker.settle("")
        self.speaker.setFocus(Qt.FocusReason.OtherFocusReason)


def _two_lines(name: str) -> str:
    """A unit's name in two lines, so that a narrow column can head it."""
    if name.isascii():
        return "\n".join(wrap(name, ASCII_LINE))
    if len(name) <= WIDE_LINE:
        return name
    half = (len(name) + 1) // 2
    return f"{name[:half]}\n{name[half:]}"
