"""The form of a scheme: parts as tabs, a table of the open part, and what its cell means or lacks.

Ctrl+PgUp and Ctrl+PgDn turn the part, F2 or any letter types, Ins adds a row below, Ctrl+Del takes
one away, Alt+↑↓ moves it, Ctrl+Z and Ctrl+Y step back and forth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.scheme_document import OWN
from console.viewmodels.scheme_names import usable, used
from console.viewmodels.scheme_parts import PARTS, Holds
from console.viewmodels.scheme_table import PartTable
from console.viewmodels.schemes import SchemeDesk
from console.views.administration.entries import ComboEntry
from console.views.assessment.scheme_cells import CellDelegate
from console.views.delegates import ROW_HEIGHT, Index
from console.views.look import Look
from console.views.theme import set_look

NAMES: Final = 150
HEAD: Final = 26
MEANING: Final = 104
"""px for what a cell means: five lines."""


class PartView(QTableView):
    """The table of a part. Signals: `walked` another cell is the current one."""

    walked = Signal()

    def __init__(self, table: PartTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(table)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.hide()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(HEAD)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() is not QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.walked.emit()


class SchemeForm(QFrame):
    """The open scheme, read or written."""

    def __init__(self, page: SchemeDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._look = page, look
        say = look.wording.say
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        for part in PARTS:
            self.tabs.addTab(say(f"schemes.part.{part}"))
        self.tabs.setAccessibleName(say("schemes.parts"))
        self.whose = ComboEntry([], self)
        self.whose.setAccessibleName(say("schemes.whose"))
        self.table = PartTable(page.edit, say, self)
        self.view = PartView(self.table, self)
        self.cells = CellDelegate(look, self._offered, self.view)
        self.view.setItemDelegate(self.cells)
        self.sum, self.meaning, self.error = QLabel(self), QLabel(self), QLabel(self)
        self.words: Callable[[], str] = lambda: ""
        """What is wrong, in a sentence; whoever owns the form tells."""
        self._telling = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for label in (self.meaning, self.error):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(12, 4, 12, 4)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.meaning.setFixedHeight(MEANING)
        set_look(self.meaning, role="hint")
        set_look(self.error, role="error")
        set_look(self.sum, role="hint")
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.whose)
        row.addStretch(1)
        row.addWidget(self.sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        column.addWidget(self.error)
        column.addWidget(self.meaning)

    def _connect(self) -> None:
        edit = self._page.edit
        self.tabs.currentChanged.connect(self._on_part)
        self.whose.chosen.connect(self._on_whose)
        self.view.walked.connect(self.tell)
        self.cells.closeEditor.connect(self._on_closed)
        edit.changed.connect(self.tell)
        edit.shaped.connect(self._on_shaped)
        keys: dict[str, Callable[[], None]] = {
            "Ctrl+PgDown": lambda: self.turn(1),
            "Ctrl+PgUp": lambda: self.turn(-1),
            "Ins": self.add,
            "Ctrl+Del": self.remove,
            "Alt+Down": lambda: self.move_row(1),
            "Alt+Up": lambda: self.move_row(-1),
            "Ctrl+Z": edit.undo,
            "Ctrl+Y": edit.redo,
        }
        for key, slot in keys.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    # --- parts ------------------------------------------------------------------------------------

    @property
    def part(self) -> str:
        """The open part."""
        return tuple(PARTS)[self.tabs.currentIndex()]

    def turn(self, by: int) -> None:
        """The next part, or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, part: str) -> None:
        """Open a part by its name."""
        self.tabs.setCurrentIndex(tuple(PARTS).index(part))

    @Slot(int)
    def _on_part(self, _at: int) -> None:
        self.table.show_part(self.part, self._group())
        self._settle()

    @Slot()
    def _on_whose(self) -> None:
        if not self._telling:
            self._on_part(0)

    def _group(self) -> int:
        return int(self.whose.code() or OWN) if self.part == "components" else OWN

    @Slot()
    def _on_shaped(self) -> None:
        """Rows came or went: groups may have other names, the current cell stays near."""
        document, say = self._page.edit.document, self._look.wording.say
        names = document.group_names() if document is not None else ()
        chosen, self._telling = self.whose.code(), True
        self.whose.clear()
        self.whose.addItem(say("schemes.whose.all"), str(OWN))
        for at, name in enumerate(names):
            self.whose.addItem(say("schemes.whose.group", group=name), str(at))
        self.whose.choose(chosen)
        self._telling = False
        if self.table.group != self._group() or self.table.part != self.part:
            self.table.show_part(self.part, self._group())
        self._settle()

    def _settle(self) -> None:
        head = self.view.horizontalHeader()
        if self.part == "head":
            widths: Sequence[tuple[int, bool]] = ((NAMES, False), (0, True))
        else:
            widths = [(one.width, one.stretch) for one in self.table.columns]
        for at, (width, stretch) in enumerate(widths):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(at, mode.Stretch if stretch else mode.Interactive)
            if not stretch:
                self.view.setColumnWidth(at, width)
        self._stand_at(0, 1 if self.part == "head" else 0)
        self.tell()

    def _stand_at(self, row: int, column: int) -> None:
        rows = self.table.rowCount()
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.table.index(min(row, rows - 1), column))

    # --- rows -------------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """An empty row below the current one, to be typed into."""
        at = self.view.currentIndex().row() + 1
        self._change(lambda: self._page.edit.add_row(self.part, at, self._group()), at)

    @Slot()
    def remove(self) -> None:
        """Take the current row away."""
        at = self.view.currentIndex().row()
        if at >= 0:
            self._change(lambda: self._page.edit.remove_row(self.part, at, self._group()), at)

    def move_row(self, by: int) -> None:
        """Move the current row."""
        at = self.view.currentIndex().row()
        if at >= 0:
            group = self._group()
            self._change(lambda: self._page.edit.move_row(self.part, at, by, group), at + by)

    def _change(self, work: Callable[[], None], at: int) -> None:
        if self.part == "head" or not self._page.writing:
            return
        column = max(0, self.view.currentIndex().column())
        work()
        rows = self.table.rowCount()
        if rows:
            self.view.setCurrentIndex(self.table.index(max(0, min(at, rows - 1)), column))

    # --- telling ----------------------------------------------------------------------------------

    def _offered(self, index: Index) -> Sequence[str]:
        cell, place = self.table.cell(index), self.table.place(index)
        document, say = self._page.edit.document, self._look.wording.say
        if cell is None or place is None or document is None:
            return ()
        if cell.holds is Holds.FORMULA:
            return [one.line for one in usable(document, place, say)]
        return [f"{one}  {say(cell.named(one))}" for one in cell.choices]

    @Slot(QWidget, QAbstractItemDelegate.EndEditHint)
    def _on_closed(self, _editor: QWidget, _hint: object) -> None:
        self._page.edit.seal()

    @Slot()
    def tell(self) -> None:
        """Sum of weights, what is wrong, and what the current cell means."""
        say = self._look.wording.say
        self.whose.setVisible(self.part == "components" and self.whose.count() > 1)
        self.sum.setText(self._sum())
        wrong = self.words()
        self.error.setVisible(bool(wrong))
        self.error.setText(wrong)
        self.meaning.setText(self._meaning())
        self.view.setAccessibleName(say(f"schemes.part.{self.part}"))

    def _sum(self) -> str:
        document = self._page.edit.document
        if self.part != "components" or document is None:
            return ""
        say, total = self._look.wording.say, self._page.edit.weights(self._group())
        wanted = document.value["weights_total"]
        if not total:
            return say("schemes.sum.none")
        if wanted is None:
            return say("schemes.sum", total=total)
        return say("schemes.sum.wanted", total=total, wanted=wanted)

    def _meaning(self) -> str:
        index, document = self.view.currentIndex(), self._page.edit.document
        place = self.table.place(index) if index.isValid() else None
        if place is None or document is None:
            return ""
        say, cell = self._look.wording.say, document.cell(place)
        if cell.holds is not Holds.FORMULA:
            return say(f"schemes.help.{cell.holds.value}")
        lines = [
            f"{one.code}  {one.meaning}" + (f"：{one.definition}" if one.definition else "")
            for one in used(document, place, say)
        ]
        return "\n".join(lines) or say("schemes.help.formula")
