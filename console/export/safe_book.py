"""Reading workbooks and text tables from anywhere, without trusting them.

A file is opened only in a process of its own with bounds on memory and time; its rows come back
through a pipe as bounded batches of plain text and numbers. Whatever happens, the caller gets
rows, findings, or one `Refusal` that names the remedy (`book.*`). Formulas are never computed,
links never followed, macros never run. Why this way: `docs/decisions/excel-reading.md`.

Not here: what is done inside that process (`book_child.py`), and what the rows mean.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from console.bounded.process import BoundedProcess, Limits
from console.export.book_door import enter
from console.export.book_rows import BookItem, Bounds, decode_items

MESSAGE_BYTES: Final = 16 * 1024 * 1024
"""No honest batch is larger: 400,000 characters and one row, each up to 6 bytes."""

IDLE_BYTES: Final = 128 * 1024 * 1024
"""What the reading process holds before it opens anything, with room to spare."""


def read_book(path: Path, bounds: Bounds | None = None) -> Iterator[BookItem]:
    """The sheets and rows of one file, in a reading process of its own.

    Raises Refusal `book.*` before the first or between any two rows: a caller that must not take
    half a file writes nothing before the iterator has ended.
    """
    with BookReader(bounds) as reader:
        yield from reader.read(path)


class BookReader:
    """Reads files one after the other, with one reading process as long as it behaves."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        limits = Limits(
            seconds=self.bounds.seconds,
            memory_bytes=self.bounds.memory_bytes,
            idle_bytes=IDLE_BYTES,
            message_bytes=MESSAGE_BYTES,
        )
        self._process = BoundedProcess(enter, self.bounds, limits, "book")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.stop()

    @property
    def peak_bytes(self) -> int:
        """The most memory a reading process is known to have held."""
        return self._process.peak_bytes

    def read(self, path: Path) -> Iterator[BookItem]:
        """The sheets and rows of a file. Raises Refusal `book.*`; see `read_book`."""
        self._process.admit(path, self.bounds.file_bytes)
        for message in self._process.ask(str(path.absolute()).encode()):
            yield from decode_items(message.get("items", ()))
