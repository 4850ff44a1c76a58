"""Where the blocks of a scene stand on a real screen, and how large their letters are.

One factor scales the design to the screen; one of another shape is filled by stretching places,
never letters. Where letters would be too small (墙屏倍率 150 or 200 %) they are magnified: blocks
that say so take turns in one place, and the others have the room that becomes free. Source: DESIGN
section 3, «Legibility».
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from console.domain.scene import Rect, Scene, SceneBlock
from console.views.wall.sizes import wall_sizes

WIDE: Final = 2.4
"""A wall more than so many times as wide as high has places of its own."""
TURN_SECONDS: Final = 20
KEPT_HEIGHT: Final = frozenset({"counters", "ticker"})
"""Kinds whose rows are as high as their letters ask, and no higher."""
LARGEST: Final = 0.62
"""The share of the width that the largest block has where letters are magnified."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block's place in real pixels."""

    spot: SceneBlock
    place: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """`factor` is real pixels of one design pixel inside every block; `head` the head's place."""

    factor: float
    head: QRectF
    blocks: tuple[Placed, ...]


def is_wide(screen: QSizeF) -> bool:
    """Whether a screen takes the wide places."""
    return screen.width() > WIDE * screen.height()


def layout(scene: Scene, screen: QSizeF, magnification: float = 1.0, turn: int = 0) -> Layout:
    """The places on a screen; `turn` counts on and says whose turn it is where some take turns."""
    sizes = wall_sizes()
    wide = is_wide(screen)
    design = QSizeF(sizes.wide if wide else sizes.width, sizes.height)
    across, down = screen.width() / design.width(), screen.height() / design.height()
    factor = min(across, down) * magnification
    head = QRectF(0, 0, screen.width(), sizes.head * factor)
    if magnification > 1.0:
        blocks = _magnified(scene, screen, factor, turn, wide=wide)
    else:
        blocks = tuple(
            Placed(one, _scaled(_rect(one, wide=wide), across, down)) for one in scene.blocks
        )
    return Layout(factor, head, blocks)


def _rect(one: SceneBlock, *, wide: bool) -> Rect:
    return one.wide if wide and one.wide is not None else one.rect


def _scaled(rect: Rect, across: float, down: float) -> QRectF:
    return QRectF(rect.x * across, rect.y * down, rect.width * across, rect.height * down)


def _magnified(
    scene: Scene, screen: QSizeF, factor: float, turn: int, *, wide: bool
) -> tuple[Placed, ...]:
    """Rows that keep their height, below them the largest block, beside it the others.

    One of the low blocks stands with them, where it would have room or not.
    """
    low = [one for one in scene.blocks if one.low]
    stays = [one for one in scene.blocks if not one.low]
    if low:
        stays.append(low[turn % len(low)])
    sizes = wall_sizes()
    gap, margin = sizes.gap * factor, sizes.margin * factor
    width, top = screen.width() - 2 * margin, sizes.head * factor
    placed = []
    for one in stays:
        if one.kind in KEPT_HEIGHT and not one.low:
            high = _rect(one, wide=wide).height * factor
            placed.append(Placed(one, QRectF(margin, top, width, high)))
            top += high + gap
    free = QRectF(margin, top, width, screen.height() - top - gap)
    others = [one for one in stays if one.kind not in KEPT_HEIGHT or one.low]
    return (*placed, *_columns(others, free, gap, wide=wide))


def _columns(blocks: list[SceneBlock], free: QRectF, gap: float, *, wide: bool) -> list[Placed]:
    if not blocks:
        return []
    first = max(blocks, key=lambda one: _area(_rect(one, wide=wide)) * (not one.low))
    rest = [one for one in blocks if one is not first]
    left = free.width() * LARGEST if rest else free.width()
    placed = [Placed(first, QRectF(free.left(), free.top(), left, free.height()))]
    high = (free.height() - gap * (len(rest) - 1)) / max(1, len(rest))
    for at, one in enumerate(rest):
        place = QRectF(free.left() + left + gap, free.top() + at * (high + gap), 0, high)
        place.setRight(free.right())
        placed.append(Placed(one, place))
    return placed


def _area(rect: Rect) -> int:
    return rect.width * rect.height
