"""A seat with basemaps: the city's list, a data folder, and what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from console.domain.basemap import BASEMAPS_SETTING, Basemap, servers_of, write_basemaps
from console.tiles.place import FolderTilePlace
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.notices import Notice
from console.views.wording import Wording
from db.tile_keys import FileTileKeys
from tests.seats import a_seat


class BasemapSeat:
    """Basemaps over a folder; `close` ends what runs."""

    def __init__(self, folder: Path, *layers: Basemap, key: str = "") -> None:
        self.seat = a_seat()
        self.desk = self.seat.desk
        keys = FileTileKeys(folder / "keys", "WANMI_BASEMAP_KEY", dict)
        self.place = FolderTilePlace(folder, keys)
        self.desk.outside = replace(self.desk.outside, tiles=self.place)
        self.notices: list[Notice] = []
        self.desk.notice.connect(self.notices.append)
        self.keep(*layers)
        if key:
            for server in (one for layer in layers for one in servers_of(layer)):
                keys.put(server.host, key)
        self.maps = Basemaps(self.desk, Wording().say)

    def keep(self, *layers: Basemap) -> None:
        """Put these into the city's setting."""
        self.desk.outside.keeping.put_setting(
            BASEMAPS_SETTING, write_basemaps(layers), self.desk.actor, self.seat.now()
        )

    def state(self, at: int = 0) -> str:
        """How a layer stands, by its code."""
        return str(self.maps.rows[at]["trouble"])

    def close(self) -> None:
        """End threads and processes."""
        self.maps.stop()
        self.place.close()
