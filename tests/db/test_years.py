"""A year leaves the database and comes back: equal, whole in between, and never half."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.ports.errors import StoreUnavailable
from db import OpenStore
from db.anchors import check_anchors, kept_lines
from db.archive import verify
from db.bulk import BulkStore
from db.engine import command_engine
from db.roles import operator_url
from db.year_folder import TABLES, read_manifest, search_folder, verify_folder
from db.years import attach_year, detach_year, years_away
from tests.db.crew import PASSWORD, employ, everybody
from tests.db.lives import MORNING, Life, standard
from tests.db.test_archive import with_triggers_off

YEAR = 2025
NEW_YEAR = datetime(2025, 12, 31, 3, 0, tzinfo=UTC)
"""Two of the cases begin here, and end in January."""


def untold(_part: str, _done: int, _of: int) -> None:
    """Nobody is told."""


@pytest.fixture
def years(owner: Engine) -> list[CaseId]:
    """Closed cases of last year, one of them ended in this one, and an open case of this year."""
    store = BulkStore(owner, letters=False)
    life = Life(store, at=NEW_YEAR, minutes=24 * 60)
    cases = [life.report("井盖破损\n第二行\t\\N", address="中兴路 12 号")]
    life.to_end(cases[0], standard=standard())
    quick = Life(store, at=NEW_YEAR, minutes=1, prefix="quick")
    cases.append(quick.report("暴露垃圾", address="建设路 7 号"))
    quick.to_end(cases[1])
    today = Life(store, at=MORNING, prefix="today")
    cases.append(today.report("路灯不亮"))
    store.flush()
    return cases


def rows(owner: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is kept by year."""
    with owner.connect() as connection:
        return {
            table: [
                tuple(row)
                for row in connection.execute(
                    text(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - names of ours
                )
            ]
            for table in TABLES
        }


def structure(owner: Engine) -> set[tuple[str, str]]:
    """Indexes, triggers and settings of the year's tables."""
    with owner.connect() as connection:
        found = connection.execute(
            text(
                "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
                " JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname LIKE :year"
                " UNION ALL SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname LIKE :year"
                " UNION ALL SELECT relname, relowner::regrole || ' ' || reloptions::text"
                " FROM pg_class WHERE relname LIKE :year AND relkind = 'r'"
            ),
            {"year": f"case%{YEAR}"},
        )
        return {(row[0], row[1]) for row in found}


def detach(owner: Engine, folder: Path) -> None:
    detach_year(owner, YEAR, folder, MORNING, untold)


def test_a_year_comes_back_row_by_row_with_its_indexes_and_guards(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    before, made = rows(owner), structure(owner)
    detach(owner, tmp_path / "2025")
    assert {row[0] for row in rows(owner)["case_file"]} == {years[2]}
    attach_year(owner, tmp_path / "2025", MORNING, untold)
    assert rows(owner) == before
    assert structure(owner) == made
    assert verify(owner).whole
    assert check_anchors(owner, kept_lines(owner)) is None


def test_while_it_is_away_both_halves_verify(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    detach(owner, tmp_path / "2025")
    found = verify_folder(tmp_path / "2025")
    assert (found.whole, found.result.checked_cases, found.anchors) == (True, 2, 1)
    here = verify(owner)
    assert (here.whole, here.checked_cases) == (True, 1)
    lines = kept_lines(owner)
    missed = check_anchors(owner, lines)
    assert missed is not None
    assert missed.year == YEAR
    assert check_anchors(owner, lines, years_away(owner)) is None
    assert verify_folder(tmp_path / "2025", lines).whole


@pytest.mark.parametrize(
    ("words", "place"), [("建设路", 1), ("暴露垃圾", 1), ("2025-1231-000001", 0), ("12", 0)]
)
def test_the_folder_is_searched_by_number_address_and_text(
    years: list[CaseId], owner: Engine, tmp_path: Path, words: str, place: int
) -> None:
    detach(owner, tmp_path / "2025")
    found = list(search_folder(tmp_path / "2025", words, most=5))
    assert years[place] in [one.id for one in found]
    assert not list(search_folder(tmp_path / "2025", "鳄鱼", most=5))


def test_an_altered_folder_is_neither_verified_nor_attached(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "2025"
    detach(owner, folder)
    there = years_away(owner)
    for name in ("case_text.copy.gz", "case_step.copy.gz", "manifest.json"):
        file = folder / name
        whole = file.read_bytes()
        for altered in (whole[:-9], whole[:40] + b"\x00" + whole[41:], b""):
            file.write_bytes(altered)
            for act in (lambda: verify_folder(folder), lambda: attach_year(
                owner, folder, MORNING, untold
            )):  # fmt: skip
                with pytest.raises(Refusal, match=r"year\.altered"):
                    act()
        file.write_bytes(whole)
    assert years_away(owner) == there
    attach_year(owner, folder, MORNING, untold)
    assert len(years) == len(rows(owner)["case_file"])


def test_a_folder_of_another_detaching_is_not_attached(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    detach(owner, tmp_path / "first")
    attach_year(owner, tmp_path / "first", MORNING, untold)
    with pytest.raises(Refusal, match=r"year\.not_away"):
        attach_year(owner, tmp_path / "first", MORNING, untold)
    detach(owner, tmp_path / "second")
    with pytest.raises(Refusal, match=r"year\.other_folder"):
        attach_year(owner, tmp_path / "first", MORNING, untold)
    assert read_manifest(tmp_path / "second").cases == len(years) - 1


def test_what_keeps_a_year_here_is_told(years: list[CaseId], owner: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"year\.present"):
        detach_year(owner, MORNING.year, tmp_path / "a", MORNING, untold)
    with pytest.raises(Refusal, match=r"year\.unknown"):
        detach_year(owner, 1999, tmp_path / "a", MORNING, untold)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").touch()
    with pytest.raises(Refusal, match=r"year\.folder_taken"):
        detach(owner, tmp_path / "taken")
    store = BulkStore(owner, letters=False)
    Life(store, at=NEW_YEAR, prefix="open").report("树倒了")
    store.flush()
    with pytest.raises(Refusal, match=r"year\.open_cases"):
        detach(owner, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    assert len(rows(owner)["case_file"]) == len(years) + 1


def test_a_year_with_callers_stays_until_they_are_erased(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO caller (case_id, reply, sealed, key_id, algorithm) SELECT :case,"
                " 'none', '\\x00', key_id, algorithm FROM caller_key WHERE public IS NOT NULL"
            ),
            {"case": years[0]},
        )
    with pytest.raises(Refusal, match=r"year\.callers"):
        detach(owner, tmp_path / "a")


def test_a_year_with_a_broken_trail_stays(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    with_triggers_off(
        owner, "UPDATE case_step SET reason = 'forged' WHERE case_id = :case", case=years[1]
    )
    before = rows(owner)
    with pytest.raises(Refusal, match=r"year\.broken"):
        detach(owner, tmp_path / "a")
    assert rows(owner) == before
    assert list((tmp_path / "a").iterdir()) == []


def test_a_forged_year_whose_manifest_was_made_anew_is_not_this_database_s(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "2025"
    detach(owner, folder)
    told = (folder / "manifest.json").read_text("utf-8")
    manifest = read_manifest(folder)
    forged = told.replace('"cases": 2', '"cases": 3')
    (folder / "manifest.json").write_text(forged, "utf-8")
    with pytest.raises(Refusal, match=r"year\.altered"):
        read_manifest(folder)
    assert manifest.digest == years_away(owner)[YEAR].digest


class Stopped(Exception):
    """Somebody ended the work."""


def ending_at(moment: int) -> Callable[[str, int, int], None]:
    """A listener that ends the work the so manyth time it is told something."""
    told = iter(range(moment))

    def listen(_part: str, _done: int, _of: int) -> None:
        if next(told, None) is None:
            raise Stopped

    return listen


def moments(owner: Engine, folder: Path) -> int:
    """How often a whole detaching tells something."""
    told: list[str] = []
    detach_year(owner, YEAR, folder, MORNING, lambda part, _done, _of: told.append(part))
    attach_year(owner, folder, MORNING, untold)
    return len(told)


def test_ended_anywhere_a_detaching_leaves_the_year_here(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    before = rows(owner)
    for moment in range(moments(owner, tmp_path / "all")):
        folder = tmp_path / str(moment)
        with pytest.raises(Stopped):
            detach_year(owner, YEAR, folder, MORNING, ending_at(moment))
        assert rows(owner) == before
        assert list(folder.iterdir()) == []
        assert not years_away(owner)
    assert len(years) == len(before["case_file"])


def test_ended_anywhere_an_attaching_leaves_the_year_in_its_folder(
    years: list[CaseId], owner: Engine, tmp_path: Path
) -> None:
    before, folder, moment = rows(owner), tmp_path / "2025", 0
    detach(owner, folder)
    while True:
        try:
            attach_year(owner, folder, MORNING, ending_at(moment))
        except Stopped:
            moment += 1
            assert list(years_away(owner)) == [YEAR]
            assert {row[0] for row in rows(owner)["case_file"]} == {years[2]}
            continue
        break
    assert moment >= len(TABLES)
    assert rows(owner) == before


def test_who_reads_the_years_the_whole_time_keeps_the_year_here(
    years: list[CaseId], owner: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.years._TRIES", 1)
    before = rows(owner)
    with owner.connect() as reader:
        reader.execute(text("SELECT count(*) FROM case_step"))
        with pytest.raises(StoreUnavailable, match=r"store\.busy"):
            detach(owner, tmp_path / "2025")
    assert rows(owner) == before
    assert not years_away(owner)
    assert len(years) == len(before["case_file"])


def test_an_operator_moves_no_year(
    years: list[CaseId], owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    employ(owner, *everybody())
    mine = command_engine(operator_url(database_url, "ann", PASSWORD))
    try:
        with pytest.raises(Refusal, match=r"year\.administrator"):
            detach_year(mine, YEAR, tmp_path / "a", MORNING, untold)
        with mine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("INSERT INTO year_move (at) VALUES (now())"))
    finally:
        mine.dispose()
    assert len(years) == len(rows(owner)["case_file"])


def test_while_a_year_is_away_work_goes_on_and_its_cases_are_told_of(
    years: list[CaseId], store: OpenStore, owner: Engine, tmp_path: Path
) -> None:
    detach(owner, tmp_path / "2025")
    life = Life(store.store, prefix="more")
    life.act(years[2], Move.NOTE, Post.ACCEPTOR, text="仍可工作")
    assert life.report("照常受理") not in years
    with pytest.raises(Refusal, match=r"year\.away"):
        store.reading.detail(years[0], "chen")
    with pytest.raises(Refusal, match=r"year\.away"):
        store.reading.search("2025-1231-000001")
    assert store.reading.search("2024-1231-000001") == ()
