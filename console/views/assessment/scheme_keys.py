"""The keys of the schemes with the codes of their words: for the foot, and all for the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SAVE, BEGIN, DISCARD, DIFFER = "Ctrl+S", "Ctrl+Return", "Ctrl+Backspace", "Ctrl+D"
Keys = Sequence[tuple[str, str]]

READING: Final[Keys] = (("Ctrl+PgUp/PgDn", "foot.part"), (DIFFER, "diff"))
WRITING: Final[Keys] = (
    ("Enter", "foot.type"),
    ("Ins", "foot.add"),
    ("Ctrl+Del", "foot.remove"),
    ("Alt+↑↓", "foot.move"),
    ("Ctrl+Z", "foot.undo"),
    *READING,
)
WRITE: Final = ("E", "act.write")
SHEET: Final[Keys] = (
    WRITE,
    *WRITING,
    ("Ctrl+Y", "foot.redo"),
    (SAVE, "act.save"),
    (DISCARD, "act.discard"),
    ("Ctrl+Enter", "act.begin"),
)
"""Key and the end of its words' code, `schemes.…`."""
