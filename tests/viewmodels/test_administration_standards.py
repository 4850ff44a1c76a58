"""Standards from a workbook: the difference first, then a new version, or a calm reason."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.administration import Subject
from console.export.standards_sheets import write
from console.ports.administration import Change
from console.ports.errors import StoreUnavailable
from tests.administration_seat import Seat, a_seat
from tests.standards import SMALL_STANDARDS


@pytest.fixture
def seat(qapp: QApplication) -> Iterator[Seat]:
    assert qapp is not None
    made = a_seat()
    made.table.reading.standards = SMALL_STANDARDS
    yield made
    made.leave()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The standards with one condition in other words."""
    first, *others = SMALL_STANDARDS.conditions
    conditions = (replace(first, text=f"{first.text}，夜间"), *others)
    write(tmp_path / "a.xlsx", replace(SMALL_STANDARDS, conditions=conditions))
    return tmp_path / "a.xlsx"


def test_differences_are_shown_and_written_only_when_told(seat: Seat, book: Path) -> None:
    standards, kept = seat.page.standards, list[Change]()
    standards.kept.connect(kept.append)
    standards.keep("没有文件")
    assert kept == []
    standards.read(book)
    assert standards.offer is not None
    assert len(standards.table.keys) == len(standards.offer.changes) > 0
    row = standards.table.row_at(0)
    assert row is not None
    words = [column.value(row) for column in standards.table.columns]
    assert words[0] == "修改"
    assert "夜间" in words[4]
    assert seat.store.catalogues == {}
    standards.keep("修订")
    assert len(kept) == 1
    assert seat.store.register[-1].reason == "修订"
    assert seat.codes[-1] == "administration.done.standards"
    assert standards.offer is None


def test_written_standards_are_taken_back_as_a_new_version(seat: Seat, book: Path) -> None:
    standards, store = seat.page.standards, seat.store
    version = SMALL_STANDARDS.version
    store.catalogues[version] = SMALL_STANDARDS
    store.keep(Subject.STANDARDS, "standards", version=version, valid_from="2026-01-01")
    standards.read(book)
    standards.keep("修订")
    seat.table.reading.standards = store.catalogues[version + 1]
    seat.page.history.undo_last()
    assert store.catalogues[version + 2].conditions == SMALL_STANDARDS.conditions


def test_a_file_that_is_no_workbook_is_refused_in_words(seat: Seat, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK\x03\x04 broken")
    seat.page.standards.read(file)
    assert seat.page.standards.refusal is not None
    assert seat.page.standards.refusal.code.startswith("book.")


def test_what_others_kept_meanwhile_is_not_written_over(seat: Seat, book: Path) -> None:
    standards = seat.page.standards
    standards.read(book)
    assert standards.offer is not None
    version = standards.offer.after.version
    seat.store.catalogues[version] = SMALL_STANDARDS
    standards.keep("")
    assert standards.refusal is not None
    assert standards.refusal.code == "admin.stale"
    assert standards.offer is not None


def test_a_lost_server_leaves_the_file_named(seat: Seat, book: Path) -> None:
    standards = seat.page.standards
    seat.table.reading.lost = True
    standards.read(book)
    assert standards.refusal is not None
    assert standards.refusal.code == "store.lost"
    assert standards.file == book
    seat.table.reading.lost = False
    standards.read(book)
    seat.store.fail = StoreUnavailable("store.lost")
    standards.keep("")
    assert standards.offer is not None
    assert not standards.writing
