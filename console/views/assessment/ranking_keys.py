"""The keys of a ranking with their words: few for the foot, all of them for the key sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

FOOT: Final[Sequence[tuple[str, str]]] = (
    ("Enter", "foot.list"),
    ("Alt+← →", "foot.step"),
    ("/", "foot.typed"),
    ("Ctrl+E", "foot.export"),
    ("C", "foot.against"),
    ("O", "foot.order"),
    ("X", "foot.side"),
    ("F", "foot.forms"),
)
SHEET: Final[Sequence[tuple[str, str]]] = (
    ("Enter", "foot.list"),
    ("R", "side.rest"),
    ("N", "side.numerator"),
    ("D", "side.denominator"),
    ("Alt+←", "earlier"),
    ("Alt+→", "later"),
    ("W", "length.week"),
    ("M", "length.month"),
    ("Q", "length.quarter"),
    ("Y", "length.year"),
    ("/", "foot.typed"),
    ("C", "foot.against"),
    ("S", "scheme"),
    ("L", "who"),
    ("O", "foot.order"),
    ("X", "foot.side"),
    ("F", "foot.forms"),
    ("Ctrl+E", "export"),
    ("Ctrl+Shift+E", "cases.export"),
    ("E", "foot.folder"),
)
"""Key and the end of its words' code, `assessment.…`."""
