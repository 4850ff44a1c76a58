"""`ports.administration` over PostgreSQL: the functions of `api/74_administration.sql`."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from typing import Final

from sqlalchemy import Connection, Engine, Row, text

from console.domain.administration import Deed, Subject
from console.domain.catalogue import Catalogue
from console.domain.refusal import Refusal
from console.ports.administration import Account, Change, Look, Thing, Wish
from db.keeping import recount_near
from db.refusals import told_as_refusals
from db.roles import verifier
from db.seed import put_catalogue
from db.standing_rows import load_catalogues

_THINGS: Final = text("SELECT key, version, value FROM api_v1.things(:subject)")
_ACCOUNTS: Final = text("SELECT * FROM api_v1.accounts()")
_HISTORY: Final = text(
    "SELECT * FROM api_v1.admin_history(:subject, :key, :login, CAST(:since AS timestamptz),"
    " CAST(:until AS timestamptz), CAST(:below AS bigint), :most)"
)
_ONE: Final = text("SELECT * FROM api_v1.admin_history(NULL, NULL, NULL, NULL, NULL, NULL, 1, :id)")
_ADMINISTER: Final = text(
    "SELECT api_v1.administer(:subject, :key, :seen, :fresh, CAST(:value AS jsonb), :reason)"
)
_UNDO: Final = text("SELECT api_v1.undo_change(:change, :reason)")
_PASSWORD: Final = text("SELECT api_v1.set_password(:login, :verifier, :reason)")
_UNLOCK: Final = text("SELECT api_v1.unlock(:login, :reason)")
_NOW: Final = text("SELECT clock_timestamp()")


class PostgresAdministration:
    """The administrator's side of one database.

    Args:
        engine: In the administrator's own name, or the owner's.
        operator: His login; the owner's role's name is told otherwise.
    """

    def __init__(self, engine: Engine, operator: str = "") -> None:
        self._engine = engine
        self._operator = operator

    def things(self, subject: Subject) -> Sequence[Thing]:
        """All things of a subject by key."""
        with told_as_refusals(), self._engine.connect() as connection:
            return tuple(
                Thing(subject=subject, key=row.key, version=row.version, value=row.value)
                for row in connection.execute(_THINGS, {"subject": subject.value})
            )

    def history(self, look: Look) -> Sequence[Change]:
        """The register, newest first."""
        wanted = {
            "subject": look.subject.value if look.subject else None,
            **{name: getattr(look, name) for name in ("key", "login", "since", "until")},
            **{name: getattr(look, name) for name in ("below", "most")},
        }
        with told_as_refusals(), self._engine.connect() as connection:
            return tuple(_change(row) for row in connection.execute(_HISTORY, wanted))

    def accounts(self) -> Sequence[Account]:
        """How each operator can sign in."""
        with told_as_refusals(), self._engine.connect() as connection:
            return tuple(
                Account(
                    login=row.login,
                    exists=row.there,
                    may_sign_in=row.open,
                    failures=row.failures or 0,
                    locked_until=row.locked_until and row.locked_until.astimezone(UTC),
                )
                for row in connection.execute(_ACCOUNTS)
            )

    def change(self, wish: Wish) -> Change:
        """Make one change."""
        value = None if wish.value is None else json.dumps(dict(wish.value), ensure_ascii=False)
        with self._changing() as connection:
            kept = connection.execute(
                _ADMINISTER,
                {
                    "subject": wish.subject.value,
                    "key": wish.key,
                    "seen": wish.seen,
                    "fresh": wish.fresh,
                    "value": value,
                    "reason": wish.reason,
                },
            )
            return self._done(connection, kept.scalar_one())

    def undo(self, change: int, reason: str) -> Change:
        """Put back what a change replaced."""
        with self._changing() as connection:
            kept = connection.execute(_UNDO, {"change": change, "reason": reason})
            return self._done(connection, kept.scalar_one())

    def set_password(self, login: str, password: str, reason: str) -> Change:
        """Give an operator an account or another password."""
        with self._changing() as connection:
            said = {"login": login, "reason": reason}
            hashed = verifier(connection, login, password)
            kept = connection.execute(_PASSWORD, {**said, "verifier": hashed})
            return self._done(connection, kept.scalar_one())

    def unlock(self, login: str, reason: str) -> Change:
        """Let a locked operator in again before the time."""
        with self._changing() as connection:
            kept = connection.execute(_UNLOCK, {"login": login, "reason": reason})
            return self._done(connection, kept.scalar_one())

    def put_standards(self, catalogue: Catalogue, reason: str, undoes: int | None = None) -> Change:
        """Keep a new version of the standards."""
        with self._changing() as connection:
            at = connection.execute(_NOW).scalar_one()
            who = self._operator or str(self._engine.url.username)
            kept = put_catalogue(connection, catalogue, who, at, reason, undoes)
            return self._done(connection, kept)

    def standards(self, version: int) -> Catalogue:
        """A version of the standards."""
        with told_as_refusals(), self._engine.connect() as connection:
            for one in load_catalogues(connection).versions:
                if one.version == version:
                    return one
        raise Refusal("admin.unknown", key=version)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with told_as_refusals(), self._engine.begin() as connection:
            yield connection

    def _done(self, connection: Connection, change: int) -> Change:
        """The row that was written, and what hangs on it done in the same transaction."""
        row = connection.execute(_ONE, {"id": change}).one()
        if row.about == Subject.SETTING.value:
            recount_near(connection, row.thing)
        return _change(row)


def _change(row: Row[tuple[object, ...]]) -> Change:
    return Change(
        id=row.id,
        at=row.at.astimezone(UTC),
        login=row.who,
        name=row.name,
        post=row.post,
        subject=Subject(row.about),
        key=row.thing,
        deed=Deed(row.deed),
        version=row.version,
        before=row.before,
        after=row.after,
        reason=row.reason,
        undoes=row.undoes,
        undone_by=row.undone_by,
        undoable=row.undoable,
    )
