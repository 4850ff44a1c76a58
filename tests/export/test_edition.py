"""The files of a public edition: all or none, the same words in each, nothing that calls home."""

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.export.assessment_book import Kind
from console.export.edition import EditionColumn, EditionTable, fixed, shown
from console.export.edition_child import make
from console.export.edition_job import KINDS
from console.export.edition_page import page_of
from console.export.edition_paper import paper_of
from console.export.page_scan import page_texts
from tests.evaluation.schemes import shipped
from tests.export.edition_sample import FINGERPRINT, NoPaper, edition_of, job_of
from tests.recalculation import Office, cells_of, disagreements, formulas_of


@given(st.fractions(max_denominator=10**6))
def test_two_decimals_are_the_nearest_and_halves_go_away_from_zero(figure: Fraction) -> None:
    told = Fraction(fixed(figure))
    assert abs(told - figure) <= Fraction(1, 200)
    assert abs(told) >= abs(figure) or abs(told - figure) < Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "kind", "signed", "text"),
    [
        (Fraction(9372, 10_000), Kind.RATE, False, "93.72%"),
        (Fraction(1), Kind.RATE, False, "100.00%"),
        (Fraction(92345, 1000), Kind.SCORE, False, "92.35"),
        (Fraction(1, 2), Kind.SCORE, True, "+0.50"),
        (Fraction(-1, 1000), Kind.SCORE, True, "0.00"),
        (Fraction(-1, 2), Kind.SCORE, True, "-0.50"),
        (14_577, Kind.COUNT, False, "14577"),
        (None, Kind.RATE, False, "—"),
    ],
)
def test_figures_are_printed_as_published_sheets_print_them(
    value: int | Fraction | None,
    kind: Kind,
    signed: bool,  # noqa: FBT001 - a table
    text: str,
) -> None:
    assert shown(value, EditionColumn(title="", kind=kind, signed=signed)) == text


def test_the_workbook_of_sums_is_calculated_to_the_same_values(tmp_path: Path) -> None:
    paths = []
    for name in ("standard", "yuncheng", "jinhua"):
        public = edition_of(shipped(name, ObjectKind.DEPARTMENT))
        job = replace(job_of(public, tmp_path), stem=name)
        assert next(make(job, NoPaper())) == "xlsx"
        paths.append(job.path("xlsx"))
    for path, theirs in zip(paths, Office(tmp_path).recalculated(*paths), strict=True):
        assert len(formulas_of(path)) > 50, path.name
        assert not disagreements(path, theirs), path.name
    values = {str(value) for value in cells_of(paths[0]).values()}
    assert {FINGERPRINT, "平顶山市数字化城市管理综合评价通报"} <= values
    assert not any(re.fullmatch(r"\d{14}", one) for one in values)  # no case's number


def test_each_file_is_made_and_the_same_words_are_in_each(tmp_path: Path) -> None:
    public, paper = edition_of(), NoPaper()
    job = job_of(public, tmp_path)
    assert tuple(make(job, paper)) == KINDS
    assert sorted(one.name for one in tmp_path.iterdir()) == ["2026.html", "2026.pdf", "2026.xlsx"]
    page = [text for _, _, text in page_texts(job.path("html").read_text(encoding="utf-8"))]
    rich = [text for _, _, text in page_texts(paper.written[0])]
    for words in (*public.edition.paragraphs, *(n for n, _ in public.edition.definitions)):
        assert words in page
        assert any(words in one for one in rich), words


class _Outline(HTMLParser):
    """What a screen reader and a strict policy care for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scopes: list[str] = []
        self.tags: list[str] = []
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs if value]
        if tag not in {"meta"}:
            self.open.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_asks_nobody_and_names_its_rows_and_columns() -> None:
    edition = edition_of(language="en").edition
    outline = _Outline()
    page = page_of(edition)
    outline.feed(page)
    assert not outline.open
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert not {"script", "link", "img", "iframe", "a", "form"} & set(outline.tags)
    assert "://" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page
    assert outline.tags.count("caption") == outline.tags.count("table") == len(edition.tables)
    assert set(outline.scopes) == {"row", "col", "colgroup"}
    assert outline.scopes.count("row") == sum(len(one.rows) + 1 for one in edition.tables)


def test_words_of_a_city_are_never_markup() -> None:
    edition = edition_of().edition
    assert "=九所&lt;b&gt;&amp;" in page_of(edition)
    assert "=九所&lt;b&gt;&amp;" in paper_of(edition)


def test_a_layout_that_lacks_a_name_is_refused(tmp_path: Path) -> None:
    job = replace(job_of(edition_of(), tmp_path), layout=tmp_path / "none.xlsx")
    with pytest.raises((Refusal, OSError)):
        list(make(job, NoPaper()))


def test_a_cell_beyond_the_twenty_sixth_column_is_named_as_it_is() -> None:
    column = EditionColumn(title="", kind=Kind.TEXT)
    table = EditionTable(title="T", columns=(column,) * 28, rows=(("x",) * 28,))
    notice = replace(edition_of(shipped("standard")).edition, tables=(table,))
    cells = [cell for title, cell, _ in notice.texts() if title == "T" and cell]
    assert (cells[25], cells[26], cells[27]) == ("Z1", "AA1", "AB1")
