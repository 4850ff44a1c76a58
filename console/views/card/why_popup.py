"""Why so much time is left, second by second, and why this unit is proposed (W)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.domain.worktime import Span
from console.viewmodels.case_card import Known
from console.viewmodels.columns import Align, Column
from console.viewmodels.explain import Sum, Why
from console.viewmodels.keyed_table import KeyedTable
from console.views.card.part import label, rule
from console.views.card.popup import Popup
from console.views.card.suggestion import finding_words, strength_words, unit_names
from console.views.delegates import ROW_HEIGHT, TextDelegate
from console.views.limit_words import limit_words
from console.views.look import Look
from console.views.theme import set_look

MINUTE: Final = 60
NEVER: Final = 10**9
MOST_ROWS: Final = 9
UNITS: Final = 3


def exact_words(seconds: float, look: Look) -> str:
    """A length of time to the second, without days, so that lines add up for the reader."""
    whole = int(abs(seconds))
    if whole < MINUTE:
        return look.wording.say("fmt.seconds", seconds=whole)
    minutes = look.formats.span(whole, day=NEVER)
    rest = whole % MINUTE
    return minutes + (f" {look.wording.say('fmt.seconds', seconds=rest)}" if rest else "")


def cause_words(cause: str, name: str, look: Look) -> str:
    """Why a stretch counts or not; a holiday with its name."""
    words = look.wording.say(f"cause.{cause}")
    return f"{words} {holiday_words(name, look)}" if name else words


def holiday_words(name: str, look: Look) -> str:
    """A known holiday by its word, the city's own words as they are."""
    code = f"holiday.{name}"
    return look.wording.say(code) if name and code in look.wording else name


class ClockWhy(QWidget):
    """One clock: its sum, its causes, its stretches."""

    def __init__(self, why: Why, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why, self._look, self._say = why, look, look.wording.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        title = self._say(f"timer.{why.gauge.kind.value}")
        limit = limit_words(why.gauge.limit, look.wording)
        head = QHBoxLayout()
        head.addWidget(label(title, self, role="section"))
        head.addWidget(label(self._say("card.limit", limit=limit), self, role="hint"), 1)
        version = self._say("why.calendar", version=why.told.calendar_version)
        head.addWidget(label(version, self, role="hint"))
        column.addLayout(head)
        self.total = label(self.sum_words(), self, wrap=True)
        column.addWidget(self.total)
        column.addLayout(self._sums(why.sums))
        self.table = self._spans(why.told.spans)
        column.addWidget(self.table)
        if why.told.provisional:
            column.addWidget(label(self._say("why.provisional"), self, role="hint", wrap=True))

    def sum_words(self) -> str:
        """「限 … + 延期 … − 已计 … = 剩 …」; from a day on also as every other place says it."""
        told, look, day = self._why.told, self._look, self._why.gauge.day
        facts = {
            "limit": exact_words(told.limit, look),
            "used": exact_words(told.used, look),
            "extension": exact_words(told.extension, look),
            "left": exact_words(told.remaining, look),
        }
        codes = ("why.left", "why.over", "why.left_extended", "why.over_extended")
        words = self._say(codes[2 * bool(told.extension) + (told.remaining < 0)], **facts)
        if abs(told.remaining) < day:
            return words
        left = look.formats.left_worded(told.remaining, day=day)
        return self._say("why.in_days", sum=words, left=left)

    def _sums(self, sums: Sequence[Sum]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for row, one in enumerate(sums):
            counted = self._say("why.counted" if one.counted else "why.not_counted")
            words = cause_words(one.cause, one.name, self._look)
            tone = "" if one.counted else "ink3"
            span = label(exact_words(one.seconds, self._look), self, tone=tone)
            span.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(counted, self, tone=tone), row, 0)
            grid.addWidget(label(words, self, tone=tone), row, 1)
            grid.addWidget(span, row, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _spans(self, spans: Sequence[Span]) -> QTableView:
        table: KeyedTable[Span] = KeyedTable(
            self._columns(), lambda span: span.start, self._say, self
        )
        table.show(spans)
        view = QTableView(self)
        view.setModel(table)
        view.setItemDelegate(TextDelegate(self._look.theme, view))
        view.setShowGrid(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setTabKeyNavigation(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT - 4)
        view.verticalHeader().hide()
        view.setAccessibleName(self._say("why.spans"))
        set_look(view, role="framed")
        head = view.horizontalHeader()
        for at, column in enumerate(table.columns):
            stretch = QHeaderView.ResizeMode.Stretch
            fixed = QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(at, stretch if column.stretch else fixed)
            view.setColumnWidth(at, column.width)
        rows = min(len(spans), MOST_ROWS)
        view.setFixedHeight(rows * (ROW_HEIGHT - 4) + 30)
        view.scrollToBottom()
        return view

    def _columns(self) -> tuple[Column[Span], ...]:
        look, now = self._look, self._why.told.end

        def tone(span: Span) -> str:
            return "ink" if span.counted else "ink3"

        def times(span: Span) -> str:
            formats = look.formats
            return f"{formats.moment(span.start, now)} \N{EN DASH} {formats.moment(span.end, now)}"

        return (
            Column(key="times", title="why.col.times", value=times, width=210, tone=tone),
            Column(
                key="cause",
                title="why.col.cause",
                value=lambda span: cause_words(span.cause.value, span.name, look),
                stretch=True,
                tone=tone,
            ),
            Column(
                key="counted",
                title="why.col.counted",
                value=lambda span: exact_words(span.seconds, look) if span.counted else "—",
                width=120,
                align=Align.RIGHT,
                tone=tone,
            ),
            Column(
                key="paused",
                title="why.col.paused",
                value=lambda span: "—" if span.counted else exact_words(span.seconds, look),
                width=120,
                align=Align.RIGHT,
                tone=tone,
            ),
        )


class WhyPopup(Popup):
    """Both clocks, and what points to which unit."""

    def __init__(
        self,
        reasons: Sequence[Why],
        known: Known,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        title = look.wording.say("why.title", number=known.detail.case.number)
        super().__init__(look, title, "W", parent)
        self.setMinimumWidth(620)
        self.clocks = tuple(ClockWhy(one, look, self) for one in reasons)
        for clock in self.clocks:
            self.body.addWidget(clock)
            self.body.addWidget(rule(self))
        if not self.clocks:
            self.body.addWidget(label(self.say("why.no_clock"), self, tone="ink2"))
        if known.proposals:
            self._add_units(known)
        self.body.addStretch(1)

    def _add_units(self, known: Known) -> None:
        names = unit_names(known)
        self.body.addWidget(label(self.say("why.units"), self, role="section"))
        for proposal in known.proposals[:UNITS]:
            strength = strength_words(proposal.strength, self.look.wording)
            head = f"{names.get(proposal.unit, proposal.unit)}　{strength} {proposal.count}/3"
            self.body.addWidget(label(head, self, role="strong"))
            for finding in proposal.findings:
                mark = "\N{CHECK MARK}" if finding.points else "\N{EN DASH}"
                kind = self.say(f"card.evidence.{finding.evidence.value}")
                words = f"{mark}　{kind}　{finding_words(finding, self.look.wording)}"
                tone = "" if finding.points else "ink3"
                self.body.addWidget(label(words, self, tone=tone, wrap=True))
