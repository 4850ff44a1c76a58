"""Plain list and card that stand in until the real panes are here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout, QWidget

from console.ports.rows import CaseRow
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.columns import Column

COLUMNS: tuple[Column[CaseRow], ...] = (
    Column(key="number", title="", value=lambda row: row.number, width=160),
    Column(key="class", title="", value=lambda row: row.category_name, width=160),
    Column(key="words", title="", value=lambda row: row.description, width=300),
    Column(key="place", title="", value=lambda row: row.address, stretch=True),
)


class PlainQueue(QWidget):
    def __init__(self, queue: CaseQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableView(self)
        self.table.setModel(queue.table)
        QVBoxLayout(self).addWidget(self.table)


class PlainCard(QLabel):
    acted = Signal(object)
