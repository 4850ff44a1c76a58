"""What a workstation keeps of basemaps, put into what the door gives."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from console.ports.signin import Admission, ListedOperator, SignIn
from console.settings import BASEMAP_VARIABLE
from console.tiles.place import FolderTilePlace
from db.tile_keys import FileTileKeys

KEYS: Final = Path("keys") / "basemap.key"
"""Lines of `host:key`, below the data folder."""


def tile_place(folder: Path) -> FolderTilePlace:
    """The basemaps' place in a data folder; the environment's keys go before the file's."""
    return FolderTilePlace(folder, FileTileKeys(folder / KEYS, BASEMAP_VARIABLE, _environment))


def _environment() -> Mapping[str, str]:
    return os.environ


class DoorWithTiles:
    """A door whose seats have basemaps; what runs for them ends with it."""

    def __init__(self, door: SignIn, folder: Path) -> None:
        self._door, self._place = door, tile_place(folder)

    def operators(self) -> Sequence[ListedOperator]:
        """See `SignIn`."""
        return self._door.operators()

    def sign_in(self, login: str, password: str) -> Admission:
        """See `SignIn`."""
        return replace(self._door.sign_in(login, password), tiles=self._place)

    def close(self) -> None:
        """See `SignIn`."""
        self._door.close()
        self._place.close()
