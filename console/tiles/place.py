"""What this workstation keeps of basemaps, in its data folder: paths, choices, checksums, tiles.

Keys of servers are beside it, in `ports.basemaps.TileKeys`. A file that cannot be read is one that
was never written: the map stands without.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from console.domain.refusal import Refusal
from console.ports.basemaps import Chosen, FileMark, Kept, Packages, Tile, TileKeys
from console.tiles.kept import KeptTiles
from console.tiles.reader import TileReader

FOLDER: Final = "basemaps"
CHOSEN: Final = "chosen.json"
MARKS: Final = "checksums.json"
TILES: Final = "tiles.sqlite"
BLOCK: Final = 1024 * 1024


class FolderTilePlace:
    """`ports.basemaps.TilePlace` in a folder."""

    def __init__(self, data: Path, keys: TileKeys) -> None:
        self.keys: TileKeys = keys
        self._folder = data / FOLDER
        self._kept = KeptTiles(self._folder / TILES)
        self._checker = TileReader()
        self._turn = Lock()

    def chosen(self) -> Chosen:
        """See `ports.basemaps.TilePlace`."""
        told = _read(self._folder / CHOSEN)
        return Chosen(
            paths=tuple((str(one), str(path)) for one, path in _pairs(told, "paths", str)),
            on=tuple((one, bool(on)) for one, on in _pairs(told, "on", bool)),
            opacity=tuple((one, int(share)) for one, share in _pairs(told, "opacity", int)),
        )

    def choose(self, chosen: Chosen) -> None:
        """See `ports.basemaps.TilePlace`."""
        names = ("paths", "on", "opacity")
        self._write(CHOSEN, {name: dict(getattr(chosen, name)) for name in names})

    def packages(self) -> Packages:
        """A reader for one package."""
        return TileReader()

    def check(self, content: bytes) -> Tile:
        """See `ports.basemaps.TilePlace`."""
        with self._turn:
            return self._checker.check(content)

    def kept(self, layer: str, z: int, x: int, y: int) -> Kept | None:
        """See `ports.basemaps.TilePlace`."""
        return self._kept.get(layer, z, x, y)

    def keep(self, layer: str, z: int, x: int, y: int, tile: Tile) -> None:
        """See `ports.basemaps.TilePlace`."""
        self._kept.put(layer, z, x, y, tile)

    def mark(
        self, path: str, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> FileMark:
        """See `ports.basemaps.TilePlace`."""
        file = Path(path)
        told = file.stat()
        known = _read(self._folder / MARKS).get(str(file.absolute()))
        if isinstance(known, Mapping):
            same = known.get("size") == told.st_size and known.get("changed") == told.st_mtime
            if same and isinstance(known.get("digest"), str):
                return FileMark(size=told.st_size, changed=told.st_mtime, digest=known["digest"])
        digest = _digest(file, told.st_size, progress, cancelled)
        mark = FileMark(size=told.st_size, changed=told.st_mtime, digest=digest)
        row = {"size": mark.size, "changed": mark.changed, "digest": mark.digest}
        self._write(MARKS, _read(self._folder / MARKS) | {str(file.absolute()): row})
        return mark

    def close(self) -> None:
        """End what runs."""
        self._checker.close()
        with self._turn:
            self._checker.stop()
        self._kept.close()

    def _write(self, name: str, told: Mapping[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / name
        new = file.with_name(f"{name}.{secrets.token_hex(4)}")
        new.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(new, file)


def _digest(
    file: Path, size: int, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> str:
    whole, done = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            if cancelled():
                raise Refusal("basemap.stopped")
            whole.update(block)
            done += len(block)
            progress(done, size)
    return whole.hexdigest()


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _pairs(told: Mapping[str, Any], name: str, kind: type) -> list[tuple[str, Any]]:
    found = told.get(name)
    if not isinstance(found, Mapping):
        return []
    return [(str(one), value) for one, value in found.items() if type(value) is kind]
