"""Drafts in a small SQLite file beside the data, each one encrypted with a key of this machine.

AES-256-GCM; the draft's own key is bound in, so that texts cannot be swapped between rows. The key
file belongs to its owner alone. Not here: when drafts are saved (`console.viewmodels.drafts`).
"""

import os
import secrets
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from console.ports.drafts import Draft
from db.key_files import OWNER_ONLY, machine_key

NONCE_BYTES: Final = 12
BUSY_SECONDS: Final = 5.0

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
        folder.mkdir(parents=True, exist_ok=True)
        self._cipher = AESGCM(machine_key(folder / "drafts.key"))
        file = folder / "drafts.sqlite"
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        self._lock = Lock()
        self._line = sqlite3.connect(file, timeout=BUSY_SECONDS, check_same_thread=False)
        self._line.execute("PRAGMA journal_mode = WAL")
        self._line.execute("PRAGMA secure_delete = ON")
        with self._line:
            self._line.execute(_SCHEMA)

    def save(self, key: str, text: str, at: datetime) -> None:
        """See `Drafts`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), key.encode())
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
        nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            text = self._cipher.decrypt(nonce, secret, key.encode()).decode()
        except InvalidTag:  # another machine's key, or a damaged file: as good as gone
            return None
        return Draft(key=key, text=text, saved_at=datetime.fromtimestamp(saved_at, UTC))
