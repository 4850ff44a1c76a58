"""Writing a public edition: in a process of its own, looked over, all files or none.

The process makes the files in a folder of its own beside their place; only when each was made and
found without personal data do they take it.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from console.bounded.process import BoundedProcess, Limits
from console.domain.refusal import Refusal
from console.export.edition_job import KINDS, EditionJob

MEBIBYTE: Final = 1024 * 1024
LIMITS: Final = Limits(
    seconds=900.0,
    memory_bytes=512 * MEBIBYTE,
    idle_bytes=256 * MEBIBYTE,
    message_bytes=MEBIBYTE,
)
"""Two thousand areas take some fifteen seconds, most of them for the paper."""

FAMILY: Final = "edition"
Progress = Callable[[int, int], None]
Enter = Callable[..., None]
"""First function of the writing process; it gets its end of the line and the job."""


def _quiet(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def _goes_on() -> bool:
    """Nobody wants it stopped."""
    return False


def write_edition(
    job: EditionJob,
    enter: Enter,
    *,
    progress: Progress = _quiet,
    cancelled: Callable[[], bool] = _goes_on,
    limits: Limits = LIMITS,
) -> tuple[Path, ...]:
    """Write the files of an edition into `job.folder`, replacing older ones; answers their paths.

    Raises Refusal `edition.*`, `assessment_book.*` and `book.*`; the folder is as it was then.
    """
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".wanmi-", dir=job.folder) as folder:
            made = replace(
                job, folder=Path(folder), layout=job.layout.absolute(),
                memory_bytes=limits.memory_bytes,
            )  # fmt: skip
            _made(made, enter, progress, cancelled, limits)
            for kind in KINDS:
                os.replace(made.path(kind), job.path(kind))
    except OSError as error:
        part = error.strerror or type(error).__name__
        raise Refusal("edition.unwritable", part=part) from error
    return tuple(job.path(kind) for kind in KINDS)


def _made(
    job: EditionJob,
    enter: Enter,
    progress: Progress,
    cancelled: Callable[[], bool],
    limits: Limits,
) -> None:
    process = BoundedProcess(enter, job, limits, FAMILY)
    try:
        for done, _ in enumerate(process.ask(b"write"), start=1):
            progress(done, len(KINDS))
            if cancelled():
                raise Refusal("edition.cancelled")
    finally:
        process.stop()
