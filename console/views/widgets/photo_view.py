"""One photo to zoom, pan, lay another over and mark; no file is known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from console.views.theme import body_font, set_look

STEP: Final = 1.25  # zoom of one wheel notch or key
MOST: Final = 16.0
SMALLEST: Final = 0.01  # part of the picture; a smaller drag is a slip of the hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What part of a picture is seen: zoom (1 = fits) and its centre in parts of the picture."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5


class PhotoView(QGraphicsView):
    """A picture in its pane; `looked` tells every change the user makes to zoom or place."""

    looked = Signal(object)  # Look
    marked = Signal(QRectF)  # a drawn rectangle in parts of the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._picture)
        self._cover = QGraphicsRectItem(self._picture)
        self._cover.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self._cover.setPen(QPen(Qt.PenStyle.NoPen))
        self._over = QGraphicsPixmapItem(self._cover)
        self._over.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._look, self._marking, self._words = Look(), False, ""
        self._start: QPointF | None = None
        self._marks: tuple[QRectF, ...] = ()
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 90)
        set_look(self, role="photo")

    @property
    def look(self) -> Look:
        return self._look

    @property
    def has_picture(self) -> bool:
        return not self._picture.pixmap().isNull()

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture whole."""
        self._words = ""
        self._picture.setPixmap(picture)
        self._scene.setSceneRect(QRectF(picture.rect()))
        self.cover(QPixmap(), 0)
        self.look_at(Look())

    def show_words(self, words: str) -> None:
        """Say why there is no picture."""
        self._picture.setPixmap(QPixmap())
        self.cover(QPixmap(), 0)
        self._words = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def cover(self, picture: QPixmap, share: float) -> None:
        """Lay the right part of `picture`, brought to the same size, over this one.

        `share` (0–1) is where the seam stands: 1 covers nothing, 0 everything.
        """
        size = self._picture.pixmap().size()
        shown = not picture.isNull() and not size.isEmpty()
        self._cover.setVisible(shown)
        if not shown:
            return
        left = size.width() * share
        self._cover.setRect(QRectF(left, 0, size.width() - left, size.height()))
        self._over.setPixmap(picture)
        scale = QTransform.fromScale(
            size.width() / picture.width(), size.height() / picture.height()
        )
        self._over.setTransform(scale)

    def show_marks(self, marks: tuple[QRectF, ...]) -> None:
        """Rectangles in parts of the picture; drawn black on white so that no hue is judged."""
        self._marks = marks
        self.viewport().update()

    def mark(self, marking: bool) -> None:  # noqa: FBT001  on or off
        """Let the next drag draw a rectangle instead of moving the picture."""
        self._marking = marking
        mode = QGraphicsView.DragMode
        self.setDragMode(mode.NoDrag if marking else mode.ScrollHandDrag)

    def look_at(self, look: Look) -> None:
        """Show a part without telling: for a linked neighbour."""
        self._look = look
        if not self.has_picture:
            return
        scale = self._fit() * look.zoom
        self.setTransform(QTransform.fromScale(scale, scale))
        size = self._picture.pixmap().size()
        self.centerOn(look.x * size.width(), look.y * size.height())

    def zoom_by(self, factor: float) -> None:
        self._change(zoom=min(max(self._look.zoom * factor, 1.0), MOST))

    def zoom_to_pixels(self) -> None:
        """One picture pixel on one screen pixel."""
        self._change(zoom=min(max(1.0 / self._fit(), 1.0), MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look_at(self._look)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / STEP)
        elif event.key() in _PANS and self._look.zoom > 1:
            across, down = _PANS[Qt.Key(event.key())]
            step = 0.1 / self._look.zoom
            self._change(x=self._look.x + across * step, y=self._look.y + down * step)
        else:
            event.ignore()  # the pair around it knows the other keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._marking:
            self._start = self._part(event)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            super().mouseReleaseEvent(event)
            self._tell_place()
            return
        drawn = QRectF(self._start, self._part(event)).normalized()
        self._start = None
        if drawn.width() > SMALLEST and drawn.height() > SMALLEST:
            self.marked.emit(drawn & QRectF(0, 0, 1, 1))

    def drawForeground(self, painter: QPainter, _rect: QRectF | object) -> None:
        painter.save()
        painter.resetTransform()
        if self._words:
            painter.setFont(body_font())
            painter.setPen(self.palette().text().color())
            room = self.viewport().rect().adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._words)
        elif self.has_picture:
            for number, mark in enumerate(self._marks, start=1):
                self._draw_mark(painter, number, mark)
        painter.restore()

    def _draw_mark(self, painter: QPainter, number: int, mark: QRectF) -> None:
        size = self._picture.pixmap().size()
        scaled = QTransform.fromScale(size.width(), size.height()).mapRect(mark)
        place = QRectF(self.mapFromScene(scaled).boundingRect())
        for color, width in ((QColor("black"), 5), (QColor("white"), 2)):
            painter.setPen(QPen(color, width))
            painter.drawRect(place)
        label = QRectF(place.left() - 2, place.top() - 20, 18, 18)
        painter.fillRect(label, QColor("black"))
        painter.setPen(QColor("white"))
        painter.setFont(body_font(12, strong=True))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(number))

    def _part(self, event: QMouseEvent) -> QPointF:
        at, size = self.mapToScene(event.position().toPoint()), self._picture.pixmap().size()
        return QPointF(at.x() / max(1, size.width()), at.y() / max(1, size.height()))

    def _fit(self) -> float:
        size, room = self._picture.pixmap().size(), self.viewport().size()
        if size.isEmpty():
            return 1.0
        return min(room.width() / size.width(), room.height() / size.height())

    def _tell_place(self) -> None:
        if self.has_picture:
            size = self._picture.pixmap().size()
            middle = self.mapToScene(self.viewport().rect().center())
            self._change(x=middle.x() / size.width(), y=middle.y() / size.height())

    def _change(
        self, zoom: float | None = None, x: float | None = None, y: float | None = None
    ) -> None:
        now = self._look
        look = Look(
            zoom=now.zoom if zoom is None else zoom,
            x=now.x if x is None else min(max(x, 0.0), 1.0),
            y=now.y if y is None else min(max(y, 0.0), 1.0),
        )
        if look != now:
            self.look_at(look)
            self.looked.emit(look)


_PANS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
