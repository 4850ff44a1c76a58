"""Sealing what lies on this workstation, with a key of this machine that its owner alone can read.

AES-256-GCM. A name is bound into each sealed text, so that texts cannot be exchanged with one
another. Used by `drafts` and `journal`, which know what is sealed. How callers are sealed for the
database is `caller_sealing`.
"""

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.key_files import OWNER_ONLY, machine_key

KEY_FILE: Final = "drafts.key"
NONCE_BYTES: Final = 12
BUSY_SECONDS: Final = 5.0


class Seal:
    """Seals and opens texts with the key in a folder, which is made at first use."""

    def __init__(self, folder: Path) -> None:
        """Open or make the key. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self._cipher = AESGCM(machine_key(folder / KEY_FILE))

    def closed(self, text: str, name: str) -> bytes:
        """The text sealed under a name."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), name.encode())

    def opened(self, sealed: bytes, name: str) -> str | None:
        """The text; None with another machine's key, another name or a damaged file."""
        nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, secret, name.encode()).decode()
        except InvalidTag:
            return None


def open_file(file: Path, schema: str) -> sqlite3.Connection:
    """A small database for its owner alone, with these tables; usable from any thread."""
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
    line = sqlite3.connect(file, timeout=BUSY_SECONDS, check_same_thread=False)
    line.execute("PRAGMA journal_mode = WAL")
    line.execute("PRAGMA secure_delete = ON")
    line.executescript(schema)
    return line
