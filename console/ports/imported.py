"""Keeping another system's cases as history. Shapes only; what they are: `domain.imported_case`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from console.domain.imported_case import ImportedCase


class ImportedCases(Protocol):
    """History of another system, marked as such, beside our own cases and never among them."""

    def known(self) -> frozenset[str]:
        """Task numbers that are kept already."""

    def keep(self, cases: Iterable[ImportedCase], source: str, at: datetime) -> int:
        """Keep all of them or none; how many were new. `source` names the file."""
