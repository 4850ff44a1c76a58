"""The process that writes a public edition and looks it over; it answers which file is done.

First the notice itself is looked over, then each finished file: nothing is called done in which
personal data was found. How paper is written and read comes from outside (`Paper`), because Qt is
known upstairs only.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.refusal import Refusal
from console.export.assessment_writer import write_book
from console.export.book_layout import read_layout
from console.export.drill_rows import Plain, plain_cell
from console.export.edition_job import EditionJob
from console.export.edition_page import page_of
from console.export.edition_paper import paper_of
from console.export.page_scan import page_texts
from console.export.paper_scan import paper_texts, unread_parts
from console.export.personal_scan import (
    Personal,
    PersonalFinding,
    findings_in,
    scan_book,
)


class Paper(Protocol):
    """Whoever can write rich text as a PDF and read one."""

    def write(self, rich_text: str, title: str, page_words: str, path: Path) -> None:
        """Write it."""

    def texts(self, path: Path) -> Iterable[tuple[str, str]]:
        """Page (or property) and its text."""


def serve(line: Connection, job: EditionJob, paper: Paper) -> None:
    """Write the edition of a job when asked."""
    bounded.serve(line, job.memory_bytes, partial(_answer, job, paper), _reason)


def _answer(job: EditionJob, paper: Paper, _request: bytes) -> Iterator[Message]:
    yield from ({"file": kind} for kind in make(job, paper))


def make(job: EditionJob, paper: Paper) -> Iterator[str]:
    """Make one file after the other and look it over; tells which is done.

    Raises `Refusal` `edition.personal.*`, `edition.font`, `edition.unwritable`,
    `assessment_book.*`, `book.*`.
    """
    edition, harmless = job.edition, job.edition.harmless
    refuse_findings(findings_in(edition.texts(), job.names, harmless), edition.title)
    book = job.path("xlsx")
    skeleton = job.folder / "skeleton.xlsx"
    rows = [[plain_cell(cell) for cell in row] for row in job.rows]
    batches: list[list[list[Plain]]] = [rows]
    for _ in write_book(job.book, read_layout(job.layout), batches, book, skeleton):
        pass
    skeleton.unlink()
    refuse_findings(scan_book(book, job.names, harmless), book.name)
    yield "xlsx"
    pdf = job.path("pdf")
    paper.write(paper_of(edition), edition.title, edition.page, pdf)
    found = findings_in(paper_texts(pdf, paper.texts), job.names, harmless)
    unread = [PersonalFinding(Personal.UNREAD, part, "") for part in unread_parts(pdf)]
    refuse_findings((*found, *unread), pdf.name)
    yield "pdf"
    page = job.path("html")
    page.write_text(page_of(edition), encoding="utf-8")
    texts = page_texts(page.read_text(encoding="utf-8"))
    refuse_findings(findings_in(texts, job.names, harmless), page.name)
    yield "html"


def refuse_findings(found: Iterable[PersonalFinding], file: str) -> None:
    """Raises `Refusal` `edition.personal.<kind>` of the first finding, where there is any."""
    every = tuple(found)
    if every:
        first = every[0]
        raise Refusal(
            f"edition.personal.{first.kind.value}",
            file=file, count=len(every), sheet=first.sheet, cell=first.cell,
        )  # fmt: skip


def _reason(error: BaseException) -> Refusal:
    """The refusal for what the file system or a library raised."""
    part = error.strerror if isinstance(error, OSError) else None
    return Refusal("edition.unwritable", part=part or type(error).__name__)
