"""`ports.picture` in a small SQLite file beside the drafts, sealed under the operators' passwords.

Each operator's picture has a random key. It lies here wrapped under a key that scrypt makes of his
password: what opens the picture is the proof that it was the right one, and there is no other
verifier to attack. The answers' questions are hashed under the same key. Who has the file and time
may guess passwords at a third of a second each; the short life of a picture is the other half of
the answer.
"""

import hmac
import json
import math
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from console.domain.codec import decode, encode
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.ports.picture import Kept, Known
from db.key_files import KEY_BYTES
from db.packing import UnreadableError, packed, unpacked
from db.sealing import Seal, open_file, opened, sealed

MOST_BYTES: Final = 32 * 1024 * 1024
"""Sealed bytes of one operator's answers."""
FREE_FAILURES: Final = 3
"""Wrong passwords before the first wait; each further one doubles it."""
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
_SALT_BYTES: Final = 16
COST: Final = 2**16
"""Of scrypt; with blocks of 8: 64 MB and about a third of a second."""
_BLOCKS: Final = 8
_STANDING: Final = frozenset(
    {
        "rules",
        "catalogue",
        "units",
        "inspectors",
        "operators",
        "divisions",
        "unit_grids",
        "duty_grids",
        "phrases",
        "counts",
        "order",
        "open_rows",
        "open_pins",
    }
)
"""Answers without which nobody can work: they go last."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS picture (
    login TEXT PRIMARY KEY,
    operator BLOB NOT NULL,
    salt BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    seen_at REAL NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failed_at REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answer (
    login TEXT NOT NULL REFERENCES picture ON DELETE CASCADE,
    name TEXT NOT NULL,
    standing INTEGER NOT NULL,
    at REAL NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (login, name)
);
"""
_BEGIN: Final = """
INSERT INTO picture (login, operator, salt, wrapped, seen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (login) DO UPDATE SET operator = excluded.operator, salt = excluded.salt,
    wrapped = excluded.wrapped, failures = 0
"""
_KEEP: Final = """
INSERT INTO answer (login, name, standing, at, sealed) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (login, name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at
WHERE excluded.at >= answer.at
"""
_BOUND: Final = """
DELETE FROM answer WHERE (login, name) IN (
    SELECT login, name FROM (
        SELECT login, name, sum(length(sealed)) OVER (ORDER BY standing DESC, at DESC, name) AS size
        FROM answer WHERE login = ?
    ) WHERE size > ?
)
"""
_LIST: Final = """
SELECT login, operator, at FROM picture JOIN answer USING (login) WHERE name = '' AND at > 0
ORDER BY login
"""
_HEAD: Final = ""
"""Name of the row that holds `as_of` and `drift`; no question's hash is empty."""


class SqlitePictures:
    """`console.ports.picture.Pictures` in the folder given; may be used from any thread."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Open or make `pictures.sqlite` and the machine's key in `folder`. Raises OSError."""
        self._seal = Seal(folder)
        self._lock = Lock()
        self._most = most_bytes
        self._line = open_file(folder / "pictures.sqlite", _SCHEMA)
        self._line.execute("PRAGMA foreign_keys = ON")

    def operators(self) -> Sequence[tuple[Operator, datetime]]:
        """See `Pictures`."""
        with self._lock:
            rows = self._line.execute(_LIST).fetchall()
        told = ((self._seal.opened(secret, login), as_of) for login, secret, as_of in rows)
        return tuple(
            (decode(Operator, json.loads(text)), datetime.fromtimestamp(as_of, UTC))
            for text, as_of in told
            if text is not None
        )

    def begin(self, operator: Operator, password: str, at: datetime) -> "SqlitePicture":
        """See `Pictures`. With another password than before the picture begins anew."""
        login = operator.login
        found = self._row(login)
        key = None if found is None else _unwrapped(found, login, password)
        if found is None or key is None:
            self.wipe(login)
            key = secrets.token_bytes(KEY_BYTES)
            salt = secrets.token_bytes(_SALT_BYTES)
            wrapped = sealed(AESGCM(_derived(password, salt)), key, login)
        else:
            salt, wrapped = found.salt, found.wrapped
        known = self._seal.closed(json.dumps(encode(operator), ensure_ascii=False), login)
        with self._lock, self._line:
            self._line.execute(_BEGIN, (login, known, salt, wrapped, at.timestamp()))
        return SqlitePicture(self._line, self._lock, login, key, self._most)

    def open(self, login: str, password: str, at: datetime) -> "tuple[Operator, SqlitePicture]":
        """See `Pictures`."""
        found = self._row(login)
        operator = next((one for one, _at in self.operators() if one.login == login), None)
        if found is None or operator is None:
            raise Refusal("signin.not_known_here")
        _refuse_too_soon(found, at)
        key = _unwrapped(found, login, password)
        self._count(login, 0 if key is not None else found.failures + 1, at)
        if key is None:
            raise Refusal("signin.wrong")
        return operator, SqlitePicture(self._line, self._lock, login, key, self._most)

    def wipe(self, login: str) -> None:
        """See `Pictures`."""
        with self._lock, self._line:
            self._line.execute("DELETE FROM picture WHERE login = ?", (login,))

    def keep_only(self, logins: Collection[str]) -> None:
        """See `Pictures`."""
        for operator, _as_of in self.operators():
            if operator.login not in logins:
                self.wipe(operator.login)

    def forget_before(self, at: datetime) -> None:
        """See `Pictures`."""
        with self._lock, self._line:
            self._line.execute("DELETE FROM picture WHERE seen_at < ?", (at.timestamp(),))

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._line.close()

    def _row(self, login: str) -> "_Row | None":
        with self._lock:
            found = self._line.execute(
                "SELECT salt, wrapped, failures, failed_at FROM picture WHERE login = ?", (login,)
            ).fetchone()
        return None if found is None else _Row(*found)

    def _count(self, login: str, failures: int, at: datetime) -> None:
        with self._lock, self._line:
            self._line.execute(
                "UPDATE picture SET failures = ?, failed_at = ? WHERE login = ?",
                (failures, at.timestamp(), login),
            )


@dataclass(frozen=True, slots=True)
class _Row:
    salt: bytes
    wrapped: bytes
    failures: int
    failed_at: float


class SqlitePicture:
    """`console.ports.picture.Picture`: one operator's answers."""

    def __init__(self, line: Connection, lock: Lock, login: str, key: bytes, most: int) -> None:
        self._line, self._lock, self._login, self._most = line, lock, login, most
        self._key = key

    def load(self) -> Known:
        """See `Picture`. What another version of this program wrote is passed over."""
        with self._lock:
            rows = self._line.execute(
                "SELECT name, sealed FROM answer WHERE login = ?", (self._login,)
            ).fetchall()
        head, answers = Known(), []
        cipher = AESGCM(self._key)
        for name, secret in rows:
            content = opened(cipher, secret, self._bound(name))
            with suppress(UnreadableError):
                found = None if content is None else unpacked(content)
                if isinstance(found, Known):
                    head = found
                elif isinstance(found, Kept):
                    answers.append(found)
        return Known(answers=tuple(answers), as_of=head.as_of, drift=head.drift)

    def keep(self, answers: Sequence[Kept], as_of: datetime | None, drift: timedelta) -> None:
        """See `Picture`."""
        rows = [self._row(one) for one in answers]
        head = self._closed(_HEAD, Known(as_of=as_of, drift=drift))
        at = 0.0 if as_of is None else as_of.timestamp()
        with self._lock, self._line:
            if not self._known():
                return  # wiped meanwhile
            self._line.executemany(_KEEP, rows)
            self._line.execute(_KEEP, (self._login, _HEAD, 2, at, head))
            self._line.execute(
                "UPDATE picture SET seen_at = max(seen_at, ?) WHERE login = ?", (at, self._login)
            )
            self._line.execute(_BOUND, (self._login, self._most))

    def _known(self) -> bool:
        found = self._line.execute("SELECT 1 FROM picture WHERE login = ?", (self._login,))
        return found.fetchone() is not None

    def _row(self, one: Kept) -> tuple[str, str, int, float, bytes]:
        name = hmac.digest(self._key, repr(one.question).encode(), "sha256").hex()
        asked = one.question[0] if isinstance(one.question, tuple) else one.question
        standing = int(asked in _STANDING or isinstance(one.question, str))
        return self._login, name, standing, one.at.timestamp(), self._closed(name, one)

    def _closed(self, name: str, value: object) -> bytes:
        return sealed(AESGCM(self._key), packed(value), self._bound(name))

    def _bound(self, name: str) -> str:
        return f"{self._login} {name}"


def _refuse_too_soon(found: _Row, at: datetime) -> None:
    """After several wrong passwords each further try has to wait. Raises `Refusal`."""
    beyond = found.failures - FREE_FAILURES
    if beyond < 0:
        return
    wait = min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)
    left = datetime.fromtimestamp(found.failed_at, UTC) + wait - at
    if left > timedelta():
        raise Refusal("signin.local_wait", seconds=math.ceil(min(left, wait).total_seconds()))


def _derived(password: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=_BLOCKS, p=1).derive(password.encode())


def _unwrapped(found: _Row, login: str, password: str) -> bytes | None:
    return opened(AESGCM(_derived(password, found.salt)), found.wrapped, login)
