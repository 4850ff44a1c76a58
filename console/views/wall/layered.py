"""A block with something alive in it (a plot, a map page): ground, that, and words before it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from console.domain.scene import SceneBlock
from console.views.look import Look
from console.views.wall.block import BlockWidget, Drawn, Paint
from console.views.wall.sheet import Sheet


class Front(QWidget):
    """Paints what a block says, before what lives in it."""

    def __init__(self, block: LayeredBlock) -> None:
        super().__init__(block)
        self._block = block
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._block.paint_onto(painter)
        painter.end()


class LayeredBlock(BlockWidget):
    """Its own paint is the ground; `paint_onto` is done by the front."""

    framed = False

    def __init__(
        self, spot: SceneBlock, look: Look, paint: Paint, title: str, parent: QWidget
    ) -> None:
        super().__init__(spot, look, paint, title, parent)
        self.front = Front(self)

    def renew(self) -> None:
        self.update()
        self.front.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self.factor, self.factor)
        grey = self._state in (Drawn.STALE, Drawn.WAITING)
        size = QSizeF(self.width() / self.factor, self.height() / self.factor)
        sheet = Sheet(painter, self.look, size, grey=grey)
        sheet.card(QRectF(0, 0, sheet.width, sheet.height))
        self.paint_below(sheet)
        painter.end()

    def paint_below(self, sheet: Sheet) -> None:
        """Lines that lie under what lives in the block; nothing is written here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.front.setGeometry(self.rect())
        self.arrange()

    def set_factor(self, factor: float) -> None:
        super().set_factor(factor)
        self.arrange()
        self.renew()

    def arrange(self) -> None:
        """Put what lives in the block where it belongs."""
        raise NotImplementedError
