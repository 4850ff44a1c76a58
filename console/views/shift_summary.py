"""What the detail shows while no case is selected: the shift so far, and what waits elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.tone import Urgency
from console.ports.rows import QueueCount, ShiftRow
from console.viewmodels.commands import RAIL, rail_cap
from console.viewmodels.shift import Shift
from console.views.fmt import Formats
from console.views.theme import Theme, set_look
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyButton

MOST = 4
"""Queues named below the table; more would be the rail again."""


class ShiftSummary(QFrame):
    """A table of acts with count, median and share in time; below, the queues that press."""

    queue_chosen = Signal(str)

    def __init__(
        self, shift: Shift, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, role="panel")
        self._formats, self._theme, self._shift = formats, theme, shift
        say = formats.wording.say
        self._title = QLabel(self)
        set_look(self._title, role="section")
        self._age = QLabel(self)
        set_look(self._age, role="hint")
        self._table = QFrame(self)
        set_look(self._table, role="card")
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(8, 4, 8, 4)
        self._grid.setHorizontalSpacing(24)
        self._pressing = QLabel(say("shift.pressing"), self)
        set_look(self._pressing, role="section")
        self._lines = QVBoxLayout()
        body = QVBoxLayout()
        body.setContentsMargins(14, 12, 14, 12)
        body.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._age)
        body.addLayout(top)
        for part in (self._table, self._pressing):
            body.addWidget(part)
        body.addLayout(self._lines)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head())
        column.addLayout(body)
        shift.shown.connect(self.tell)
        self.tell()

    def _head(self) -> QFrame:
        say = self._formats.wording.say
        head = QFrame(self)
        set_look(head, role="head")
        title = QLabel(say("shift.unselected"), head)
        set_look(title, role="title")
        hint = QLabel(say("shift.unselected.hint"), head)
        set_look(hint, role="hint")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 12, 14, 12)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(hint)
        return head

    @Slot()
    def tell(self) -> None:
        """Show what the shift has done."""
        since = self._formats.time(self._shift.since)
        say = self._formats.wording.say
        self._title.setText(say("shift.title", time=since))
        self._age.setText(self._age_words())
        _clear(self._grid)
        for at, code in enumerate(("act", "count", "median", "in_time")):
            self._cell(0, at, say(f"shift.{code}"), strong=True)
        for place, row in enumerate(self._shift.rows or (None,), start=1):
            self._row(place, row)
        self._grid.setColumnStretch(0, 1)

    @property
    def age(self) -> str:
        """What is said of the figures' age."""
        return self._age.text()

    def _age_words(self) -> str:
        """Until when the figures hold, where a standby gave them."""
        source, say = self._shift.source, self._formats.wording.say
        if source is None or not source.standby:
            return ""
        if source.as_of is None:
            return say("shift.as_of_unknown")
        return say("shift.as_of", time=self._formats.stamp(source.as_of, source.asked_at))

    def _row(self, place: int, row: ShiftRow | None) -> None:
        say, formats = self._formats.wording.say, self._formats
        if row is None:
            self._cell(place, 0, say("shift.nothing"))
            return
        median = formats.span(row.median_minutes * 60) if row.median_minutes is not None else "—"
        share = formats.percent(row.in_time) if row.in_time is not None else "—"
        texts = (
            say(f"gesture.{row.move.value}").rstrip("…"),
            formats.number(row.count),
            median,
            share,
        )
        for at, text in enumerate(texts):
            self._cell(place, at, text)

    def _cell(self, row: int, column: int, text: str, *, strong: bool = False) -> None:
        label = QLabel(text, self._table)
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        label.setMinimumHeight(26)
        if strong:
            set_look(label, role="strong")
        self._grid.addWidget(label, row, column)

    @Slot(object)
    def show_counts(self, counts: Sequence[QueueCount]) -> None:
        """Name the queues with overdue cases, worst first, each with its key."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        loud = sorted((one for one in counts if one.over or one.near), key=lambda one: -one.over)
        shown = [one for one in loud if one.queue != "overdue"][:MOST]
        self._pressing.setVisible(bool(shown))
        for count in shown:
            self._lines.addWidget(self._line(count))

    def _line(self, count: QueueCount) -> QWidget:
        say = self._formats.wording.say
        line = QWidget(self)
        urgency = Urgency.OVER if count.over else Urgency.NEAR
        words = QLabel(
            say("shift.line", queue=say(f"queue.{count.queue}"), over=count.over, near=count.near),
            line,
        )
        key = f"Alt+{rail_cap(RAIL.index(count.queue))}"
        button = KeyButton(self._theme, say("shift.go"), key, size="small", parent=line)
        button.setProperty("queue", count.queue)
        button.clicked.connect(self._on_go)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(StateShape(self._theme, urgency, parent=line))
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(button)
        return line

    @Slot()
    def _on_go(self) -> None:
        button = self.sender()
        if button is not None:
            self.queue_chosen.emit(str(button.property("queue")))


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
