"""What was published is altered behind the server's back, and `--verify` names the place.

The tamperer is the superuser with all triggers off: nothing stops him, he is only noticed.
"""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, text

from console.bootstrap.publishing import verified, write_publication
from console.cli.talk import Talk
from console.domain.stage import Move, Post
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.export.book_compare import cells_alone, fingerprint_in
from console.ports.publications import Head, Mark
from console.services.assessing import Named
from console.services.publication_checks import findings
from console.services.publishing import prepare, sign
from console.services.schemes import kept_beside
from console.views.wording import Wording
from db import OpenStore
from db.publications import PostgresPublications
from db.schemes import PostgresSchemes
from tests.db.lives import Life
from tests.evaluation.schemes import shipped

NOVEMBER = period_of(PeriodKind.MONTH, date(2026, 11, 1))
NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
UNITS = [Named(code=code, name=code) for code in ("U1", "U2")]


@pytest.fixture
def book(store: OpenStore, owner: Engine, tmp_path: Path) -> Path:
    """The workbook of a published month of four cases."""
    life = Life(store.store)
    cases = [life.report() for _ in range(4)]
    life.to_end(cases[0])
    life.to_end(cases[1], "U2")
    for case in cases[2:]:
        life.to_handling(case, "U2")
    life.at += timedelta(days=3)
    life.act(cases[2], Move.FEEDBACK, Post.UNIT, text="已修复")
    scheme = shipped("standard", ObjectKind.DEPARTMENT)
    head = prepare(PostgresPublications(owner, "guo"), scheme, NOVEMBER, UNITS, NOW)
    sign(PostgresPublications(owner, "zhou"), head.id, Mark.CHECKED, NOW)
    sign(PostgresPublications(owner, "ann"), head.id, Mark.PUBLISHED, NOW)
    path = tmp_path / "book.xlsx"
    write_publication(PostgresPublications(owner), head, path, "zh_CN", quiet())
    return path


class Said:
    """What a verb printed."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, words: str) -> int:
        self.lines.append(words)
        return len(words)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return False


def quiet() -> Talk:
    return Talk(Wording("en").say, Said(), Said())  # type: ignore[arg-type] # as much of a stream as is used


def told(owner: Engine, path: Path) -> tuple[int, str]:
    """Exit code and the words of a verification."""
    said = Said()
    talk = Talk(Wording("en").say, said, Said())  # type: ignore[arg-type] # as above
    code = verified(PostgresPublications(owner), PostgresSchemes(owner).kept(), path, talk)
    return code, "".join(said.lines)


def altered(owner: Engine, statement: str) -> None:
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        assert connection.exec_driver_sql(statement).rowcount > 0


def test_an_untouched_workbook_over_an_untouched_store_is_the_same(
    owner: Engine, book: Path
) -> None:
    code, words = told(owner, book)
    assert (code, "First difference" in words) == (0, False), words


SECOND = "(SELECT case_id FROM publication_fact ORDER BY case_id OFFSET 1 LIMIT 1)"
TAMPERING = {
    "a step": (
        "UPDATE case_step SET reason = 'x' WHERE seq = 3 AND case_id = SECOND",
        ["case {second}: step 3 was altered"],
    ),
    "a step taken away": (
        "DELETE FROM case_step WHERE seq = 12 AND case_id = SECOND",
        ["case {second}: step 12 is missing"],
    ),
    "a fact": (
        "UPDATE case_fact SET handled_at = handled_at - interval '1 day' WHERE case_id = SECOND",
        ["case {second}: field handled_at of its present facts"],
    ),
    "a frozen row": (
        "UPDATE publication_fact SET due = due + interval '9 days' WHERE case_id = SECOND",
        ["case {second}: field due of the frozen facts"],
    ),
    "frozen flags": (
        "UPDATE publication_fact SET flags = flags | 262144 WHERE case_id = SECOND",
        ["case {second}: field flags of the frozen facts"],
    ),
    "a frozen row taken away": (
        "DELETE FROM publication_fact WHERE case_id = SECOND",
        ["3 frozen rows are there, 4 were sealed"],
    ),
    "two frozen rows exchanged": (
        "UPDATE publication_fact AS f SET number = (SELECT g.number FROM publication_fact g"
        " WHERE g.case_id <> f.case_id AND g.case_id IN (SELECT case_id FROM publication_fact"
        " ORDER BY case_id LIMIT 2)) WHERE f.case_id IN"
        " (SELECT case_id FROM publication_fact ORDER BY case_id LIMIT 2)",
        ["field number of the frozen facts"],
    ),
    "the scheme": (
        """UPDATE publication SET scheme_text = replace(scheme_text, '"weight": "0.3"',
            '"weight": "0.4"')""",
        ["the frozen scheme standard was altered", "weight"],
    ),
    "the frozen calendar": (
        "UPDATE publication SET calendar_text = replace(calendar_text, 'hours_per_day', 'hours')",
        ["part calendar"],
    ),
    "the calendar": (
        "UPDATE calendar SET hours_per_day = hours_per_day + 1",
        ["the working calendar", "says something else"],
    ),
    "a figure": (
        "UPDATE publication_seal SET figures = replace(figures, '\"rank\":1', '\"rank\":2')",
        ["part figures", "rank of U"],
    ),
    "the period": (
        "UPDATE publication SET as_of = as_of + interval '1 hour'",
        ["part head"],
    ),
}


def kept_now(owner: Engine, head: Head) -> str:
    return kept_beside(PostgresSchemes(owner).kept(), head.wanted.scheme_text)


def test_what_is_altered_in_the_store_is_named(owner: Engine, book: Path) -> None:
    publications, say = PostgresPublications(owner), Wording("en").say
    head = publications.named(fingerprint_in(book))
    with owner.begin() as connection:
        second = connection.execute(
            text(f"SELECT number FROM case_file WHERE id = {SECOND}")  # noqa: S608 - ours
        ).scalar_one()
        for table in TABLES:
            connection.exec_driver_sql(f"CREATE TABLE kept_{table} AS TABLE {table}")
    missed: dict[str, str] = {}
    for name, (statement, places) in TAMPERING.items():
        altered(owner, statement.replace("SECOND", SECOND))
        found = findings(publications, publications.head(head.id), kept_now(owner, head))
        words = "; ".join(say(f"publication.differs.{one.code}", **one.facts) for one in found)
        if not all(place.format(second=second) in words for place in places):
            missed[name] = words
        put_back(owner)
    assert not missed
    assert not list(findings(publications, publications.head(head.id), kept_now(owner, head)))


def test_an_altered_step_fails_the_verification_of_an_untouched_file(
    owner: Engine, book: Path
) -> None:
    altered(owner, "UPDATE case_step SET reason = 'x' WHERE seq = 3")
    code, words = told(owner, book)
    assert code == 1
    assert "step 3 was altered" in words.splitlines()[0]


TABLES = ("case_step", "case_fact", "publication_fact", "publication", "publication_seal",
          "calendar")  # fmt: skip


def put_back(owner: Engine) -> None:
    """Everything as it was before it was tampered with."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - ours
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608 - ours


def replaced(old: bytes, new: bytes, part: str, path: Path) -> None:
    with ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def first_of(path: Path, pattern: bytes, part: str) -> tuple[bytes, ...]:
    with ZipFile(path) as file:
        found = re.search(pattern, file.read(part))
    assert found
    return found.groups()


RANKING = "xl/worksheets/sheet2.xml"


def test_a_changed_value_is_named_by_its_cell(owner: Engine, book: Path) -> None:
    cell, formula, value = first_of(
        book, rb'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f><v>(\d+)</v>', RANKING
    )
    old = b"<f>" + formula + b"</f><v>" + value + b"</v>"
    replaced(old, b"<f>" + formula + b"</f><v>77</v>", RANKING, book)
    code, words = told(owner, book)
    sheet = load_workbook(book, read_only=True).sheetnames[1]
    assert code == 1
    assert f'First difference: sheet {sheet}, cell {cell.decode()}: the value is "77"' in words


def test_a_changed_formula_is_named_by_its_cell(owner: Engine, book: Path) -> None:
    cell, formula = first_of(book, rb'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f>', RANKING)
    replaced(b"<f>" + formula + b"</f>", b"<f>1+" + formula + b"</f>", RANKING, book)
    code, words = told(owner, book)
    sheet = load_workbook(book, read_only=True).sheetnames[1]
    assert code == 1
    assert f"First difference: sheet {sheet}, cell {cell.decode()}: the formula is" in words
    assert '"=1+' in words


def test_without_a_database_counts_are_held_to_the_rows_of_the_file(book: Path) -> None:
    assert not list(cells_alone(book))
    cell, formula = first_of(book, rb'<c r="([D-E]\d+)"[^>]*><f>(SUM[^<]*)</f>', RANKING)
    kept = first_of(book, rb"<f>" + re.escape(formula) + rb"</f><v>([^<]*)</v>", RANKING)[0]
    written = b"<f>" + formula + b"</f><v>"
    replaced(written + kept, written + b"99", RANKING, book)
    found = list(cells_alone(book))
    assert [(one.cell, one.what, one.theirs) for one in found] == [(cell.decode(), "value", "99")]
    replaced(written + b"99", b"<v>" + kept, RANKING, book)
    found = list(cells_alone(book))
    assert [(one.cell, one.what) for one in found] == [(cell.decode(), "no_formula")]


def test_a_row_beyond_what_a_sheet_says_of_itself_is_told_without_a_database(book: Path) -> None:
    with ZipFile(book) as file:
        part = max(name for name in file.namelist() if name.startswith("xl/worksheets/sheet"))
        rows = re.findall(rb'<row r="(\d+)".*?</row>', file.read(part), re.DOTALL)
        last = re.findall(rb'<row r="\d+".*?</row>', file.read(part), re.DOTALL)[-1]
    added = moved(last, rows[-1], str(int(rows[-1]) + 1).encode())
    replaced(last, last + added, part, book)
    assert "value" in [one.what for one in cells_alone(book)]


def test_rows_exchanged_and_taken_away_are_named_by_their_first_cell(
    owner: Engine, book: Path
) -> None:
    with ZipFile(book) as file:
        names = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        part = max(names, key=lambda name: int(re.sub(r"\D", "", name)))
        rows = re.findall(rb'<row r="(\d+)".*?</row>', file.read(part), re.DOTALL)
        whole = re.findall(rb'<row r="\d+".*?</row>', file.read(part), re.DOTALL)
    sheet = load_workbook(book, read_only=True).sheetnames[-1]
    (one, other), (above, below) = rows[-2:], whole[-2:]
    swapped = moved(below, other, one) + moved(above, one, other)
    replaced(above + below, swapped, part, book)
    code, words = told(owner, book)
    assert code == 1
    assert f"sheet {sheet}, cell A{one.decode()}: the value" in words.splitlines()[0]
    replaced(swapped, above, part, book)
    code, words = told(owner, book)
    assert code == 1
    assert f'sheet {sheet}, cell A{other.decode()}: the value is ""' in words


def moved(row: bytes, old: bytes, new: bytes) -> bytes:
    """A row of a sheet's part, with another number."""
    return re.sub(rb'r="([A-Z]*)' + old + b'"', rb'r="\g<1>' + new + b'"', row)
