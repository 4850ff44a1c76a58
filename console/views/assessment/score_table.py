"""The ranking on screen: a head of two lines, cells walked one by one, the chosen one outlined.

History is no alarm (DESIGN 3, 07): numbers are plain ink, only the two lowest grades have a shape.
"""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.domain.tone import StageFill, Urgency
from console.viewmodels.assessment_columns import ScoreColumn, Shows
from console.viewmodels.assessment_rows import GradeCell, RowKind, ScoreRow, TotalCell
from console.viewmodels.assessment_table import BELOW_ROLE, ScoreTable, align_of
from console.viewmodels.columns import Align, CellText, Elide
from console.viewmodels.keyed_table import CELL_ROLE, ROW_ROLE, TEXT_ROLE
from console.views.delegates import PADDING, RING, ROW_HEIGHT, SHAPE, Index, RowDelegate
from console.views.look import Look
from console.views.painting import draw_state
from console.views.theme import BODY_PX, body_font

UPPER: Final = 34
"""Room for heads of two lines."""
LOWER: Final = 20
BAR_WIDTH: Final = 56
BAR_HEIGHT: Final = 8
WIDTHS: Final = {
    Shows.RANK: 46,
    Shows.CHANGE: 58,
    Shows.COUNT: 64,
    Shows.RATE: 80,
    Shows.POINTS: 84,
    Shows.TOTAL: 134,
    Shows.GRADE: 76,
}
LEAST_NAME: Final = 140
MOST_WIDER: Final = 1.8
"""So much wider than usual a column may be for its head; the rest of the words is cut."""
FIGURES: Final = (Shows.COUNT, Shows.RATE, Shows.POINTS)
LEAST: Final = {Shows.COUNT: 52, Shows.RATE: 72, Shows.POINTS: 66}
"""px in which a figure still fits, though not its head."""
SHAPES: Final = {1: Urgency.OVER, 2: Urgency.NEAR}
"""The lowest grade is a diamond, the one above it a triangle."""


class ScoreDelegate(RowDelegate):
    """Paints cells of a ranking; the row of the current cell is the chosen one."""

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, row = option.rect, index.data(ROW_ROLE)
        view = option.widget
        current = view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()
        foot = isinstance(row, ScoreRow) and row.kind is not RowKind.OBJECT
        if current.isValid() and current.row() == index.row():
            painter.fillRect(rect, self.ink("sel"))
            if index.column() == 0:
                painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self.ink("accent"))
        elif foot:
            painter.fillRect(rect, self.ink("panel2"))
        elif index.row() % 2:
            painter.fillRect(rect, self.ink("zebra"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.ink("line2"))
        if foot and isinstance(row, ScoreRow) and row.kind is not RowKind.AVERAGE:
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, self.ink("line"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index:
            ink = self.ink("ink" if view.hasFocus() else "accent")
            wide = RING if view.hasFocus() else 1
            rect = option.rect
            for edge in (
                QRect(rect.left(), rect.top(), rect.width(), wide),
                QRect(rect.left(), rect.bottom() + 1 - wide, rect.width(), wide),
                QRect(rect.left(), rect.top(), wide, rect.height()),
                QRect(rect.right() + 1 - wide, rect.top(), wide, rect.height()),
            ):
                painter.fillRect(edge, ink)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell, text = index.data(CELL_ROLE), index.data(TEXT_ROLE)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if isinstance(cell, TotalCell):
            self._total(painter, inner, cell)
        elif isinstance(cell, GradeCell):
            self._grade(painter, inner, cell)
        elif isinstance(text, CellText) and text.text:
            self.text(
                painter, inner, text.text, tone=text.tone, strong=text.strong, align=text.align,
                elide=text.elide,
            )  # fmt: skip

    def _total(self, painter: QPainter, rect: QRect, cell: TotalCell) -> None:
        words = QRect(rect.left(), rect.top(), rect.width() - BAR_WIDTH - 8, rect.height())
        self.text(painter, words, cell.text, strong=cell.strong, align=Align.RIGHT)
        if cell.share is None:
            return
        top = rect.center().y() - BAR_HEIGHT // 2 + 1
        bar = QRectF(rect.right() - BAR_WIDTH + 1, top, BAR_WIDTH, BAR_HEIGHT)
        painter.fillRect(bar, self.ink("track"))
        filled = QRectF(bar.left(), bar.top(), bar.width() * cell.share, bar.height())
        painter.fillRect(filled, self.ink("bar"))
        for edge in cell.edges[-1:]:  # where the best grade begins
            at = bar.left() + bar.width() * edge
            painter.fillRect(QRectF(at, bar.top() - 2, 1, bar.height() + 4), self.ink("ink2"))

    def _grade(self, painter: QPainter, rect: QRect, cell: GradeCell) -> None:
        urgency = SHAPES.get(cell.low)
        if urgency is not None:
            place = QRectF(rect.left(), rect.center().y() - SHAPE / 2 + 1, SHAPE, SHAPE)
            draw_state(painter, place, urgency, StageFill.SOLID, self.tokens)
        words = rect.adjusted(SHAPE + 4 if urgency is not None else 0, 0, 0, 0)
        tone = {1: "over", 2: "near"}.get(cell.low, "ink")
        self.text(painter, words, cell.text, tone=tone, strong=urgency is not None)


class ScoreHead(QHeaderView):
    """Names above, weights below; an arrow where the order comes from."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._pen = ScoreDelegate(look.theme, self)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        look.theme.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), UPPER + LOWER)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, ScoreTable) or logicalIndex >= len(model.columns):
            return
        column = model.columns[logicalIndex]
        painter.save()
        painter.fillRect(rect, self._pen.ink("panel2"))
        line = QRect(rect.left(), rect.top() + UPPER, rect.width(), 1)
        painter.fillRect(line, self._pen.ink("line2"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._pen.ink("line"))
        align = align_of(column)
        upper = QRect(rect.left() + PADDING, rect.top(), rect.width() - 2 * PADDING, UPPER)
        self._words(painter, upper, self._title(model, column), align)
        lower = QRect(upper.left(), rect.top() + UPPER, upper.width(), LOWER - 1)
        below = str(model.headerData(logicalIndex, self.orientation(), BELOW_ROLE) or "")
        if column.shows is Shows.TOTAL:
            align = Align.RIGHT
        self._pen.text(painter, lower, below, tone="ink2", pixels=12, align=align)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, title: str, align: Align) -> None:
        """One line, or two where one is not enough."""
        wide = QFontMetrics(body_font(strong=True)).horizontalAdvance(title) > rect.width()
        lines, pixels = [title], BODY_PX
        if wide and len(title) > 2:
            lines, pixels = _halved(title), 12
        height = rect.height() // len(lines)
        for at, words in enumerate(lines):
            line = QRect(rect.left(), rect.top() + at * height, rect.width(), height)
            self._pen.text(
                painter, line, words, pixels=pixels, strong=True, align=align, elide=Elide.MIDDLE
            )

    @staticmethod
    def _title(model: ScoreTable, column: ScoreColumn) -> str:
        key, largest = model.sorted_by
        if key != column.key or key == "rank":
            return column.title
        return f"{column.title} {'↓' if largest else '↑'}"


def _halved(title: str) -> list[str]:
    """A title in two lines of nearly the same length; one word of letters stays whole."""
    if " " not in title and title.isascii():
        return [title]
    if " " not in title:
        return [title[: len(title) // 2], title[len(title) // 2 :]]
    words = title.split(" ")
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    upper, lower = min(ways, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return [upper, lower]


class ScoreView(QTableView):
    """Signals: `asked` Enter or a click on a figure; `walked` the current cell is another one;
    `ordered` (str) a column whose order is wanted.
    """

    asked = Signal(object, object)
    walked = Signal(object, object)
    ordered = Signal(str)

    def __init__(self, table: ScoreTable, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._table = look, table
        self._cell: tuple[tuple[str, str], str] | None = None
        self.setModel(table)
        self.setItemDelegate(ScoreDelegate(look.theme, self))
        head = ScoreHead(look, self)
        self.setHorizontalHeader(head)
        head.setFixedHeight(UPPER + LOWER)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.hide()
        self.horizontalHeader().sectionClicked.connect(self._on_head)
        table.modelAboutToBeReset.connect(self._on_leaving)
        table.modelReset.connect(self._on_come)
        table.layoutChanged.connect(self.viewport().update)
        self.setAccessibleName(look.wording.say("assessment.table"))
        look.theme.changed.connect(self.viewport().update)

    # --- cells ------------------------------------------------------------------------------------

    @property
    def current(self) -> tuple[ScoreRow, ScoreColumn] | None:
        """The cell the keyboard is on."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self._table.rows):
            return None
        return self._table.rows[index.row()], self._table.columns[index.column()]

    def choose(self, row: tuple[str, str], column: str) -> bool:
        """Go to a cell; False where there is none like it."""
        at, place = self._table.place(row, column)
        if at < 0 or place < 0:
            return False
        self.setCurrentIndex(self._table.index(at, place))
        return True

    def take_widths(self) -> None:
        """Figures get room for their heads, or less where there is little: heads are cut then."""
        columns = self._table.columns
        if not columns:
            return
        wanted = [self._wanted(one) for one in columns]
        least = [
            min(one, LEAST.get(column.shows, one))
            for one, column in zip(wanted, columns, strict=True)
        ]
        room = self.viewport().width()
        spare = room - sum(least)
        give = sum(wanted) - sum(least)
        share = min(1.0, max(0.0, spare / give)) if give else 0.0
        widths = [low + int((full - low) * share) for low, full in zip(least, wanted, strict=True)]
        name = next(at for at, one in enumerate(columns) if one.shows is Shows.OBJECT)
        widths[name] += max(0, room - sum(widths))
        for at, wide in enumerate(widths):
            self.setColumnWidth(at, wide)

    def _wanted(self, column: ScoreColumn) -> int:
        if column.shows is Shows.OBJECT:
            return LEAST_NAME
        english = self._look.wording.language.value == "en"
        wide = WIDTHS[column.shows]
        if column.shows not in FIGURES:
            return wide
        title, pixels = [column.title], BODY_PX
        if english and " " in column.title:
            title, pixels = _halved(column.title), 12
        metrics = QFontMetrics(body_font(pixels, strong=True))
        words = max(metrics.horizontalAdvance(one) for one in title) + 2 * PADDING + 4
        return min(max(wide, words), round(MOST_WIDER * wide))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is painted as the chosen one."""
        super().currentChanged(cast(QModelIndex, current), cast(QModelIndex, previous))
        self.viewport().update()
        cell = self.current
        if cell is not None:
            self._cell = (cell[0].key, cell[1].key)
            self.walked.emit(*cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.take_widths()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        if plain and key in steps:
            self._step(steps[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = QPoint(round(event.position().x()), round(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(point).isValid():
            self._ask()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys, they do not jump to rows."""

    def _ask(self) -> None:
        cell = self.current
        if cell is not None:
            self.asked.emit(*cell)

    def _step(self, rows: int) -> None:
        index, last = self.currentIndex(), len(self._table.rows) - 1
        if last >= 0:
            at = min(max(0, index.row() + rows), last)
            self.setCurrentIndex(self._table.index(at, max(0, index.column())))

    @Slot(int)
    def _on_head(self, section: int) -> None:
        self.ordered.emit(self._table.columns[section].key)

    @Slot()
    def _on_leaving(self) -> None:
        cell = self.current
        if cell is not None:
            self._cell = (cell[0].key, cell[1].key)

    @Slot()
    def _on_come(self) -> None:
        """The same cell of the new ranking, else the first object's total."""
        self.take_widths()
        if self._cell is not None and self.choose(*self._cell):
            return
        first = next((row.key for row in self._table.rows if row.kind is RowKind.OBJECT), None)
        if first is not None:
            wanted = self._cell[1] if self._cell is not None else "total"
            if not self.choose(first, wanted):
                self.choose(first, "total")
