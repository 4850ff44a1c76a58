"""How list rows are painted: rail, slim case list, events, timeline, candidates.

Each list is a `KeyedTable` of one column whose rows are the values of `viewmodels.cells`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from console.domain.tone import StageFill, Urgency
from console.viewmodels.cells import (
    CandidateRow,
    EventRow,
    EvidenceLine,
    RailRow,
    SlimCaseRow,
    TimelineRow,
)
from console.viewmodels.columns import Align, CellText
from console.viewmodels.keyed_table import ROW_ROLE, TEXT_ROLE
from console.views.delegates import (
    SHAPE,
    Index,
    RowDelegate,
    draw_holder,
    draw_mark,
    has_focus_on,
    is_selected,
)
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.painting import draw_state, text_token
from console.views.theme import Theme

SMALL: Final = 12
LINE: Final = 18


class ListDelegate(RowDelegate):
    """A list row of fixed height with words of one language."""

    HEIGHT = 46

    def __init__(self, theme: Theme, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._formats = formats

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self.HEIGHT)


class RailDelegate(ListDelegate):
    """Key cap, queue name and count; below ◆over ▲near ●new and the most urgent time left."""

    HEIGHT = 49
    NARROW: Final = 120  # px; below it the two-character names of the 1366 layout

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RailRow):
            return
        if rect.width() < self.NARROW:
            self._draw_narrow(painter, rect, row)
            return
        upper = QRect(rect.left() + 12, rect.top() + 5, rect.width() - 22, 20)
        lower = QRect(upper.left() + 24, rect.top() + 26, upper.width() - 24, 18)
        self._draw_cap(painter, QRect(upper.left(), upper.top() + 1, 17, 17), row.cap)
        self.text(painter, upper, str(row.count), pixels=16, strong=True, align=Align.RIGHT)
        name = upper.adjusted(24, 0, -44, 0)
        self.text(painter, name, row.name, pixels=14, strong=_is_strong(index))
        left = lower.left()
        for urgency, count in _tallies(row):
            left += self._draw_tally(painter, left, lower, urgency, count) + 8
        note = row.note
        if not note and row.nearest is not None:
            wording = self._formats.wording
            code = "rail.worst" if row.nearest < 0 else "rail.nearest"
            note = wording.say(code, span=self._formats.span(row.nearest, day=row.day))
        rest = QRect(left, lower.top(), lower.right() - left + 1, lower.height())
        if row.nearest is not None and self.font(SMALL)[1].horizontalAdvance(note) > rest.width():
            # the figure itself is worth more than its word
            days = whole_days(row.nearest, row.day)
            note = self._formats.left(days, day=row.day)
            if self.font(SMALL)[1].horizontalAdvance(note) > rest.width():
                # the red mark beside it says that it is over
                note = self._formats.span(days, day=row.day)
        self.text(painter, rest, note, pixels=SMALL, tone="ink2", align=Align.RIGHT)

    def _draw_cap(self, painter: QPainter, rect: QRect, cap: str) -> None:
        painter.setPen(QPen(self.tokens.color("line3"), 1))
        painter.setBrush(self.tokens.color("field"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self.text(painter, rect, cap, pixels=11, tone="ink2", align=Align.CENTRE)

    def _draw_tally(
        self, painter: QPainter, left: int, line: QRect, urgency: Urgency, count: int
    ) -> int:
        side = 9 if urgency is Urgency.NEW else 12
        middle = line.center().y()
        shape = QRectF(left + (12 - side) / 2, middle - side / 2 + 0.5, side, side)
        draw_state(painter, shape, urgency, StageFill.SOLID, self.tokens)
        place = QRect(left + 15, line.top(), 60, line.height())
        tone = urgency.value if urgency is Urgency.NEW else text_token(urgency)
        return 15 + self.text(painter, place, str(count), pixels=SMALL, strong=True, tone=tone)

    def _draw_narrow(self, painter: QPainter, rect: QRect, row: RailRow) -> None:
        upper = QRect(rect.left() + 6, rect.top() + 5, rect.width() - 10, 20)
        lower = QRect(upper.left(), rect.top() + 26, upper.width(), 17)
        figure = self.text(
            painter, upper, str(row.count), pixels=16, strong=True, align=Align.RIGHT
        )
        self.text(painter, upper.adjusted(0, 0, -figure - 3, 0), row.short)
        self.text(painter, lower, row.cap, pixels=11, tone="ink2")
        worst = next(iter(_tallies(row)), None)
        if worst:
            digits = self.font(SMALL, strong=True)[1].horizontalAdvance(str(worst[1]))
            self._draw_tally(painter, lower.right() - 15 - digits, lower, *worst)


def whole_days(seconds: float | None, day: int) -> float | None:
    """The time cut down to whole days of `day` seconds, from one day on; shorter as it is."""
    if seconds is None or abs(seconds) < day:
        return seconds
    return float(int(seconds / day) * day)


def _is_strong(index: Index) -> bool:
    cell = index.data(TEXT_ROLE)
    return isinstance(cell, CellText) and cell.strong


def _tallies(row: RailRow) -> list[tuple[Urgency, int]]:
    """What is worth a mark, worst first."""
    counts = ((Urgency.OVER, row.over), (Urgency.NEAR, row.near), (Urgency.NEW, row.new))
    return [(urgency, count) for urgency, count in counts if count]


class SlimCaseDelegate(ListDelegate):
    """Two lines per case beside a work panel; a heading between groups is 28 px high."""

    FIGURE: Final = 80  # px of the time left, before the case's number

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        heading = isinstance(row, SlimCaseRow) and row.heading
        return QSize(60, 28) if heading else super().sizeHint(option, index)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, SlimCaseRow):
            return
        if row.heading:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), self.tokens.color("panel2"))
            line = rect.adjusted(10, 0, -10, 0)
            self.text(painter, line, row.summary, pixels=SMALL, strong=True, tone="ink2")
            self.text(painter, line, row.number, pixels=SMALL, tone="ink3", align=Align.RIGHT)
            return
        upper = QRect(rect.left() + 30, rect.top() + 4, rect.width() - 38, 20)
        lower = QRect(upper.left(), rect.top() + 24, upper.width(), LINE)
        self._draw_first(painter, rect, upper, row)
        dim = "ink3" if row.holder.label and not row.holder.mine else "ink"
        width = self.text(painter, lower, row.summary, tone=dim)
        place = lower.adjusted(width + 10, 0, 0, 0)
        self.text(painter, place, row.place, pixels=SMALL, tone="ink3")

    def _draw_first(self, painter: QPainter, rect: QRect, line: QRect, row: SlimCaseRow) -> None:
        cell = row.deadline
        shape = QRect(rect.left() + 9, line.center().y() - SHAPE // 2, SHAPE, SHAPE)
        loud = cell is not None and cell.urgency in (Urgency.NEAR, Urgency.OVER)
        if cell is not None:
            if loud or cell.urgency is Urgency.PAUSED:
                draw_state(painter, QRectF(shape), cell.urgency, StageFill.SOLID, self.tokens)
            else:
                draw_mark(self, painter, shape.center(), row.mark)
            left = self._formats.left(cell.left, day=cell.day)
            if self.font(strong=loud)[1].horizontalAdvance(left) > self.FIGURE:
                left = self._formats.left(whole_days(cell.left, cell.day), day=cell.day)
            self.text(painter, line, left, tone=text_token(cell.urgency), strong=loud)
        holder = row.holder
        dim = bool(holder.label) and not holder.mine
        number = line.adjusted(84, 0, -52, 0)
        tone = "ink3" if dim else "ink"
        self.text(painter, number, row.number, strong=holder.mine, tone=tone)
        if holder.label:
            extra = 0 if holder.mine else 17
            wide = self.font(SMALL, strong=holder.mine)[1].horizontalAdvance(holder.label) + extra
            place = QRect(line.right() - wide, line.top(), wide + 2, line.height())
            draw_holder(self, painter, place, holder, SMALL)


class EventDelegate(ListDelegate):
    """Time, what happened, and to what; two lines of 12 px."""

    HEIGHT = 41

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, EventRow):
            return
        upper = QRect(rect.left() + 10, rect.top() + 3, rect.width() - 16, 17)
        self.text(painter, upper, self._formats.time(row.at), pixels=SMALL, tone="ink3")
        upper.adjust(40, 0, 0, 0)
        self.text(painter, upper, row.title, pixels=SMALL)
        self.text(painter, upper.translated(0, 17), row.detail, pixels=SMALL, tone="ink2")


class TimelineDelegate(ListDelegate):
    """A step of a case: time, dot on the line, act and words (wrapped), time since the last."""

    TIME: Final = 44
    DOT: Final = 56
    TEXT: Final = 72
    TOOK: Final = 60

    def __init__(self, theme: Theme, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(theme, formats, parent)
        self._heights: dict[tuple[object, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        row = index.data(ROW_ROLE)
        if not isinstance(row, TimelineRow):
            return super().sizeHint(option, index)
        height = self._heights.get((row, width))
        if height is None:
            inner = max(60, width - self.TEXT - self.TOOK)
            height = self._layout(row, inner).lineCount() * LINE + 5
            self._heights[row, width] = height
        return QSize(60, height)

    def ground(self, _painter: QPainter, _option: QStyleOptionViewItem, _index: Index) -> None:
        """A history has no row lines and no zebra."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, TimelineRow):
            return
        first = QRect(rect.left(), rect.top() + 2, rect.width() - 10, LINE)
        time = first.adjusted(10, 0, 0, 0)
        self.text(painter, time, self._formats.time(row.at), pixels=SMALL, tone="ink3")
        self._draw_dot(painter, rect, index, row)
        if row.took is not None:
            took = f"+{self._formats.span(row.took)}"
            self.text(painter, first, took, pixels=SMALL, tone="ink3", align=Align.RIGHT)
        layout = self._layout(row, max(60, rect.width() - self.TEXT - self.TOOK))
        painter.setPen(self.tokens.color("ink"))
        layout.draw(painter, QPointF(rect.left() + self.TEXT, rect.top() + 1))

    def _draw_dot(self, painter: QPainter, rect: QRect, index: Index, row: TimelineRow) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = rect.top() + 2 + LINE / 2
        left, tokens = rect.left() + self.DOT, self.tokens
        painter.setPen(QPen(tokens.color("line3"), 1))
        last = index.row() == index.model().rowCount() - 1
        top = middle if index.row() == 0 else rect.top()
        painter.drawLine(left, round(top), left, round(middle) if last else rect.bottom() + 1)
        painter.setPen(QPen(tokens.color("ink2"), 1.4))
        painter.setBrush(tokens.color("panel" if row.open else "ink2"))
        painter.drawEllipse(QRectF(left - 3, middle - 3, 6, 6))

    def _layout(self, row: TimelineRow, width: int) -> QTextLayout:
        """The act and its words, wrapped to `width`; the act strongly when it is a decision."""
        layout = QTextLayout(f"{row.lead} {row.text}".strip(), self.font()[0])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if row.strong:
            bold = QTextLayout.FormatRange()
            bold.start, bold.length = 0, len(row.lead)
            bold.format.setFontWeight(QFont.Weight.DemiBold)
            layout.setFormats([bold])
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, (layout.lineCount() - 1) * LINE))
        layout.endLayout()
        return layout


class CandidateDelegate(ListDelegate):
    """A proposed unit as a card: radio, name, strength, load, and one line per ground."""

    HEAD: Final = 40
    EVIDENCE: Final = 22
    GAP: Final = 8

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        lines = len(row.evidence) if isinstance(row, CandidateRow) else 0
        tail = self.EVIDENCE * lines + 6 if lines else 0
        return QSize(60, self.HEAD + tail + self.GAP)

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = QRectF(option.rect.adjusted(0, 0, -1, -self.GAP)).adjusted(1, 1, -1, -1)
        chosen = is_selected(option)
        tokens = self.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "ink" if has_focus_on(option, index) else "accent"
        pen = QPen(tokens.color(edge if chosen else "line"), 2 if chosen else 1)
        painter.setPen(pen)
        painter.setBrush(tokens.color("field" if chosen else "panel"))
        painter.drawRoundedRect(card, 3, 3)
        dot = QRectF(card.left() + 12, card.top() + 12, 14, 14)
        painter.setPen(QPen(tokens.color("accent" if chosen else "line3"), 1.2))
        painter.drawEllipse(dot)
        if chosen:
            painter.setBrush(tokens.color("accent"))
            painter.drawEllipse(dot.adjusted(3.5, 3.5, -3.5, -3.5))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CandidateRow):
            return
        head = QRect(rect.left() + 36, rect.top() + 4, rect.width() - 50, 32)
        used = self.text(painter, head, row.unit, pixels=14, strong=row.strong)
        chip = head.adjusted(used + 10, 0, 0, 0)
        wide = self.font(SMALL)[1].horizontalAdvance(row.strength) + 12
        painter.setPen(QPen(self.tokens.color("line3"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(chip.left() + 0.5, chip.top() + 6.5, wide, 19), 3, 3)
        self.text(painter, chip.adjusted(6, 0, 0, 0), row.strength, pixels=SMALL, tone="ink2")
        load = chip.adjusted(wide + 10, 0, 0, 0)
        self.text(painter, load, row.load, pixels=SMALL, tone="ink2", align=Align.RIGHT)
        for at, line in enumerate(row.evidence):
            top = rect.top() + self.HEAD + at * self.EVIDENCE
            self._draw_ground(painter, QRect(head.left(), top, head.width(), self.EVIDENCE), line)

    def _draw_ground(self, painter: QPainter, rect: QRect, line: EvidenceLine) -> None:
        sign = QRect(rect.left() - 22, rect.center().y() - 6, 13, 13)
        self.picture(painter, sign, Icon.CHECK if line.met else Icon.NONE, "ink2")
        self.text(painter, rect, line.kind, pixels=SMALL, tone="ink3")
        source = self.text(painter, rect, line.source, pixels=SMALL, tone="ink3", align=Align.RIGHT)
        self.text(painter, rect.adjusted(76, 0, -source - 8, 0), line.fact)
