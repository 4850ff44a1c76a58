"""Looking into photos, videos and recordings without trusting them. Shapes only."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from console.domain.place import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a file is and tells of itself; `preview` is a JPEG of at most 20 KB, b"" for a sound.

    Sizes in pixels as it is seen upright, `seconds` of a video or recording; `taken_at` (UTC) and
    `point` (WGS84) as its camera noted them, None when it did not.
    """

    mime: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    taken_at: datetime | None = None
    point: Point | None = None
    preview: bytes = b""


class Media(Protocol):
    """Decodes in a process of its own, bounded in memory and time. May take seconds."""

    def look(self, content: bytes) -> Looked:
        """What a file is. Raises `Refusal` `media.…` for what no case takes."""

    def picture(self, path: Path, bound: int) -> bytes:
        """A photo, or a video's first picture, as a JPEG turned upright.

        Args:
            path: The file, checked against its digest before.
            bound: Most pixels of the longer side; 0 for the original size.

        Raises:
            Refusal: as `look`.
        """

    def sound(self, path: Path) -> bytes:
        """A recording as a WAV file any player takes. Raises `Refusal` as `look`."""

    def close(self) -> None:
        """End the process; the next question starts another."""
