"""`ports.files` in a folder: photos and recordings by the digest of their content.

Outside the database on purpose (database.md 1.8). The folder may be a share of many seats. A file
is written beside its place and moved there, so that it is whole or absent. What is found is
compared with its name, so that a missing or altered file is told apart from a good one.
"""

import errno
import os
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from console.domain.filekind import SUFFIXES, kind_of
from console.domain.refusal import Refusal
from console.ports.files import FileState, Found

_CODES: Final = {
    errno.ENOSPC: "files.full",
    errno.EDQUOT: "files.full",
    errno.EROFS: "files.read_only",
    errno.EACCES: "files.denied",
    errno.EPERM: "files.denied",
}


def digest_of(content: bytes, mime: str) -> str:
    """The SHA-256 a file is kept under, in hex.

    Raises `Refusal` `file.kind` when the content is not what `mime` says, or of another kind.
    """
    if mime not in SUFFIXES or kind_of(content) != mime:
        raise Refusal("file.kind")
    return sha256(content).hexdigest()


def whole(path: Path, digest: str) -> bool:
    """Whether the file's content has this digest. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == digest


def put_whole(target: Path, content: bytes) -> None:
    """Write a file so that it is whole or absent, also after a loss of power. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


class FolderFiles:
    """Content-addressed files below one folder, of this machine or shared.

    Args:
        folder: Where they lie.
        made: Whether the folder may be made here. A share is there, or it is out of reach: a folder
            made in its place would take files nobody else finds.
    """

    def __init__(self, folder: Path, *, made: bool = True) -> None:
        self._folder = folder
        self._made = made

    def keep(self, content: bytes, mime: str) -> str:
        """Store the bytes. Raises `Refusal` as `ports.files.Files.keep`."""
        digest = digest_of(content, mime)
        if self.find(digest).state is FileState.READY:
            return digest
        if self._gone():
            raise Refusal("files.away")
        try:
            put_whole(self._place(digest), content)
        except OSError as error:
            raise Refusal(_CODES.get(error.errno or 0, "files.away")) from None
        return digest

    def find(self, digest: str) -> Found:
        """Where the file lies, and whether it is what it was."""
        place = self._place(digest)
        try:
            good = whole(place, digest)
        except FileNotFoundError:
            return Found(FileState.AWAY if self._gone() else FileState.MISSING)
        except OSError:
            return Found(FileState.AWAY)
        return Found(FileState.READY, place) if good else Found(FileState.ALTERED)

    def compare(self, digest: str) -> FileState:
        """What became of the file where it is kept."""
        return self.find(digest).state

    def _gone(self) -> bool:
        return not self._made and not self._folder.is_dir()

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
