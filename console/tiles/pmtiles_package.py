"""A PMTiles package (version 3). Inside the bounded process.

The library reads heads and directories; where a file says they lie, and how large they become, is
looked at before it does.
"""

import gzip
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, Final

from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from console.domain.basemap import MOST_LEVEL
from console.domain.refusal import Refusal
from console.ports.basemaps import PackageFacts
from console.tiles.mbtiles import sane_bounds
from console.tiles.pictures import MOST_BYTES
from console.tiles.unpacking import unpacked

HEAD: Final = b"PMTiles"
HEAD_BYTES: Final = 127
DEPTH: Final = 4
DIRECTORIES_KEPT: Final = 32
DIRECTORY_BYTES: Final = 1024 * 1024
"""Of one directory unpacked; usual ones hold a tenth of it."""
_ENDLESS: Final = re.compile(rb"[\x80-\xff]{10}")
"""Ten bytes that all say "goes on": no number of 64 bits, and endless work for the reader."""
_PICTURES: Final = frozenset({TileType.PNG, TileType.JPEG, TileType.WEBP})


class PmtilesPackage:
    """Tiles by level, column and row of an opened file."""

    def __init__(self, path: Path) -> None:
        """Open; raises `Refusal` `basemap.file_kind`, `basemap.file_broken`, and OSError."""
        self._file: BinaryIO = path.open("rb")
        self._size = path.stat().st_size
        self._directories: OrderedDict[tuple[int, int], list[Entry]] = OrderedDict()
        head = self._file.read(HEAD_BYTES)
        if len(head) < HEAD_BYTES or not head.startswith(HEAD):
            raise Refusal("basemap.file_kind")
        try:
            self._head: dict[str, Any] = dict(deserialize_header(head))
        except Exception as error:  # a version or a code the library does not know
            raise Refusal("basemap.file_kind") from error
        self.facts = self._facts()

    def _facts(self) -> PackageFacts:
        head = self._head
        kind, packed = head["tile_type"], head["tile_compression"]
        vector = kind is TileType.MVT
        plain = {Compression.NONE, Compression.UNKNOWN, Compression.GZIP}
        inside = {Compression.NONE, Compression.GZIP}
        if not (vector or kind in _PICTURES) or packed not in plain:
            raise Refusal("basemap.file_kind")
        if head["internal_compression"] not in inside:
            raise Refusal("basemap.file_kind")
        least, most = int(head["min_zoom"]), int(head["max_zoom"])
        if not 0 <= least <= most <= MOST_LEVEL:
            raise Refusal("basemap.file_broken")
        corners = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        west, south, east, north = (head[one] / 1e7 for one in corners)
        bounds = sane_bounds(west, south, east, north)
        return PackageFacts(vector=vector, least=least, most=most, bounds=bounds)

    def content(self, z: int, x: int, y: int) -> bytes | None:
        """The bytes of a tile. Raises `Refusal` `basemap.file_broken`, and OSError."""
        if z > self.facts.most:
            return None
        wanted = zxy_to_tileid(z, x, y)
        offset, length = int(self._head["root_offset"]), int(self._head["root_length"])
        for _depth in range(DEPTH):
            found = find_tile(self._directory(offset, length), wanted)
            if found is None:
                return None
            if found.run_length > 0:
                at = int(self._head["tile_data_offset"]) + found.offset
                return self._bytes(at, found.length, MOST_BYTES)
            offset = int(self._head["leaf_directory_offset"]) + found.offset
            length = found.length
        raise Refusal("basemap.file_broken")  # leaves below leaves: a circle

    def _directory(self, offset: int, length: int) -> list[Entry]:
        place = offset, length
        known = self._directories.get(place)
        if known is not None:
            self._directories.move_to_end(place)
            return known
        packed = self._bytes(offset, length, DIRECTORY_BYTES)
        plain = unpacked(packed, DIRECTORY_BYTES, "basemap.file_broken")
        if _ENDLESS.search(plain):
            raise Refusal("basemap.file_broken")
        try:  # the library unpacks always; what lies unpacked in the file is packed for it
            entries = deserialize_directory(gzip.compress(plain, 1))
        except Exception as error:  # whatever the reader meets in a broken directory
            raise Refusal("basemap.file_broken") from error
        self._directories[place] = entries
        if len(self._directories) > DIRECTORIES_KEPT:
            self._directories.popitem(last=False)
        return entries

    def _bytes(self, offset: int, length: int, most: int) -> bytes:
        if not (offset >= 0 and 0 < length <= most and offset + length <= self._size):
            raise Refusal("basemap.file_broken")
        self._file.seek(offset)
        content = self._file.read(length)
        if len(content) != length:
            raise Refusal("basemap.file_broken")
        return content

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
