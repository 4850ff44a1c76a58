"""Keeping and finding photos and recordings by digest. Shapes only."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

OUT_OF_REACH: Final = frozenset(
    {"files.away", "files.full", "files.read_only", "files.denied", "files.key"}
)
"""Codes of a store that cannot take a file now. The file is not at fault and may be kept later."""


class FileState(StrEnum):
    """What became of a file that a step names."""

    READY = "ready"
    MISSING = "missing"
    ALTERED = "altered"  # its digest is another one: no evidence, and shown to nobody
    AWAY = "away"  # the store of files cannot be asked now


@dataclass(frozen=True, slots=True)
class Found:
    """A file looked for; `path` is where it lies on this machine, when it is ready."""

    state: FileState
    path: Path | None = None


class Files(Protocol):
    """Content-addressed files outside the database (database.md 1.8).

    Both may take as long as a network needs and are never called on the window's thread.
    """

    def keep(self, content: bytes, mime: str) -> str:
        """Store the bytes and answer with their SHA-256 in hex; the same bytes are stored once.

        Raises `Refusal` `file.kind` when the content does not begin as `mime` does or is of a kind
        no case takes, and one of `OUT_OF_REACH`.
        """

    def find(self, digest: str) -> Found:
        """Look for a file and compare it with its digest; raises nothing."""
