"""`ports.journal` in a small SQLite file beside the drafts, every entry sealed under its id.

Photographs of acts that wait lie beside them, sealed under their digests.

The order of entries is the order in which they were first kept. What is kept is on the disk before
`keep` returns, also when the machine loses its power.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from console.domain.case import CaseId
from console.domain.codec import decode, encode
from console.ports.journal import Entry, Held, Lease
from db.sealing import Seal, open_file

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entry (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    operator TEXT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS file (
    digest TEXT PRIMARY KEY,
    mime TEXT NOT NULL,
    sealed BLOB NOT NULL,
    held_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS entry_file (
    entry TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (entry, digest)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lease (
    case_id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    number TEXT NOT NULL
);
"""
_KEEP: Final = """
INSERT INTO entry (id, operator, sealed) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed
"""
_FORGET: Final = (
    "DELETE FROM entry WHERE id = :entry",
    """
    DELETE FROM file WHERE digest IN (SELECT digest FROM entry_file WHERE entry = :entry)
        AND digest NOT IN (SELECT digest FROM entry_file WHERE entry <> :entry)
    """,
    "DELETE FROM entry_file WHERE entry = :entry",
)
_TAKE: Final = """
DELETE FROM lease WHERE case_id = (SELECT min(case_id) FROM lease WHERE day = ?)
RETURNING case_id, number
"""


class SqliteJournal:
    """`console.ports.journal.Journal` in the folder given; may be used from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open or make `journal.sqlite` and the key in `folder`. Raises OSError."""
        self._seal = Seal(folder)
        self._lock = Lock()
        self._line = open_file(folder / "journal.sqlite", _SCHEMA)
        self._line.execute("PRAGMA synchronous = FULL")

    def keep(self, entry: Entry) -> None:
        """See `Journal`."""
        sealed = self._seal.closed(json.dumps(encode(entry), ensure_ascii=False), entry.id)
        with self._lock, self._line:
            self._line.execute(_KEEP, (entry.id, entry.actor.operator, sealed))
            self._line.executemany(
                "INSERT INTO entry_file (entry, digest) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(entry.id, digest) for digest in entry.files],
            )

    def forget(self, entry: str) -> None:
        """See `Journal`."""
        with self._lock, self._line:
            for statement in _FORGET:
                self._line.execute(statement, {"entry": entry})

    def entries(self, operator: str) -> Sequence[Entry]:
        """See `Journal`."""
        with self._lock:
            rows = self._line.execute(
                "SELECT id, sealed FROM entry WHERE operator = ? ORDER BY place", (operator,)
            ).fetchall()
        texts = (self._seal.opened(sealed, name) for name, sealed in rows)
        return tuple(decode(Entry, json.loads(text)) for text in texts if text is not None)

    def hold(self, digest: str, held: Held, at: datetime) -> None:
        """See `Journal`."""
        sealed = self._seal.closed_bytes(held.content, digest)
        with self._lock, self._line:
            self._line.execute(
                "INSERT INTO file (digest, mime, sealed, held_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (digest) DO UPDATE SET held_at = excluded.held_at",
                (digest, held.mime, sealed, at.timestamp()),
            )

    def held(self, digest: str) -> Held | None:
        """See `Journal`."""
        with self._lock:
            found = self._line.execute(
                "SELECT mime, sealed FROM file WHERE digest = ?", (digest,)
            ).fetchone()
        content = None if found is None else self._seal.opened_bytes(found[1], digest)
        return None if content is None else Held(mime=found[0], content=content)

    def drop_unnamed(self, before: datetime) -> None:
        """Forget files held before that moment whose act was never given."""
        with self._lock, self._line:
            self._line.execute(
                "DELETE FROM file WHERE held_at < ?"
                " AND digest NOT IN (SELECT digest FROM entry_file)",
                (before.timestamp(),),
            )

    def put_leases(self, day: str, leases: Sequence[Lease]) -> None:
        """See `Journal`."""
        with self._lock, self._line:
            self._line.execute("DELETE FROM lease WHERE day <> ?", (day,))
            self._line.executemany(
                "INSERT INTO lease (case_id, day, number) VALUES (?, ?, ?)",
                [(case, day, number) for case, number in leases],
            )

    def leases(self, day: str) -> int:
        """See `Journal`."""
        with self._lock:
            found = self._line.execute("SELECT count(*) FROM lease WHERE day = ?", (day,))
            return int(found.fetchone()[0])

    def take_lease(self, day: str) -> Lease | None:
        """See `Journal`."""
        with self._lock, self._line:
            found = self._line.execute(_TAKE, (day,)).fetchone()
        return None if found is None else (CaseId(found[0]), str(found[1]))

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._line.close()
