"""Photos, videos and recordings an operator adds: looked into, then kept, on the write lane.

One door for files that were chosen, dropped or pasted. Content decides what they are, not names.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from console.domain.filekind import SUFFIXES as KINDS
from console.domain.filekind import is_picture, kind_of
from console.domain.refusal import Refusal
from console.ports.files import Files
from console.ports.media import Media
from console.ports.work import Photo

SUFFIXES: Final = tuple(suffix for kind in KINDS.values() for suffix in kind)
"""What a dialog offers at first; what counts is the content."""

MEBIBYTE: Final = 1024 * 1024
MOST_BYTES: Final = 40 * MEBIBYTE
"""Of a photo; phones of 200 megapixels make some 30."""

MOST_BYTES_MOVING: Final = 100 * MEBIBYTE
"""Of a video or recording."""


def keep_photos(
    files: Files, media: Media, paths: Iterable[Path], role: str, by: str
) -> tuple[Photo, ...]:
    """Look into the files and keep them, all or none.

    Raises:
        Refusal: `file.large`, `file.unreadable` or `media.…`, each with the file's `name`; what
            `ports.files.Files.keep` raises.
    """
    contents = [(path, _read(path)) for path in paths]
    looked = [_looked(media, path, content, role, by) for path, content in contents]
    for photo, (_path, content) in zip(looked, contents, strict=True):
        files.keep(content, photo.mime)
    return tuple(looked)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES_MOVING + 1)
    except OSError:
        raise Refusal("file.unreadable", name=path.name) from None
    kind = kind_of(content)
    most = MOST_BYTES if kind is not None and is_picture(kind) else MOST_BYTES_MOVING
    if len(content) > most:
        raise Refusal("file.large", name=path.name, most=most // MEBIBYTE)
    return content


def _looked(media: Media, path: Path, content: bytes, role: str, by: str) -> Photo:
    try:
        found = media.look(content)
    except Refusal as refusal:
        raise Refusal(refusal.code, **{"name": path.name, **refusal.facts}) from None
    if role == "after" and found.mime.startswith("audio/"):
        raise Refusal("media.no_proof", name=path.name)
    return Photo(
        digest=sha256(content).hexdigest(),
        role=role,
        mime=found.mime,
        size=len(content),
        taken_at=found.taken_at,
        point=found.point,
        by=by,
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        preview=found.preview,
    )
