"""How table cells are painted: ground, text, deadline, mark, holder. Lists are in `list_delegates`.

Cells bring figures (`viewmodels.cells`); words and colours are added here at paint time, so a
change of theme needs only a repaint. What is spoken comes from the model's columns.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.tone import StageFill, Urgency
from console.viewmodels.cells import DeadlineCell, HolderCell, MarkCell
from console.viewmodels.columns import Elide
from console.viewmodels.keyed_table import CELL_ROLE, ELIDE_ROLE, STRONG_ROLE, TONE_ROLE
from console.views.fmt import Formats
from console.views.icons import Icon, draw_icon
from console.views.painting import draw_redo, draw_share, draw_state, text_token
from console.views.theme import BODY_PX, Theme, Tokens, body_font

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 28
PADDING: Final = 6
BAR: Final = 3  # px: selection bar and share bar
SHAPE: Final = 14
ELIDE_MODES: Final = {
    Elide.END: Qt.TextElideMode.ElideRight,
    Elide.MIDDLE: Qt.TextElideMode.ElideMiddle,
    Elide.NEVER: Qt.TextElideMode.ElideNone,
}
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Paints ground, line and selection bar, then what a subclass puts in; keeps fonts ready."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}

    @property
    def tokens(self) -> Tokens:
        return self._theme.tokens

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option, index)
        self.draw(painter, option.rect, index)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the content of one cell into `rect`."""
        raise NotImplementedError

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect = self.tokens, option.rect
        if is_selected(option):
            painter.fillRect(rect, tokens.color("sel"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("hover"))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(rect, tokens.color("zebra"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("line2"))
        if is_selected(option) and index.column() == 0:
            bar = QRect(rect.topLeft(), QSize(BAR, rect.height()))
            painter.fillRect(bar, tokens.color("accent"))

    def font(self, pixels: int = BODY_PX, *, strong: bool = False) -> tuple[QFont, QFontMetrics]:
        kept = self._fonts.get((pixels, strong))
        if kept is None:
            made = body_font(pixels, strong=strong)
            kept = self._fonts[pixels, strong] = (made, QFontMetrics(made))
        return kept

    def text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        *,
        tone: str = "ink",
        pixels: int = BODY_PX,
        strong: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> int:
        """Paint one line, cut with an ellipsis; returns the width it took in px."""
        font, metrics = self.font(pixels, strong=strong)
        shown = metrics.elidedText(text, elide, rect.width())
        painter.setFont(font)
        painter.setPen(self.tokens.color(tone))
        painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)


class TextDelegate(RowDelegate):
    """Plain text of a column, in the colour, weight and alignment its column declares."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        text = index.data()
        if not text:
            return
        self.text(
            painter,
            rect.adjusted(PADDING, 0, -PADDING, 0),
            text,
            tone=index.data(TONE_ROLE) or "ink",
            strong=bool(index.data(STRONG_ROLE)),
            align=index.data(Qt.ItemDataRole.TextAlignmentRole) or LEFT,
            elide=ELIDE_MODES[index.data(ELIDE_ROLE) or Elide.END],
        )


class DeadlineDelegate(RowDelegate):
    """[14 px shape][right-aligned time left][3 px bar of the share used below]."""

    def __init__(self, theme: Theme, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._formats = formats

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, DeadlineCell):
            inner = rect.adjusted(2, 0, -PADDING, 0)
            self._draw_cell(painter, inner, cell)

    def _draw_cell(self, painter: QPainter, rect: QRect, cell: DeadlineCell) -> None:
        urgency, tokens = cell.urgency, self.tokens
        loud = urgency in (Urgency.NEAR, Urgency.OVER)
        # Without a limit there is nothing to fill: a dash, no bar.
        middle = rect.center().y() - (2 if cell.left is not None else 0)
        right = rect.adjusted(SHAPE + 4, 0, 0, 0)
        line = QRect(right.left(), middle - 9, right.width(), 18)
        width = self.text(
            painter,
            line,
            self._formats.left(cell.left),
            tone=text_token(urgency) if cell.left is not None else "ink3",
            strong=loud,
            align=RIGHT,
        )
        if loud:
            self._shape(painter, rect.left(), middle, cell)
        elif urgency is Urgency.PAUSED:
            self._shape(painter, right.right() - width - SHAPE - 4, middle, cell)
        if cell.left is not None:
            bar = QRectF(right.left(), rect.bottom() - 5, right.width(), BAR)
            draw_share(painter, bar, cell.share, urgency, tokens)

    def _shape(self, painter: QPainter, left: int, middle: int, cell: DeadlineCell) -> None:
        place = QRectF(left, middle - SHAPE / 2, SHAPE, SHAPE)
        draw_state(painter, place, cell.urgency, StageFill.SOLID, self.tokens)


class MarkDelegate(RowDelegate):
    """New, sent out again, picked; a changed row keeps a 2 px ink mark at its left."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, MarkCell):
            return
        if cell.changed:
            painter.fillRect(
                QRect(rect.left(), rect.top(), 2, rect.height()), self.tokens.color("ink")
            )
        draw_mark(painter, rect.center() + QPoint(2, 0), cell, self.tokens)


class HolderDelegate(RowDelegate):
    """Who holds the case: «me» strongly, another seat with a lock, a stale hold with a question."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, HolderCell) and cell.label:
            draw_holder(self, painter, rect.adjusted(PADDING, 0, -2, 0), cell)


def is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def draw_mark(painter: QPainter, middle: QPoint, cell: MarkCell, tokens: Tokens) -> None:
    """One 12–14 px mark around `middle`; a picked row shows its tick before all else."""
    around = QRect(middle.x() - 7, middle.y() - 7, SHAPE, SHAPE)
    if cell.picked:
        draw_icon(painter, around, Icon.CHECK, tokens, "ink")
    elif cell.redo:
        draw_redo(painter, QRectF(around).adjusted(1, 1, -1, -1), tokens)
    elif cell.new:
        disc = QRectF(around).adjusted(1.5, 1.5, -1.5, -1.5)
        draw_state(painter, disc, Urgency.NEW, StageFill.SOLID, tokens)


def draw_holder(
    delegate: RowDelegate, painter: QPainter, rect: QRect, cell: HolderCell, pixels: int = BODY_PX
) -> int:
    """Lock and seat, or «me»; returns the width it took."""
    if cell.mine:
        return delegate.text(painter, rect, cell.label, strong=True, pixels=pixels)
    sign = QRect(rect.left(), rect.center().y() - 6, 13, 13)
    draw_icon(painter, sign, Icon.UNSURE if cell.stale else Icon.LOCK, delegate.tokens, "ink3")
    rest = rect.adjusted(17, 0, 0, 0)
    return 17 + delegate.text(painter, rest, cell.label, tone="ink3", pixels=pixels)


def spoken_deadline(cell: DeadlineCell, formats: Formats) -> str:
    """What a screen reader says of a time left: 「超期 18分」; for `Column.spoken`."""
    word = formats.wording.say(f"state.{cell.urgency.value}")
    return f"{word} {formats.span(cell.left)}"
