"""The process that writes a workbook: it answers how many cases are in, until it is done."""

from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.export.assessment_job import Job
from console.export.assessment_writer import write_book
from console.export.book_layout import read_layout
from console.export.drill_rows import spooled


def serve(line: Connection, job: Job) -> None:
    """Write the workbook of a job when asked."""
    bounded.serve(line, job.memory_bytes, partial(_answer, job), _reason)


def _answer(job: Job, _request: bytes) -> Iterator[Message]:
    layout = read_layout(job.layout)
    with job.rows.open(encoding="utf-8") as rows:
        for done in write_book(job.book, layout, spooled(rows), job.path, job.skeleton):
            yield {"rows": done}


def _reason(error: BaseException) -> Refusal:
    """The refusal for what the file system or a library raised."""
    part = error.strerror if isinstance(error, OSError) else None
    return Refusal("assessment_book.unwritable", part=part or type(error).__name__)
