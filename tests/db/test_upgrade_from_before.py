"""A city that worked with the program before servers were shared goes up, down and up again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import ENDED, Move, Post, Stage
from db import OpenStore, open_store
from db.archive import verify
from db.caller_keys import CallerKeys
from db.caller_rotation import has_plain, make_keys, seal_plain
from db.engine import command_engine
from db.restore import restore
from db.seed import seed
from db.upgrade import newest_revision, present_revision, upgrade
from tests.db.before import CALLERS, CASES, DUMP, Rows, bring_back, columns_of, go_down, rows_of
from tests.db.crew import at_work
from tests.db.lives import Life, actor
from tests.plugins.stores import StoreServer

ITS_OWN: Final = {"alembic_version", "api_file"}
"""What tells which program a database belongs to."""

LAW: Final = {"transition"}
"""Put in place by each program at its start."""

SHORT_LIVED: Final = {"feed", "command_log"}
"""News and command ids of long ago are tidied away at every upgrade."""

COUNTS: Final = {"stamp"}
"""How often a topic changed since this database has it."""


@pytest.fixture
def empty(server: StoreServer) -> Iterator[URL]:
    """The address of a database with nothing in it."""
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
def before(empty: URL) -> Iterator[Engine]:
    """The city from before, its schema untouched."""
    bring_back(empty)
    engine = command_engine(empty)
    yield engine
    engine.dispose()


@pytest.fixture
def keys(tmp_path: Path) -> CallerKeys:
    """A folder without keys yet, where a store of this test looks for them."""
    return CallerKeys.beside(tmp_path / "files")


def differing(one: Rows, other: Rows) -> set[str]:
    """Tables whose rows differ; both have the same tables."""
    assert one.keys() == other.keys()
    return {table for table in one if one[table] != other[table]}


def left_of_functions(engine: Engine) -> set[str]:
    """What the older program could stumble over when it puts its own functions in place."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT proname FROM pg_proc WHERE pronamespace::regnamespace::text"
                " IN ('app', 'api_v1') AND proname NOT IN ('grams', 'add_year')"
                " UNION SELECT policyname FROM pg_policies"
                " UNION SELECT relname FROM pg_class WHERE relrowsecurity"
            )
        )
        return set(found.scalars())


def test_every_row_is_the_same_after_up_and_down_and_up(before: Engine, empty: URL) -> None:
    columns = dict(columns_of(before))
    told = rows_of(before, columns)
    upgrade(empty)
    callers = columns.pop("caller")
    there = rows_of(before, columns)
    changed = differing({table: told[table] for table in columns}, there) - SHORT_LIVED
    assert changed == {*ITS_OWN, *LAW, *COUNTS}
    assert all(set(there[table]) <= set(told[table]) for table in SHORT_LIVED)
    assert {"(callers,1)", *told["stamp"]} <= set(there["stamp"])
    assert rows_of(before, {"caller_plain": callers})["caller_plain"] == told["caller"]
    first = rows_of(before, columns_of(before))

    go_down(before)
    assert left_of_functions(before) == set()
    former = columns_of(before)
    assert former.keys() == told.keys()
    assert differing(told, rows_of(before, former)) <= {"api_file", *LAW, *SHORT_LIVED}

    upgrade(empty)
    assert differing(first, rows_of(before, columns_of(before))) <= SHORT_LIVED
    assert present_revision(before) == newest_revision()


def test_callers_sealed_on_the_way_up_come_back_readable_with_their_key_only(
    before: Engine, empty: URL, keys: CallerKeys, tmp_path: Path
) -> None:
    """The way down cannot open them: the older program finds none, and none is lost."""
    upgrade(empty)
    make_keys(before, keys)
    assert seal_plain(before, keys) == len(CALLERS)
    sealed = rows_of(before, columns_of(before))
    go_down(before)
    assert rows_of(before, {"caller": ("id",)})["caller"] == []
    upgrade(empty)
    again = rows_of(before, columns_of(before))
    assert differing(sealed, again) <= {*SHORT_LIVED, *COUNTS}
    assert not has_plain(before)
    with before.connect() as connection:
        called = connection.execute(text("SELECT DISTINCT case_id FROM caller ORDER BY case_id"))
        cases = [CaseId(case) for case in called.scalars()]
    opened = open_store(empty, files_folder=tmp_path / "files", operator="chen", keys=keys)
    try:
        at = Life(opened.store).at
        shown = [opened.callers.reveal(case, actor(Post.ACCEPTOR), at, "回访") for case in cases]
        assert [one for (one,) in shown] == list(CALLERS)
        assert opened.reading.search(CALLERS[3].phone)[0].id == cases[3]
    finally:
        opened.dispose()


@pytest.fixture
def today(empty: URL, keys: CallerKeys, tmp_path: Path) -> Iterator[OpenStore]:
    """The city brought to today as an administrator does it: restored, law and keys in place."""
    assert restore(empty, DUMP).cases == CASES
    engine = command_engine(empty)
    seed(engine)
    make_keys(engine, keys)
    seal_plain(engine, keys)
    opened = open_store(empty, files_folder=tmp_path / "files", operator="chen", keys=keys)
    yield opened
    opened.dispose()
    engine.dispose()


@pytest.fixture
def brought(today: OpenStore, empty: URL) -> Iterator[Engine]:
    """The superuser's engine on that city."""
    assert today.engines
    engine = command_engine(empty)
    yield engine
    engine.dispose()


def all_cases(engine: Engine) -> list[CaseId]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT id FROM case_file ORDER BY id"))
        return [CaseId(case) for case in found.scalars()]


def test_its_archive_is_whole_and_every_stage_of_a_case_is_in_it(brought: Engine) -> None:
    result = verify(brought)
    assert (result.whole, result.checked_cases) == (True, CASES)
    with brought.connect() as connection:
        stages = connection.execute(text("SELECT DISTINCT stage FROM case_file")).scalars()
        assert set(stages) == {stage.value for stage in Stage}


def test_the_console_reads_all_of_it(today: OpenStore, brought: Engine) -> None:
    reading, cases = today.reading, all_cases(brought)
    rows = {row.id: row for row in reading.rows(cases, "chen")}
    assert len(rows) == CASES
    ended = [case for case in cases if rows[case].stage in ENDED]
    assert {row.id for row in reading.open_rows("chen")} == set(cases) - set(ended)
    for case in cases:
        detail = reading.detail(case, "chen")
        assert detail.case.id == case
        assert len(detail.steps) == detail.case.version
        assert reading.find_number(rows[case].number) == case
    now = reading.server_time()
    waiting = {count.queue: count.total for count in reading.counts(Post.DISPATCHER, "lin", now)}
    assert waiting["dispatch"] > 0
    assert len(reading.search("井盖破损", limit=100)) == CASES - 4
    assert reading.units()
    assert reading.precedents(cases[4]).cases


def test_work_goes_on_with_every_case_under_the_judge(
    today: OpenStore, brought: Engine, empty: URL, tmp_path: Path
) -> None:
    """Operators with roles of their own: what the older program kept stands up to the server."""
    now = today.reading.server_time()
    with at_work(brought, empty, tmp_path) as crew:
        life = Life(crew, at=now, prefix="today")
        for case in all_cases(brought):
            life.act(case, Move.NOTE, Post.ACCEPTOR, text="升级后核对")
        waiting = today.reading.open_rows("chen")
        (case,) = [row.id for row in waiting if row.stage is Stage.TO_CLOSE][:1]
        life.act(case, Move.CLOSE, Post.SHIFT_LEADER)
        (case,) = [row.id for row in waiting if row.stage is Stage.SUSPEND_REQUESTED][:1]
        with pytest.raises(Refusal, match=r"move\.post"):
            life.act(case, Move.APPROVE_SUSPENSION, Post.DISPATCHER)
        life.act(case, Move.APPROVE_SUSPENSION, Post.SHIFT_LEADER)
    assert verify(brought).whole
