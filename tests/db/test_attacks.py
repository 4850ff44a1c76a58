"""Every post, by its own role and a plain client, tries every forbidden act: the whole product.

Each act is refused by its clear code, and nothing anywhere has changed.
"""

import shutil
from collections.abc import Iterator

import psycopg
import pytest

from db.walls import drop_wall_account, make_wall_account, wall_url
from tests.db.attacks_sql import DENIED, STATEMENTS
from tests.db.forgeries import FORGERIES, Forgery
from tests.db.siege import ATTACKERS, Siege, besieged, record
from tests.plugins.stores import StoreServer

LAWFUL = "look through a wall"
UNSEEN = {"42P01", "3F000"}


@pytest.fixture(scope="module")
def siege(server: StoreServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """One ground for all attacks; each of them must leave it as it was."""
    url = server.clone()
    folder = tmp_path_factory.mktemp("siege")
    shutil.copytree(server.keys.file.parent, folder / "keys")
    with besieged(url, folder) as ground:
        yield ground
    server.drop(url)


Attacker = tuple[str, psycopg.Connection]


@pytest.fixture(scope="module", params=ATTACKERS)
def attacker(request: pytest.FixtureRequest, siege: Siege) -> Iterator[Attacker]:
    """An operator of one post at his client."""
    with siege.crew.line(request.param) as line:
        yield request.param, line


def forged(siege: Siege, attacker: Attacker, forge: Forgery) -> None:
    """Begin a command honestly, spoil it and send it."""
    login, line = attacker
    with line.transaction():
        entry = siege.honest(line, login)
        forge(entry, siege)
        record(line, entry)


HARM = {
    "command_log": (
        "UPDATE command_log SET digest = digest || '!'",
        "UPDATE command_log SET digest = rtrim(digest, '!')",
    ),
    "pg_authid": ("CREATE ROLE siege_harm", "DROP ROLE siege_harm"),
    "pg_auth_members": ("GRANT {role} TO {other}", "REVOKE {role} FROM {other}"),
    "pg_db_role_setting": (
        "ALTER ROLE {role} SET work_mem = '1MB'",
        "ALTER ROLE {role} RESET work_mem",
    ),
    "functions": (
        "CREATE FUNCTION app.harm() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION app.harm()",
    ),
}


@pytest.mark.parametrize("part", HARM)
def test_harm_is_seen_until_it_is_undone(siege: Siege, part: str) -> None:
    """Also where it was done and undone, or tried in vain, before and after."""
    do, undo = (one.format(**siege.words("x_supervisor")) for one in HARM[part])
    with psycopg.connect(siege.admin.info.dsn, password=siege.admin.info.password) as other:
        other.execute(do.encode())
        assert not siege.harmed()  # it may still be given up
        other.rollback()
        assert not siege.harmed()
        with other.transaction():
            other.execute(do.encode())
            siege.admin.execute("SELECT pg_current_xact_id()")
            assert not siege.harmed()
        assert siege.harmed() == {part}
        assert siege.harmed() == {part}
        other.execute(undo.encode())
        other.commit()
    assert not siege.harmed()


def test_an_honest_note_of_every_post_is_taken(siege: Siege, attacker: Attacker) -> None:
    login, line = attacker
    with line.transaction(force_rollback=True):
        record(line, siege.honest(line, login))
        seen = line.execute("SELECT count(*) FROM feed WHERE operator = %s", [login]).fetchone()
        assert seen == (1,)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_command_is_refused_whole(siege: Siege, attacker: Attacker, name: str) -> None:
    forge, states = FORGERIES[name]
    with pytest.raises(psycopg.Error) as refused:
        forged(siege, attacker, forge)
    assert refused.value.sqlstate in states, refused.value
    assert not siege.harmed()


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_forbidden_statement_is_refused(siege: Siege, attacker: Attacker, name: str) -> None:
    login, line = attacker
    statement, states = STATEMENTS[name]
    filled = statement.format(
        **siege.words(login),
        post=ATTACKERS[login].value,
        database=siege.url.database,
        victim=siege.admin.info.backend_pid,
    )
    with pytest.raises(psycopg.Error) as refused:
        line.execute(filled.encode())
    assert refused.value.sqlstate in states, refused.value
    assert not siege.harmed()


@pytest.fixture(scope="module")
def wall(siege: Siege) -> Iterator[psycopg.Connection]:
    """Somebody at a wall's account, who took its search path and its will to read only off."""
    address = wall_url(siege.url, "hall", make_wall_account(siege.owner, "hall"))
    siege.settle()
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as line:
        line.execute("SET default_transaction_read_only = off; SET search_path = public, app")
        yield line
    drop_wall_account(siege.owner, "hall")
    siege.settle()


@pytest.mark.parametrize("name", [name for name in STATEMENTS if name != LAWFUL])
def test_a_wall_is_refused_what_an_insider_is(
    siege: Siege, wall: psycopg.Connection, name: str
) -> None:
    statement, states = STATEMENTS[name]
    filled = statement.format(
        **siege.words("x_supervisor"),
        post="supervisor",
        database=siege.url.database,
        victim=siege.admin.info.backend_pid,
    )
    with pytest.raises(psycopg.Error) as refused:
        wall.execute(filled.encode())
    # It does not get as far as calling a function of ours; tables in schemas it may not use are not
    # even found.
    denied = {DENIED, *UNSEEN, *(state for state in states if not state.startswith("GX"))}
    assert refused.value.sqlstate in denied, refused.value
    assert not siege.harmed()
