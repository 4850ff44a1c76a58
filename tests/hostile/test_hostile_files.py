"""500 broken or malicious files: always an answer, never an escape, memory within bounds."""

from collections import Counter
from pathlib import Path

import pytest

from console.domain.finding import Finding
from console.domain.refusal import Refusal
from console.export.book_rows import MEBIBYTE, Bounds
from console.export.case_export_book import case_items
from console.export.safe_book import IDLE_BYTES, BookReader
from console.export.standards_book import read_items
from console.views.wording import Language, Wording
from tests.hostile.generator import FAMILIES, HostileFile, hostile_files

BOUNDS = Bounds(memory_bytes=128 * MEBIBYTE, seconds=10.0, rows=20_000)


def outcome(file: HostileFile, reader: BookReader, wording: Wording) -> str:
    """How the reading of one file ended; every word said about it has a sentence, or KeyError."""
    found: list[Finding] = []
    try:
        items = reader.read(file.path)
        if file.standards:
            found.extend(read_items(items).findings)
        else:
            found.extend(one for one in case_items(items) if isinstance(one, Finding))
    except Refusal as refusal:
        wording.say(refusal.code, **refusal.facts)
        return refusal.code
    for one in found:
        wording.say(one.code, **one.facts)
    return "read with findings" if found else "read"


@pytest.mark.timeout(300)
def test_500_hostile_files_each_end_in_an_answer_within_bounds(tmp_path: Path) -> None:
    wording = Wording(Language.CHINESE)
    answers: Counter[str] = Counter()
    with BookReader(BOUNDS) as reader:
        for file in hostile_files(tmp_path):
            answers[outcome(file, reader, wording)] += 1
            file.path.unlink()
        assert reader.peak_bytes < IDLE_BYTES + BOUNDS.memory_bytes
    assert sum(answers.values()) >= 500
    assert answers["read with findings"] > 50
    assert {"book.broken", "book.zip_bomb", "book.entities", "book.encrypted"} <= answers.keys()
    assert {"book.memory", "book.not_a_table"} <= answers.keys()
    assert {"book.old_xls", "book.markup", "book.other_format", "book.encoding"} <= answers.keys()


def test_the_families_make_at_least_500_files() -> None:
    assert sum(count for _, count in FAMILIES) >= 500
