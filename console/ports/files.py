"""Keeping and finding photos by digest. Shapes only."""

from pathlib import Path
from typing import Protocol


class Files(Protocol):
    """Content-addressed files outside the database (database.md 1.8)."""

    def keep(self, content: bytes, mime: str) -> str:
        """Store the bytes and answer with their SHA-256 in hex. Raises `Refusal` `file.kind`."""

    def path(self, digest: str) -> Path | None:
        """Where the file lies; None when it is missing or was altered."""
