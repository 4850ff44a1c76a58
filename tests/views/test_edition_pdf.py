"""The notice on paper: A4 across, numbered, its text can be found and its fonts lie in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from console.bootstrap.edition_child import enter
from console.domain.ideographs import ORDINARY
from console.export.edition_export import write_edition
from console.views.edition_pdf import readable
from tests.export.edition_sample import FINGERPRINT, edition_of, job_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    public = edition_of()
    job = job_of(public, tmp_path_factory.mktemp("edition"))
    write_edition(job, enter)
    return job.path("pdf")


@pytest.fixture
def pages(file: Path, qapp: QApplication) -> Iterator[QPdfDocument]:
    document = QPdfDocument()
    assert document.load(str(file)) is QPdfDocument.Error.None_
    yield document
    document.close()


def test_it_is_a4_across_and_every_page_has_its_number(pages: QPdfDocument) -> None:
    count = pages.pageCount()
    assert count >= 1
    for page in range(count):
        size = pages.pagePointSize(page)
        assert (round(size.width()), round(size.height())) == (842, 595)
        assert f"第 {page + 1} 页" in pages.getAllText(page).text()
        assert f"共 {count} 页" in pages.getAllText(page).text()


def test_its_text_is_the_notice_s_and_can_be_found(pages: QPdfDocument) -> None:
    text = "".join(pages.getAllText(page).text() for page in range(pages.pageCount()))
    plain = "".join(text.split())
    assert plain.count("返工率返工数") == 1  # a line at the end of a page stands on one
    edition = edition_of().edition
    for words in (edition.title, edition.issuer, edition.state, FINGERPRINT, "部门", "市环卫处"):
        assert "".join(words.split()) in plain
    for words in (*edition.paragraphs, edition.notes[-1], edition.signature):
        assert "".join(words.split()) in plain
    assert not set(map(ord, plain)) & set(ORDINARY)


def test_its_title_is_told_and_no_author(pages: QPdfDocument) -> None:
    assert pages.metaData(QPdfDocument.MetaDataField.Title) == edition_of().edition.title
    assert not pages.metaData(QPdfDocument.MetaDataField.Author)


def test_its_fonts_lie_in_the_file(file: Path) -> None:
    content = file.read_bytes()
    described = content.count(b"/Type /FontDescriptor")
    assert described >= 1
    assert content.count(b"/FontFile") == described


def test_only_the_table_of_codes_is_made_readable() -> None:
    pdf = b"<2ED4> begincmap <0001> <0002> [<2ED4> <0031>] <2F2D> endcmap (<2F2D>)"
    told = b"<2ED4> begincmap <0001> <0002> [<95E8> <0031>] <5C71> endcmap (<2F2D>)"
    assert readable(pdf) == told
