"""Scenes in which every kind of block stands, the first arranged as in design 08."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from console.domain.scene import Rect, Scene, SceneBlock
from console.viewmodels.wall_blocks import (
    Block,
    BlockKind,
    Shown,
)
from tests import wall_samples as samples
from tests.wall_city import map_block

SAMPLES: Final[Mapping[BlockKind, Callable[[], Block]]] = {
    BlockKind.COUNTERS: samples.counters,
    BlockKind.MAP: map_block,
    BlockKind.RATES: samples.rates,
    BlockKind.BACKLOG: samples.backlog,
    BlockKind.CURVE: samples.curve,
    BlockKind.LONGEST: samples.longest,
    BlockKind.TICKER: samples.ticker,
    BlockKind.RANKING: samples.ranking,
    BlockKind.CALLS: samples.calls,
    BlockKind.CLASSES: samples.bars,
    BlockKind.PATROLS: samples.patrols,
    BlockKind.UNSEEN: samples.bars,
    BlockKind.EMERGENCIES: samples.emergencies,
    BlockKind.UNDERWAY: samples.bars,
    BlockKind.MONTH: samples.ranking,
}


def shown(
    kind: BlockKind, block: Block | None = None, as_of: datetime | None = samples.AS_OF
) -> Shown:
    """A block as it is told; its key is its kind."""
    return Shown(key=kind.value, kind=kind, block=block or SAMPLES[kind](), as_of=as_of)


Places = tuple[int, int, int, int]


def spot(kind: str, place: Places, wide: Places | None = None, *, low: bool = False) -> SceneBlock:
    """A block of a scene; its key is its kind."""
    there = None if wide is None else Rect(**dict(zip(SIDES, wide, strict=True)))
    here = Rect(**dict(zip(SIDES, place, strict=True)))
    return SceneBlock(key=kind, kind=BlockKind(kind), rect=here, wide=there, low=low)


SIDES: Final = ("x", "y", "width", "height")
COUNTERS_AT: Final = spot("counters", (44, 146, 3752, 240), (44, 146, 7592, 240))
TICKER_AT: Final = spot("ticker", (44, 2016, 3752, 118), (44, 2016, 7592, 118), low=True)
OVERVIEW: Final = Scene(
    name="overview",
    titles={"zh_CN": "", "en": ""},
    seconds=60,
    blocks=(
        COUNTERS_AT,
        spot("map", (44, 410, 2500, 1074), (44, 410, 4200, 1606)),
        spot("rates", (2568, 410, 1228, 1074), (4268, 410, 1660, 1074), low=True),
        spot("backlog", (44, 1508, 1120, 508), (4268, 1508, 1660, 508), low=True),
        spot("curve", (1188, 1508, 1230, 508), (5952, 410, 1684, 760), low=True),
        spot("longest", (2442, 1508, 1354, 508), (5952, 1194, 1684, 822)),
        TICKER_AT,
    ),
)


def scene(name: str, *blocks: SceneBlock) -> Scene:
    """A scene with counters above and the ticker below."""
    titles = {"zh_CN": NAMES[name][0], "en": NAMES[name][1]}
    return Scene(name=name, titles=titles, seconds=60, blocks=(COUNTERS_AT, *blocks, TICKER_AT))


NAMES: Final = {
    "units": ("单位排名", "Unit ranking"),
    "hotline": ("热线", "Hotline"),
    "patrols": ("巡查", "Inspectors"),
    "emergency": ("突发事件", "Emergency"),
    "month": ("本月至今", "Month so far"),
}
SCENES: Final = (
    OVERVIEW,
    scene(
        "units",
        spot("ranking", (44, 410, 2500, 1582), (44, 410, 4400, 1582)),
        spot("rates", (2568, 410, 1228, 1582), (4468, 410, 3168, 1582), low=True),
    ),
    scene(
        "hotline",
        spot("calls", (44, 410, 3752, 640), (44, 410, 7592, 640)),
        spot("classes", (44, 1074, 1864, 918), (44, 1074, 3784, 918)),
        spot("curve", (1932, 1074, 1864, 918), (3852, 1074, 3784, 918), low=True),
    ),
    scene(
        "patrols",
        spot("patrols", (44, 410, 2500, 760), (44, 410, 5000, 760)),
        spot("unseen", (2568, 410, 1228, 1582), (5068, 410, 2568, 1582)),
        spot("backlog", (44, 1194, 2500, 798), (44, 1194, 5000, 798), low=True),
    ),
    scene(
        "emergency",
        spot("emergencies", (44, 410, 2500, 1582), (44, 410, 5000, 1582)),
        spot("underway", (2568, 410, 1228, 1582), (5068, 410, 2568, 1582), low=True),
    ),
    scene("month", spot("month", (44, 410, 3752, 1582), (44, 410, 7592, 1582))),
)
"""Every kind of block stands in one of them."""
