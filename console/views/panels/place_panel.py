"""Putting a case's place right (更正位置): found, clicked, dragged or nudged; old beside new."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from console.domain.coordinates import distance_m
from console.domain.place import Place, Point
from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.gesture_draft import GestureDraft
from console.views.panels.gesture_form import GestureForm
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.place_part import PlacePart
from console.views.panels.spot_entry import SpotEntry
from console.views.panels.summary import FactList, grid_words
from console.views.theme import Theme
from console.views.widgets.forms import ConsequenceCard
from console.views.wording import Wording

RIGHT: Final = 440
MAP_HEIGHT: Final = 240
NEAR_M: Final = 30.0
"""Old and new stand so near each other that both are in view anyhow."""


class PlacePanel(GestureForm):
    """The small form, its search before it, and beside it the map with what would change."""

    def __init__(
        self,
        viewmodel: GestureDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent)
        self.old = viewmodel.detail.case.place
        self._asked: Point | None = None
        self._told = self.old.address
        self.spot = next(iter(self.findChildren(SpotEntry)))  # as `gesture_draft.FORMS` declares
        self.search = PlacePart(viewmodel.places, theme, self.formats, self)
        self.step.body.insertWidget(0, self.search)
        self._lay_out_map(ground)
        viewmodel.places.chosen.connect(self._on_located)
        self.spot.chosen.connect(self._on_moved)
        self.add_key("Alt+M", self.map.start_picking)
        self._show_change()

    def begin(self) -> None:
        """To the search; to the reason when the mark was dragged here already."""
        moved = self.spot.point != self.old.point
        self.first = self.fields["reason"].entry if moved else self.search
        super().begin()

    def _lay_out_map(self, ground: Ground | None) -> None:
        side = self.add_column(RIGHT)
        self.map = InsetMap(self.theme, self.wording, ground, layers=("grids",), parent=self)
        self.map.setMinimumHeight(MAP_HEIGHT)
        self.map.set_focus_home(self)
        self.map.place_picked.connect(self._on_picked)
        self.change = FactList(self)
        side.addWidget(self.map, 1)
        side.addWidget(self.change)
        card = ConsequenceCard("", self)
        say = self.wording.say
        card.state(say("panel.after", act=self._word), say("spot.after").split("|"))
        side.addWidget(card)

    def _on_picked(self, lon: float, lat: float) -> None:
        self.spot.take(Point(lon, lat))

    def _on_moved(self, point: Point) -> None:
        """Ask what lies there; the newest question is the one that is answered."""
        if point == self._asked:  # it was found together with its place
            return
        self._asked = point
        self.banner.hide()  # what was refused was another point
        self._show_change()
        self.draft.places.take_point(point.lon, point.lat)

    def _on_located(self) -> None:
        hit = self.draft.places.hit
        if hit is None:
            return
        place = hit.place
        if place.point is not None and place.point != self.spot.point:
            if hit.kind == "point":
                return  # the answer to a step before the last one
            self._asked = place.point
            self.spot.take(place.point)
        self.draft.put("component", place.component or self._kept_component())
        self._tell_address(place.address)
        self._show_change()

    def _kept_component(self) -> str | None:
        return self.old.component if self.spot.point == self.old.point else None

    def _tell_address(self, address: str) -> None:
        """The address of the new point, unless one was typed."""
        line = self.fields["address"].entry
        typed = self.draft.value("address") or ""
        if address and typed in {self._told, ""}:
            self._told = address
            self.draft.put("address", address)
            line.setProperty("text", address)

    # --- what would change ------------------------------------------------------------------------

    @property
    def located(self) -> Place | None:
        """What the store says of the present point; None while it has not answered."""
        place = self.draft.places.place
        return place if place is not None and place.point == self.spot.point else None

    def _show_change(self) -> None:
        say, new = self.wording.say, self.located or self.old
        moved = self.spot.point is not None and self.spot.point != self.old.point
        facts = [(say("spot.moved"), self._distance())]
        if moved and self.located is not None:
            facts += [
                (say("spot.grid"), self._turned(grid_words(self.old.unit_grid), new.unit_grid)),
                (say("spot.duty_grid"), self._turned(self.old.duty_grid or "", new.duty_grid)),
                (say("spot.level"), self._level(new)),
            ]
        self.change.show_facts(tuple(facts))
        self._show_scene()

    def _distance(self) -> str:
        old, new = self.old.point, self.spot.point
        if old is None or new is None:
            return self.wording.say("spot.first" if new else "spot.none")
        if old == new:
            return self.wording.say("spot.same")
        return self.formats.distance(distance_m(old, new))

    def _turned(self, before: str, after: str | None) -> str:
        say = self.wording.say
        now = grid_words(after) if after and after.isdigit() else after or say("spot.no_grid")
        if now == before:
            return say("spot.stays", what=now)
        return say("spot.turned", old=before or say("spot.no_grid"), new=now)

    def _level(self, new: Place) -> str:
        say, case = self.wording.say, self.draft.detail.case
        if case.registered_at is not None:
            return say("spot.level_frozen")
        return say(f"level.{new.area_level.value}") if new.area_level else say("level.none")

    def _show_scene(self) -> None:
        new, say = self.spot.point, self.wording.say
        if new is None:
            self.map.show_scene(None)
            return
        badges: tuple[MapBadge, ...] = ()
        far = 0.0
        if self.old.point is not None and self.old.point != new:
            lon, lat = self.old.point
            far = distance_m(self.old.point, new)
            badges = (MapBadge(text=say("spot.old"), lon=lon, lat=lat, plain=True),)
        located = self.located
        self.map.show_scene(
            MapScene(
                lon=new.lon,
                lat=new.lat,
                title=self.draft.value("address") or self.old.address,
                subtitle=grid_words(located.unit_grid if located else self.old.unit_grid),
                radius_m=far if far > NEAR_M else 0.0,  # the circle goes through the old place
                radius_text=self.formats.distance(far),
                badges=badges,
            )
        )
