"""The history of a case as a list that scrolls and can be read by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from console.viewmodels.cells import TimelineRow
from console.viewmodels.columns import Column
from console.viewmodels.keyed_table import KeyedTable
from console.views.fmt import Formats
from console.views.list_delegates import TimelineDelegate
from console.views.theme import Theme


class Timeline(QListView):
    """Steps of one case, oldest first; the newest is in view after a change of case."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        column: Column[TimelineRow] = Column(key="step", title="", value=self._spoken)
        self._table: KeyedTable[TimelineRow] = KeyedTable([column], _key, parent=self)
        self.setModel(self._table)
        self.setItemDelegate(TimelineDelegate(theme, formats, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(formats.wording.say("timeline.name"))
        theme.changed.connect(self.viewport().update)

    def show_steps(self, steps: Iterable[TimelineRow]) -> None:
        """Become these steps; scrolls to the newest only when another case is shown."""
        before = set(self._table.keys)
        self._table.show(steps)
        if not before & set(self._table.keys):
            self.scrollToBottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # wrapped steps change their height with the width
        if at_end:  # the newest step stays in view when the room shrinks
            self.scrollToBottom()

    def _spoken(self, step: TimelineRow) -> str:
        return f"{self._formats.time(step.at)} {step.lead} {step.text}".strip()


def _key(step: TimelineRow) -> int:
    return step.key
