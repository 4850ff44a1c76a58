"""An MBTiles package: SQLite, opened to be read and for nothing else. Inside the bounded process.

A package may hold views and triggers of its own; views of tiles are usual. Nothing runs but reading
(the authorizer), nothing writes (immutable), and a query without end meets the process's time.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path, PurePath
from typing import Final

from console.domain.basemap import MOST_LEVEL
from console.domain.refusal import Refusal
from console.ports.basemaps import PackageFacts
from console.tiles.pictures import MOST_BYTES

HEAD: Final = b"SQLite format 3\x00"
_PICTURES: Final = frozenset({"png", "jpg", "jpeg", "webp"})
_METADATA: Final = "SELECT name, CAST(value AS TEXT) FROM metadata LIMIT 200"
_TILE: Final = (
    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
)
_LEVELS: Final = "SELECT min(zoom_level), max(zoom_level) FROM tiles"
_WORLD: Final = (-180.0, -90.0, 180.0, 90.0)
_ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})
_FUNCTIONS: Final = frozenset({"min", "max", "count", "coalesce", "ifnull", "lower", "upper"})


def address(path: PurePath) -> str:
    """A whole path as SQLite opens it, to be read only.

    A share is no place for SQLite's locks, and a package does not change while it is read. SQLite
    takes no server's name in an address: that of a share is the beginning of the path.
    """
    told = path.as_uri()
    plain = told if told.startswith("file:///") else f"file://{told.removeprefix('file:')}"
    return f"{plain}?mode=ro&immutable=1"


class MbtilesPackage:
    """Tiles by level, column and row of an opened file."""

    def __init__(self, path: Path) -> None:
        """Open; raises `Refusal` `basemap.file_kind`, `basemap.file_broken`."""
        try:
            self._line = sqlite3.connect(address(path.absolute()), uri=True, isolation_level=None)
            self._harden()
            told = dict(self._line.execute(_METADATA).fetchall())
        except sqlite3.OperationalError as error:
            raise Refusal("basemap.file_kind") from error
        except sqlite3.DatabaseError as error:
            raise Refusal("basemap.file_broken") from error
        self.facts = self._facts(told)

    def _harden(self) -> None:
        self._line.execute("PRAGMA trusted_schema = OFF")
        self._line.execute("PRAGMA cell_size_check = ON")
        self._line.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * MOST_BYTES)
        self._line.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._line.set_authorizer(_may)

    def _facts(self, told: Mapping[str, str]) -> PackageFacts:
        kind = str(told.get("format", "")).lower()
        if kind != "pbf" and kind not in _PICTURES:
            raise Refusal("basemap.file_kind")
        least, most = _level(told.get("minzoom")), _level(told.get("maxzoom"))
        if least is None or most is None or least > most:
            least, most = self._levels()
        return PackageFacts(
            vector=kind == "pbf",
            least=least,
            most=most,
            name=str(told.get("name") or "")[:200],
            bounds=_bounds(told.get("bounds")),
        )

    def _levels(self) -> tuple[int, int]:
        try:
            with closing(self._line.execute(_LEVELS)) as found:
                least, most = found.fetchone()
            levels = int(least), int(most)
        except (sqlite3.Error, TypeError, ValueError):
            raise Refusal("basemap.file_broken") from None
        if not 0 <= levels[0] <= levels[1] <= MOST_LEVEL:
            raise Refusal("basemap.file_broken")
        return levels

    def content(self, z: int, x: int, y: int) -> bytes | None:
        """The bytes of a tile, XYZ; rows stand from the south in the file.

        Raises `Refusal` `basemap.file_broken`.
        """
        try:
            with closing(self._line.execute(_TILE, (z, x, 2**z - 1 - y))) as rows:
                found = rows.fetchone()
        except sqlite3.Error as error:
            raise Refusal("basemap.file_broken") from error
        if found is None or found[0] is None:
            return None
        return found[0] if isinstance(found[0], bytes) else b""

    def close(self) -> None:
        """Let the file go."""
        self._line.close()


def _may(deed: int, _first: str | None, second: str | None, *_where: str | None) -> int:
    """SQLite's question before a statement is made ready."""
    if deed not in _ALLOWED:
        return sqlite3.SQLITE_DENY
    if deed == sqlite3.SQLITE_FUNCTION and second not in _FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _level(text: str | None) -> int | None:
    plain = str(text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else None


def _bounds(text: str | None) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(one) for one in str(text or "").split(","))
    except ValueError:
        return None
    return sane_bounds(west, south, east, north)


def sane_bounds(
    west: float, south: float, east: float, north: float
) -> tuple[float, float, float, float] | None:
    """Bounds in degrees, None when they are none."""
    least = _WORLD[0] <= west <= east <= _WORLD[2] and _WORLD[1] <= south <= north <= _WORLD[3]
    return (west, south, east, north) if least else None
