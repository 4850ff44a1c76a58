"""Locks between processes: one who may start or stop, and leases of those who use the server.

A lock belongs to an open file of a process, so the system frees it when the process ends, however
it ends. No beat, no clock and no process number is trusted.
"""

import contextlib
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from console.ports.errors import StoreUnavailable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_SUFFIX: Final = ".lease"
_PAUSE: Final = 0.02


class FileLock:
    """An exclusive lock on a small file, free again when this process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._held = False

    def take(self) -> bool:
        """Try once; True when the lock is ours."""
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        self._held = True
        return True

    def close(self) -> None:
        """Give the lock back, at once and also for children made by fork; harmless twice."""
        if self._handle < 0:
            return
        if self._held:
            if sys.platform == "win32":
                msvcrt.locking(self._handle, msvcrt.LK_UNLCK, 1)
            else:
                fcntl.flock(self._handle, fcntl.LOCK_UN)
        os.close(self._handle)
        self._handle, self._held = -1, False


@contextlib.contextmanager
def only_one(path: Path, *, seconds: float) -> Iterator[None]:
    """Let one process at a time pass; the others wait.

    Raises:
        StoreUnavailable: "store.start_timeout" when the others take longer than `seconds`.
    """
    lock = FileLock(path)
    try:
        end = time.monotonic() + seconds
        while not lock.take():
            if time.monotonic() > end:
                raise StoreUnavailable("store.start_timeout", seconds=seconds, waiting_for="lock")
            time.sleep(_PAUSE)
        yield
    finally:
        lock.close()


class Lease:
    """One user's share in the server. Take and give it back only inside `only_one`."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / f"{uuid.uuid4().hex}{_SUFFIX}")
        self._lock.take()

    def give_back(self) -> None:
        self._lock.close()
        self._lock.path.unlink(missing_ok=True)


def living(folder: Path) -> int:
    """How many leases are held; files left behind by crashed processes are removed.

    Call only inside `only_one`, or a lease just being made would be taken for a dead one.
    """
    count = 0
    for path in folder.glob(f"*{_SUFFIX}"):
        lock = FileLock(path)
        dead = lock.take()
        lock.close()
        if dead:
            path.unlink(missing_ok=True)
        else:
            count += 1
    return count
