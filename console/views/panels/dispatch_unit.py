"""Step 1 of the dispatch: proposed units with their evidence, all units, and the past cases."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QTableView, QVBoxLayout, QWidget

from console.ports.rows import RelatedCase
from console.viewmodels.cells import CandidateRow
from console.viewmodels.columns import Column
from console.viewmodels.dispatch_draft import DispatchDraft
from console.viewmodels.keyed_table import KeyedTable
from console.views.delegates import TextDelegate
from console.views.fmt import Formats
from console.views.list_delegates import CandidateDelegate
from console.views.panels.dispatch_rows import candidate_rows, past_columns
from console.views.panels.entries import OptionEntry
from console.views.theme import Theme, set_look

HEAD_HEIGHT = 26
ROW_HEIGHT = 24


class UnitChoice(QWidget):
    """Signals: `chosen` (str) a unit's code."""

    chosen = Signal(str)

    def __init__(
        self, draft: DispatchDraft, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._formats = draft, formats
        self._quiet = False
        column: Column[CandidateRow] = Column(key="unit", title="", value=_spoken, stretch=True)
        self.table: KeyedTable[CandidateRow] = KeyedTable((column,), key=_unit, parent=self)
        self.list = QListView(self)
        self.list.setModel(self.table)
        self.list.setItemDelegate(CandidateDelegate(theme, formats, self.list))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.list.setAccessibleName(formats.wording.say("dispatch.unit"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.all_units = OptionEntry(theme, formats.wording.say("dispatch.any_unit"), self)
        self.all_units.chosen.connect(self._on_other)
        self.past = self._made_past(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.list, self.all_units, self.past):
            layout.addWidget(part)
        self.setFocusProxy(self.list)

    def show_advice(self) -> None:
        """Show what was read; the choice stays."""
        rows = candidate_rows(self._draft, self._formats)
        self._quiet = True
        self.table.show(rows)
        height = sum(self.list.sizeHintForRow(at) for at in range(len(rows)))
        self.list.setFixedHeight(height + 2)
        self.list.setVisible(bool(rows))
        at = self.table.row_of(self._draft.unit) if self._draft.unit else -1
        if at >= 0:
            self.list.setCurrentIndex(self.table.index(at, 0))
        self._quiet = False
        self.all_units.know(self._draft.advice.units)
        past = self._draft.advice.precedents.cases
        self._past_table.show(past)
        self.past.setVisible(bool(past))
        self.past.setFixedHeight(HEAD_HEIGHT + ROW_HEIGHT * len(past) + 2)

    def _made_past(self, theme: Theme) -> QTableView:
        self._past_table: KeyedTable[RelatedCase] = KeyedTable(
            past_columns(self._formats),
            key=_case,
            title=self._formats.wording.say,
            parent=self,
        )
        view = QTableView(self)
        set_look(view, role="framed")
        view.setModel(self._past_table)
        view.setItemDelegate(TextDelegate(theme, view))
        view.verticalHeader().hide()
        view.setShowGrid(False)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = view.horizontalHeader()
        for at, column in enumerate(self._past_table.columns):
            if column.stretch:
                head.setSectionResizeMode(at, head.ResizeMode.Stretch)
            else:
                view.setColumnWidth(at, column.width)
        view.setAccessibleName(self._formats.wording.say("past.name"))
        return view

    def _on_current(self, current: QModelIndex) -> None:
        key = self.table.key_at(current.row())
        if not self._quiet and key is not None and key != self._draft.unit:
            self.chosen.emit(str(key))

    def _on_other(self, code: str) -> None:
        if code:
            self.chosen.emit(code)
            self.all_units.settle("")


def _unit(row: CandidateRow) -> str:
    return row.key


def _case(row: RelatedCase) -> int:
    return row.id


def _spoken(row: CandidateRow) -> str:
    grounds = (f"{line.kind} {line.fact}" for line in row.evidence)
    return "; ".join((f"{row.unit} {row.strength} {row.load}", *grounds))
