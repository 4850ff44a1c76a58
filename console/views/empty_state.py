"""An empty list says why it is empty and where the next work is (DESIGN 3, 09b)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTableView, QVBoxLayout, QWidget

from console.ports.rows import QueueCount
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.commands import RAIL, rail_cap
from console.views.fmt import Formats
from console.views.icons import Icon, icon
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton

OFFERED = 2


class EmptyState(QWidget):
    """Lies over the table's rows while there are none; the head stays."""

    cleared = Signal()
    queue_chosen = Signal(str)

    def __init__(self, queue: CaseQueue, table: QTableView, formats: Formats, theme: Theme) -> None:
        super().__init__(table.viewport())
        self._queue, self._table, self._formats, self._theme = queue, table, formats, theme
        self._counts: tuple[QueueCount, ...] = ()
        self._sign, self._title, self._why = QLabel(self), QLabel(self), QLabel(self)
        set_look(self._title, role="title")
        set_look(self._why, tone="ink2")
        for label in (self._sign, self._title, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why.setWordWrap(True)
        self._acts = QHBoxLayout()
        self._acts.setSpacing(8)
        column = QVBoxLayout(self)
        column.addStretch(3)
        for part in (self._sign, self._title, self._why):
            column.addWidget(part)
        column.addLayout(self._acts)
        column.addStretch(4)
        table.viewport().installEventFilter(self)
        queue.counted.connect(self.tell)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @Slot()
    def _dress(self) -> None:
        self._sign.setPixmap(icon(Icon.ACCEPT, self._theme.tokens, "ink3").pixmap(40, 40))

    @Slot(object)
    def show_counts(self, counts: Sequence[QueueCount]) -> None:
        """Where else work waits."""
        self._counts = tuple(counts)
        if self.isVisible():
            self._offer()

    @Slot()
    def tell(self) -> None:
        """Come or go with the rows of the queue."""
        if self._queue.total:
            self.hide()
            return
        say, name = self._formats.wording.say, self._queue_name(self._queue.filter.queue)
        filtered = self._queue.filtered
        self._title.setText(say("empty.filtered" if filtered else "empty.done", queue=name))
        hidden = self._queue.outside
        self._why.setText(
            say("empty.hidden", count=hidden, queue=name) if filtered else say("empty.calm")
        )
        self._offer()
        self.setGeometry(self._table.viewport().rect())
        self.show()
        self.raise_()

    def _offer(self) -> None:
        while (item := self._acts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        say = self._formats.wording.say
        self._acts.addStretch(1)
        if self._queue.filtered:
            words = say("empty.clear", count=self._queue.outside)
            clear = KeyButton(self._theme, words, "Ctrl+0", kind="primary", parent=self)
            clear.clicked.connect(self.cleared)
            self._acts.addWidget(clear)
        here = self._queue.filter.queue
        others = [one for one in self._counts if one.total and one.queue not in (here, "mine")]
        others.sort(key=lambda one: (-one.over, -one.near, RAIL.index(one.queue)))
        for count in others[:OFFERED]:
            words = say("empty.go", queue=self._queue_name(count.queue), count=count.total)
            key = f"Alt+{rail_cap(RAIL.index(count.queue))}"
            button = KeyButton(self._theme, words, key, parent=self)
            button.setProperty("queue", count.queue)
            button.clicked.connect(self._on_go)
            self._acts.addWidget(button)
        self._acts.addStretch(1)

    def _queue_name(self, queue: str) -> str:
        return self._formats.wording.say(f"queue.{queue}")

    @Slot()
    def _on_go(self) -> None:
        button = self.sender()
        if button is not None:
            self.queue_chosen.emit(str(button.property("queue")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the rows' ground."""
        if event.type() is QEvent.Type.Resize and watched is self._table.viewport():
            self.setGeometry(self._table.viewport().rect())
        return super().eventFilter(watched, event)
