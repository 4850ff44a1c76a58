"""`ports.work.Callers`: reporters' data behind a logged door (article 23).

The request is committed with its reason before a second transaction reads; a reveal that is rolled
back therefore leaves its trace (database.md 4.3). What the server gives is sealed; it opens here,
with a key the server has never seen.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Row, text

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller
from db.caller_keys import CallerKeys
from db.caller_sealing import SealedCaller, open_box
from db.refusals import told_as_refusals

_REQUEST = text(
    "SELECT api_v1.request_reveal(:request, :case, :operator, :post, :seat, :at, :reason)"
)
_REVEAL = text("SELECT sealed, key_id, algorithm, reply FROM api_v1.reveal(:request)")
_EVER = text("SELECT callers FROM case_file WHERE id = :case")


class PostgresCallers:
    """Callers of cases, for a seat that may have the private keys or not."""

    def __init__(self, engine: Engine, keys: CallerKeys) -> None:
        self._engine = engine
        self._keys = keys

    def reveal(self, case: CaseId, actor: Actor, at: datetime, reason: str) -> Sequence[Caller]:
        """The callers of a case. Raises `Refusal` as `ports.work.Callers.reveal`."""
        if not reason.strip():
            raise Refusal("caller.reason")
        ring = self._keys.ring()
        if not ring:
            raise Refusal("caller.no_private_key", file=str(self._keys.file))
        found = self._asked(case, actor, at, reason)
        if not found:
            raise Refusal("caller.erased" if self._had_callers(case) else "caller.none")
        opened = []
        for row in found:
            key = ring.get(row.key_id)
            if key is None:
                raise Refusal("caller.no_private_key", file=str(self._keys.file))
            sealed = SealedCaller(
                case=case,
                sealed=bytes(row.sealed),
                key_id=row.key_id,
                algorithm=row.algorithm,
                reply=row.reply,
            )
            opened.append(open_box(key, sealed))
        return tuple(opened)

    def _asked(self, case: CaseId, actor: Actor, at: datetime, reason: str) -> Sequence[Row[Any]]:
        """The sealed values, once the request is committed."""
        request: UUID = uuid4()
        asked = {
            "request": request,
            "case": case,
            "operator": actor.operator,
            "post": actor.post.value,
            "seat": actor.seat,
            "at": at,
            "reason": reason,
        }
        with told_as_refusals(), self._engine.begin() as connection:
            connection.execute(_REQUEST, asked)
        with told_as_refusals(), self._engine.begin() as connection:
            return connection.execute(_REVEAL, {"request": request}).all()

    def _had_callers(self, case: CaseId) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.execute(_EVER, {"case": case}).scalar_one_or_none())
