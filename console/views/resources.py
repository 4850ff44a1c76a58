"""Where the plain files of `resources/` lie; not what is in them."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Path of a file or folder under `resources/`, run from the folder or frozen.

    Raises FileNotFoundError naming the missing path: a broken installation, not a user error.
    """
    roots = (Path(getattr(sys, "_MEIPASS", "")), Path(__file__).resolve().parents[2])
    for root in roots:
        found = root.joinpath("resources", *parts)
        if found.exists():
            return found
    raise FileNotFoundError(str(roots[-1].joinpath("resources", *parts)))
