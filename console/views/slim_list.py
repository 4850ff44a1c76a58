"""The slim list beside a work panel, 318 px: name and count of the queue, two lines per case."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from console.domain.case import CaseId
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.slim_cases import SlimCases
from console.views.card.part import label
from console.views.list_delegates import SlimCaseDelegate
from console.views.look import Look
from console.views.theme import set_look

HEAD: Final = 38
BEAT_MS: Final = 5_000


class SlimList(QFrame):
    """Signals: `opened` (CaseId) Enter or click on a case."""

    opened = Signal(object)

    def __init__(
        self, queue: CaseQueue, cases: SlimCases, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._cases, self._look = queue, cases, look
        set_look(self, role="panel")
        head = QFrame(self)
        set_look(head, role="bar")
        head.setFixedHeight(HEAD)
        self.name, self.count = label(parent=head, role="section"), label(parent=head, tone="ink2")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.name)
        row.addWidget(self.count)
        row.addStretch(1)
        self.list = QListView(self)
        self.list.setModel(cases.table)
        self.list.setItemDelegate(SlimCaseDelegate(look.theme, look.formats, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(look.wording.say("slim.name"))
        self.list.activated.connect(self._on_activated)
        self.list.clicked.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(cases.tell)
        queue.shown.connect(self.tell)
        queue.chosen.connect(self._on_chosen)
        look.theme.changed.connect(self.list.viewport().update)

    @Slot()
    def tell(self) -> None:
        """Show the queue's name and count, and where the case in hand stands."""
        self.name.setText(self._look.wording.say(f"queue.{self._queue.filter.queue}"))
        self.count.setText(self._look.formats.number(self._queue.total))
        self._on_chosen(self._queue.selected)

    @Slot(object)
    def _on_chosen(self, case: CaseId | None) -> None:
        row = self._cases.place_of(case)
        index = self._cases.table.index(row, 0) if row >= 0 else QModelIndex()
        if self.list.currentIndex() != index:
            self.list.setCurrentIndex(index)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        case = self._cases.case_of(index.row())
        if case is not None and case != self._queue.selected:
            self.opened.emit(case)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._cases.show(live=True)
        self.tell()
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()
        self._cases.show(live=False)
