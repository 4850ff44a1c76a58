"""What the process that compares two workbooks is told at its start."""

from dataclasses import dataclass
from pathlib import Path

from console.export.book_rows import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareJob:
    """`theirs` came from somewhere; `ours` was written just now; `bounds` hold for both."""

    theirs: Path
    ours: Path
    bounds: Bounds
