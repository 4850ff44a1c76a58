"""Generic table model over rows with a key: fewest row signals, never a reset.

`KeyedTable` holds all its rows. `WindowedTable` holds the order of all keys and the rows of the
parts that were looked at; it asks for others by a signal. Order and filter are the database's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from console.viewmodels.columns import ALIGNMENT, Column
from console.viewmodels.row_diff import Insert, Move, Remove, arrange, plan

Row = TypeVar("Row")
Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
PAGE: Final = 200  # rows asked for at once (map_qt.md 7)
KEPT_ROWS: Final = 6000  # rows a windowed table remembers

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
CELL_ROLE: Final = ROW_ROLE + 1
KEY_ROLE: Final = ROW_ROLE + 2
TEXT_ROLE: Final = ROW_ROLE + 3  # CellText: one question per cell, each costs about 20 µs


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a call of `show` did: for the footer («2 new above») and for the re-sort timer."""

    inserted: tuple[Hashable, ...] = ()
    removed: tuple[Hashable, ...] = ()
    held_back: int = 0  # held rows that would move or leave without the hold


class KeyedTable(QAbstractTableModel, Generic[Row]):
    """Rows with a key attribute, shown through declared columns."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        title: Callable[[str], str] = str,
        parent: QObject | None = None,
    ) -> None:
        """`key` reads the key of a row; `title` turns a text code into the head of a column."""
        super().__init__(parent)
        self.columns: Final = tuple(columns)
        self._key = key
        self._title = title
        self._order: list[Hashable] = []
        self._rows: dict[Hashable, Row] = {}
        self._places: dict[Hashable, int] | None = {}

    # -- what the table becomes ------------------------------------------------------------

    def show(self, rows: Iterable[Row], *, hold: Collection[Hashable] = ()) -> Shown:
        """Become `rows` in their order.

        Keys in `hold` keep their place and stay although they are gone from `rows` (rows never
        move under the cursor); show again without `hold` to catch up.
        """
        wanted = {self._key(row): row for row in rows}
        order, held_back = arrange(self._order, list(wanted), hold)
        kept = {key: wanted[key] if key in wanted else self._rows[key] for key in order}
        touched = [key for key in order if key in self._rows and kept[key] != self._rows[key]]
        before, self._rows = self._rows, self._rows | kept
        shown = self._become(order, held_back)
        self._rows = kept
        self._announce(touched, before)
        return shown

    def row_of(self, key: Hashable) -> int:
        """Place of a key, -1 when it is not shown."""
        if self._places is None:
            self._places = {key: at for at, key in enumerate(self._order)}
        return self._places.get(key, -1)

    def key_at(self, row: int) -> Hashable | None:
        return self._order[row] if 0 <= row < len(self._order) else None

    def row_at(self, row: int) -> Row | None:
        """The row at a place; None outside, or while it is being loaded."""
        key = self.key_at(row)
        return None if key is None else self._rows.get(key)

    @property
    def keys(self) -> Sequence[Hashable]:
        return tuple(self._order)

    def retell(self, keys: Collection[Hashable], column: str) -> None:
        """What a column tells of these rows is another, although the rows are the same."""
        at = next(at for at, one in enumerate(self.columns) if one.key == column)
        places = [place for place in map(self.row_of, keys) if place >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places), at), self.index(max(places), at))

    # -- Qt's questions --------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(column.title) if column.title else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENT[column.align]
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        if role == KEY_ROLE:
            return self._order[index.row()]
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        row = self._rows.get(self._order[index.row()])
        if row is None:
            self._lack(index.row())
            return None
        return answer(self.columns[index.column()], row)

    # -- inside ----------------------------------------------------------------------------

    def _lack(self, place: int) -> None:
        """A row was asked for that is not here; only a windowed table can do something about it."""

    def _become(self, order: list[Hashable], held_back: int = 0) -> Shown:
        made = plan(self._order, order)
        steps, removed, inserted = made.steps, made.removed, made.inserted
        if steps is None:
            self._rebuild(order, removed, inserted)
        else:
            for step in steps:
                self._take(step, order)
        return Shown(inserted=inserted, removed=removed, held_back=held_back)

    def _take(self, step: Remove | Move | Insert, order: list[Hashable]) -> None:
        self._places = None
        if isinstance(step, Remove):
            self.beginRemoveRows(ROOT, step.first, step.last)
            del self._order[step.first : step.last + 1]
            self.endRemoveRows()
        elif isinstance(step, Move):
            # Qt names the row before which the moved one shall stand, counted before the move.
            goal = step.target + 1 if step.target > step.source else step.target
            self.beginMoveRows(ROOT, step.source, step.source, ROOT, goal)
            self._order.insert(step.target, self._order.pop(step.source))
            self.endMoveRows()
        else:
            self.beginInsertRows(ROOT, step.first, step.last)
            self._order[step.first : step.first] = order[step.first : step.last + 1]
            self.endInsertRows()

    def _rebuild(
        self,
        order: list[Hashable],
        removed: tuple[Hashable, ...],
        inserted: tuple[Hashable, ...],
    ) -> None:
        """Four signals at most, whatever the change: sort leavers last, cut, append, sort."""
        if removed:
            gone = set(removed)
            self._reorder([*(key for key in self._order if key not in gone), *removed])
            first = len(self._order) - len(removed)
            self._take(Remove(first, len(self._order) - 1), order)
        if inserted:
            grown = [*self._order, *inserted]
            self._take(Insert(len(self._order), len(grown) - 1), grown)
        self._reorder(order)

    def _reorder(self, order: list[Hashable]) -> None:
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._order[index.row()] for index in before]
        self._order, self._places = list(order), None
        after = [
            self.index(self.row_of(key), index.column())
            for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _announce(self, touched: Sequence[Hashable], before: dict[Hashable, Row]) -> None:
        """Tell the views of changed cells, neighbouring rows with the same cells in one signal."""
        spans: list[tuple[int, int, int, int]] = []
        for key in touched:
            place = self.row_of(key)
            left, right = self._changed_columns(before[key], self._rows[key])
            if spans and spans[-1][1] == place - 1 and spans[-1][2:] == (left, right):
                spans[-1] = (spans[-1][0], place, left, right)
            else:
                spans.append((place, place, left, right))
        for first, last, left, right in spans:
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    def _changed_columns(self, old: Row, new: Row) -> tuple[int, int]:
        """First and last changed column; all of them when only hidden facts differ."""
        changed = [
            at
            for at, column in enumerate(self.columns)
            if column.value(old) != column.value(new)
            or (column.cell is not None and column.cell(old) != column.cell(new))
        ]
        return (changed[0], changed[-1]) if changed else (0, len(self.columns) - 1)


_ANSWERS: Final[dict[int, Callable[[Column[Any], Any], Any]]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda column, row: column.value(row),
    int(Qt.ItemDataRole.TextAlignmentRole): lambda column, _row: ALIGNMENT[column.align],
    int(Qt.ItemDataRole.ToolTipRole): lambda column, row: column.hint(row) if column.hint else None,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda column, row: (column.spoken or column.value)(
        row
    ),
    ROW_ROLE: lambda _column, row: row,
    CELL_ROLE: lambda column, row: column.cell(row) if column.cell else None,
    TEXT_ROLE: lambda column, row: column.cell_text(row),
}


class WindowedTable(KeyedTable[Row]):
    """All keys of a big result in order, rows only where someone looked."""

    missing = Signal(object)  # tuple of keys to load; answer with `fill`

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        title: Callable[[str], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key, title, parent)
        self._rows = OrderedDict()
        self._asked: set[Hashable] = set()
        self._soon: list[Hashable] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def show_order(self, keys: Sequence[Hashable], *, hold: Collection[Hashable] = ()) -> Shown:
        """Become a list of keys; known rows stay, others are asked for when looked at."""
        order, held_back = arrange(self._order, keys, hold)
        shown = self._become(order, held_back)
        for key in shown.removed:
            self._rows.pop(key, None)
        self._asked.difference_update(shown.removed)
        return shown

    def fill(self, rows: Iterable[Row]) -> None:
        """Take loaded or changed rows; those no longer in the order are ignored."""
        before: dict[Hashable, Row] = {}
        arrived: list[int] = []
        for row in rows:
            key = self._key(row)
            self._asked.discard(key)
            if self.row_of(key) < 0:
                continue
            if key in self._rows:
                before[key] = self._rows[key]
            else:
                arrived.append(self.row_of(key))
            self._rows[key] = row
        self._announce([key for key, old in before.items() if old != self._rows[key]], before)
        if arrived:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(arrived), 0), self.index(max(arrived), last))
        self._forget(len(self._rows) - KEPT_ROWS)

    @property
    def loaded(self) -> tuple[Hashable, ...]:
        """Keys whose rows are here."""
        return tuple(self._rows)

    def forget_asked(self) -> None:
        """After a failed load: the same rows may be asked for again."""
        self._asked.clear()

    def _forget(self, excess: int) -> None:
        for key in list(self._rows)[: max(0, excess)]:
            del self._rows[key]

    def _lack(self, place: int) -> None:
        if self._order[place] in self._asked:
            return
        first = place // PAGE * PAGE
        page = [
            key
            for key in self._order[first : first + PAGE]
            if key not in self._rows and key not in self._asked
        ]
        self._asked.update(page)
        self._soon += page
        self._timer.start(0)

    def _ask(self) -> None:
        wanted, self._soon = tuple(self._soon), []
        self.missing.emit(wanted)
