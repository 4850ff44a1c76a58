"""The lines of a grid's card: rows in sections, one chosen, Enter opens it, Esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from console.domain.tone import StageFill, Urgency
from console.views.delegates import Index
from console.views.painting import draw_state
from console.views.theme import Tokens, body_font, set_look

ROW_HEIGHT: Final = 28
SECTION_HEIGHT: Final = 30
BAR: Final = 3
SHAPE: Final = 12
GAP: Final = 4
PADDING: Final = 10  # of the style sheet
URGENCY: Final = Qt.ItemDataRole.UserRole + 1
TIMES: Final = {"over": Urgency.OVER, "near": Urgency.NEAR}
"""Tones that say how urgent something is; their words have the same shape as everywhere."""
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """One row: a text for each column, each with the token it is painted in ("" for ink).

    `key` is what it stands for, None for the head of a section.
    """

    texts: tuple[str, ...]
    tones: tuple[str, ...] = ()
    key: Any = None
    tip: str = ""


class LineDelegate(QStyledItemDelegate):
    """Words keep their tone on the chosen row, which has the bar of a selection at its left; words
    of time have their shape before them."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.tokens = tokens

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        if tone is not None:
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, tone)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
            bar = QRect(option.rect.left(), option.rect.top(), BAR, option.rect.height())
            painter.fillRect(bar, option.palette.color(QPalette.ColorRole.Accent))
        urgency = index.data(URGENCY)
        if urgency is not None:
            words = QFontMetrics(body_font(strong=True)).horizontalAdvance(str(index.data()))
            left = option.rect.right() - PADDING - words - GAP - SHAPE
            top = option.rect.center().y() - SHAPE / 2 + 1
            place = QRectF(left, top, SHAPE, SHAPE)
            draw_state(painter, place, Urgency(urgency), StageFill.SOLID, self.tokens)


class CellTable(QTableWidget):
    """`widths` in px by column, 0 for the one that takes what is left.

    Signals: `entered` (key of the chosen row); `left` (Esc).
    """

    entered = Signal(object)
    left = Signal()

    def __init__(
        self,
        widths: Sequence[int],
        right: Sequence[int],
        name: str,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(widths), parent)
        self._right = frozenset(right)
        self._keys: list[Any] = []
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(20)
        for at, width in enumerate(widths):
            if width:
                self.setColumnWidth(at, width)
            else:
                self.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self._painter = LineDelegate(tokens, self)
        self.setItemDelegate(self._painter)
        set_look(self, role="lines")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.cellDoubleClicked.connect(self._on_double_click)

    @property
    def chosen(self) -> Any:
        """The key of the chosen row; None without one."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def show_rows(self, rows: Sequence[CellRow], tokens: Tokens) -> None:
        """Show exactly these; the row that was chosen stays so, else the first one is."""
        before = self.chosen
        self._painter.tokens = tokens
        self.clearSpans()
        self.setRowCount(len(rows))
        self._keys = [row.key for row in rows]
        for at, row in enumerate(rows):
            self._show_row(at, row, tokens)
        same = next((at for at, key in enumerate(self._keys) if key and key == before), None)
        first = next((at for at, key in enumerate(self._keys) if key is not None), -1)
        self.setCurrentCell(first if same is None else same, 0)

    def _show_row(self, at: int, row: CellRow, tokens: Tokens) -> None:
        section = row.key is None
        self.setRowHeight(at, SECTION_HEIGHT if section else ROW_HEIGHT)
        for column in range(self.columnCount()):
            text = row.texts[column] if column < len(row.texts) else ""
            item = QTableWidgetItem(text)
            item.setTextAlignment(RIGHT if column in self._right else LEFT)
            item.setToolTip(row.tip or text)
            tone = row.tones[column] if column < len(row.tones) else ""
            if text and tone in TIMES:
                item.setData(URGENCY, TIMES[tone].value)
            item.setFont(body_font(strong=section or tone in TIMES))
            item.setForeground(tokens.color("ink2" if section else tone or "ink"))
            if section:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.setItem(at, column, item)
        if len(row.texts) == 1:
            self.setSpan(at, 0, 1, self.columnCount())
        elif len(row.texts) < self.columnCount():
            last = len(row.texts) - 1
            self.setSpan(at, last, 1, self.columnCount() - last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen is not None:
                self.entered.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_end(first=event.key() == Qt.Key.Key_Home)
        else:
            super().keyPressEvent(event)

    def _to_end(self, *, first: bool) -> None:
        """The first or the last row there is; to Qt these keys mean columns."""
        rows = [at for at, key in enumerate(self._keys) if key is not None]
        if rows:
            self.setCurrentCell(rows[0 if first else -1], 0)

    @Slot(int, int)
    def _on_double_click(self, row: int, _column: int) -> None:
        if self._keys[row] is not None:
            self.entered.emit(self._keys[row])
