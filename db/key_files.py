"""Files that hold keys: their owner's alone, written whole or not at all."""

import os
import secrets
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600
FOLDER_OWNER_ONLY: Final = 0o700
KEY_BYTES: Final = 32


def machine_key(file: Path) -> bytes:
    """A random key made at first use; two programs starting at once agree on one.

    Raises OSError.
    """
    if not file.exists():
        new = _written_beside(file, secrets.token_bytes(KEY_BYTES))
        try:
            os.link(new, file)  # fails when another program was first: then its key is the key
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return file.read_bytes()


def write_private(file: Path, content: bytes) -> None:
    """Put a file in the place of the one before; no moment shows half of it. Raises OSError."""
    new = _written_beside(file, content)
    try:
        os.replace(new, file)
    except OSError:
        new.unlink()
        raise


def _written_beside(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_OWNER_ONLY)
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return new
