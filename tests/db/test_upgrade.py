"""Upgrading: newer schemas refused, existing data dumped first, nothing done twice."""

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, Engine, text

from console.domain.stage import Post
from console.ports.administration import Look
from console.ports.errors import StoreUnavailable
from db import OpenStore, open_store
from db.administration import PostgresAdministration
from db.dumps import backup
from db.migrating import config
from db.roles import OWNER, role_name
from db.upgrade import newest_revision, pending, present_revision, upgrade
from tests.db.crew import employ, operator
from tests.db.lives import Life


def age(owner: Engine, revision: str) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_a_schema_of_a_newer_program_is_refused_by_upgrade_and_by_opening(
    owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    age(owner, "9999")
    with pytest.raises(StoreUnavailable) as refused:
        upgrade(database_url)
    assert refused.value.code == "store.schema_newer"
    with pytest.raises(StoreUnavailable) as refused:
        open_store(database_url, files_folder=tmp_path)
    assert refused.value.code == "store.schema_newer"


def test_an_older_schema_is_not_opened(owner: Engine, database_url: URL, tmp_path: Path) -> None:
    age(owner, "0001")
    with pytest.raises(StoreUnavailable) as refused:
        open_store(database_url, files_folder=tmp_path)
    assert refused.value.code == "store.schema_older"
    assert pending(owner)


def test_a_database_of_this_program_needs_no_backup(
    owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    upgrade(database_url, backups=backups)
    assert present_revision(owner) == newest_revision()
    assert not list(backups.iterdir())


def test_functions_that_drifted_are_put_in_place_again(owner: Engine, database_url: URL) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE api_file SET digest = 'older'"))
        connection.execute(text("DROP FUNCTION api_v1.new_number"))
    upgrade(database_url)
    with owner.connect() as connection:
        found = connection.execute(text("SELECT to_regproc('api_v1.new_number') IS NOT NULL"))
        assert found.scalar_one()


def test_a_database_nobody_opened_for_years_takes_cases_of_the_new_local_year(
    owner: Engine, database_url: URL
) -> None:
    new_year = datetime.fromisoformat("2030-12-31T16:30:00+00:00")  # 00:30 on the first in the city
    upgrade(database_url, now=new_year)
    with owner.connect() as connection:
        found = connection.execute(text("SELECT * FROM api_v1.new_number(:at)"), {"at": new_year})
        assert found.one() == (2031 * 10**9 + 1, "2031-0101-000001")
        tables = text("SELECT relname FROM pg_class WHERE relname ~ '^case_step_20[0-9]+$'")
        assert {"case_step_2031", "case_step_2032"} <= set(connection.execute(tables).scalars())


def test_a_backup_is_a_dump_of_all(store: OpenStore, database_url: URL, tmp_path: Path) -> None:
    Life(store.store).report()
    dump = backup(database_url, tmp_path / "dumps")
    assert dump.read_bytes().startswith(b"PGDMP")


def test_a_backup_that_cannot_be_made_says_why(database_url: URL, tmp_path: Path) -> None:
    gone = database_url.set(database="not_there")
    with pytest.raises(StoreUnavailable) as failed:
        backup(gone, tmp_path)
    assert failed.value.code == "store.backup_failed"
    assert "not_there" in str(failed.value.facts["said"])


def test_on_the_way_down_and_up_the_register_is_kept_and_closed_accounts_stay_closed(
    owner: Engine, database_url: URL
) -> None:
    employ(owner, operator("lin", [Post.DISPATCHER]), operator("wang", [Post.DISPATCHER]))
    side = PostgresAdministration(owner)
    told = side.history(Look())
    role = role_name(str(database_url.database), "lin")
    with owner.begin() as connection:
        connection.execute(text(f'ALTER ROLE "{role}" NOLOGIN'))
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.downgrade(config(connection), "0012")
    upgrade(database_url)
    with owner.connect() as connection:
        listed = text("SELECT login FROM operator WHERE active")
        assert connection.execute(listed).scalars().all() == ["wang"]
        may = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :role")
        assert not connection.execute(may, {"role": role}).scalar_one()
        assert connection.execute(text("SELECT app.broken_changes()")).all() == []
    assert told
    assert side.history(Look()) == told
