"""Walls of other processes for the guard's tests; importable, for they are started anew there."""

import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from console.bootstrap.wall_guard import ENDS


def ends(line: Connection, code: int) -> None:
    """Beats once and ends with a code."""
    line.send_bytes(b".")
    sys.exit(code)


def fails_then_ends(line: Connection, notes: str, code: int) -> None:
    """Dies hard in its first life, hangs in its second, ends well in its third."""
    file = Path(notes)
    lives = len(file.read_text(encoding="ascii")) if file.exists() else 0
    file.write_text("x" * (lives + 1), encoding="ascii")
    line.send_bytes(b".")
    if lives == 0:
        os.abort()
    if lives == 1:
        Event().wait()
    sys.exit(code)


def says_it_ends_and_hangs(line: Connection) -> None:
    """Was asked to end, and waits for an answer that does not come."""
    line.send_bytes(ENDS)
    Event().wait()
