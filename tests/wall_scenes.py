"""The shipped scenes, and what their blocks show in the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from console.evaluation.scene_json import read_show
from console.viewmodels.wall_blocks import (
    Block,
    BlockKind,
    Shown,
)
from console.views.resources import resource
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


SCENES: Final = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8")).scenes
OVERVIEW: Final = SCENES[0]
