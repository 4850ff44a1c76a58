"""`ports.media` over a bounded process: whatever a file does to its decoder, we get an answer.

A file that kills, fills or stalls the process costs that process; the next file gets another.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.media.door import enter
from console.ports.media import Looked

MEBIBYTE: Final = 1024 * 1024
PREVIEW_BYTES: Final = 20 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What looking at one file may cost; `memory_bytes` is on top of the idle process.

    200 million pixels, the largest a phone makes, fit in when a JPEG is scaled while it is read.
    """

    seconds: float = 30.0
    memory_bytes: int = 640 * MEBIBYTE
    idle_bytes: int = 256 * MEBIBYTE
    answer_bytes: int = 96 * MEBIBYTE


class MediaReader:
    """Asks one decoding process, one file after the other, from any thread."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        chosen = bounds or Bounds()
        limits = Limits(
            seconds=chosen.seconds,
            memory_bytes=chosen.memory_bytes,
            idle_bytes=chosen.idle_bytes,
            message_bytes=chosen.answer_bytes,
        )
        self._process = BoundedProcess(enter, chosen.memory_bytes, limits, "media")
        self._turn = Lock()

    @property
    def peak_bytes(self) -> int:
        """The most memory a decoding process is known to have held."""
        return self._process.peak_bytes

    def look(self, content: bytes) -> Looked:
        """What a file is. Raises `Refusal` `media.…`."""
        return _looked(self._ask({"do": "look"}, content))

    def picture(self, path: Path, bound: int) -> bytes:
        """A photo or a video's first picture as a JPEG. Raises `Refusal` as `look`."""
        return self._blob({"do": "picture", "path": str(path.absolute()), "bound": bound})

    def sound(self, path: Path) -> bytes:
        """A recording as a WAV file. Raises `Refusal` as `look`."""
        return self._blob({"do": "sound", "path": str(path.absolute())})

    def close(self) -> None:
        """End the process, also under somebody who waits for it."""
        self._process.interrupt()
        with self._turn:
            self._process.stop()

    def _blob(self, wanted: Mapping[str, object]) -> bytes:
        blob: bytes = self._ask(wanted)["blob"]
        return blob

    def _ask(self, wanted: Mapping[str, object], content: bytes = b"") -> Mapping[str, Any]:
        request = json.dumps(wanted).encode() + b"\n" + content
        with self._turn:
            (message,) = self._process.ask(request)
        return message


def _looked(message: Mapping[str, Any]) -> Looked:
    """The answer as a value; a process that was taken over may say anything."""
    try:
        point, taken = message["point"], message["taken_at"]
        looked = Looked(
            mime=str(message["mime"]),
            width=int(message["width"]),
            height=int(message["height"]),
            seconds=float(message["seconds"]),
            taken_at=None if taken is None else datetime.fromisoformat(taken),
            point=None if point is None else Point(float(point[0]), float(point[1])),
            preview=message.get("blob", b""),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        raise Refusal("media.reader_died") from None
    if len(looked.preview) > PREVIEW_BYTES:
        raise Refusal("media.reader_died")
    return looked
