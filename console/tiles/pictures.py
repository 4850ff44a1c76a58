"""Whether bytes are one picture of a tile: by content, by its decoder, and never more than a tile.

Runs inside the bounded process only: what these bytes do to a decoder happens there.
"""

import io
from typing import Final

from PIL import Image

from console.domain.refusal import Refusal

MOST_BYTES: Final = 2 * 1024 * 1024
SIDES: Final = frozenset({256, 512})
"""Pixels of a tile's side."""
_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG", "image/png"),
    (b"\xff\xd8\xff", "JPEG", "image/jpeg"),
    (b"RIFF", "WEBP", "image/webp"),
)


def picture_kind(content: bytes) -> str:
    """The media type of a tile's picture after it was decoded whole.

    Raises `Refusal` `basemap.tile`; the fact `why` is `size`, `kind`, `side` or `broken`.
    """
    if not 0 < len(content) <= MOST_BYTES:
        raise Refusal("basemap.tile", why="size")
    found = next((one for one in _KINDS if content.startswith(one[0])), None)
    if found is None:
        raise Refusal("basemap.tile", why="kind")
    _magic, kind, mime = found
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            sides = set(picture.size)
            fits = len(sides) == 1 and sides <= SIDES and getattr(picture, "n_frames", 1) == 1
            if fits:
                picture.load()
    except Exception as error:  # each decoder has its own ways of meeting a broken picture
        raise Refusal("basemap.tile", why="broken") from error
    if not fits:
        raise Refusal("basemap.tile", why="side")
    return mime
