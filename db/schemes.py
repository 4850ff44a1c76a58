"""`ports.schemes.Schemes` over PostgreSQL: the functions of `api/24_schemes.sql`.

The last day of a version is told by the server when it is read: the day before the next beginning.
Of two beginnings on one day the later one holds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, text

from console.ports.schemes import Begin, KeptScheme, NewScheme, SchemeDraft
from db.refusals import told_as_refusals

_KEPT: Final = text(
    "WITH held AS (SELECT b.*, lead(b.first_day) OVER (PARTITION BY b.kind, b.scheme"
    " ORDER BY b.first_day, b.id) - 1 AS last_day FROM scheme_begin b)"
    " SELECT v.kind, v.scheme, v.version, v.body, v.shipped <> '' AS shipped, v.at, v.login,"
    " coalesce(o.name, v.login) AS name, v.post, v.reason, h.first_day, h.last_day,"
    " h.at AS begun_at, h.login AS begun_by, coalesce(p.name, h.login) AS begun_name,"
    " h.post AS begun_post, h.reason AS begun_reason"
    " FROM scheme_version v LEFT JOIN held h USING (kind, scheme, version)"
    " LEFT JOIN operator o ON o.login = v.login LEFT JOIN operator p ON p.login = h.login"
    " ORDER BY v.kind, v.scheme, v.version"
)
_ADD: Final = text(
    "SELECT api_v1.add_scheme(:kind, :scheme, :version, :text, CAST(:first_day AS date), :reason)"
)
_BEGIN: Final = text(
    "SELECT api_v1.put_scheme_in_force(:kind, :scheme, :version, CAST(:first_day AS date), :reason)"
)
_DRAFTS: Final = text("SELECT kind, scheme, base, body, at FROM api_v1.scheme_drafts()")
_SAVE: Final = text("SELECT api_v1.save_scheme_draft(:kind, :scheme, :base, :text)")
_DROP: Final = text("SELECT api_v1.drop_scheme_draft(:kind, :scheme)")


class PostgresSchemes:
    """The schemes of one database, in the name of the role its engine carries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kept(self) -> Sequence[KeptScheme]:
        """See `Schemes`."""
        with told_as_refusals(), self._engine.connect() as connection:
            return tuple(_kept(row) for row in connection.execute(_KEPT))

    def add(self, new: NewScheme) -> None:
        """See `Schemes`."""
        with self._changing() as connection:
            connection.execute(
                _ADD,
                {
                    "kind": new.kind,
                    "scheme": new.scheme,
                    "version": new.version,
                    "text": new.text,
                    "first_day": new.first_day,
                    "reason": new.reason,
                },
            )

    def put_in_force(
        self, kind: str, scheme: str, version: int, first_day: date, reason: str
    ) -> None:
        """See `Schemes`."""
        said = {"kind": kind, "scheme": scheme, "version": version}
        with self._changing() as connection:
            connection.execute(_BEGIN, {**said, "first_day": first_day, "reason": reason})

    def drafts(self) -> Sequence[SchemeDraft]:
        """See `Schemes`."""
        with told_as_refusals(), self._engine.connect() as connection:
            return tuple(
                SchemeDraft(
                    kind=row.kind,
                    scheme=row.scheme,
                    base=row.base,
                    text=row.body,
                    at=row.at.astimezone(UTC),
                )
                for row in connection.execute(_DRAFTS)
            )

    def save_draft(self, kind: str, scheme: str, base: int, text: str) -> None:
        """See `Schemes`."""
        with self._changing() as connection:
            said = {"kind": kind, "scheme": scheme, "base": base, "text": text}
            connection.execute(_SAVE, said)

    def drop_draft(self, kind: str, scheme: str) -> None:
        """See `Schemes`."""
        with self._changing() as connection:
            connection.execute(_DROP, {"kind": kind, "scheme": scheme})

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with told_as_refusals(), self._engine.begin() as connection:
            yield connection


def _kept(row: Row[Any]) -> KeptScheme:
    first, last = row.first_day, row.last_day
    # Another one began on the very same day and later: this one never held.
    never = first is None or (last is not None and last < first)
    return KeptScheme(
        kind=row.kind,
        scheme=row.scheme,
        version=row.version,
        text=row.body,
        shipped=row.shipped,
        at=row.at.astimezone(UTC),
        login=row.login,
        name=row.name,
        post=row.post,
        reason=row.reason,
        begin=_begin(row) if first is not None else None,
        first=None if never else first,
        last=None if never else last,
    )


def _begin(row: Row[Any]) -> Begin:
    return Begin(
        first_day=row.first_day,
        at=row.begun_at.astimezone(UTC),
        login=row.begun_by,
        name=row.begun_name,
        post=row.begun_post,
        reason=row.begun_reason,
    )
