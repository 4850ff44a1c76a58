"""The map as a widget: shows a web page that may die, be missing or come late, and never minds.

State lives in `MapBridge`; this widget owns only the page's life. After every click the keyboard
goes back to where it was (`focus_home`). Small maps of panels are the same with `inset=True`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from console.ports.map_rows import MapPin, MapScene
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_channel import FEEDS
from console.viewmodels.map_feeds import MapFeeds
from console.viewmodels.map_state import GridShapes
from console.views.map_care import Illness, PageCare
from console.views.map_cover import Cover
from console.views.map_sprites import MapSprites
from console.views.theme import Tokens

try:
    from console.views.map_picture import PagePicture
    from console.views.map_scheme import Answer, page_routes
    from console.views.map_tiles import AskTile
    from console.views.map_web import WebMap
except ImportError:  # the engine or one of its system libraries is missing: lists work without it
    WEB_ENGINE = False
else:
    WEB_ENGINE = True

_log: Final = logging.getLogger(__name__)
PATIENCE_MS: Final = (0, 0, 1_000, 5_000, 30_000)
"""Wait before each rebuild; the last one repeats."""
QUIET_S: Final = 2.0
"""A page that lived this long after it was drawn starts the waits anew."""


class MapView(QWidget):
    """The large map of the console, or with `inset=True` the small one of a panel."""

    for_wall = False
    """Whether the page is one of a wall (`views.wall.wall_map`)."""
    scale = 1.0
    """By how much the page is enlarged."""
    chosen = Signal(object)
    """Case id (int) the operator clicked."""
    grid_chosen = Signal(str)
    place_picked = Signal(float, float)
    view_changed = Signal(float, float, float, float, int)
    shown = Signal()
    """A page has received the whole state: the first, or one rebuilt after a death."""
    looked_at = Signal(bool)
    """Whether anybody can see the map now."""

    def __init__(
        self, tokens: Tokens, *, inset: bool = False, parent: QWidget | None = None
    ) -> None:
        """Empty until shown; the page is made in the turn of the event loop after that."""
        super().__init__(parent)
        self.bridge = MapBridge(inset=inset, wall=self.for_wall, parent=self)
        self.bridge.chosen.connect(self.chosen)
        self.bridge.grid_chosen.connect(self.grid_chosen)
        self.bridge.tools.place_picked.connect(self.place_picked)
        self.bridge.view_changed.connect(self.view_changed)
        self.bridge.shown.connect(self.shown)
        self._tokens = tokens
        self._labels: Mapping[str, Any] = {}
        self._sprites = MapSprites(tokens)
        self._focus_home: QWidget | None = None
        self._tiles: AskTile | None = None
        self._web: WebMap | None = None
        self._deaths = 0
        self._built = False
        self._drawn_at: float | None = None
        self._notice = QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        self._pile = QStackedLayout(self)
        self._pile.addWidget(self._notice)
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)
        self._builder.timeout.connect(self._build)
        self.cover, self._care = Cover(self), PageCare(self)
        self._care.ill.connect(self._on_ill)
        channel = self.bridge.channel
        channel.was_drawn.connect(self._on_drawn)
        channel.view_moved.connect(self._care.touched)
        channel.became_ready.connect(self._care.answered)
        for changed in (channel.view_moved, channel.told):
            changed.connect(self.cover.changed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_theme(tokens)

    @property
    def web(self) -> QWidget | None:
        """The present web view, None while there is no page."""
        return self._web

    def renderer(self) -> int:
        """Process id of the page's renderer; 0 while there is none."""
        return 0 if self._web is None else self._web.renderer()

    def set_focus_home(self, widget: QWidget) -> None:
        """Where the keyboard goes when the mouse brought it into the map."""
        self._focus_home = widget

    def set_base(self, base: Mapping[str, Any]) -> None:
        """Districts, water, parks and roads; form in `MapBridge.set_base`."""
        self.bridge.set_base(base)

    def set_grids(self, grids: GridShapes) -> None:
        """Unit grids, packed once by `map_state.pack_grids`."""
        self.bridge.set_grids(grids)

    def set_basemaps(self, told: Sequence[Mapping[str, Any]], ask: AskTile) -> None:
        """The layers under the city, and who has their tiles (`Basemaps.told`, `Basemaps.ask`)."""
        if self._tiles is None:
            self._tiles = ask
            if self._web is not None:
                self._web.set_tiles(ask)
        self.bridge.feeds.set_tiles(told)

    def set_cases(self, pins: Iterable[MapPin]) -> None:
        """Show exactly these open cases; only differences travel."""
        self.bridge.set_cases(pins)

    def patch_cases(self, changed: Iterable[MapPin], removed: Iterable[int] = ()) -> None:
        """Take changed cases, forget removed ones (ids)."""
        self.bridge.patch_cases(changed, removed)

    def select(self, case_id: int | None) -> None:
        """Ring a case; the view follows unless the operator has moved it himself."""
        self.bridge.select(case_id)

    def set_theme(self, tokens: Tokens) -> None:
        """Paint page and marks with these colours from now on."""
        self._tokens = tokens
        self._sprites.use(tokens, self.devicePixelRatioF() * self.scale)
        ground, words = tokens.map_land, tokens.map_label
        self._notice.setStyleSheet(f"background:{ground};color:{words};padding:24px")
        if self._web is not None:
            self._web.set_ground(ground)
        self.bridge.set_theme(tokens.as_strings())

    def set_language(self, labels: Mapping[str, Any]) -> None:
        """All texts, from `map_labels` or `inset_labels`."""
        self._labels = labels
        self.bridge.set_language(labels)

    def set_foot(self, height: int) -> None:
        """Leave so many px at the foot free for a bar; the page ends above it."""
        self._pile.setContentsMargins(0, 0, 0, height)

    def start_picking(self) -> None:
        """The next click is a place, told by `place_picked`."""
        self.bridge.tools.start_picking()

    def locate(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Go to a place (degrees) at the operator's word; also lets the view follow again."""
        self.bridge.locate(lon, lat, zoom)

    def show_scene(self, scene: MapScene | None) -> None:
        """What an inset map is about; None clears it."""
        self.bridge.show_scene(scene)

    def end(self) -> None:
        """Let the page go before the widget does; it is not built again until shown again."""
        self._builder.stop()
        self._care.leave()
        self.cover.of(None)
        if self._web is not None:
            self._web.end()
            self._web = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._web is None and not self._builder.isActive():
            self._builder.start(0)
        self.looked_at.emit(True)  # noqa: FBT003, a signal's argument

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looked_at.emit(False)  # noqa: FBT003, as above

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._sprites.use(self._tokens, self.devicePixelRatioF() * self.scale)
            self.bridge.news.reload("sprites")
        return super().event(event)

    def _build(self) -> None:
        if not WEB_ENGINE:
            self._notice.setText(str(self._labels.get("missing", "")))
            return
        self._drawn_at = None
        web = self._web
        if web is not None and web.dead:
            web.again()
        else:
            self.end()
            ground, bridge = self._tokens.map_land, self.bridge
            web = self._web = WebMap(bridge.channel, self._routes(), ground, self, self._tiles)
            web.set_scale(self.scale)
            web.died.connect(self.page_died)
            web.strayed.connect(self._on_focus_strayed)
            web.answered.connect(self._care.answered)
            self._pile.addWidget(web)
        self._pile.setCurrentWidget(web)
        self.cover.stay()
        self._care.watch(web, anew=self._built)
        self._built = True

    def _routes(self) -> dict[str, Callable[[], Answer]]:
        # No closure may hold this widget: it would outlive its end by its page's handler.
        bridge, sprites = self.bridge, self._sprites
        sprites.use(self._tokens, self.devicePixelRatioF() * self.scale)
        feeds = {f"/data/layer/{name}.bin": partial(_packed, bridge.feeds, name) for name in FEEDS}
        return (
            page_routes()
            | feeds
            | {
                "/data/base.json": lambda: (b"application/json", bridge.base),
                "/data/grids.bin": lambda: (b"application/octet-stream", bridge.grids.packed),
                "/data/cases.bin": lambda: (b"application/octet-stream", bridge.pins.packed()),
                "/sprites.png": lambda: (b"image/png", sprites.painted()[0]),
                "/sprites-paper.png": lambda: (b"image/png", sprites.for_paper()),
                "/sprites.json": lambda: (b"application/json", sprites.painted()[1]),
            }
        )

    def page_died(self) -> None:
        """Known failure: build another page; a word for the operator only if it must wait."""
        self.bridge.news.pause()
        self._care.leave()
        if self._drawn_at is not None and time.monotonic() - self._drawn_at > QUIET_S:
            self._deaths = 0
        self._drawn_at = None
        wait = PATIENCE_MS[min(self._deaths, len(PATIENCE_MS) - 1)]
        self._deaths += 1
        _log.info("map page ended, built again in %d ms", wait)
        if wait:
            self._notice.setText(str(self._labels.get("restarting", "")))
            self._pile.setCurrentWidget(self._notice)
        else:
            self.cover.of(None)
            self.cover.hold()
        self._builder.start(wait)

    def _on_ill(self, illness: Illness) -> None:
        """Build another page behind the picture of this one."""
        if self._web is None:
            return
        self.cover.hold()
        if illness is Illness.SILENT:
            self._web.kill()
        self.page_died()

    @Slot()
    def _on_drawn(self) -> None:
        self._drawn_at = time.monotonic()
        self._care.answered()
        self.cover.reveal(self._web)

    def _on_focus_strayed(self) -> None:
        if self._focus_home is not None:
            self._focus_home.setFocus(Qt.FocusReason.OtherFocusReason)


def _packed(feeds: MapFeeds, layer: str) -> Answer:
    return (b"application/octet-stream", feeds.packed(layer))


def take_picture(view: MapView, done: Callable[[str], None]) -> Callable[[], None] | None:
    """Let the page draw its view for paper; `done` is told its data URL, "" when it gave none.

    The answer gives it up; None where no page is shown.
    """
    page = view.web.page() if WEB_ENGINE and isinstance(view.web, WebMap) else None
    if page is None or not view.isVisible():
        return None
    picture = PagePicture(page, view)
    picture.done.connect(done)
    picture.done.connect(picture.deleteLater)
    picture.start()
    return picture.give_up
