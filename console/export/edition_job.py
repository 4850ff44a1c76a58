"""What the process that writes a public edition is told at its start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from console.export.assessment_book import Book, DrillCell
from console.export.edition import Edition

KINDS: Final = ("xlsx", "pdf", "html")
"""The files of an edition, in the order they are made and looked over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionJob:
    """One edition to be written into `folder` as `stem`.xlsx, .pdf and .html.

    `names` are those of people that must not be in it.
    """

    edition: Edition
    book: Book
    rows: tuple[tuple[DrillCell, ...], ...]
    layout: Path
    folder: Path
    stem: str
    names: frozenset[str]
    memory_bytes: int

    def path(self, kind: str) -> Path:
        """Where the file of a kind is made."""
        return self.folder / f"{self.stem}.{kind}"
