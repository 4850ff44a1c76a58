"""Keys are made once, changed without losing anybody, and what lay open is sealed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.work import Caller
from db import OpenStore, caller_rotation, open_store
from db.caller_keys import CallerKeys
from db.caller_rotation import Rotation, has_plain, make_keys, rotate, seal_plain
from db.caller_sealing import Algorithm
from db.engine import command_engine
from db.migrating import config
from db.upgrade import apply_api, upgrade
from tests.db.lives import Life, actor
from tests.plugins.stores import StoreServer

PHONES = [f"100{at:08d}" for at in range(7)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few callers are several batches."""
    monkeypatch.setattr(caller_rotation, "BATCH", 2)


def report_all(store: OpenStore, prefix: str = "c") -> list[CaseId]:
    """A case for every telephone."""
    life = Life(store.store, prefix=prefix)
    return [life.report(caller=Caller(name="王女士", phone=phone)) for phone in PHONES]


def shown(store: OpenStore, case: CaseId) -> str:
    """The telephone a reveal shows."""
    found = store.callers.reveal(case, actor(Post.ACCEPTOR), Life(store.store).at, "回访")
    return found[0].phone


def used_keys(owner: Engine) -> set[str]:
    """The ids of keys that values are sealed with."""
    with owner.connect() as connection:
        return set(connection.execute(text("SELECT DISTINCT key_id FROM caller")).scalars())


def in_force(owner: Engine) -> list[str]:
    """Keys that are not retired, the search key's among them."""
    asked = text("SELECT key_id FROM caller_key WHERE retired_at IS NULL ORDER BY created_at")
    with owner.connect() as connection:
        return list(connection.execute(asked).scalars())


def quiet(_done: int, _of: int) -> None:
    """Nobody looks at the bar."""


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    """The code of a refusal."""
    return refused.value.code


def test_keys_are_made_once(owner: Engine, caller_keys: CallerKeys) -> None:
    before = caller_keys.file.read_bytes(), in_force(owner)
    assert not make_keys(owner, caller_keys)
    assert (caller_keys.file.read_bytes(), in_force(owner)) == before


def test_a_rotation_seals_everybody_anew_and_retires_the_old_key(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    (old,) = used_keys(owner)
    steps: list[tuple[int, int]] = []
    done = rotate(owner, caller_keys, lambda *step: steps.append(step))
    assert (done.resealed, done.lost) == (7, 0)
    assert steps == [(2, 7), (4, 7), (6, 7), (7, 7)]
    assert used_keys(owner) == {done.key_id}
    assert old not in in_force(owner)
    assert list(caller_keys.ring()) == [done.key_id]
    assert (caller_keys.file.parent / "retired" / f"{old}.key").exists()
    assert [shown(store, case) for case in cases] == PHONES
    assert [hit.id for hit in store.reading.search(PHONES[3])] == [cases[3]]
    late = Life(store.store, prefix="late").report(caller=Caller(name="李", phone=PHONES[0]))
    assert used_keys(owner) == {done.key_id}
    assert shown(store, late) == PHONES[0]


def test_a_rotation_changes_the_algorithm_too(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    wanted = CallerKeys(caller_keys.file, algorithm=Algorithm.SM4_GCM)
    rotate(owner, wanted, quiet)
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT DISTINCT algorithm FROM caller")).scalars().all()
    assert kept == ["sm4-gcm"]
    assert [shown(store, case) for case in cases] == PHONES


def test_an_interrupted_rotation_goes_on_where_it_stood(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    (old,) = used_keys(owner)

    def stop(done: int, _of: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(owner, caller_keys, stop)
    (new,) = used_keys(owner) - {old}
    fresh = Life(store.store, prefix="fresh").report(caller=Caller(name="李", phone=PHONES[0]))
    assert [shown(store, case) for case in [*cases, fresh]] == [*PHONES, PHONES[0]]
    done = rotate(owner, caller_keys, quiet)
    assert done == Rotation(key_id=new, resealed=3, lost=0)
    assert used_keys(owner) == {new}
    assert list(caller_keys.ring()) == [new]


def test_a_seat_that_began_before_the_rotation_is_asked_to_submit_again(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    life = Life(store.store)
    case = life.report()
    with store.store.begin("slow", actor(Post.ACCEPTOR), life.at) as work:
        work.put_caller(case, Caller(name="李", phone=PHONES[0]))
        rotate(owner, caller_keys, quiet)
        with pytest.raises(Refusal) as refused:
            work.commit()
    assert code_of(refused) == "caller.key_retired"
    with store.store.begin("slow", actor(Post.ACCEPTOR), life.at) as work:
        work.put_caller(case, Caller(name="李", phone=PHONES[0]))
        work.commit()
    assert shown(store, case) == PHONES[0]


def test_no_key_is_retired_while_a_value_is_being_sealed_with_it(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    """The rotation waits for the commit that holds the old key, then seals its value too."""
    report_all(store)
    writing = text(
        "INSERT INTO caller (case_id, reply, sealed, key_id, algorithm)"
        " SELECT case_id, reply, sealed, key_id, algorithm FROM caller LIMIT 1"
    )
    done: list[Rotation] = []
    with owner.begin() as connection:
        connection.execute(writing)
        thread = Thread(target=lambda: done.append(rotate(owner, caller_keys, quiet)))
        thread.start()
        waiting = text(
            "SELECT pg_stat_clear_snapshot() IS NOT NULL, count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while not connection.execute(waiting).one()[1]:
            assert thread.is_alive()
    thread.join()
    assert (done[0].resealed, done[0].lost) == (8, 0)
    assert used_keys(owner) == {done[0].key_id}


def test_a_rotation_without_the_private_key_is_refused_unless_it_is_lost(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    (old,) = used_keys(owner)
    kept = caller_keys.file.read_bytes()
    caller_keys.file.unlink()
    with pytest.raises(Refusal) as refused:
        rotate(owner, caller_keys, quiet)
    assert code_of(refused) == "caller.no_private_key"
    done = rotate(owner, caller_keys, quiet, lost=True)
    assert (done.resealed, done.lost) == (0, 7)
    assert old in in_force(owner)
    with pytest.raises(Refusal) as refused:
        shown(store, cases[0])
    assert code_of(refused) == "caller.no_private_key"
    caller_keys.file.write_bytes(kept + caller_keys.file.read_bytes())
    assert rotate(owner, caller_keys, quiet) == Rotation(key_id=done.key_id, resealed=7, lost=0)
    assert [shown(store, case) for case in cases] == PHONES


def test_a_damaged_value_keeps_no_other_back(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    (old,) = used_keys(owner)
    with owner.begin() as connection:
        broken = text("UPDATE caller SET sealed = sealed || '\\x00' WHERE case_id = :case")
        connection.execute(broken, {"case": cases[2]})
    first = rotate(owner, caller_keys, quiet)
    assert (first.resealed, first.lost) == (6, 1)
    assert old not in in_force(owner)
    assert set(caller_keys.ring()) == {old, first.key_id}
    second = rotate(owner, caller_keys, quiet)
    assert (second.resealed, second.lost) == (6, 1)
    assert second.key_id != first.key_id
    kept = [case for case in cases if case != cases[2]]
    assert [shown(store, case) for case in kept] == [*PHONES[:2], *PHONES[3:]]
    with pytest.raises(Refusal) as refused:
        shown(store, cases[2])
    assert code_of(refused) == "caller.damaged"


def test_a_lost_search_key_is_made_anew_and_every_number_found_by_it(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    cases = report_all(store)
    caller_keys.search_file.unlink()
    with pytest.raises(Refusal) as refused:
        store.reading.search(PHONES[1])
    assert code_of(refused) == "caller.search_key"
    rotate(owner, caller_keys, quiet)
    assert [hit.id for hit in store.reading.search(PHONES[1])] == [cases[1]]
    caller_keys.search_file.write_bytes(bytes(32))
    with pytest.raises(Refusal) as refused:
        rotate(owner, caller_keys, quiet)
    assert code_of(refused) == "caller.search_key_other"


@pytest.fixture
def before_sealing(server: StoreServer) -> Iterator[URL]:
    """A database of the schema before sealing, with callers that lie open."""
    url = server.empty()
    upgrade(url)
    engine = command_engine(url)
    with engine.begin() as connection:
        command.downgrade(config(connection), "0011")
        connection.execute(
            text(
                "INSERT INTO caller (case_id, name, phone, address, reply)"
                " SELECT 2026000000000 + n, '王' || n, '100' || lpad(n::text, 8, '0'),"
                " '路 ' || n, 'phone' FROM generate_series(0, 6) AS n"
            )
        )
    engine.dispose()
    yield url
    server.drop(url)


def test_callers_that_lay_open_are_sealed_and_their_table_is_gone(
    before_sealing: URL, tmp_path: Path
) -> None:
    keys = CallerKeys.beside(tmp_path / "files")
    upgrade(before_sealing)
    engine = command_engine(before_sealing)
    assert has_plain(engine)
    with pytest.raises(Refusal) as refused:
        seal_plain(engine, keys)
    assert code_of(refused) == "caller.no_key"
    make_keys(engine, keys)
    with pytest.raises(KeyboardInterrupt):
        seal_plain(engine, keys, interrupted)
    assert seal_plain(engine, keys) == 5
    assert not has_plain(engine)
    assert seal_plain(engine, keys) == 0
    opened = open_store(before_sealing, files_folder=tmp_path / "files")
    assert opened_all(opened) == [
        Caller(name=f"王{at}", phone=PHONES[at], address=f"路 {at}", reply="phone")
        for at in range(7)
    ]
    opened.dispose()
    with engine.begin() as connection:
        command.downgrade(config(connection), "0011")
        command.upgrade(config(connection), "head")
        apply_api(connection)
        numbers = text("SELECT array_agg(id ORDER BY id) FROM caller")
        assert connection.execute(numbers).scalar_one() == list(range(1, 8))
    again = open_store(before_sealing, files_folder=tmp_path / "files")
    assert [one.phone for one in opened_all(again)] == PHONES
    again.dispose()
    engine.dispose()


def interrupted(_done: int, _of: int) -> None:
    """Ctrl+C after the first batch."""
    raise KeyboardInterrupt


def opened_all(store: OpenStore) -> list[Caller]:
    """The callers of the seven cases."""
    at = Life(store.store).at
    return [
        store.callers.reveal(CaseId(2026000000000 + n), actor(Post.ACCEPTOR), at, "核对")[0]
        for n in range(7)
    ]
