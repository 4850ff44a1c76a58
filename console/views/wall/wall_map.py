"""The map page of a wall: enlarged as a whole, its marks as large as the wall wants them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal

from console.domain.tone import Urgency
from console.views import map_view
from console.views.map_view import MapView


class WallMap(MapView):
    """Nobody touches it; it writes nothing. `gone`: its page has ended, and nothing is drawn."""

    for_wall = True
    gone = Signal()

    @property
    def has_engine(self) -> bool:
        """Whether this machine can draw pages at all; without, there will be no map."""
        return map_view.WEB_ENGINE

    @property
    def is_drawn(self) -> bool:
        """Whether the page has drawn all it was told when it began, and still answers."""
        return self._drawn_at is not None and self._care.is_heard

    def set_scale(self, scale: float, sizes: Mapping[Urgency, float]) -> None:
        """Enlarge everything by `scale` (0.25 to 5); `sizes` are the marks' before that."""
        if scale != self.scale:
            self.scale = scale
            if self._web is not None:
                self._web.set_scale(scale)
        self._sprites.size(sizes)
        self._sprites.use(self._tokens, self.devicePixelRatioF() * scale)
        self.bridge.news.reload("sprites")

    def page_died(self) -> None:
        """Whoever writes before the page hears of it at once, not with the next beat."""
        super().page_died()
        self.gone.emit()
