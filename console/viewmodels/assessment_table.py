"""The ranking as a table: cells, heads of two lines, and the order of its rows."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.evaluation.scoring import Change
from console.services.assessing import Assessment
from console.viewmodels.assessment_columns import (
    NOTHING,
    ScoreColumn,
    Shows,
    columns_of,
    number,
    told,
)
from console.viewmodels.assessment_rows import (
    Named,
    RowKind,
    ScoreRow,
    TotalCell,
    in_order,
    rows_of,
)
from console.viewmodels.columns import ALIGNMENT, Align, CellText, Elide
from console.viewmodels.keyed_table import CELL_ROLE, ROW_ROLE, TEXT_ROLE
from console.viewmodels.words import Say

ROOT: Final = QModelIndex()
BELOW_ROLE: Final = ROW_ROLE + 20
"""The second line of a head: weight or unit."""
Index = QModelIndex | QPersistentModelIndex


class ScoreTable(QAbstractTableModel):
    """The rows of a ranking. A new ranking resets it; who looks keeps his cell by its key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[ScoreColumn, ...] = ()
        self.rows: tuple[ScoreRow, ...] = ()
        self._edges: tuple[Fraction, ...] = ()
        self._full = Fraction(100)
        self.sorted_by = ("rank", False)
        """The column in whose order objects stand, and whether largest first."""

    def show(self, made: Assessment, changes: Mapping[str, Change], say: Say, named: Named) -> None:
        """Become this ranking."""
        groups = [code for code, summary in made.scores.groups.items() if summary.objects] or [""]
        self.beginResetModel()
        self.columns = columns_of(made.plan, groups, say, named)
        self.rows = rows_of(made, changes, self.columns, say, named)
        self._full = made.scheme.highest or Fraction(100)
        self._edges = tuple(one.start for one in made.scheme.grades if one.start is not None)
        if self.sorted_by[0] not in {one.key for one in self.columns}:
            self.sorted_by = ("rank", False)
        self.rows = self._ordered()
        self.endResetModel()

    def clear(self) -> None:
        """No ranking is known."""
        self.beginResetModel()
        self.columns, self.rows = (), ()
        self.endResetModel()

    def sort_by(self, key: str) -> None:
        """Order objects within their groups; the same column again turns the order."""
        largest = key != "rank"
        self.sorted_by = (key, not self.sorted_by[1] if self.sorted_by[0] == key else largest)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self.rows[one.row()].key for one in before]
        self.rows = self._ordered()
        places = {row.key: at for at, row in enumerate(self.rows)}
        after = [
            self.index(places[key], one.column()) for key, one in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _ordered(self) -> tuple[ScoreRow, ...]:
        """Runs of objects sorted; heads, sums and averages stay where they are."""
        key, largest = self.sorted_by
        found: list[ScoreRow] = []
        run: list[ScoreRow] = []
        for row in self.rows:
            if row.kind is RowKind.OBJECT:
                run.append(row)
            else:
                found += in_order(run, key, largest=largest)
                run = []
                found.append(row)
        return (*found, *in_order(run, key, largest=largest))

    def place(self, row: tuple[str, str], column: str) -> tuple[int, int]:
        """Where a cell is; -1 for a row or column that is not there."""
        rows = [one.key for one in self.rows]
        columns = [one.key for one in self.columns]
        return (
            rows.index(row) if row in rows else -1,
            columns.index(column) if column in columns else -1,
        )

    # --- Qt's questions -----------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        answers: dict[int, Any] = {
            int(Qt.ItemDataRole.DisplayRole): column.title,
            int(Qt.ItemDataRole.ToolTipRole): column.hint or column.title,
            int(Qt.ItemDataRole.TextAlignmentRole): ALIGNMENT[align_of(column)],
            BELOW_ROLE: column.below,
        }
        return answers.get(role)

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self._text(row, column)
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return f"{row.name}，{column.title} {text}" if spoken else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENT[align_of(column)]
        if role == ROW_ROLE:
            return row
        if role == CELL_ROLE:
            return self._cell(row, column)
        return self._cell_text(row, column) if role == TEXT_ROLE else None

    def _text(self, row: ScoreRow, column: ScoreColumn) -> str:
        if row.kind is RowKind.GROUP:
            return row.name if column.shows is Shows.OBJECT else ""
        if column.shows is Shows.OBJECT:
            return row.name
        if column.shows in (Shows.RANK, Shows.CHANGE):
            return self._place(row, column)
        if column.shows is Shows.GRADE:
            unknown = NOTHING if row.kind is RowKind.OBJECT else ""
            return row.grade.text if row.grade is not None else unknown
        if column.shows is Shows.TOTAL:
            return "" if row.kind is RowKind.SUM else told(column.shows, row.total)
        absent = row.kind is not RowKind.OBJECT and column.key not in row.figures
        return "" if absent else told(column.shows, row.figures.get(column.key))

    @staticmethod
    def _place(row: ScoreRow, column: ScoreColumn) -> str:
        if row.kind is not RowKind.OBJECT:
            return ""
        if column.shows is Shows.RANK:
            return NOTHING if row.rank is None else str(row.rank)
        if not row.change:
            return NOTHING
        return f"{'↑' if row.change > 0 else '↓'}{abs(row.change)}"

    def _cell(self, row: ScoreRow, column: ScoreColumn) -> object:
        if column.shows is Shows.GRADE:
            return row.grade
        if column.shows is not Shows.TOTAL or row.kind in (RowKind.GROUP, RowKind.SUM):
            return None
        share = None if row.total is None else min(max(float(row.total / self._full), 0.0), 1.0)
        return TotalCell(
            text=told(Shows.TOTAL, row.total),
            share=share,
            edges=tuple(float(one / self._full) for one in self._edges),
            strong=True,
        )

    def _cell_text(self, row: ScoreRow, column: ScoreColumn) -> CellText:
        foot = row.kind is not RowKind.OBJECT
        return CellText(
            text=self._text(row, column),
            tone="ink2" if column.shows is Shows.CHANGE else "ink",
            strong=foot or column.shows is Shows.RANK,
            align=align_of(column),
            elide=Elide.MIDDLE if column.shows is Shows.OBJECT else Elide.END,
        )

    @property
    def grade_line(self) -> str:
        """Where grades begin, highest first, as the foot tells them."""
        return " / ".join(number(one, 0) for one in reversed(self._edges))


def align_of(column: ScoreColumn) -> Align:
    """Figures stand right, ranks in the middle."""
    if column.shows in (Shows.RANK, Shows.CHANGE):
        return Align.CENTRE
    return Align.LEFT if column.shows in (Shows.OBJECT, Shows.GRADE) else Align.RIGHT
