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
        return self.closed_bytes(text.encode(), name)

    def closed_bytes(self, content: bytes, name: str) -> bytes:
        """The content sealed under a name."""
        return sealed(self._cipher, content, name)

    def opened(self, sealed_text: bytes, name: str) -> str | None:
        """The text; None with another machine's key, another name or a damaged file."""
        content = self.opened_bytes(sealed_text, name)
        return None if content is None else content.decode()

    def opened_bytes(self, sealed_content: bytes, name: str) -> bytes | None:
        """The content; None as `opened`."""
        return opened(self._cipher, sealed_content, name)


def sealed(cipher: AESGCM, content: bytes, name: str) -> bytes:
    """Sealed under a name with a new nonce, which stands before it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, name.encode())


def opened(cipher: AESGCM, sealed_content: bytes, name: str) -> bytes | None:
    """What `sealed` closed; None with another key, another name or a changed byte."""
    nonce, secret = sealed_content[:NONCE_BYTES], sealed_content[NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, secret, name.encode())
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
