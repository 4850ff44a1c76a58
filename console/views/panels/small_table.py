"""A short read-only table inside a panel: as high as its rows, one column takes what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from console.views.delegates import Index
from console.views.theme import body_font, set_look

ROW_HEIGHT: Final = 30
HEAD_HEIGHT: Final = 26
LIFTED: Final = Qt.ItemDataRole.UserRole + 1


class LiftedDelegate(QStyledItemDelegate):
    """Cells that were lifted stand on the ground of what is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(LIFTED):
            painter.fillRect(option.rect, option.palette.highlight())
        super().paint(painter, option, index)


class SmallTable(QTableWidget):
    """Rows of texts. `widths` in px by column, 0 for the one that takes what is left."""

    def __init__(
        self,
        heads: Sequence[str],
        widths: Sequence[int],
        name: str,
        parent: QWidget | None = None,
        *,
        strong: Sequence[int] = (),
    ) -> None:
        super().__init__(0, len(widths), parent)
        self._strong = frozenset(strong)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        set_look(self, role="framed")
        self.setItemDelegate(LiftedDelegate(self))
        self.setAccessibleName(name)
        header = self.horizontalHeader()
        header.setVisible(bool(heads))
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if heads:
            self.setHorizontalHeaderLabels(list(heads))
        for at, width in enumerate(widths):
            if width:
                self.setColumnWidth(at, width)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            if (head := self.horizontalHeaderItem(at)) is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit()

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show exactly these."""
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFont(body_font(strong=column in self._strong))
                self.setItem(row, column, item)
        self._fit()

    def lift(self, row: int, column: int) -> None:
        """Put a cell on the ground of what is chosen, with strong words."""
        item = self.item(row, column)
        if item is not None:
            item.setData(LIFTED, "lifted")
            item.setFont(body_font(strong=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # a table that is only read takes no key from its panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Stretched columns get their width after this event; only then is the height known.
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        head = HEAD_HEIGHT if self.horizontalHeader().isVisibleTo(self) else 0
        self.setFixedHeight(rows + head + 2)
