"""`ports.media` without a process: photos decoded in place, everything else by its first bytes."""

import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from console.domain.filekind import kind_of
from console.domain.refusal import Refusal
from console.ports.media import Looked


class FakeMedia:
    """Looks at files where it stands; `closed` counts how often it was ended."""

    def __init__(self) -> None:
        self.closed = 0

    def look(self, content: bytes) -> Looked:
        mime = kind_of(content)
        if mime is None:
            raise Refusal("media.kind")
        return Looked(mime=mime, width=40, height=30, preview=b"\xff\xd8\xffsmall")

    def picture(self, path: Path, bound: int) -> bytes:
        try:
            image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        except UnidentifiedImageError:
            raise Refusal("media.broken") from None
        if bound:
            image.thumbnail((bound, bound))
        out = io.BytesIO()
        image.save(out, "PNG")  # exact, for tests that ask for colours
        return out.getvalue()

    def sound(self, path: Path) -> bytes:
        return path.read_bytes()

    def close(self) -> None:
        self.closed += 1
