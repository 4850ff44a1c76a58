"""Making the keys of callers' data, changing them, and sealing what was never sealed.

For the schema's owner on the workstation that keeps the private keys. Values are sealed anew in
small batches, each a transaction of its own: an interrupted run loses nothing and goes on where it
stood. Dumps made before a rotation open with the retired keys only.
"""

import json
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, TextClause, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller
from db.caller_box import CallerBox, load_box, sealed_columns
from db.caller_keys import CallerKeys, Ring
from db.caller_sealing import SEARCH_ALGORITHM, SealedCaller, key_id, open_box, search_id

BATCH: Final = 500
_LOCK: Final = text("SELECT pg_advisory_xact_lock(7463015)")  # any number: who makes keys first
_ADD_KEY: Final = text(
    "INSERT INTO caller_key (key_id, algorithm, public) VALUES (:key_id, :algorithm, :public)"
)
_TOUCH: Final = text("UPDATE stamp SET version = version + 1 WHERE topic = 'callers'")
_RETIRE_SEARCH: Final = text(
    "UPDATE caller_key SET retired_at = clock_timestamp()"
    " WHERE algorithm = :algorithm AND retired_at IS NULL"
)
_OLD: Final = text("SELECT count(*) FROM caller WHERE key_id <> :key AND key_id = ANY(:openable)")
_LOST: Final = text("SELECT count(*) FROM caller WHERE key_id <> :key")
_OLD_BATCH: Final = text(
    "SELECT id, case_id, sealed, key_id, algorithm, reply FROM caller"
    " WHERE id > :after AND key_id <> :key AND key_id = ANY(:openable)"
    " ORDER BY id LIMIT :most FOR UPDATE"
)
_RESEAL: Final = text(
    "UPDATE caller c SET sealed = n.sealed, key_id = n.key_id, algorithm = n.algorithm,"
    " phone_hash = n.phone_hash FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS n(id bigint, sealed bytea, key_id text, algorithm text, phone_hash bytea)"
    " WHERE c.id = n.id"
)
_HOLD_UNUSED: Final = text(
    "SELECT key_id FROM caller_key k WHERE k.retired_at IS NULL AND k.public IS NOT NULL"
    " AND k.key_id <> :key FOR UPDATE"
)
_RETIRE_UNUSED: Final = text(
    "UPDATE caller_key k SET retired_at = clock_timestamp() WHERE k.key_id = ANY(:held)"
    " AND NOT EXISTS (SELECT FROM caller c WHERE c.key_id = k.key_id AND c.id <> ALL(:damaged))"
)
_UNUSED: Final = text(
    "SELECT key_id FROM caller_key k WHERE retired_at IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM caller c WHERE c.key_id = k.key_id)"
)
_UNDER_WAY: Final = text(
    "SELECT EXISTS (SELECT FROM caller_key WHERE retired_at IS NULL AND public IS NOT NULL"
    " AND key_id <> :key AND key_id = ANY(:openable))"
)
_PLAIN_THERE: Final = text("SELECT to_regclass('public.caller_plain') IS NOT NULL")
_PLAIN_COUNT: Final = text("SELECT count(*) FROM caller_plain")
_PLAIN_BATCH: Final = text(
    "SELECT id, case_id, name, phone, address, reply FROM caller_plain ORDER BY id LIMIT :most"
    " FOR UPDATE"
)
_KEEP_PLAIN: Final = text(
    "INSERT INTO caller (id, case_id, reply, sealed, key_id, algorithm, phone_hash)"
    " OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS n(id bigint, case_id bigint, reply text, sealed bytea, key_id text, algorithm text,"
    " phone_hash bytea)"
)
_FORGET_PLAIN: Final = text("DELETE FROM caller_plain WHERE id = ANY(:ids)")
_DROP_PLAIN: Final = text("DROP TABLE caller_plain")

Progress = Callable[[int, int], None]
"""Told how many are done and how many there are."""


def _unheard(_done: int, _of: int) -> None:
    """For who does not ask how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """How a rotation went. `lost` values stayed as they were: their key is not here, or they are
    damaged."""

    key_id: str
    resealed: int
    lost: int


def make_keys(engine: Engine, keys: CallerKeys) -> bool:
    """Give a place its first keys, reusing those in the folder; whether any were missing.

    Raises `Refusal` `caller.key_unwritable`, and as `CallerKeys.ring`.
    """
    with engine.begin() as connection:
        connection.execute(_LOCK)
        box = load_box(connection)
        if box.key is not None and box.search is not None:
            return False
        if box.search is None:
            _add_search(connection, keys)
        if box.key is None:
            ring = keys.ring()
            _add_key(connection, keys, list(ring)[-1] if ring else _new(keys))
        return True


def rotate(engine: Engine, keys: CallerKeys, progress: Progress, *, lost: bool = False) -> Rotation:
    """A new key pair, everything sealed anew with it, the old ones retired.

    An interrupted rotation is taken up instead of making yet another pair.

    Args:
        engine: The schema's owner.
        keys: The folder with the private keys.
        progress: Told after every batch.
        lost: The private key in force is lost: begin anew, what it sealed stays unreadable.

    Raises `Refusal` `caller.no_private_key` when the key in force is not here and `lost` was not
    said; `caller.search_key_other`; and as `CallerKeys.ring`.
    """
    with engine.begin() as connection:
        connection.execute(_LOCK)
        box = _begun(connection, keys, lost=lost)
    if box.key is None:
        raise Refusal("caller.no_key")
    ring, damaged = keys.ring(), set[int]()
    known = {"key": box.key.key_id, "openable": list(ring)}
    done = 0
    # Again for the few that seats sealed with the old key while this went on, until it is retired.
    while (wanted := _counted(engine, _OLD, known) - len(damaged)) > 0:
        whole, after = done + wanted, 0
        while batch := _reseal(engine, box, keys, ring, after):
            after = batch[-1][0]
            damaged |= {row for row, opened in batch if not opened}
            done += sum(opened for _, opened in batch)
            progress(done, max(whole, done))
        _retire(engine, keys, box.key.key_id, damaged)
    _retire(engine, keys, box.key.key_id, damaged)
    left = _counted(engine, _LOST, known)
    return Rotation(key_id=box.key.key_id, resealed=done, lost=left)


def seal_plain(engine: Engine, keys: CallerKeys, progress: Progress = _unheard) -> int:
    """Seal the callers of a database from before sealing and drop their table; how many.

    Raises `Refusal` `caller.no_key` where keys were not made yet, and as `CallerBox.find_key`.
    """
    with engine.begin() as connection:
        connection.execute(_LOCK)
        if not connection.execute(_PLAIN_THERE).scalar_one():
            return 0
        wanted = connection.execute(_PLAIN_COUNT).scalar_one()
    done = 0
    while more := _seal_some(engine, keys):
        done += more
        progress(done, max(wanted, done))
    with engine.begin() as connection:
        connection.execute(_LOCK)
        if connection.execute(_PLAIN_THERE).scalar_one():
            connection.execute(_DROP_PLAIN)
    return done


def has_plain(engine: Engine) -> bool:
    """Whether callers from before sealing still lie open."""
    with engine.connect() as connection:
        return bool(connection.execute(_PLAIN_THERE).scalar_one())


def _counted(engine: Engine, what: TextClause, values: Mapping[str, object]) -> int:
    with engine.connect() as connection:
        return int(connection.execute(what, values).scalar_one())


def _new(keys: CallerKeys) -> str:
    return key_id(keys.make_private().public_key().public_bytes_raw())


def _add_key(connection: Connection, keys: CallerKeys, wanted: str) -> None:
    public = keys.private(wanted).public_key().public_bytes_raw()
    values = {"key_id": wanted, "algorithm": keys.algorithm.value, "public": public}
    connection.execute(_ADD_KEY, values)
    connection.execute(_TOUCH)


def _add_search(connection: Connection, keys: CallerKeys) -> None:
    wanted = search_id(keys.make_search())
    values = {"key_id": wanted, "algorithm": SEARCH_ALGORITHM, "public": None}
    connection.execute(_ADD_KEY, values)
    connection.execute(_TOUCH)


def _begun(connection: Connection, keys: CallerKeys, *, lost: bool) -> CallerBox:
    """The box everything is to be sealed with: a rotation under way, or a new pair."""
    box = load_box(connection)
    if box.key is None:
        raise Refusal("caller.no_key")
    if not keys.search_file.exists():
        connection.execute(_RETIRE_SEARCH, {"algorithm": SEARCH_ALGORITHM})
        _add_search(connection, keys)
    elif search_id(keys.search()) != box.search:
        raise Refusal("caller.search_key_other", file=str(keys.search_file))
    ring = keys.ring()
    if box.key.key_id not in ring and not lost:
        raise Refusal("caller.no_private_key", file=str(keys.file))
    known = {"key": box.key.key_id, "openable": list(ring)}
    if box.key.key_id not in ring or not connection.execute(_UNDER_WAY, known).scalar_one():
        _add_key(connection, keys, _new(keys))
    return load_box(connection)


def _reseal(
    engine: Engine, box: CallerBox, keys: CallerKeys, ring: Ring, after: int
) -> Sequence[tuple[int, bool]]:
    """Seal the next batch behind the id `after`; the ids, and whether each could be opened."""
    if box.key is None:
        raise Refusal("caller.no_key")
    with engine.begin() as connection:
        known = {"key": box.key.key_id, "openable": list(ring), "most": BATCH, "after": after}
        found = connection.execute(_OLD_BATCH, known).all()
        opened = [(row, _opened(row, ring)) for row in found]
        rows = [
            {"id": row.id, **sealed_columns(CaseId(row.case_id), caller, box, keys)}
            for row, caller in opened
            if caller is not None
        ]
        connection.execute(_RESEAL, {"rows": json.dumps(rows)})
    return [(row.id, caller is not None) for row, caller in opened]


def _opened(row: Row[Any], ring: Ring) -> Caller | None:
    """The caller of a row; None when it is damaged, which must not keep the others back."""
    sealed = SealedCaller(
        case=CaseId(row.case_id),
        sealed=bytes(row.sealed),
        key_id=row.key_id,
        algorithm=row.algorithm,
        reply=row.reply,
    )
    try:
        return open_box(ring[row.key_id], sealed)
    except Refusal:
        return None


def _retire(engine: Engine, keys: CallerKeys, present: str, damaged: Set[int]) -> None:
    """Mark old keys nothing readable uses; a seat that still writes with one waits for the mark,
    then hears of the new key. Private halves nothing at all uses are put aside."""
    with engine.begin() as connection:
        held = connection.execute(_HOLD_UNUSED, {"key": present}).scalars().all()
        connection.execute(_RETIRE_UNUSED, {"held": list(held), "damaged": list(damaged)})
        connection.execute(_TOUCH)
        unused = frozenset(connection.execute(_UNUSED).scalars())
    if unused & keys.ring().keys():
        keys.retire(unused)


def _seal_some(engine: Engine, keys: CallerKeys) -> int:
    with engine.begin() as connection:
        connection.execute(_LOCK)
        if not connection.execute(_PLAIN_THERE).scalar_one():
            return 0  # another console ended it meanwhile
        box = load_box(connection)
        found = connection.execute(_PLAIN_BATCH, {"most": BATCH}).all()
        connection.execute(_KEEP_PLAIN, {"rows": json.dumps(_sealed(found, box, keys))})
        connection.execute(_FORGET_PLAIN, {"ids": [row.id for row in found]})
    return len(found)


def _sealed(found: Sequence[Row[Any]], box: CallerBox, keys: CallerKeys) -> list[dict[str, object]]:
    rows = []
    for row in found:
        caller = Caller(name=row.name, phone=row.phone, address=row.address, reply=row.reply)
        columns = sealed_columns(CaseId(row.case_id), caller, box, keys)
        rows.append({"id": row.id, "case_id": row.case_id, "reply": row.reply, **columns})
    return rows
