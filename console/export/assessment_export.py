"""Writing an assessment workbook from a running console: in a process of its own, all or nothing.

Cases are read from their iterator into a spool file, then the process makes the workbook beside
its place; only a finished one takes it. Memory is bounded on both sides, and a long one can be
stopped at any batch.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.refusal import Refusal
from console.export.assessment_book import Book, DrillCell
from console.export.assessment_door import enter
from console.export.assessment_job import Job
from console.export.drill_rows import spool

MEBIBYTE: Final = 1024 * 1024
LIMITS: Final = Limits(
    seconds=900.0,
    memory_bytes=192 * MEBIBYTE,
    idle_bytes=96 * MEBIBYTE,
    message_bytes=MEBIBYTE,
)
"""A year of a large city (1,000,000 cases) takes some two minutes; memory does not grow with it."""

FAMILY: Final = "assessment_book"
Progress = Callable[[int, int], None]
"""Told how many of how many: each case is read once and written once."""


def _quiet(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def _goes_on() -> bool:
    """Nobody wants it stopped."""
    return False


def write_assessment(
    book: Book,
    cases: Iterable[Sequence[DrillCell]],
    path: Path,
    *,
    layout: Path,
    progress: Progress = _quiet,
    cancelled: Callable[[], bool] = _goes_on,
    limits: Limits = LIMITS,
) -> int:
    """Write a workbook to `path`, replacing it; answers the most memory the process held, bytes.

    `cases` are the rows of the drill-down, as many as it says. Raises Refusal `assessment_book.*`
    and `book.*` (a layout that is not safe to open); the file at `path` is untouched then. What
    `cases` raises goes through.
    """
    part = path.with_name(path.name + ".part")
    try:
        with TemporaryDirectory(prefix="wanmi-") as folder:
            job = Job(
                book=book, layout=layout.absolute(), rows=Path(folder) / "rows",
                skeleton=Path(folder) / "skeleton.xlsx", path=part.absolute(),
                memory_bytes=limits.memory_bytes,
            )  # fmt: skip
            peak = _made(job, cases, limits, partial(_tell, progress, cancelled))
        os.replace(part, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refusal("assessment_book.unwritable", part=reason) from error
    finally:
        part.unlink(missing_ok=True)
    return peak


def _made(job: Job, cases: Iterable[Sequence[DrillCell]], limits: Limits, tell: Progress) -> int:
    """Read the cases, have the file written; answers the most memory that took."""
    count = job.book.drill.cases
    with job.rows.open("w", encoding="utf-8", errors="replace") as file:
        for done in spool(cases, file):
            tell(done, 2 * count)
    process = BoundedProcess(enter, job, limits, FAMILY)
    try:
        for message in process.ask(b"write"):
            tell(count + int(message["rows"]), 2 * count)
    finally:
        process.stop()
    return process.peak_bytes


def _tell(progress: Progress, cancelled: Callable[[], bool], done: int, of: int) -> None:
    progress(done, of)
    if cancelled():
        raise Refusal("assessment_book.cancelled")
