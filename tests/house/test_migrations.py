"""Every migration goes up, down and up again, and ends equal to the tables the code knows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.dialects.postgresql.base import ischema_names

from db import records_publications, records_rules, records_walls
from db.migrating import config
from db.records import METADATA, Xid8
from db.roles import OWNER, prepare_roles
from db.seed import seed
from db.upgrade import apply_api, newest_revision, upgrade
from tests.plugins.stores import StoreServer

YEARLY = re.compile(r"_(19|20)\d\d$")


@pytest.fixture
def empty(server: StoreServer) -> Iterator[URL]:
    """The address of a database without any schema."""
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
def engine(empty: URL) -> Iterator[Engine]:
    """An engine on it."""
    made = create_engine(empty)
    yield made
    made.dispose()


@pytest.fixture
def known_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLAlchemy has no name for the server's transaction ids."""
    monkeypatch.setitem(ischema_names, "xid8", Xid8)


def test_each_migration_is_the_revision_its_file_is_named_after() -> None:
    """By these names a start knows the newest one, without loading any."""
    scripts = ScriptDirectory.from_config(config(None))
    named = {Path(one.path).name[:4]: one.revision for one in scripts.walk_revisions()}
    assert all(name == revision for name, revision in named.items())
    assert newest_revision() == scripts.get_current_head()


def differences(connection: Connection) -> list[Any]:
    """What the database and the records do not agree on; indexes are the migrations' own matter."""

    def ours(name: str | None, kind: str, _: object) -> bool:
        if kind == "table":
            return name != "alembic_version" and not YEARLY.search(name or "")
        return kind != "index"

    context = MigrationContext.configure(
        connection, opts={"include_name": ours, "compare_server_default": False}
    )
    return list(compare_metadata(context, METADATA))


def revisions() -> list[str]:
    found = ScriptDirectory.from_config(config(None)).walk_revisions()
    return sorted(script.revision for script in found)


@pytest.mark.usefixtures("known_types")
def test_up_down_up_ends_equal_to_the_records(engine: Engine) -> None:
    some = (records_rules.UNIT, records_publications.PUBLICATION, records_walls.WALL_ORDER)
    assert all(len(one.columns) > 0 for one in some)
    with engine.connect() as connection:
        prepare_roles(connection)
        connection.execute(text(f"SET ROLE {OWNER}"))
        command.upgrade(config(connection), "head")
        apply_api(connection)
        connection.commit()
        assert differences(connection) == []
        command.downgrade(config(connection), "base")
        left = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND relname !~ '^(alembic_version|pk_alembic|alembic)'"
            )
        )
        assert left.scalars().all() == []
        command.upgrade(config(connection), "head")
        apply_api(connection)
        assert differences(connection) == []


def test_each_step_goes_up_and_down_alone(engine: Engine) -> None:
    with engine.connect() as connection:
        prepare_roles(connection)
        for revision in revisions():
            command.upgrade(config(connection), revision)
            command.downgrade(config(connection), "-1")
            command.upgrade(config(connection), revision)


def test_numbers_are_readable_and_in_a_row() -> None:
    assert revisions() == [f"{at:04d}" for at in range(1, len(revisions()) + 1)]


def test_upgrading_and_seeding_again_changes_nothing(engine: Engine, empty: URL) -> None:
    counted = text(
        "SELECT (SELECT count(*) FROM transition), (SELECT count(*) FROM division),"
        " (SELECT count(*) FROM condition), (SELECT count(*) FROM calendar_day)"
    )
    seen = []
    for _ in range(2):
        upgrade(empty)
        seed(engine)
        with engine.connect() as connection:
            seen.append(tuple(connection.execute(counted).one()))
    assert seen[0] == seen[1]
    assert min(seen[0]) > 50
