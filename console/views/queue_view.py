"""The list of one queue: bar, table, foot. Paints rows, reports gestures, knows no service."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.case import CaseId
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.queue_choices import Choices
from console.viewmodels.queue_marks import QueueMarks
from console.views.look import Look
from console.views.queue_bar import QueueBar
from console.views.queue_table import QueueTable
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton, KeyLabel

FOOT: Final = 24
SECOND_MS: Final = 1000
KEYS_FROM: Final = 900  # px; below it the foot shows no keys


class QueueView(QWidget):
    """Signals: `opened` (CaseId) the operator wants to work on it."""

    opened = Signal(object)

    def __init__(
        self, queue: CaseQueue, marks: QueueMarks, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._marks, self._look = queue, marks, look
        self._above = 0
        self.bar = QueueBar(queue.table.columns, look, self)
        self.table = QueueTable(queue, marks, look, self)
        self.above = KeyButton(look.theme, "", kind="quiet", size="small", parent=self)
        self.above.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.range, self.picked = QLabel(self), QLabel(self)
        self.foot = self._made_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.table.tick)
        self._connect()
        self.setFocusProxy(self.table)
        self._on_shown()

    def _made_foot(self) -> QFrame:
        foot = QFrame(self)
        set_look(foot, role="bar")
        foot.setFixedHeight(FOOT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        for label in (self.range, self.picked):
            set_look(label, role="hint")
            row.addWidget(label)
            row.addSpacing(10)
        self.above.setFixedHeight(20)
        row.addWidget(self.above)
        row.addStretch(1)
        self._keys: list[QLabel] = []
        for key, code in (
            ("Enter", "queue.key.open"),
            ("X", "queue.key.mark"),
            ("Ctrl+M", "queue.key.merge"),
            ("Ctrl+C", "queue.key.copy"),
        ):
            words = QLabel(self._look.wording.say(code), foot)
            set_look(words, role="hint")
            cap = KeyLabel(key, foot)
            row.addWidget(cap)
            row.addWidget(words)
            row.addSpacing(4)
            self._keys += [cap, words]
        return foot

    def _connect(self) -> None:
        bar, table, queue = self.bar, self.table, self._queue
        bar.narrowed.connect(self._on_narrowed)
        bar.dense.connect(self._on_dense)
        bar.column.connect(self._on_column)
        bar.left.connect(self.focus_list)
        table.opened.connect(self.opened)
        table.scrolled.connect(self._on_scrolled)
        table.inserted_above.connect(self._on_inserted_above)
        queue.shown.connect(self._on_shown)
        queue.counted.connect(self._on_shown)
        queue.choices.loaded.connect(self.offer)
        self._marks.changed.connect(self._tell_picked)
        self.above.clicked.connect(self._on_above)

    # --- for the shell ----------------------------------------------------------------------------

    @Slot()
    def focus_filter(self) -> None:
        """Type into the list filter (/)."""
        self.bar.focus_filter()

    @Slot()
    def focus_list(self) -> None:
        """Go to the rows; the first one is chosen when none is."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.chosen_row() < 0 and self._queue.table.rowCount():
            self._queue.choose(self._queue.neighbour(1))

    @Slot(object)
    def offer(self, choices: Choices) -> None:
        """Fill the choices of the filters."""
        self.bar.offer(choices)

    @Slot()
    def clear_filter(self) -> None:
        """Show the whole queue again (Ctrl+0)."""
        self._queue.clear()

    @property
    def picked_cases(self) -> tuple[CaseId, ...]:
        """The rows picked for a common act, such as a merge."""
        return self._marks.picked

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def _on_shown(self) -> None:
        self.bar.tell(self._queue.filter, self._queue.total)
        self.table.head.tell_order()
        self._tell_range()
        self._tell_picked()

    def _tell_range(self) -> None:
        rows, say = self.table.visible_rows(), self._look.wording.say
        total = self._look.formats.number(self._queue.total)
        if len(rows):
            span = f"{rows.start + 1}\N{EN DASH}{rows.stop}"
            self.range.setText(say("queue.range", span=span, total=total))
        else:
            self.range.setText(say("queue.total", total=total, count=self._queue.total))
        hidden = self._queue.outside
        if hidden:
            beyond = "queue.hidden.grid" if self._queue.filter.grid else "queue.hidden"
            words = say(beyond, count=hidden)
            self.range.setText(f"{self.range.text()} · {words}")
        self._tell_above()

    def _tell_above(self) -> None:
        if self.table.verticalScrollBar().value() == 0:
            self._above = 0
        self.above.setVisible(self._above > 0)
        if self._above:
            self.above.say(self._look.wording.say("queue.above", count=self._above))

    @Slot()
    def _tell_picked(self) -> None:
        count = len(self._marks.picked)
        self.picked.setVisible(count > 0)
        self.picked.setText(self._look.wording.say("queue.picked", count=count))

    # --- hands ------------------------------------------------------------------------------------

    @Slot(object)
    def _on_narrowed(self, changes: dict[str, object]) -> None:
        self._queue.narrow(**changes)

    @Slot(bool)
    def _on_dense(self, dense: bool) -> None:  # noqa: FBT001  the signal's argument
        self.table.set_dense(dense=dense)
        self._tell_range()

    @Slot(str, bool)
    def _on_column(self, key: str, hidden: bool) -> None:  # noqa: FBT001  as above
        self.table.head.hide_column(key, self.width(), hidden=hidden)

    @Slot()
    def _on_scrolled(self) -> None:
        self._tell_range()

    @Slot(int)
    def _on_inserted_above(self, count: int) -> None:
        self._above += count
        self._tell_above()

    @Slot()
    def _on_above(self) -> None:
        self.table.scrollToTop()

    # --- events -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.head.adapt(self.width())
        self.bar.adapt(self.width())
        for part in self._keys:
            part.setVisible(self.width() >= KEYS_FROM)
        self._tell_range()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()
        self._queue.choices.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
