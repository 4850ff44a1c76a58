"""Drafts in a small SQLite file beside the data, each one sealed under its own key.

Not here: when drafts are saved (`console.viewmodels.drafts`), and how they are sealed (`sealing`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from console.ports.drafts import Draft
from db.sealing import Seal, open_file

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS draft (
    key TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    saved_at REAL NOT NULL
) WITHOUT ROWID
"""
_SAVE: Final = """
INSERT INTO draft (key, sealed, saved_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at
WHERE excluded.saved_at >= draft.saved_at
"""


class SqliteDrafts:
    """`console.ports.drafts.Drafts` in the folder given; may be used from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open or make `drafts.sqlite` and `drafts.key` in `folder`. Raises OSError."""
        self._seal = Seal(folder)
        self._lock = Lock()
        self._line = open_file(folder / "drafts.sqlite", _SCHEMA)

    def save(self, key: str, text: str, at: datetime) -> None:
        """See `Drafts`."""
        sealed = self._seal.closed(text, key)
        with self._lock, self._line:
            self._line.execute(_SAVE, (key, sealed, at.timestamp()))

    def load(self, key: str) -> Draft | None:
        """See `Drafts`."""
        with self._lock:
            found = self._line.execute(
                "SELECT key, sealed, saved_at FROM draft WHERE key = ?", (key,)
            ).fetchone()
        return None if found is None else self._opened(*found)

    def discard(self, key: str) -> None:
        """See `Drafts`."""
        with self._lock, self._line:
            self._line.execute("DELETE FROM draft WHERE key = ?", (key,))

    def forget_before(self, at: datetime) -> None:
        """See `Drafts`."""
        with self._lock, self._line:
            self._line.execute("DELETE FROM draft WHERE saved_at < ?", (at.timestamp(),))

    def all(self) -> Sequence[Draft]:
        """See `Drafts`."""
        with self._lock:
            rows = self._line.execute(
                "SELECT key, sealed, saved_at FROM draft ORDER BY saved_at DESC, key"
            ).fetchall()
        opened = (self._opened(*row) for row in rows)
        return tuple(draft for draft in opened if draft is not None)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._line.close()

    def _opened(self, key: str, sealed: bytes, saved_at: float) -> Draft | None:
        text = self._seal.opened(sealed, key)
        if text is None:  # as good as gone
            return None
        return Draft(key=key, text=text, saved_at=datetime.fromtimestamp(saved_at, UTC))
