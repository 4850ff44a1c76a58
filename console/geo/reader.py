"""Our end of the reading process: a file's features and faults, or one `Refusal` `geo.…`."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.refusal import Refusal
from console.geo.door import enter
from console.geo.parts import MEBIBYTE, Bounds, Item, Question, items_of

MESSAGE_BYTES: Final = 64 * MEBIBYTE
"""No honest batch is larger: a quarter of a million points, or one feature."""

IDLE_BYTES: Final = 320 * MEBIBYTE
"""What the process holds before it opens anything: the projections' and formats' libraries."""


class GroundReader:
    """Reads one file after the other in a process of its own; not for two threads at once.

    `peak_bytes` is the most memory such a process is known to have held.
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        limits = Limits(
            seconds=self.bounds.seconds,
            memory_bytes=self.bounds.memory_bytes,
            idle_bytes=IDLE_BYTES,
            message_bytes=MESSAGE_BYTES,
        )
        self._process = BoundedProcess(enter, self.bounds, limits, "geo")

    @property
    def peak_bytes(self) -> int:
        """The most memory a reading process is known to have held."""
        return self._process.peak_bytes

    def read(self, question: Question) -> Iterator[Item]:
        """The items of a file: one `About`, then progress, features and faults.

        Raises Refusal `geo.*` before the first or between any two items.
        """
        self._process.admit(Path(question.path), self.bounds.file_bytes)
        with tempfile.TemporaryDirectory(prefix="wanmi-geo-", ignore_cleanup_errors=True) as folder:
            for message in self._process.ask(json.dumps(question.coded(folder)).encode()):
                try:
                    yield from items_of(message)
                except (KeyError, TypeError, ValueError, IndexError):
                    raise Refusal("geo.reader_died") from None

    def interrupt(self) -> None:
        """End the reading under whoever waits for it in another thread: he gets a refusal."""
        self._process.interrupt()

    def close(self) -> None:
        """End the process."""
        self._process.stop()
