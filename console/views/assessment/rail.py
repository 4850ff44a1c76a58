"""The rail of the assessment page: sections, recent periods, and the live counts of the watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.tone import Urgency
from console.ports.rows import QueueCount
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.columns import Align, Column
from console.viewmodels.keyed_table import ROW_ROLE, KeyedTable
from console.views.assessment.publication_words import words_of
from console.views.assessment.section import SectionKind
from console.views.delegates import Index, RowDelegate
from console.views.look import Look
from console.views.rail_view import RailHead, RailList
from console.views.theme import set_look
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyLabel

ROW: Final = 44
NARROW: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RailLine:
    """One line: a section with its key, or a period without one."""

    key: str
    cap: str
    name: str
    short: str
    hint: str


class LineDelegate(RowDelegate):
    """Key cap and name; below what is told of it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RailLine):
            return
        if rect.width() < NARROW:
            upper = rect.adjusted(6, 4, -4, -ROW // 2 + 2)
            self.text(painter, upper, row.short)
            self.text(painter, upper.translated(0, ROW // 2 - 4), row.cap, pixels=11, tone="ink2")
            return
        left = rect.left() + 12
        if row.cap:
            cap = QRect(left, rect.top() + 5, 17, 17)
            painter.setPen(QPen(self.tokens.color("line3"), 1))
            painter.setBrush(self.tokens.color("field"))
            painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            self.text(painter, cap, row.cap, pixels=11, tone="ink2", align=Align.CENTRE)
            left = cap.right() + 8
        name = QRect(left, rect.top() + 4, rect.right() - left - 4, 20)
        self.text(painter, name, row.name, pixels=14 if row.cap else 13)
        self.text(painter, name.translated(0, 18), row.hint, pixels=12, tone="ink2")


class LineList(RailList):
    """Lines of the rail. Signals: `chosen` (str) by hand, never by `mark`."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        column: Column[RailLine] = Column(
            key="line", title="", value=_spoken, hint=_spoken, stretch=True
        )
        self.lines: KeyedTable[RailLine] = KeyedTable((column,), _key)
        super().__init__(self.lines, name, parent)
        self.lines.setParent(self)
        self.setItemDelegate(LineDelegate(look.theme, self))
        self.picked.connect(self._on_picked)
        self._telling = False
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def mark(self, key: str) -> None:
        """Show which one holds; tells nobody."""
        self._telling = True
        at = self.lines.row_of(key)
        self.setCurrentIndex(self.lines.index(at, 0) if at >= 0 else QModelIndex())
        if at < 0:
            self.clearSelection()
        self._telling = False

    def show_lines(self, lines: Sequence[RailLine], marked: str) -> None:
        """Show other lines."""
        self._telling = True
        self.lines.show(lines)
        self._telling = False
        self.mark(marked)

    @Slot(object)
    def _on_picked(self, key: str) -> None:
        self.chosen.emit(key)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if not self._telling and isinstance(row, RailLine):
            self.chosen.emit(row.key)


class WatchFoot(QFrame):
    """What waits meanwhile (值守提示), and the way back to it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        set_look(self, role="railhead")
        say = look.wording.say
        title, back = QLabel(say("assessment.watch"), self), QLabel(say("assessment.back"), self)
        set_look(title, role="strong")
        set_look(back, role="hint")
        self.over, self.near = QLabel(self), QLabel(self)
        self.mine, self.coordinate = QLabel(self), QLabel(self)
        set_look(self.over, tone="over")
        set_look(self.near, tone="near")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(back)
        head.addWidget(KeyLabel("Esc", self))
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for urgency, label in ((Urgency.OVER, self.over), (Urgency.NEAR, self.near)):
            upper.addWidget(StateShape(look.theme, urgency, parent=self))
            upper.addWidget(label, 1)
        for label in (self.mine, self.coordinate):
            lower.addWidget(label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(upper)
        column.addLayout(lower)

    @Slot(object)
    def show_counts(self, counts: Sequence[QueueCount]) -> None:
        """The rail's last answer."""
        known, say = {one.queue: one for one in counts}, self._look.wording.say
        stages = [one for one in counts if one.queue not in ("overdue", "mine", "coordinate")]
        over = known["overdue"].total if "overdue" in known else sum(one.over for one in stages)
        self.over.setText(say("assessment.watch.over", n=over))
        self.near.setText(say("assessment.watch.near", n=sum(one.near for one in stages)))
        for label, queue in ((self.mine, "mine"), (self.coordinate, "coordinate")):
            total = known[queue].total if queue in known else 0
            label.setText(say("assessment.watch.queue", queue=say(f"queue.{queue}"), n=total))


class AssessmentRail(QFrame):
    """Signals: `section_chosen` (str), `period_chosen` (str) the code of a period."""

    section_chosen = Signal(str)
    period_chosen = Signal(str)

    def __init__(
        self,
        page: AssessmentDesk,
        kinds: Sequence[SectionKind],
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._look = page, look
        set_look(self, role="rail")
        say = look.wording.say
        self._lines = {
            one.code: RailLine(
                key=one.code,
                cap=str(at + 1),
                name=say(f"assessment.section.{one.code}"),
                short=say(f"assessment.short.{one.code}"),
                hint=say(f"assessment.about.{one.code}"),
            )
            for at, one in enumerate(kinds)
        }
        self.sections = LineList(look, say("assessment.title"), self)
        self.periods = LineList(look, say("assessment.periods"), self)
        self.foot = WatchFoot(look, self)
        self._heads = (
            RailHead(say("assessment.title"), f"Alt+1…{len(kinds)}", self),
            RailHead(say("assessment.periods"), "Alt+← →", self),
        )
        self._lay_out()
        self._words = words_of(page, look)
        page.set.connect(self.show_periods)
        page.publications.shown.connect(self.show_periods)
        self.show_periods()

    def _lay_out(self) -> None:
        self.sections.chosen.connect(self.section_chosen)
        self.periods.chosen.connect(self.period_chosen)
        self.sections.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.show_lines(tuple(self._lines.values()), "")
        self.sections.fit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._heads[0], self.sections, self._heads[1]):
            column.addWidget(part)
        column.addWidget(self.periods, 1)
        column.addWidget(self.foot)
        self.periods.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def mark(self, section: str) -> None:
        """Mark the open section."""
        self.sections.mark(section)

    @Slot(str, str)
    def tell(self, section: str, hint: str) -> None:
        """A section has something better to say below its name."""
        self._lines[section] = replace(self._lines[section], hint=hint)
        marked = self.sections.currentIndex().data(ROW_ROLE)
        key = marked.key if isinstance(marked, RailLine) else ""
        self.sections.show_lines(tuple(self._lines.values()), key)

    @Slot()
    def show_periods(self) -> None:
        """The running period and those before it, as long as the chosen one."""
        page, say = self._page, self._look.wording.say
        lines = []
        for period in page.recent:
            hint = f"{period.first:%m-%d} – {period.last:%m-%d}"
            if page.runs(period):
                today = self._look.formats.day(page.desk.now())[5:10]
                hint = say("assessment.period.runs", day=today)
            hint = self._words.rail(period) or hint
            title = page.title(period).partition("（")[0].partition(" (")[0]
            lines.append(
                RailLine(key=period.code, cap="", name=title, short=period.code[2:], hint=hint)
            )
        self.periods.show_lines(lines, page.setting.period.code)

    def narrow(self, narrow: bool) -> None:  # noqa: FBT001  a switch of the layout
        """The 72 px rail: short names, no heads, no counts."""
        for part in (*self._heads, self.foot):
            part.setVisible(not narrow)


def _key(row: RailLine) -> str:
    return row.key


def _spoken(row: RailLine) -> str:
    return f"{row.name}，{row.hint}"
