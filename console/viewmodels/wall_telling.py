"""What is told to the blocks on a wall: of a map only what has changed since it was told last."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from console.domain.scene import OnAir, SceneBlock
from console.viewmodels.wall_blocks import MapBlock, Shown
from console.viewmodels.wall_known import Figure

FigureOf = Callable[[SceneBlock], Figure | None]


class Telling:
    """The blocks of the scene on air as they were told last."""

    def __init__(self) -> None:
        self._maps: dict[str, tuple[MapBlock, MapBlock]] = {}
        self._last: tuple[Shown, ...] = ()

    @property
    def last(self) -> tuple[Shown, ...]:
        """As told last."""
        return self._last

    def forget(self) -> None:
        """Another scene: its maps know nothing yet."""
        self._maps, self._last = {}, ()

    def tell(self, air: OnAir, figure_of: FigureOf) -> tuple[Shown, ...] | None:
        """All blocks as they are now; None where nothing has changed."""
        shown = tuple(self._shown(block, figure_of(block)) for block in air.scene.blocks)
        if shown == self._last:
            return None
        self._last = shown
        return shown

    def _shown(self, block: SceneBlock, figure: Figure | None) -> Shown:
        shown, as_of = (None, None) if figure is None else (figure.block, _dated(figure))
        if isinstance(shown, MapBlock):
            shown = self._map(block.key, shown)
        return Shown(key=block.key, kind=block.kind, block=shown, as_of=as_of)

    def _map(self, key: str, full: MapBlock) -> MapBlock:
        known = self._maps.get(key)
        if known is not None and known[0] is full:
            return known[1]
        told = full if known is None else changed_map(known[0], full)
        self._maps[key] = (full, told)
        return told


def _dated(figure: Figure) -> datetime | None:
    return None if figure.block is None else figure.as_of


def changed_map(before: MapBlock, full: MapBlock) -> MapBlock:
    """A map of which only the pins are told that changed; of another district all of them."""
    if before.district != full.district:
        return full
    known = {pin.id: pin for pin in before.pins}
    changed = tuple(pin for pin in full.pins if known.pop(pin.id, None) != pin)
    return replace(full, pins=changed, gone=tuple(known), whole=False)
