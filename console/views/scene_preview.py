"""A scene of the wall in small: its blocks where they stand, named, on a 16:9 or a 32:9 wall."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.domain.scene import HEAD, HEIGHT, WIDE_WIDTH, WIDTH, Rect, Scene, SceneBlock
from console.views.look import Look
from console.views.theme import body_font

LEAST: Final = 360
HIGH: Final = 270
"""px; as high as the list of the shipped scenes."""
WORDS_PX: Final = 12
LEAST_PX: Final = 6


class ScenePreview(QWidget):
    """Blocks drawn to scale; figures are a wall's own matter."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scene: Scene | None = None
        self.wide = False
        self.setMinimumWidth(LEAST)
        self.setFixedHeight(HIGH)
        look.theme.changed.connect(self.update)

    def show_scene(self, scene: Scene | None, *, wide: bool) -> None:
        """Show a scene as it stands on a wide wall or on any other."""
        self._scene, self.wide = scene, wide
        self.setAccessibleName(self._look.wording.say("scenes.preview"))
        self.setAccessibleDescription(self._look.wording.say("list.comma").join(self.names))
        self.update()

    @property
    def names(self) -> list[str]:
        """What stands on it."""
        say = self._look.wording.say
        return [] if self._scene is None else [say(f"wall.{b.kind.value}") for b in self._blocks]

    @property
    def boxes(self) -> list[QRectF]:
        """Where the blocks are drawn, in pixels of this widget, in the order of their names."""
        ground = self.ground
        factor = ground.height() / HEIGHT
        places = [b.wide if self.wide and b.wide is not None else b.rect for b in self._blocks]
        return [_scaled(place, factor, ground) for place in places]

    @property
    def ground(self) -> QRectF:
        """The whole wall, as large as fits."""
        width = WIDE_WIDTH if self.wide else WIDTH
        factor = min(self.width() / width, self.height() / HEIGHT)
        return QRectF(0, 0, width * factor, HEIGHT * factor)

    @property
    def _blocks(self) -> tuple[SceneBlock, ...]:
        return () if self._scene is None else self._scene.blocks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, ground = QPainter(self), self._look.theme.tokens, self.ground
        painter.fillRect(ground, tokens.color("app"))
        head = QRectF(0, 0, ground.width(), ground.height() * HEAD / HEIGHT)
        painter.fillRect(head, tokens.color("panel2"))
        for name, box in zip(self.names, self.boxes, strict=True):
            painter.fillRect(box, tokens.color("panel"))
            painter.setPen(QPen(tokens.color("line3"), 1))
            painter.drawRect(box)
            painter.setPen(tokens.color("ink"))
            font = body_font(max(LEAST_PX, min(WORDS_PX, int(box.height()) - 3)))
            painter.setFont(font)
            room = box.adjusted(4, 0, -4, 0)
            words = QFontMetrics(font).elidedText(
                name, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(QPen(tokens.color("line3"), 1))
        painter.drawRect(ground.adjusted(0, 0, -1, -1))


def _scaled(place: Rect, factor: float, ground: QRectF) -> QRectF:
    box = QRectF(place.x, place.y, place.width, place.height)
    scaled = QRectF(box.topLeft() * factor, box.size() * factor)
    return scaled.translated(ground.topLeft())
