"""The small map of a panel, made the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from console.viewmodels.map_channel import INSET_LAYERS
from console.viewmodels.map_state import GridShapes
from console.views.map_labels import inset_labels
from console.views.map_view import MapView
from console.views.theme import Theme
from console.views.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every map of the seat stands on, read once by the shell: base map and packed grids."""

    base: Mapping[str, Any] = field(default_factory=dict)
    grids: GridShapes = field(default_factory=GridShapes)


class InsetMap(MapView):
    """A map that follows theme and language of its panel; `show_scene` says what it is about."""

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        ground: Ground | None,
        *,
        layers: Sequence[str] = INSET_LAYERS,
        legend: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme.tokens, inset=True, parent=parent)
        self._theme = theme
        self.set_language(inset_labels(wording, layers, legend))
        if ground is not None:
            self.set_base(ground.base)
            self.set_grids(ground.grids)
        theme.changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        self.set_theme(self._theme.tokens)
