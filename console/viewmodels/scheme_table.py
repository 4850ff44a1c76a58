"""A part of the form as a table that is typed into; the head is a table of fields and values."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from console.viewmodels.columns import ALIGNMENT, Align, CellText, Elide
from console.viewmodels.keyed_table import TEXT_ROLE
from console.viewmodels.scheme_document import OWN, Place
from console.viewmodels.scheme_edit import SchemeEdit
from console.viewmodels.scheme_parts import HEAD, PARTS, Cell, Holds
from console.viewmodels.words import Say

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
FAULT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 41
_SHOWN: Final = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))


class PartTable(QAbstractTableModel):
    """One part at a time; `show_part` chooses it, `group` whose components."""

    def __init__(self, edit: SchemeEdit, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit, self._say = edit, say
        self.part, self.group = "head", OWN
        self._cells: tuple[Cell, ...] = HEAD
        self._rows = 0
        edit.changed.connect(self._on_changed)
        edit.shaped.connect(self._on_shaped)

    def show_part(self, part: str, group: int = OWN) -> None:
        """Show another part."""
        self.part, self.group = part, group
        self._on_shaped()

    @property
    def columns(self) -> tuple[Cell, ...]:
        """The columns of a list part; the head has a name and a value."""
        return self._cells

    def place(self, index: Index) -> Place | None:
        """The cell of an index; None for a name of the head."""
        if not index.isValid() or self._edit.document is None:
            return None
        if self.part == "head":
            return Place(part="head", row=index.row(), column="value") if index.column() else None
        column = self._cells[index.column()].key
        return Place(part=self.part, row=index.row(), column=column, group=self.group)

    def cell(self, index: Index) -> Cell | None:
        """What a cell holds."""
        if self.part == "head":
            return HEAD[index.row()] if index.column() else None
        return self._cells[index.column()]

    def index_of(self, place: Place) -> QModelIndex:
        """Where a place is shown; an invalid index where it is not in this part."""
        if (place.part, place.group) != (self.part, self.group) or place.row < 0:
            return QModelIndex()
        if self.part == "head":
            return self.index(place.row, 1)
        at = next((n for n, one in enumerate(self._cells) if one.key == place.column), 0)
        return self.index(place.row, at)

    # --- Qt's questions ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return 2 if self.part == "head" else len(self._cells)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        number = self.part != "head" and self._cells[section].holds is Holds.NUMBER
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENT[Align.RIGHT if number else Align.LEFT]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if self.part == "head":
            return self._say("schemes.head.value" if section else "schemes.head.field")
        return self._say(f"schemes.field.{self._cells[section].key}")

    def flags(self, index: Index) -> Qt.ItemFlag:
        held = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._edit.writable and self.cell(index) is not None:
            held |= Qt.ItemFlag.ItemIsEditable
        return held

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= self._rows:
            return None
        place, document = self.place(index), self._edit.document
        if place is None or document is None:
            return self._named(index, role)
        text, cell = document.text(place), document.cell(place)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == FAULT_ROLE:
            return self._is_fault(place)
        shown = self._shown(cell, text)
        if role == TEXT_ROLE:
            number = cell.holds is Holds.NUMBER and self.part != "head"
            align = Align.RIGHT if number else Align.LEFT
            tone = "over" if self._is_fault(place) else "ink"
            return CellText(text=shown, tone=tone, strong=False, align=align, elide=Elide.END)
        return shown if role in _SHOWN else None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        place = self.place(index)
        if place is None or role != Qt.ItemDataRole.EditRole or not self._edit.writable:
            return False
        self._edit.type(place, str(value))
        return True

    def _named(self, index: Index, role: int) -> Any:
        """The name of a field of the head."""
        words = self._say(f"schemes.field.{HEAD[index.row()].key}")
        if role == TEXT_ROLE:
            return CellText(
                text=words, tone="ink2", strong=False, align=Align.LEFT, elide=Elide.END
            )
        return words if role in _SHOWN else None

    def _is_fault(self, place: Place) -> bool:
        fault = self._edit.fault
        if fault is None or (fault.part, fault.row) != (place.part, place.row):
            return False
        return place.part == "head" or (fault.group, fault.column) == (place.group, place.column)

    def _shown(self, cell: Cell, text: str) -> str:
        if not cell.family:
            return text
        words = [text] if cell.holds is Holds.CHOICE else text.split()
        known = [self._say(code) if (code := cell.named(word)) else word for word in words]
        return self._say("list.comma").join(known)

    @Slot()
    def _on_changed(self) -> None:
        if self._rows:
            last = self.index(self._rows - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @Slot()
    def _on_shaped(self) -> None:
        self.beginResetModel()
        document = self._edit.document
        groups = len(document.group_names()) if document is not None else 0
        if self.group >= groups:
            self.group = OWN
        self._cells = PARTS[self.part]
        self._rows = 0 if document is None else document.rows(self.part, self.group)
        self.endResetModel()
