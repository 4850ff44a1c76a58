"""`db check` finds whatever was changed by hand, and names it."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.organisation import Operator
from console.ports.errors import StoreUnavailable
from db import OpenStore, checking
from db.anchors import make_anchor
from db.caller_keys import CallerKeys
from db.caller_rotation import make_keys, seal_plain
from db.checking import Looked, check, guessing
from db.city import put_operators
from db.door import failed
from db.engine import command_engine
from db.roles import create_operator, operator_url, prepare_roles
from db.site import Site, bring_up
from db.upgrade import upgrade, years_of
from tests.db.lives import Life
from tests.plugins.stores import StoreServer

ALWAYS_OFF = {"settings"}
"""The tests' server is in a hurry: fsync and its like are off."""


@pytest.fixture(autouse=True)
def prepared(owner: Engine) -> None:
    """A clone does not take the rights to connect along."""
    with owner.begin() as connection:
        prepare_roles(connection)


@pytest.fixture(scope="module")
def reference(server: StoreServer) -> Iterator[Engine]:
    """What `reference_database` makes for every check, made once: a check only reads it."""
    url = server.empty()
    upgrade(url)
    engine = command_engine(url)
    yield engine
    engine.dispose()
    server.drop(url)


@pytest.fixture
def made_before(reference: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks of this test compare with a reference made before it, not with one of each."""
    monkeypatch.setattr(checking, "reference_database", lambda _url: nullcontext(reference))


def now() -> datetime:
    return datetime.now(UTC)


def found(url: URL) -> dict[str, Looked]:
    return {one.what: one for one in check(url, now)}


def problems(url: URL) -> dict[str, str]:
    return {one.what: one.fact for one in check(url, now) if one.problem}


def test_a_fresh_database_has_no_problem(database_url: URL, owner: Engine) -> None:
    make_anchor(owner, now())
    told = found(database_url)
    assert [one for one in told.values() if one.problem] == []
    assert {one.what for one in told.values() if one.warning} == ALWAYS_OFF
    assert "fsync = off" in told["settings"].fact
    assert {"version", "schema", "indexes", "grants", "years"} <= told.keys()


@pytest.mark.usefixtures("made_before")
@pytest.mark.parametrize(
    ("deed", "what", "named"),
    [
        ("DROP TABLE imported_case", "tables", "public.imported_case (missing)"),
        ("CREATE TABLE notes (id int)", "tables", "public.notes (extra)"),
        ("ALTER TABLE letter OWNER TO CURRENT_USER", "tables", "public.letter (other)"),
        ("ALTER TABLE unit ADD remark text", "columns", "public.unit.remark (extra)"),
        ("ALTER TABLE letter DROP body", "columns", "public.letter.body (missing)"),
        (
            "ALTER TABLE case_step ALTER period TYPE bigint",
            "columns",
            "public.case_step.period (other)",
        ),
        ("ALTER TABLE case_text ALTER words DROP NOT NULL", "columns", "case_text.words (other)"),
        ("ALTER TABLE phrase DROP CONSTRAINT uq_phrase_move", "constraints", "(missing)"),
        ("DROP INDEX ix_case_file_closed", "indexes", "ix_case_file_closed (missing)"),
        (
            "DROP INDEX ix_case_file_queue; CREATE INDEX ix_case_file_queue"
            " ON case_file (queue, due, id) WHERE ended = true",
            "indexes",
            "ix_case_file_queue (other)",
        ),
        (
            "CREATE OR REPLACE FUNCTION app.touch(changed text) RETURNS void LANGUAGE sql AS ''",
            "functions",
            "app.touch(text) (other)",
        ),
        ("ALTER FUNCTION api_v1.reveal(uuid) SECURITY INVOKER", "functions", "api_v1.reveal(uuid)"),
        ("DROP TRIGGER keep_step ON case_step", "triggers", "public.case_step.keep_step (missing)"),
        ("GRANT SELECT ON caller TO wm_seat", "grants", "public.caller wm_seat SELECT (extra)"),
        ("GRANT SELECT (sealed) ON caller TO PUBLIC", "grants", "caller.sealed PUBLIC SELECT"),
        ("REVOKE SELECT ON unit FROM wm_seat", "grants", "public.unit wm_seat SELECT (missing)"),
        ("CREATE POLICY all_of_it ON unit USING (true)", "policies", "public.unit.all_of_it"),
        ("ALTER TABLE case_step_2027 DISABLE TRIGGER keep_all", "disabled", "case_step_2027"),
        ("ALTER TABLE case_step DISABLE TRIGGER chain_step", "disabled", "case_step.chain_step"),
        ("DROP TRIGGER keep_all ON case_step_2025", "years", "case_step_2025"),
    ],
)
def test_what_was_changed_by_hand_is_named(
    database_url: URL, owner: Engine, deed: str, what: str, named: str
) -> None:
    with owner.begin() as connection:
        connection.execute(text(deed))
    told = problems(database_url)
    assert named in told[what]


@pytest.mark.usefixtures("made_before")
def test_missing_keys_of_callers_and_callers_that_lie_open_are_named(
    database_url: URL, owner: Engine, caller_keys: CallerKeys
) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM caller_key"))
    assert problems(database_url) == {"callers": "-"}
    make_keys(owner, caller_keys)
    with owner.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE caller_plain (id bigint CONSTRAINT pk_caller_plain PRIMARY KEY,"
                " case_id bigint, name text, phone text, address text, reply text)"
            )
        )
    assert problems(database_url) == {"callers": "caller_plain"}
    seal_plain(owner, caller_keys)
    assert problems(database_url) == {}
    (key,) = caller_keys.ring()
    assert found(database_url)["callers"].fact == key


@pytest.mark.usefixtures("made_before")
def test_missing_tables_of_the_next_year_are_named(database_url: URL, owner: Engine) -> None:
    year = years_of(now())[1]
    with owner.begin() as connection:
        connection.execute(text(f"DROP TABLE case_step_{year}, case_file_{year}"))
    assert problems(database_url) == {"years": f"case_file_{year}, case_step_{year}"}
    upgrade(database_url)
    assert problems(database_url) == {}


@pytest.mark.usefixtures("made_before")
@pytest.mark.parametrize(
    "deed",
    [
        "DROP FUNCTION api_v1.reveal(uuid)",
        "DROP TRIGGER keep_step ON case_step",
        "ALTER FUNCTION api_v1.hold SECURITY INVOKER",
        "GRANT SELECT ON caller TO wm_seat",
        "INSERT INTO transition"
        " VALUES ('accepted', 'close', 'acceptor', 'closed', false, '{}', '{}', false, '{}')",
    ],
)
def test_a_thorough_upgrade_puts_functions_guards_rights_and_ways_right(
    database_url: URL, owner: Engine, tmp_path: Path, caller_keys: CallerKeys, deed: str
) -> None:
    with owner.begin() as connection:
        connection.execute(text(deed))
    assert problems(database_url)
    bring_up(Site(url=database_url, folder=tmp_path, keys=caller_keys), thorough=True)
    assert problems(database_url) == {}


@pytest.mark.usefixtures("made_before")
def test_an_index_whose_building_failed_is_named(database_url: URL, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE pg_index SET indisvalid = false"
                " WHERE indexrelid = 'ix_imported_case_reported_at'::regclass"
            )
        )
    assert problems(database_url) == {"invalid": "ix_imported_case_reported_at"}


@pytest.mark.usefixtures("made_before")
def test_a_clock_that_is_wrong_by_more_than_five_seconds_is_a_problem(database_url: URL) -> None:
    def slow() -> datetime:
        return now() - timedelta(seconds=9)

    told = {one.what: one for one in check(database_url, slow)}
    assert told["clock"].problem
    assert told["clock"].fact.startswith("+")
    assert not found(database_url)["clock"].problem


def test_an_older_schema_ends_the_check(database_url: URL, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    told = list(check(database_url, now))
    assert told[-1].what == "schema"
    assert told[-1].problem


@pytest.fixture
def modest(database_url: URL, server: StoreServer) -> Iterator[URL]:
    """The address of an account that owns the schema and may not make databases."""
    server.admin.execute("CREATE ROLE modest LOGIN PASSWORD 'x' IN ROLE wm_owner")
    yield database_url.set(username="modest", password="x")
    server.admin.execute("DROP ROLE modest")


def test_an_account_that_cannot_make_the_reference_is_told_what_was_left_out(modest: URL) -> None:
    told = found(modest)
    assert told["structure"].warning
    assert "indexes" not in told
    assert "years" in told


def test_the_reference_leaves_nothing_behind(database_url: URL, server: StoreServer) -> None:
    server.admin.execute("CREATE ROLE bystander")
    try:
        found(database_url)
        left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'wm_reference%'"
        row = server.admin.execute(left).fetchone()
        assert row == (0,)
    finally:
        server.admin.execute("DROP ROLE bystander")


@pytest.mark.usefixtures("made_before")
def test_a_register_changed_past_the_program_is_named(database_url: URL, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE admin_change SET reason = 'x' WHERE id = 1"))
    assert problems(database_url) == {"register": "1"}


@pytest.mark.usefixtures("made_before")
def test_facts_behind_their_cases_are_counted_and_an_upgrade_derives_them_anew(
    database_url: URL, owner: Engine, store: OpenStore
) -> None:
    case = Life(store.store).report()
    with owner.begin() as connection:
        connection.execute(text("UPDATE case_fact SET version = 0, unit = 'x'"))
    assert problems(database_url) == {"facts": "1"}
    upgrade(database_url, thorough=True)
    assert not problems(database_url)
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT case_id, unit FROM case_fact")).one()
    assert tuple(kept) == (case, "")


@pytest.mark.usefixtures("made_before")
def test_locks_and_wrong_passwords_past_the_door_are_counted(
    database_url: URL, owner: Engine
) -> None:
    put_operators(owner, [Operator(login="wang", name="王某", posts=("acceptor",), seats=("1",))])
    create_operator(owner, "wang", "right")
    logged = found(database_url)["sign_ins"].fact.split(" / ")[1]
    wrong = command_engine(operator_url(database_url, "wang", "wrong"))
    with pytest.raises(StoreUnavailable, match="refused"):
        wrong.connect()
    for _ in range(5):
        failed(owner, "wang")
    told = found(database_url)["sign_ins"]
    assert told.warning
    locked, refused = told.fact.split(" / ")
    assert locked == "1"
    assert (refused, logged) == ("-", "-") or int(refused) > int(logged)


@pytest.mark.parametrize(
    ("listens", "delay", "fact", "warning"),
    [
        ("*", None, "-", True),
        ("*", "0", "-", True),
        ("localhost, 10.20.1.5", None, "-", True),
        ("*", "1000", "1000 ms", False),
        ("localhost, 127.0.0.1, ::1", None, "-", False),
        ("", None, "-", False),
    ],
)
def test_a_server_others_reach_where_a_wrong_password_costs_no_time_is_warned_of(
    *, listens: str, delay: str | None, fact: str, warning: bool
) -> None:
    assert guessing(listens, delay) == Looked(what="guessing", fact=fact, warning=warning)


@pytest.mark.usefixtures("made_before")
def test_a_delay_that_is_only_named_and_not_loaded_does_not_count(
    database_url: URL, owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET auth_delay.milliseconds = 1000',"
                " current_database()); END $$"
            )
        )
    assert found(database_url)["guessing"] == Looked(what="guessing", fact="-")
