"""What the process that writes a workbook is told at its start."""

from dataclasses import dataclass
from pathlib import Path

from console.export.assessment_book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One workbook to write to `path`, by way of `skeleton`; `rows` is the spool file."""

    book: Book
    layout: Path
    rows: Path
    skeleton: Path
    path: Path
    memory_bytes: int
