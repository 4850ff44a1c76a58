"""The deadline preview: due time, day axis with what does not count, the sum, the calendar."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.domain.worktime import Span
from console.viewmodels.limit_preview import LimitPreview
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.panels.sum_table import SumTable
from console.views.refusal_words import sentence
from console.views.theme import Theme, set_look
from console.views.widgets.gauges import DayAxis, DaySpan

MOST_LINES = 6


class LimitCard(QFrame):
    """What the limit means, if the act were made now."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        set_look(self, role="card")
        self._due = QLabel(self)
        set_look(self._due, role="due")
        self._near = QLabel(self)
        set_look(self._near, role="hint")
        self._axis = DayAxis(theme, formats, self)
        self._sums = SumTable(self)
        self._foot = QLabel(self)
        set_look(self._foot, role="hint")
        self._foot.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._due)
        head.addStretch(1)
        head.addWidget(self._near)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(head)
        for part in (self._axis, self._sums, self._foot):
            column.addWidget(part)

    def show_preview(self, found: LimitPreview | Refusal, now: datetime) -> None:
        """Show a preview, or why there is none."""
        ready = isinstance(found, LimitPreview)
        for part in (self._near, self._axis, self._sums):
            part.setVisible(ready)
        self._due.setVisible(ready)
        if isinstance(found, Refusal):
            self._foot.show()
            self._foot.setText(sentence(found, self._formats.wording))
            return
        say, formats = self._formats.wording.say, self._formats
        self._due.setText(say("limit.due_at", due=formats.due(found.due, now)))
        self._near.setText(say("limit.near_at", time=formats.due(found.near, now)))
        spans = [
            DaySpan(
                start=span.start,
                end=span.end,
                counted=span.counted,
                cause="" if span.counted else self._cause(span),
            )
            for span in found.spans
        ]
        self._axis.show_spans(spans, found.near)
        self._sums.show_sums(self._lines(found, now), self._total(found))
        self._foot.setVisible(found.provisional)
        if found.provisional:
            self._foot.setText(say("limit.calendar_provisional", version=found.calendar))

    def _lines(self, found: LimitPreview, now: datetime) -> list[tuple[str, str]]:
        lines = [(self._stretch(span, now), self._length(span)) for span in found.spans]
        if len(lines) <= MOST_LINES:
            return lines
        left = found.spans[MOST_LINES - 2 : -1]
        counted = sum(span.seconds for span in left if span.counted)
        rest = self._formats.span(counted, day=found.day)
        more = (self._formats.wording.say("limit.more", count=len(left)), rest)
        return [*lines[: MOST_LINES - 2], more, lines[-1]]

    def _stretch(self, span: Span, now: datetime) -> str:
        start, end = self._short(span.start, now), self._short(span.end, now)
        words = f"{start} → {end}"
        return words if span.counted else f"{words}  {self._cause(span)}"

    def _short(self, at: datetime, now: datetime) -> str:
        """Only the time on the day of now, else with its day."""
        today = self._formats.day(at) == self._formats.day(now)
        return self._formats.time(at) if today else self._formats.due(at, now)

    def _length(self, span: Span) -> str:
        if span.counted:
            return self._formats.span(span.seconds)
        return self._formats.wording.say("limit.not_counted")

    def _cause(self, span: Span) -> str:
        return span.name or self._formats.wording.say(f"uncounted.{span.cause.value}")

    def _total(self, found: LimitPreview) -> tuple[str, str]:
        wording = self._formats.wording
        return wording.say("limit.total"), limit_words(found.limit, wording)
