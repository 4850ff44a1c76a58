"""Reading workbooks and text tables from anywhere, without trusting them.

A file is opened only in a process of its own with bounds on memory and time; its rows come back
through a pipe as bounded batches of plain text and numbers. Whatever happens, the caller gets
rows, findings, or one `Refusal` that names the remedy (`book.*`). Formulas are never computed,
links never followed, macros never run. Why this way: `docs/decisions/excel-reading.md`.

Not here: what is done inside that process (`book_child.py`), and what the rows mean.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import psutil

from console.domain.refusal import Refusal
from console.export.book_door import enter
from console.export.book_rows import BookItem, Bounds, decode_items

MESSAGE_BYTES: Final = 16 * 1024 * 1024
"""No honest batch is larger: 400,000 characters and one row, each up to 6 bytes."""

TICK_S: Final = 0.1
IDLE_BYTES: Final = 128 * 1024 * 1024
"""What the reading process holds before it opens anything, with room to spare."""


def read_book(path: Path, bounds: Bounds | None = None) -> Iterator[BookItem]:
    """The sheets and rows of one file, in a reading process of its own.

    Raises Refusal `book.*` before the first or between any two rows: a caller that must not take
    half a file writes nothing before the iterator has ended.
    """
    with BookReader(bounds or Bounds()) as reader:
        yield from reader.read(path)


@dataclass(slots=True)
class _Child:
    """A running reading process and our end of the line to it."""

    process: SpawnProcess
    line: Connection

    def stop(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.join()
        self.process.close()


@dataclass(slots=True)
class BookReader:
    """Reads files one after the other, with one reading process as long as it behaves.

    `peak_bytes` is the most memory a reading process is known to have held.
    """

    bounds: Bounds = field(default_factory=Bounds)
    peak_bytes: int = 0
    _child: _Child | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, path: Path) -> Iterator[BookItem]:
        """The sheets and rows of a file. Raises Refusal `book.*`; see `read_book`."""
        self._check(path)
        child = self._child or self._start()
        whole = False
        try:
            child.line.send_bytes(str(path.absolute()).encode())
            waited = 0.0
            while not whole:
                began = time.monotonic()
                message = self._receive(child, self.bounds.seconds - waited)
                waited += time.monotonic() - began
                self.peak_bytes = max(self.peak_bytes, int(message.get("peak", 0)))
                if "refused" in message:
                    whole = message["refused"] != "book.memory"
                    raise Refusal(message["refused"], **message["facts"])
                whole = "done" in message
                yield from decode_items(message.get("items", ()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise Refusal("book.reader_died") from None
        finally:
            if not whole:  # it may still be busy, or short of memory: the next file gets another
                self._stop()

    def _check(self, path: Path) -> None:
        try:
            size = path.stat().st_size if path.is_file() else None
        except (OSError, ValueError):
            size = None
        if size is None:
            raise Refusal("book.not_found", name=path.name)
        if size > self.bounds.file_bytes:
            most = self.bounds.file_bytes >> 20
            raise Refusal("book.too_large", mebibytes=size >> 20, most=most)

    def _receive(self, child: _Child, seconds: float) -> Mapping[str, Any]:
        until = time.monotonic() + seconds
        while not child.line.poll(TICK_S):
            if time.monotonic() > until:
                raise Refusal("book.too_slow", seconds=int(self.bounds.seconds))
            if _size(child.process) > IDLE_BYTES + self.bounds.memory_bytes:
                raise Refusal("book.memory")
        try:
            message: Mapping[str, Any] = json.loads(child.line.recv_bytes(MESSAGE_BYTES))
        except (OSError, ValueError):
            raise Refusal("book.reader_died") from None
        return message

    def _start(self) -> _Child:
        context = get_context("spawn")  # never a fork of a process with threads, Qt or a database
        ours, theirs = context.Pipe()
        process = context.Process(target=enter, args=(theirs, self.bounds), daemon=True)
        process.start()
        theirs.close()
        self._child = _Child(process, ours)
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None


def _size(process: SpawnProcess) -> int:
    """Resident bytes; 0 once it has ended, which the line tells anyway."""
    with suppress(psutil.Error):
        return int(psutil.Process(process.pid).memory_info().rss)
    return 0
