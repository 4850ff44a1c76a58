"""Our end of the tiles' process: whatever a package or a picture does to it, we get an answer.

A package that kills, fills or stalls the process costs that process; the next question gets
another. Asked by one thread at a time.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.refusal import Refusal
from console.ports.basemaps import PackageFacts, Tile
from console.tiles.door import enter

MEBIBYTE: Final = 1024 * 1024
SECONDS: Final = 5.0
"""What one tile, or opening, may take; a share that does not answer by then is away."""
MEMORY: Final = 256 * MEBIBYTE
START: Final = 30.0
"""Seconds a process may take to begin, which on a loaded machine has nothing to do with a file."""
LIMITS: Final = Limits(
    seconds=SECONDS,
    memory_bytes=MEMORY,
    idle_bytes=256 * MEBIBYTE,
    message_bytes=8 * MEBIBYTE,
)
_SLOW: Final = "basemap.too_slow"
_ENDED: Final = frozenset({"basemap.memory", "basemap.reader_died"})
"""How the process ends by what it was given."""
_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "application/x-wanmi-drawing"})


class TileReader:
    """`ports.basemaps.Packages`, and a look at pictures that came from a server."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits, self._beginning = limits, replace(limits, seconds=START)
        self._process = BoundedProcess(enter, limits.memory_bytes, limits, "basemap")
        self._running = False
        self._path = ""

    def open(self, path: str) -> PackageFacts:
        """See `ports.basemaps.Packages`."""
        self._path = ""
        facts = self._ask({"do": "open", "path": path}, ended="basemap.file_broken").get("facts")
        try:
            made = _facts(facts)
        except (KeyError, TypeError, ValueError):
            raise Refusal("basemap.file_broken") from None
        self._path = path
        return made

    def tile(self, z: int, x: int, y: int) -> Tile | None:
        """See `ports.basemaps.Packages`."""
        path = self._path
        if not path:
            raise Refusal("basemap.file_missing")
        try:
            message = self._ask({"do": "tile", "z": z, "x": x, "y": y})
        except Refusal as refusal:
            if refusal.code == "basemap.file_missing":  # another process: it opened nothing yet
                self.open(path)
                message = self._ask({"do": "tile", "z": z, "x": x, "y": y})
            else:
                raise
        if message.get("none"):
            return None
        return _tile(message)

    def check(self, content: bytes) -> Tile:
        """A picture from a server. Raises `Refusal` `basemap.answer`."""
        try:
            message = self._ask({"do": "check"}, content)
            return _tile({"mime": message.get("mime"), "blob": content})
        except Refusal as refusal:
            raise Refusal("basemap.answer", **refusal.facts) from None

    def close(self) -> None:
        """End the process, also under somebody who waits for it."""
        self._process.interrupt()

    def stop(self) -> None:
        """End the process; only by who asks it."""
        self._process.stop()
        self._running = False

    def _begin(self) -> None:
        """Start the process, when there is none, before its time counts."""
        if not self._running:
            self._process.limits = self._beginning
            list(self._process.ask(b'{"do": "begin"}\n'))
            self._process.limits = self._limits
            self._running = True

    def _ask(
        self, wanted: Mapping[str, object], content: bytes = b"", ended: str = "basemap.tile"
    ) -> Mapping[str, Any]:
        try:
            self._begin()
            (message,) = self._process.ask(json.dumps(wanted).encode() + b"\n" + content)
        except Refusal as refusal:
            self._running = refusal.code not in {_SLOW, *_ENDED}
            code = "basemap.file_away" if refusal.code == _SLOW else refusal.code
            raise Refusal(ended if code in _ENDED else code, **refusal.facts) from None
        return message


def _facts(told: Any) -> PackageFacts:
    bounds = told["bounds"]
    return PackageFacts(
        vector=bool(told["vector"]),
        least=int(told["least"]),
        most=int(told["most"]),
        name=str(told["name"])[:200],
        bounds=None if bounds is None else _four([float(one) for one in bounds]),
    )


def _four(numbers: list[float]) -> tuple[float, float, float, float]:
    west, south, east, north = numbers
    return west, south, east, north


def _tile(message: Mapping[str, Any]) -> Tile:
    """The answer as a value; a process that was taken over may say anything."""
    mime, content = message.get("mime"), message.get("blob")
    if mime not in _TYPES or not isinstance(content, bytes):
        raise Refusal("basemap.file_broken")
    return Tile(mime=mime, content=content)
