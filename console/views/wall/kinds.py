"""Which widget shows a kind of block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from console.domain.scene import BlockKind, SceneBlock
from console.views.look import Look
from console.views.wall.backlog import paint_backlog
from console.views.wall.bars import paint_bars
from console.views.wall.block import BlockWidget, OpenBlock, Paint
from console.views.wall.counters import paint_counters
from console.views.wall.curve import CurveBlock
from console.views.wall.emergencies import paint_emergencies
from console.views.wall.figures import paint_calls, paint_patrols
from console.views.wall.longest import paint_longest
from console.views.wall.map_block import MapWallBlock
from console.views.wall.ranking import paint_ranking
from console.views.wall.rates import paint_rates
from console.views.wall.ticker import paint_ticker

PAINTS: Final[Mapping[BlockKind, Paint]] = {
    BlockKind.COUNTERS: paint_counters,
    BlockKind.RATES: paint_rates,
    BlockKind.BACKLOG: paint_backlog,
    BlockKind.LONGEST: paint_longest,
    BlockKind.TICKER: paint_ticker,
    BlockKind.RANKING: paint_ranking,
    BlockKind.MONTH: paint_ranking,
    BlockKind.CALLS: paint_calls,
    BlockKind.CLASSES: paint_bars,
    BlockKind.UNSEEN: paint_bars,
    BlockKind.UNDERWAY: paint_bars,
    BlockKind.PATROLS: paint_patrols,
    BlockKind.EMERGENCIES: paint_emergencies,
}
LIVING: Final[Mapping[BlockKind, Callable[[SceneBlock, Look, QWidget], BlockWidget]]] = {
    BlockKind.MAP: MapWallBlock,
    BlockKind.CURVE: CurveBlock,
}
OPEN: Final = frozenset({BlockKind.COUNTERS, BlockKind.TICKER})
"""They draw their own grounds."""


def widget_of(spot: SceneBlock, look: Look, parent: QWidget) -> BlockWidget:
    """The widget of a block of a scene."""
    kind = spot.kind
    living = LIVING.get(kind)
    if living is not None:
        return living(spot, look, parent)
    made = OpenBlock if kind in OPEN else BlockWidget
    return made(spot, look, PAINTS[kind], f"wall.{kind}", parent)
