"""A dump comes back whole into an empty database, and nothing else is ever overwritten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from db import OpenStore, dumps, open_store
from db.anchors import check_anchors, kept_lines, make_anchor
from db.archive import verify
from db.dumps import backup
from db.embedded_binaries import find_binaries, is_packaged
from db.engine import command_engine
from db.restore import restore
from tests.db.fingerprints import fingerprints
from tests.db.lives import CALLER, MORNING, Life
from tests.journeys.city import FIRST, PASSWORD, SECOND, settle
from tests.plugins.stores import StoreServer

CHANGED = {"feed", "feed_epoch"}
"""News of the old server are worth nothing on the new one."""


@pytest.fixture
def empty(server: StoreServer) -> Iterator[URL]:
    """The address of a database with nothing in it."""
    url = server.empty()
    yield url
    server.drop(url)


def worked_in(store: OpenStore, url: URL) -> None:
    """A city with operators, a case that ended, an open one with a caller."""
    settle(url)
    life = Life(store.store)
    life.to_end(life.report())
    life.report("路灯不亮", caller=CALLER)


def test_a_restored_database_equals_the_one_that_was_dumped(
    store: OpenStore, owner: Engine, database_url: URL, empty: URL, tmp_path: Path
) -> None:
    worked_in(store, database_url)
    make_anchor(owner, MORNING)
    restored = restore(empty, backup(database_url, tmp_path))
    assert restored.cases == 2
    engine = command_engine(empty)
    try:
        before, after = fingerprints(owner), fingerprints(engine)
        assert {name for name in before if before[name] != after.get(name)} == CHANGED
        assert before.keys() == after.keys()
        assert verify(engine).whole
        assert check_anchors(engine, kept_lines(owner)) is None  # whatever name the copy has
    finally:
        engine.dispose()


def test_work_goes_on_in_a_restored_database_and_its_feed_begins_anew(
    store: OpenStore, database_url: URL, empty: URL, tmp_path: Path
) -> None:
    worked_in(store, database_url)
    store.feed.start()
    restore(empty, backup(database_url, tmp_path))
    opened = open_store(empty, files_folder=tmp_path / "files", operator="chen")
    try:
        opened.feed.start()
        case = Life(opened.store, prefix="after").report()
        assert opened.feed.look().cases == (case,)
    finally:
        opened.dispose()
    # A console that was open before: its place in the old feed is of no use here.
    moved = store.feed
    moved.close()
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setattr(moved, "_engine", command_engine(empty))
        assert moved.look().reload
        moved.close()
        moved._engine.dispose()


def test_operators_without_an_account_on_this_server_are_named(
    store: OpenStore, database_url: URL, empty: URL, tmp_path: Path
) -> None:
    worked_in(store, database_url)
    restored = restore(empty, backup(database_url, tmp_path))
    assert set(restored.without_account) == {FIRST, SECOND}
    assert PASSWORD not in repr(restored)


def test_a_database_with_anything_in_it_is_never_restored_into(
    owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    dump = backup(database_url, tmp_path)
    before = fingerprints(owner)
    with pytest.raises(Refusal, match=r"restore\.not_empty"):
        restore(database_url, dump)
    assert fingerprints(owner) == before


def test_a_file_that_is_no_dump_is_refused(empty: URL, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"dump\.file"):
        restore(empty, tmp_path / "absent.dump")
    (tmp_path / "text.dump").write_text("SELECT 1")
    with pytest.raises(Refusal, match=r"dump\.kind"):
        restore(empty, tmp_path / "text.dump")


def test_a_damaged_dump_says_so(empty: URL, database_url: URL, tmp_path: Path) -> None:
    dump = backup(database_url, tmp_path)
    dump.write_bytes(dump.read_bytes()[:4_000])
    with pytest.raises(StoreUnavailable, match=r"store\.restore_failed"):
        restore(empty, dump)


def test_a_dump_of_newer_programs_says_which_are_needed(
    empty: URL, database_url: URL, tmp_path: Path
) -> None:
    dump = backup(database_url, tmp_path)
    content = bytearray(dump.read_bytes())
    content[6] = 99  # the minor version of the dump's format
    dump.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"store\.dump_newer"):
        restore(empty, dump)


def test_programs_older_than_the_server_are_not_tried(
    database_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    monkeypatch.setattr(dumps, "_server_major", lambda _address: 99)
    with pytest.raises(StoreUnavailable, match=r"store\.client_older.*server=99"):
        backup(database_url, backups)
    assert not list(backups.iterdir())


def test_over_tls_the_packaged_programs_are_passed_over(
    database_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = find_binaries().folder
    assert is_packaged(packaged)
    monkeypatch.setattr(dumps, "search_folders", lambda: (packaged,))
    assert backup(database_url, tmp_path).exists()
    with pytest.raises(StoreUnavailable, match=r"store\.no_client"):
        backup(database_url.update_query_dict({"sslmode": "verify-full"}), tmp_path)
