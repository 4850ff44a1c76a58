"""What a picture looks like in 128 bits: few of them differ where two pictures look alike.

A difference hash: which of its neighbours is brighter, on a grid of 9 by 9. Made smaller, pressed
again, brightened or stamped with a date, a picture changes by a few bits; what was measured is in
docs/decisions/dhash.md. Meant for the previews that the decoding process makes; what comes from
outside goes through that process first.
"""

from io import BytesIO
from typing import Final

import dhash
from PIL import Image, ImageOps

from console.domain.filekind import JPEG, PNG, kind_of
from console.domain.refusal import Refusal

MOST_PIXELS: Final = 25_000_000
_SIZE: Final = 8
_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG"}
_BAD: Final = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow says of a damaged file; `SyntaxError` of a PNG's."""


def picture_look(content: bytes) -> int:
    """The hash of a JPEG or PNG, seen upright, clear parts white.

    Raises `Refusal` `media.kind`, `media.huge` or `media.broken`.
    """
    name = _FORMATS.get(kind_of(content) or "")
    if name is None:
        raise Refusal("media.kind")
    try:
        greys = _greys(Image.open(BytesIO(content), formats=[name]))
    except _BAD as error:
        raise Refusal("media.broken", part=type(error).__name__) from error
    return int(dhash.dhash_int(greys, size=_SIZE))


def _greys(image: Image.Image) -> list[int]:
    """Brightness on the grid, line by line.

    Taken here, because the library asks Pillow in a way that Pillow is about to drop.
    """
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Refusal("media.huge", width=width, height=height, most=MOST_PIXELS // 1_000_000)
    image.draft("L", (320, 320))
    drawn = ImageOps.exif_transpose(image)
    if "A" in drawn.getbands() or "transparency" in drawn.info:
        layer = drawn.convert("RGBA")
        drawn = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    side = (_SIZE + 1, _SIZE + 1)
    return list(drawn.convert("L").resize(side, Image.Resampling.LANCZOS).tobytes())
