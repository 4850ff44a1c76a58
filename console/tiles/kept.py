"""Tiles that came from servers, kept on this workstation: for speed, and for when there is no net.

One SQLite file of bounded size; the longest unused go first. A layer is named by the digest of its
template, in which no key stands. What is damaged is thrown away and begun anew: it is a copy only.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from console.ports.basemaps import Kept, Tile

MOST_BYTES: Final = 512 * 1024 * 1024
SHRINK_TO: Final = 0.9
_LOOK_EVERY: Final = 200
"""Tiles kept between two looks at the size."""
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS tile (
    layer BLOB NOT NULL, z INT NOT NULL, x INT NOT NULL, y INT NOT NULL,
    at REAL NOT NULL, used REAL NOT NULL, mime TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (layer, z, x, y)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tile_used ON tile (used);
"""
_HERE: Final = "layer = ? AND z = ? AND x = ? AND y = ?"
_GET: Final = f"SELECT mime, content, at FROM tile WHERE {_HERE}"  # noqa: S608 - our own words
_USED: Final = f"UPDATE tile SET used = ? WHERE {_HERE}"  # noqa: S608 - as above
_PUT: Final = "INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SIZE: Final = "SELECT coalesce(sum(length(content)), 0) FROM tile"
_OLDEST: Final = "SELECT layer, z, x, y, length(content) FROM tile ORDER BY used"
_DROP: Final = f"DELETE FROM tile WHERE {_HERE}"  # noqa: S608 - as above


class KeptTiles:
    """The file; usable from any thread. A disk that does not take it costs speed only."""

    def __init__(
        self, file: Path, most_bytes: int = MOST_BYTES, now: Callable[[], float] = time.time
    ) -> None:
        self._file, self._most, self._now = file, most_bytes, now
        self._line: sqlite3.Connection | None = None
        self._turn = Lock()
        self._until_look = 0

    def get(self, layer: str, z: int, x: int, y: int) -> Kept | None:
        """A tile and its age; None when it was never kept."""
        key = (_name(layer), z, x, y)
        with self._turn, suppress(sqlite3.Error, OSError):
            line = self._opened()
            found = line.execute(_GET, key).fetchone()
            if found is not None:
                line.execute(_USED, (self._now(), *key))
                mime, content, at = found
                return Kept(tile=Tile(mime=mime, content=content), age=max(0, self._now() - at))
        return None

    def put(self, layer: str, z: int, x: int, y: int, tile: Tile) -> None:
        """Keep a tile in the place of the one before."""
        now = self._now()
        row = (_name(layer), z, x, y, now, now, tile.mime, tile.content)
        with self._turn:
            try:
                self._opened().execute(_PUT, row)
                self._shrink()
            except sqlite3.DatabaseError as error:
                if not isinstance(error, sqlite3.OperationalError):
                    self._begin_anew()
            except OSError:
                return

    def close(self) -> None:
        """Let the file go; it is opened again when it is asked."""
        with self._turn:
            if self._line is not None:
                self._line.close()
                self._line = None

    def _opened(self) -> sqlite3.Connection:
        if self._line is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            line = sqlite3.connect(
                self._file, timeout=1.0, isolation_level=None, check_same_thread=False
            )
            line.execute("PRAGMA journal_mode = WAL")
            line.execute("PRAGMA synchronous = OFF")  # a copy: a power cut may cost it
            line.executescript(_SCHEMA)
            self._line = line
        return self._line

    def _shrink(self) -> None:
        self._until_look -= 1
        if self._until_look > 0:
            return
        self._until_look = _LOOK_EVERY
        line = self._opened()
        beyond = line.execute(_SIZE).fetchone()[0] - self._most
        if beyond <= 0:
            return
        beyond += int(self._most * (1 - SHRINK_TO))
        for *key, size in line.execute(_OLDEST).fetchall():
            if beyond <= 0:
                break
            line.execute(_DROP, key)
            beyond -= size

    def _begin_anew(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


def _name(layer: str) -> bytes:
    return hashlib.sha256(layer.encode()).digest()
