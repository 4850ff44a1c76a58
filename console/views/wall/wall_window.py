"""The wall's window: a scene's blocks on the whole of one screen, the head above, nothing to touch.

It is told everything and asks nothing: scene, blocks, head, ground, turn. Whoever owns it tells it
the head each second, and with it what time it is: then every block's age is judged anew.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from console.domain.scene import Scene
from console.viewmodels.wall_blocks import Blocks, WallHead
from console.views.look import Look
from console.views.wall.block import BlockWidget
from console.views.wall.ground import WallGround
from console.views.wall.head import HeadWidget, words_of
from console.views.wall.kinds import widget_of
from console.views.wall.map_block import MapWallBlock
from console.views.wall.past_frame import PastFrame
from console.views.wall.places import TURN_SECONDS, layout


class WallWindow(QWidget):
    """One wall. `trial` is a window with a frame that Esc closes, for trying it at a desk."""

    def __init__(self, look: Look, *, magnification: float = 1.0, trial: bool = False) -> None:
        super().__init__()
        self._look, self._trial = look, trial
        self._magnification = magnification
        self._scene: Scene | None = None
        self._ground = WallGround()
        self._turn = 0
        self._told: WallHead | None = None
        self.blocks: dict[str, BlockWidget] = {}
        self.setWindowTitle(look.wording.say("wall.title"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        if not trial:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.head = HeadWidget(look, self)
        self.frame = PastFrame(look, self)

    def open_on(self, screen: QScreen) -> None:
        """Fill a screen; also after its size or place changed."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def set_ground(self, ground: WallGround) -> None:
        """What lies under the cases of every map."""
        self._ground = ground
        for block in self.blocks.values():
            if isinstance(block, MapWallBlock):
                block.set_ground(ground)

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; its blocks say «…» until they are told something."""
        if scene == self._scene:
            return
        self._scene = scene
        old, self.blocks = self.blocks, {}
        for spot in scene.blocks:
            before = old.get(spot.key)
            if before is not None and before.spot == spot and isinstance(before, MapWallBlock):
                self.blocks[spot.key] = old.pop(spot.key)  # a page takes seconds to come
            else:
                self.blocks[spot.key] = widget_of(spot, self._look, self)
                self._take_in(self.blocks[spot.key])
        for block in old.values():
            _let_go(block)
        self._arrange()
        self._say_head()

    def show_blocks(self, blocks: Blocks) -> None:
        """What blocks show from now on; those of another scene are left alone."""
        for shown in blocks:
            block = self.blocks.get(shown.key)
            if block is not None:
                block.show_block(shown)
                if self._told is not None:
                    block.age(self._told.now, past=self._told.past is not None)

    def show_head(self, head: WallHead) -> None:
        """The head of this second; every block's age is judged by its `now`."""
        self._told = head
        past = head.past is not None
        self._say_head()
        self.frame.setVisible(past)
        for block in self.blocks.values():
            block.age(head.now, past=past)
        turn = int(head.now.timestamp() // TURN_SECONDS)
        if turn != self._turn:
            self._turn = turn
            if self._magnification > 1.0:
                self._arrange()

    @property
    def scene(self) -> Scene | None:
        """The scene that is shown."""
        return self._scene

    @property
    def told(self) -> WallHead | None:
        """The head as it was told last."""
        return self._told

    def end(self) -> None:
        """Let every page go before the window does."""
        for block in self.blocks.values():
            if isinstance(block, MapWallBlock):
                block.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.tokens.color("app"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key does anything but Esc in a trial."""
        if self._trial and event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end()
        super().closeEvent(event)

    def _take_in(self, block: BlockWidget) -> None:
        if isinstance(block, MapWallBlock):
            block.set_ground(self._ground)

    def _say_head(self) -> None:
        if self._told is not None:
            self.head.show_words(words_of(self._told, self._title(), self._look))

    def _title(self) -> str:
        return "" if self._scene is None else self._look.wording.among(self._scene.titles)

    def _arrange(self) -> None:
        if self._scene is None or not self.width() or not self.height():
            return
        size = QSizeF(self.width(), self.height())
        placed = layout(self._scene, size, self._magnification, self._turn)
        self.head.set_factor(placed.factor)
        self.head.setGeometry(_whole(placed.head))
        seen = {one.spot.key: one.place for one in placed.blocks}
        for key, block in self.blocks.items():
            place = seen.get(key)
            if place is not None:
                block.set_factor(placed.factor)
                block.setGeometry(_whole(place))
            block.setVisible(place is not None)
        self.frame.fit(self.rect(), placed.factor)
        self.frame.raise_()


def _whole(place: QRectF) -> QRect:
    """Edges on whole pixels, so that neighbours keep their gaps."""
    left, top = round(place.left()), round(place.top())
    return QRect(left, top, round(place.right()) - left, round(place.bottom()) - top)


def _let_go(block: BlockWidget) -> None:
    if isinstance(block, MapWallBlock):
        block.end()
    block.hide()
    block.deleteLater()


def state_of_picture(window: WallWindow) -> dict[str, Any]:
    """What every block shows as it was painted last: `key`, `kind`, `as_of` (of what was painted),
    `drawn` (`waiting`, `fresh`, `stale`, `past`), `texts` in the order they were written, and
    `seen`, whether it has its turn; the head's texts; the scene's name; whether it is the past."""
    blocks = [
        {
            "key": key,
            "kind": block.spot.kind,
            "as_of": block.as_of,
            "drawn": block.drawn.value,
            "texts": [one.text for one in block.written],
            "seen": block.isVisible(),
        }
        for key, block in window.blocks.items()
    ]
    return {
        "scene": "" if window.scene is None else window.scene.name,
        "past": window.frame.isVisible(),
        "head": [one.text for one in window.head.written],
        "blocks": blocks,
    }
