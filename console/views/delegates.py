"""How table cells are painted: ground, text, deadline, mark, holder. Lists are in `list_delegates`.

Cells bring figures (`viewmodels.cells`); words and colours are added here at paint time, so a
change of theme needs only a repaint. What is spoken comes from the model's columns.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, TypeAlias

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.domain.tone import StageFill, Urgency
from console.viewmodels.cells import DeadlineCell, HolderCell, MarkCell
from console.viewmodels.columns import Align, CellText, Elide
from console.viewmodels.keyed_table import CELL_ROLE, TEXT_ROLE
from console.views.fmt import Formats
from console.views.icons import Icon, icon
from console.views.painting import draw_redo, draw_share, draw_state, text_token
from console.views.theme import BODY_PX, Theme, Tokens, body_font

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_LineKey: TypeAlias = tuple[str, int, bool, int, Elide]
ROW_HEIGHT: Final = 28
PADDING: Final = 6
BAR: Final = 3  # px: selection bar and share bar
SHAPE: Final = 14
RING: Final = 2
ELIDE_MODES: Final = {
    Elide.END: Qt.TextElideMode.ElideRight,
    Elide.MIDDLE: Qt.TextElideMode.ElideMiddle,
    Elide.NEVER: Qt.TextElideMode.ElideNone,
}
SHIFT: Final = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}
KEPT_TEXTS: Final = 4000  # laid-out lines kept ready: shaping one costs more than painting it
SELECTED: Final = QStyle.StateFlag.State_Selected.value
HOVERED: Final = QStyle.StateFlag.State_MouseOver.value
ALTERNATE: Final = QStyleOptionViewItem.ViewItemFeature.Alternate.value


class RowDelegate(QStyledItemDelegate):
    """Paints ground, line and selection bar, then what a subclass puts in; keeps fonts ready."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._lines: OrderedDict[_LineKey, tuple[QStaticText, int, float]] = OrderedDict()
        self._inks: dict[str, QColor] = {}
        self._pictures: dict[tuple[Icon, str, int, float], QPixmap] = {}
        theme.changed.connect(self._on_theme_changed)

    @property
    def tokens(self) -> Tokens:
        return self._theme.tokens

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        try:  # a painter left unbalanced by an error takes the whole view with it
            self.ground(painter, option, index)
            self.draw(painter, option.rect, index)
        finally:
            painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the content of one cell into `rect`."""
        raise NotImplementedError

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, state = option.rect, option.state.value
        if state & SELECTED:
            painter.fillRect(rect, self.ink("sel"))
        elif state & HOVERED:
            painter.fillRect(rect, self.ink("hover"))
        elif option.features.value & ALTERNATE:
            painter.fillRect(rect, self.ink("zebra"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.ink("line2"))
        if state & SELECTED and index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), self.ink("accent"))
        if state & SELECTED and has_focus_on(option, index):
            self._draw_focus(painter, rect, index)

    def _draw_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The focus ring of 2 px ink around the whole current row."""
        ink = self.ink("ink")
        painter.fillRect(rect.left(), rect.top(), rect.width(), RING, ink)
        painter.fillRect(rect.left(), rect.bottom() + 1 - RING, rect.width(), RING, ink)
        if index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), RING, rect.height(), ink)
        if index.column() == index.model().columnCount() - 1:
            painter.fillRect(rect.right() + 1 - RING, rect.top(), RING, rect.height(), ink)

    def ink(self, tone: str) -> QColor:
        """The colour token called `tone` in the theme of now."""
        kept = self._inks.get(tone)
        if kept is None:
            kept = self._inks[tone] = self.tokens.color(tone)
        return kept

    def picture(self, painter: QPainter, rect: QRect, meaning: Icon, tone: str) -> None:
        """Paint an icon; the font engine behind it is asked once per size and colour."""
        sharp = painter.device().devicePixelRatioF()
        key = (meaning, tone, rect.width(), sharp)
        kept = self._pictures.get(key)
        if kept is None:
            made = icon(meaning, self.tokens, tone)
            kept = self._pictures[key] = made.pixmap(rect.size(), sharp)
        painter.drawPixmap(rect, kept)

    def _on_theme_changed(self) -> None:
        self._inks.clear()
        self._pictures.clear()

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
        align: Align = Align.LEFT,
        elide: Elide = Elide.END,
    ) -> int:
        """Paint one line, cut with an ellipsis; returns the width it took in px."""
        line, wide, tall = self._line((text, pixels, strong, rect.width(), elide))
        painter.setFont(self.font(pixels, strong=strong)[0])
        painter.setPen(self.ink(tone))
        left = rect.left() + (rect.width() - wide) * SHIFT[align]
        painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - tall) / 2), line)
        return wide

    def _line(self, key: _LineKey) -> tuple[QStaticText, int, float]:
        kept = self._lines.get(key)
        if kept is not None:
            return kept
        text, pixels, strong, width, elide = key
        font, metrics = self.font(pixels, strong=strong)
        line = QStaticText(metrics.elidedText(text, ELIDE_MODES[elide], width))
        line.setTextFormat(Qt.TextFormat.PlainText)  # a report may hold «<b>»
        line.prepare(font=font)
        kept = (line, metrics.horizontalAdvance(line.text()), line.size().height())
        self._lines[key] = kept
        if len(self._lines) > KEPT_TEXTS:
            self._lines.popitem(last=False)
        return kept


class TextDelegate(RowDelegate):
    """Plain text of a column, in the colour, weight and alignment its column declares."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = index.data(TEXT_ROLE)
        if not isinstance(cell, CellText) or not cell.text:
            return
        self.text(
            painter,
            rect.adjusted(PADDING, 0, -PADDING, 0),
            cell.text,
            tone=cell.tone,
            strong=cell.strong,
            align=cell.align,
            elide=cell.elide,
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
            self._formats.left(cell.left, day=cell.day),
            tone=text_token(urgency) if cell.left is not None else "ink3",
            strong=loud,
            align=Align.RIGHT,
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
        draw_mark(self, painter, rect.center() + QPoint(2, 0), cell)


class HolderDelegate(RowDelegate):
    """Who holds the case: «me» strongly, another seat with a lock, a stale hold with a question."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, HolderCell) and cell.label:
            draw_holder(self, painter, rect.adjusted(PADDING, 0, -2, 0), cell)


def is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state.value & SELECTED)


def draw_mark(delegate: RowDelegate, painter: QPainter, middle: QPoint, cell: MarkCell) -> None:
    """One 12–14 px mark around `middle`; a picked row shows its tick before all else."""
    around = QRect(middle.x() - 7, middle.y() - 7, SHAPE, SHAPE)
    if cell.picked:
        delegate.picture(painter, around, Icon.CHECK, "ink")
    elif cell.redo:
        draw_redo(painter, QRectF(around).adjusted(1, 1, -1, -1), delegate.tokens)
    elif cell.new:
        disc = QRectF(around).adjusted(1.5, 1.5, -1.5, -1.5)
        draw_state(painter, disc, Urgency.NEW, StageFill.SOLID, delegate.tokens)


def _holder_sign(cell: HolderCell) -> Icon:
    if cell.waiting:
        return Icon.WAITING
    return Icon.UNSURE if cell.stale else Icon.LOCK


def draw_holder(
    delegate: RowDelegate, painter: QPainter, rect: QRect, cell: HolderCell, pixels: int = BODY_PX
) -> int:
    """Lock and seat, or «me»; returns the width it took."""
    if cell.mine:
        return delegate.text(painter, rect, cell.label, strong=True, pixels=pixels)
    sign = QRect(rect.left(), rect.center().y() - 6, 13, 13)
    delegate.picture(painter, sign, _holder_sign(cell), "ink3")
    rest = rect.adjusted(17, 0, 0, 0)
    return 17 + delegate.text(painter, rest, cell.label, tone="ink3", pixels=pixels)


def spoken_deadline(cell: DeadlineCell, formats: Formats) -> str:
    """What a screen reader says of a time left: 「超期 18分」; for `Column.spoken`."""
    word = formats.wording.say(f"state.{cell.urgency.value}")
    return f"{word} {formats.span(cell.left, day=cell.day)}"


def has_focus_on(option: QStyleOptionViewItem, index: Index) -> bool:
    """Whether the keyboard acts on this row now."""
    view = option.widget
    return (
        isinstance(view, QAbstractItemView)
        and view.hasFocus()
        and view.currentIndex().row() == index.row()
    )
