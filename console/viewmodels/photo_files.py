"""Pictures an operator adds from his disk: read and kept on the write lane, off the window's."""

import mimetypes
from collections.abc import Iterable
from pathlib import Path

from console.domain.refusal import Refusal
from console.ports.files import Files
from console.ports.work import Photo

SUFFIXES = (".jpg", ".jpeg", ".png")
MOST_BYTES = 20 * 1024 * 1024


def keep_photos(files: Files, paths: Iterable[Path], role: str, by: str) -> tuple[Photo, ...]:
    """Keep the pictures. Raises `Refusal` `file.kind`, `file.large` or `file.unreadable` (name)."""
    return tuple(_kept(files, path, role, by) for path in paths)


def _kept(files: Files, path: Path, role: str, by: str) -> Photo:
    if path.suffix.lower() not in SUFFIXES:
        raise Refusal("file.kind", name=path.name)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        raise Refusal("file.unreadable", name=path.name) from None
    if size > MOST_BYTES:
        raise Refusal("file.large", name=path.name, most=MOST_BYTES // 1024 // 1024)
    mime = mimetypes.guess_type(path.name)[0] or "image/jpeg"
    return Photo(digest=files.keep(content, mime), role=role, mime=mime, size=len(content), by=by)
