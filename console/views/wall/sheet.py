"""The one hand that writes and draws on the wall: what it wrote can be read back.

Everything is given in design pixels; the painter is scaled. A text that finds no room is cut in its
middle and never runs over its neighbour. What is old is drawn without a hue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from console.domain.tone import StageFill, Urgency
from console.views.look import Look
from console.views.painting import draw_state
from console.views.theme import Tokens, body_font
from console.views.wall.sizes import WallSizes, wall_sizes

LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter
HATCH_STEP: Final = 26
HATCH_WIDTH: Final = 3.0
TWO_DIGITS: Final = 10
WIDER: Final = 1.3
URGENCY: Final = {"over": Urgency.OVER, "near": Urgency.NEAR, "new": Urgency.NEW}
"""The three tones that are said by a hue, and their shapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text as it stands on the wall: its letters' size, its place, the room it had.

    `asked` is what was to be written, longer than `text` where room was short.
    """

    text: str
    asked: str
    size: int
    left: float
    top: float
    width: float
    height: float
    room: float


def without_hue(tokens: Tokens) -> Tokens:
    """The same colours for what is old: all words as hints, nothing blue, amber or red."""
    names = ("ink", "ink2", "new", "near", "over", "accent")
    fills = ("nearfill", "overfill")
    greys = dict.fromkeys(names, tokens.ink3) | dict.fromkeys(fills, tokens.bar)
    return replace(tokens, **greys)  # type: ignore[arg-type]  # the names are all single colours


@lru_cache(maxsize=64)
def letters(size: int, *, strong: bool) -> tuple[QFont, QFontMetricsF]:
    """A font of the wall and its measures, in design pixels."""
    font = body_font(size, strong=strong)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font, QFontMetricsF(font)


class Sheet:
    """A block's ground under a painter, for the time of one paint."""

    def __init__(self, painter: QPainter, look: Look, size: QSizeF, *, grey: bool = False) -> None:
        self.painter = painter
        self.look = look
        self.width, self.height = size.width(), size.height()
        tokens = look.theme.tokens
        self.tokens = without_hue(tokens) if grey else tokens
        self.sizes: WallSizes = wall_sizes()
        self.reserved = 0.0
        """Width at the right of a block's first line that its age takes; 0 while it is fresh."""
        self.written: list[Written] = []
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )

    def say(self, code: str, **facts: object) -> str:
        """The words of a code of the wall."""
        return self.look.wording.say(code, **facts)

    def measure(self, text: str, size: int, *, strong: bool = False) -> float:
        """How wide a text is."""
        return letters(size, strong=strong)[1].horizontalAdvance(text)

    def write(
        self,
        text: str,
        place: QRectF,
        size: int,
        *,
        tone: str = "ink",
        strong: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        halo: str = "",
    ) -> float:
        """Write into a place, at half its height; answers how wide it has become."""
        font, metrics = letters(size, strong=strong)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, place.width() + 0.5)
        width = metrics.horizontalAdvance(shown)
        left = place.left()
        if align != LEFT:
            left = place.right() - width
        if align == MIDDLE:
            left = place.center().x() - width / 2
        base = place.center().y() + metrics.capHeight() / 2
        self.painter.setFont(font)
        if halo:
            self._halo(shown, QPointF(left, base), halo)
        self.painter.setPen(self.tokens.color(tone))
        self.painter.drawText(QPointF(left, base), shown)
        self.written.append(
            Written(
                text=shown, asked=text, size=size, left=left, top=base - metrics.ascent(),
                width=width, height=metrics.height(), room=place.width(),
            )
        )  # fmt: skip
        return width

    def first_fitting(self, texts: Sequence[str], room: float, size: int) -> str:
        """The first of several ways to say it that has room; the last is cut."""
        return next((one for one in texts if self.measure(one, size) <= room), texts[-1])

    def state(self, place: QRectF, tone: str) -> None:
        """The shape of a tone (`over`, `near`, `new`), or the plain dot of any other."""
        draw_state(
            self.painter, place, URGENCY.get(tone, Urgency.NORMAL), StageFill.SOLID, self.tokens
        )

    def numbered(self, middle: QPointF, number: int, side: float, *, rim: bool = False) -> None:
        """The diamond of an overdue case with its number; `rim` lifts it from a map.

        Two digits have a wider one: letters are never made smaller.
        """
        half = side / 2 * (1 if number < TWO_DIGITS else WIDER)
        offsets = ((0, -half), (half, 0), (0, half), (-half, 0))
        diamond = QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in offsets])
        self.painter.setPen(
            QPen(self.tokens.color("ink"), 4) if rim else QPen(self.tokens.color("overfill"), 1)
        )
        self.painter.setBrush(self.tokens.color("overfill"))
        self.painter.drawPolygon(diamond)
        box = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
        size = self.sizes.text
        self.write(str(number), box, size, tone="onover", strong=True, align=MIDDLE)

    def fill(self, place: QRectF, token: str) -> None:
        """A plain area."""
        self.painter.fillRect(place, self.tokens.color(token))

    def card(self, place: QRectF) -> None:
        """The ground of a block."""
        self.fill(place, "panel")
        self.painter.setPen(QPen(self.tokens.color("line2"), 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(place.adjusted(1, 1, -1, -1))

    def line(self, x0: float, y0: float, x1: float, y1: float, token: str, width: float) -> None:
        """A straight line."""
        self.painter.setPen(QPen(self.tokens.color(token), width))
        self.painter.drawLine(QLineF(x0, y0, x1, y1))

    def hatch(self, place: QRectF) -> None:
        """Slanting lines over all of a place: this is not now."""
        color = QColor(self.tokens.line3)
        color.setAlpha(120)
        hatch(self.painter, place, color)

    def title(self, text: str, beside: str = "") -> None:
        """The name of a block and what is to be known beside it."""
        sizes = self.sizes
        whole = self.width - 2 * sizes.pad - self.reserved
        place = QRectF(sizes.pad, 10, whole, 76)
        used = self.write(text, place, sizes.title, strong=True) + 28
        if beside and whole - used > 4 * sizes.text:
            rest = place.adjusted(used, 2, 0, 2)
            self.write(beside, rest, sizes.text, tone="ink2")

    def _halo(self, text: str, base: QPointF, token: str) -> None:
        color = self.tokens.color(token)
        self.painter.setPen(color)
        for x, y in ((-4, 0), (4, 0), (0, -4), (0, 4), (-3, -3), (3, 3), (-3, 3), (3, -3)):
            self.painter.drawText(QPointF(base.x() + x, base.y() + y), text)


def hatch(painter: QPainter, place: QRectF, color: QColor) -> None:
    """Slanting lines over a place and nowhere else, along the same slant at every size.

    A tile laid side by side: drawn line by line, a map at 4K took sixty times as long, and its
    page could not come back meanwhile.
    """
    world, ratio = painter.worldTransform(), painter.device().devicePixelRatio()
    painter.save()
    painter.resetTransform()
    painter.drawTiledPixmap(world.mapRect(place), _slant(color.rgba(), world.m11() * ratio, ratio))
    painter.restore()


@lru_cache(maxsize=8)
def _slant(rgba: int, scale: float, ratio: float) -> QPixmap:
    """A square whose line goes on in the next one, `scale` real pixels a design pixel."""
    side = max(4, round(HATCH_STEP * scale))
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor.fromRgba(rgba), HATCH_WIDTH * scale))
    # The line through the middle, and what the neighbours' lines leave in the corners.
    painter.drawLines(
        [QLineF(at - side, side * 2, at + side * 2, -side) for at in (-side, 0, side)]
    )
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile
