"""Our end of a bounded process: started when needed, watched, killed without regret.

Whatever happens in there, the caller gets messages or one `Refusal` of his family of codes:
`….memory`, `….too_slow` (seconds), `….reader_died`, and those the inside gives. A file that is
none, or too large, does not come so far (`admit`).
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final

import psutil

from console.domain.refusal import Refusal

TICK_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost.

    `memory_bytes` is on top of `idle_bytes`, which the process holds before it opens anything;
    `message_bytes` is the largest honest message; `seconds` of waiting are for a whole answer.
    """

    seconds: float
    memory_bytes: int
    idle_bytes: int
    message_bytes: int


@dataclass(slots=True)
class _Child:
    """A running process and our end of the line to it."""

    process: SpawnProcess
    line: Connection

    def stop(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.join()
        self.process.close()


@dataclass(slots=True)
class BoundedProcess:
    """Asks one process one thing after the other, as long as it behaves.

    Args:
        enter: The process's first function; it gets its end of the line and `given`.
        given: What it is told at its start.
        limits: What one request may cost.
        family: How the codes of refusals begin.

    `peak_bytes` is the most memory such a process is known to have held.
    """

    enter: Callable[..., None]
    given: object
    limits: Limits
    family: str
    peak_bytes: int = 0
    _child: _Child | None = field(default=None, init=False)

    def ask(self, request: bytes) -> Iterator[Mapping[str, Any]]:
        """The messages that answer a request. One with `blob` carries the bytes after it there.

        Raises `Refusal` before the first or between any two messages.
        """
        child = self._child or self._start()
        whole = False
        try:
            child.line.send_bytes(request)
            waited = 0.0
            while not whole:
                began = time.monotonic()
                message = self._message(child, self.limits.seconds - waited)
                waited += time.monotonic() - began
                self.peak_bytes = max(self.peak_bytes, int(message.get("peak", 0)))
                if "memory" in message:
                    raise Refusal(f"{self.family}.memory")
                whole = "done" in message or "refused" in message
                if "refused" in message:
                    raise Refusal(message["refused"], **message["facts"])
                if not whole:
                    yield message
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise Refusal(f"{self.family}.reader_died") from None
        finally:
            if not whole:  # it may still be busy, or short of memory: the next gets another
                self.stop()

    def admit(self, path: Path, most_bytes: int) -> None:
        """Whether a file may be asked about. Raises `Refusal` `….not_found`, `….too_large`."""
        try:
            size = path.stat().st_size if path.is_file() else None
        except (OSError, ValueError):
            size = None
        if size is None:
            raise Refusal(f"{self.family}.not_found", name=path.name)
        if size > most_bytes:
            facts = {"mebibytes": size >> 20, "most": most_bytes >> 20}
            raise Refusal(f"{self.family}.too_large", **facts)

    def interrupt(self) -> None:
        """Kill the process under whoever is asking it in another thread: he gets a refusal."""
        if self._child is not None:
            self._child.process.kill()

    def stop(self) -> None:
        """End the process; again does nothing. Only by who asks, or when nobody does."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def _message(self, child: _Child, seconds: float) -> Mapping[str, Any]:
        until = time.monotonic() + seconds
        try:
            message: dict[str, Any] = json.loads(self._receive(child, until))
        except ValueError:
            raise Refusal(f"{self.family}.reader_died") from None
        return message | {"blob": self._receive(child, until)} if "blob" in message else message

    def _receive(self, child: _Child, until: float) -> bytes:
        while not child.line.poll(TICK_S):
            if time.monotonic() > until:
                raise Refusal(f"{self.family}.too_slow", seconds=int(self.limits.seconds))
            if _size(child.process) > self.limits.idle_bytes + self.limits.memory_bytes:
                raise Refusal(f"{self.family}.memory")
        try:
            return child.line.recv_bytes(self.limits.message_bytes)
        except OSError:  # also what a message that is too long gives
            raise Refusal(f"{self.family}.reader_died") from None

    def _start(self) -> _Child:
        context = get_context("spawn")  # never a fork of a process with threads, Qt or a database
        ours, theirs = context.Pipe()
        process = context.Process(target=self.enter, args=(theirs, self.given), daemon=True)
        process.start()
        theirs.close()
        self._child = _Child(process, ours)
        return self._child


def _size(process: SpawnProcess) -> int:
    """Resident bytes; 0 once it has ended, which the line tells anyway."""
    with suppress(psutil.Error):
        return int(psutil.Process(process.pid).memory_info().rss)
    return 0
