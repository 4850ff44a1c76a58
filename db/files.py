"""`ports.files` in a folder: photos and recordings by the digest of their content.

Outside the database on purpose (database.md 1.8).

A file is written beside its place and moved there, so that it is whole or absent. What is found is
compared with its name, so that a missing or altered file is told apart from a good one.
"""

import os
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from console.domain.refusal import Refusal

# What a picture or recording begins with: kind -> (position, bytes).
_KINDS: Final = {
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/heic": ((4, b"ftyphei"), (4, b"ftypmif1"), (4, b"ftypmsf1")),
    "video/mp4": ((4, b"ftyp"),),
    "audio/amr": ((0, b"#!AMR"),),
}


class FolderFiles:
    """Content-addressed files below one folder, also a shared one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, mime: str) -> str:
        """Store the bytes; the same bytes are stored once.

        Raises `Refusal` `file.kind` when the content is not what `mime` says, or another kind.
        """
        signs = _KINDS.get(mime, ())
        if not any(content[at : at + len(sign)] == sign for at, sign in signs):
            raise Refusal("file.kind", mime=mime, kinds=",".join(_KINDS))
        digest = sha256(content).hexdigest()
        if self.path(digest) is None:
            target = self._place(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{digest}.{uuid4().hex}")
            try:
                with beside.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        return digest

    def path(self, digest: str) -> Path | None:
        """Where the file lies; None when it is missing or was altered."""
        place = self._place(digest)
        try:
            with place.open("rb") as file:
                whole = file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return None
        return place if whole else None

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
