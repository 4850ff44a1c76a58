"""What the large map shows of other work: the ring around a case, a panel's place while picking.

A panel that asks for a place has a small map of its own; where the large one stands on the second
screen, it shows the same and can be clicked as well.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.duplicates import LETTERS
from console.viewmodels.nearby import Nearby
from console.views.map_view import MapView
from console.views.panels.inset import InsetMap
from console.views.panels.intake_panel import IntakePanel
from console.views.panels.intake_scene import intake_scene
from console.views.shell import Shell


class MapBeside(QObject):
    """Keeps the large map in step with the ring and with the open panel's map."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self.nearby = Nearby(shell.desk, shell.bench.card)
        self._inset: InsetMap | None = None
        self._intake: IntakePanel | None = None
        self._large: MapView | None = None
        self.nearby.changed.connect(self.show)
        shell.panels.opened.connect(self._on_opened)
        shell.panels.ended.connect(self._on_ended)
        shell.maps.turned.connect(self._on_turned)

    @Slot()
    def show(self) -> None:
        """Tell the large map what to show beside its cases."""
        link = self._shell.maps.present
        if link is not None:
            link.view.show_scene(self._scene())

    def _scene(self) -> MapScene | None:
        formats = self._shell.look.formats
        if self._intake is not None:
            scene = intake_scene(self._intake.draft, formats)
            return scene.beside() if scene is not None else None
        middle, metres = self.nearby.middle, self.nearby.metres
        if middle is None:
            return None
        return MapScene(
            lon=middle.lon,
            lat=middle.lat,
            radius_m=metres,
            radius_text=formats.distance(metres),
            badges=tuple(
                MapBadge(text=LETTERS[at], lon=one.point.lon, lat=one.point.lat)
                for at, one in enumerate(self.nearby.cases)
                if one.point is not None
            ),
            stay=True,
        )

    # --- a panel's map ----------------------------------------------------------------------------

    @Slot(object)
    def _on_opened(self, panel: object) -> None:
        inset = getattr(panel, "map", None)
        if isinstance(inset, InsetMap):
            self._inset = inset
            inset.bridge.tools.picking_changed.connect(self._on_picking)
        if isinstance(panel, IntakePanel):
            self._intake = panel
            panel.draft.surroundings.connect(self.show)
            panel.draft.places.chosen.connect(self.show)
            panel.draft.likes.changed.connect(self.show)

    @Slot()
    def _on_ended(self) -> None:
        self._inset = self._intake = None
        self._stop_picking()
        self.show()

    @Slot()
    def _on_turned(self) -> None:
        self._stop_picking()
        self.show()

    @Slot(bool)
    def _on_picking(self, on: bool) -> None:  # noqa: FBT001  the signal's argument
        """The panel wants a place: a click on the large map of the second screen will do."""
        if not on:
            self._stop_picking()
            return
        window = self._shell.maps.window
        if window is not None:
            self._large = window.view
            window.view.place_picked.connect(self._on_picked)
            window.view.start_picking()

    def _stop_picking(self) -> None:
        large, self._large = self._large, None
        if large is not None:
            large.place_picked.disconnect(self._on_picked)
            large.bridge.tools.stop_picking()

    @Slot(float, float)
    def _on_picked(self, lon: float, lat: float) -> None:
        inset = self._inset
        self._stop_picking()
        if inset is not None:
            inset.bridge.tools.stop_picking()
            inset.place_picked.emit(lon, lat)
