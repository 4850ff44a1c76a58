"""The tiles' process: opens one package and gives its tiles, or looks at pictures from servers.

What bounds this process is `console.bounded`; what a package or a picture may be stands in the
modules of its kind.
"""

import errno
import gc
import json
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.tiles.mbtiles import HEAD as MBTILES_HEAD
from console.tiles.mbtiles import MbtilesPackage
from console.tiles.pictures import picture_kind
from console.tiles.pmtiles_package import HEAD as PMTILES_HEAD
from console.tiles.pmtiles_package import PmtilesPackage

_GONE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM})
"""The file is not there for us; any other trouble is its disk's or share's."""

Package = MbtilesPackage | PmtilesPackage


def serve(line: Connection, memory_bytes: int) -> None:
    """Answer until the line is closed."""
    gc.freeze()  # what was loaded stays: looking through it after every tile would take longer
    bounded.serve(line, memory_bytes, _Answers().answer, _blame)


class _Answers:
    """The process's memory: the package that is open."""

    def __init__(self) -> None:
        self._package: Package | None = None

    def answer(self, request: bytes) -> Iterator[Message]:
        """One request: a head of JSON, a line's end, and what it is about."""
        head, _line, content = request.partition(b"\n")
        wanted = json.loads(head)
        if wanted["do"] == "begin":
            return
        if wanted["do"] == "open":
            yield {"facts": asdict(self._open(Path(wanted["path"])).facts)}
        elif wanted["do"] == "check":
            yield {"mime": picture_kind(content)}
        else:
            yield from self._tile(wanted)

    def _open(self, path: Path) -> Package:
        if self._package is not None:
            self._package.close()
            self._package = None
        with path.open("rb") as file:
            head = file.read(len(MBTILES_HEAD))
        if head == MBTILES_HEAD:
            self._package = MbtilesPackage(path)
        elif head.startswith(PMTILES_HEAD):
            self._package = PmtilesPackage(path)
        else:
            raise Refusal("basemap.file_kind")
        return self._package

    def _tile(self, wanted: Any) -> Iterator[Message]:
        if self._package is None:
            raise Refusal("basemap.file_missing")
        content = self._package.content(wanted["z"], wanted["x"], wanted["y"])
        if content is None:
            yield {"none": True}
        elif self._package.facts.vector:
            # numpy and shapely come with it, which packages of pictures do without
            from console.tiles.drawing import MIME, packed_drawing  # noqa: PLC0415

            drawn = packed_drawing(content)  # a blob that is told of has to come
            yield {"mime": MIME, "blob": True}
            yield drawn
        else:
            yield {"mime": picture_kind(content), "blob": True}
            yield content


def _blame(error: BaseException) -> Refusal:
    """What became of the file, or of the one tile."""
    if isinstance(error, OSError):
        gone = error.errno in _GONE
        return Refusal("basemap.file_missing" if gone else "basemap.file_away")
    return Refusal("basemap.file_broken")
