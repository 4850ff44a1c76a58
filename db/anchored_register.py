"""How far the register of administrators' changes went, for the anchors.

Its chain is recomputed here, by the rule of `api/72_register.sql`: who rules the server can replace
the functions there, and one that always says "whole" would hide a rewritten row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, text

_CHANGES: Final = text(
    "SELECT id, at, login, post, subject, key, deed, version,"
    " CAST(before AS pg_catalog.text) AS before, CAST(after AS pg_catalog.text) AS after,"
    " reason, undoes, hash FROM public.admin_change ORDER BY id"
)
_STREAM: Final = 2_000
_BETWEEN: Final = chr(31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The administrators' changes up to one of them: its id, how many they are, its hash, which
    stands on all before. Nothing was changed yet: 0, 0 and no hash."""

    last: int = 0
    changes: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change as far as its chain goes; `whole` when its hash follows from it and the former."""

    id: int
    hash: bytes
    whole: bool


def read_changes(connection: Connection) -> list[Change]:
    """All changes, in their order."""
    changes: list[Change] = []
    former = b""
    with connection.execute(_CHANGES, execution_options={"yield_per": _STREAM}) as rows:
        for row in rows:
            kept = bytes(row.hash)
            changes.append(Change(id=row.id, hash=kept, whole=kept == _hash(row, former)))
            former = kept
    return changes


def register_of(changes: Sequence[Change]) -> Register:
    """What a line tells of these changes."""
    if not changes:
        return Register()
    return Register(last=changes[-1].id, changes=len(changes), head=changes[-1].hash.hex())


def _hash(row: Row[Any], former: bytes) -> bytes:
    told = (
        str(row.id),
        f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}",
        row.login,
        row.post,
        row.subject,
        row.key,
        row.deed,
        str(row.version),
        row.before or "",
        row.after or "",
        row.reason,
        "" if row.undoes is None else str(row.undoes),
    )
    return sha256(former + _BETWEEN.join(told).encode()).digest()
