"""A small table that may have more rows than its page has room for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from console.views.panels.small_table import HEAD_HEIGHT, SmallTable


class ScrolledTable(QScrollArea):
    """Keeps the row in sight that the keys mean; takes no key itself."""

    def __init__(self, table: SmallTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setWidget(table)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_row(self, at: int) -> None:
        """Bring a row into sight."""
        top = HEAD_HEIGHT + self._table.rowViewportPosition(at)
        self.ensureVisible(0, top + self._table.rowHeight(at) // 2, 0, self._table.rowHeight(at))
