"""`ports.work.Callers`: reporters' data behind a logged door (article 23).

The request is committed with its reason before a second transaction reads; a reveal that is rolled
back therefore leaves its trace (database.md 4.3).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Engine, text

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller
from db.refusals import told_as_refusals

_REQUEST = text(
    "SELECT api_v1.request_reveal(:request, :case, :operator, :post, :seat, :at, :reason)"
)
_REVEAL = text("SELECT name, phone, address, reply FROM api_v1.reveal(:request)")


class PostgresCallers:
    """Callers of cases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reveal(self, case: CaseId, actor: Actor, at: datetime, reason: str) -> Sequence[Caller]:
        """The callers of a case. Raises `Refusal` `caller.reason`, `caller.none`."""
        if not reason.strip():
            raise Refusal("caller.reason")
        request = uuid4()
        with told_as_refusals(), self._engine.begin() as connection:
            connection.execute(
                _REQUEST,
                {
                    "request": request,
                    "case": case,
                    "operator": actor.operator,
                    "post": actor.post.value,
                    "seat": actor.seat,
                    "at": at,
                    "reason": reason,
                },
            )
        with told_as_refusals(), self._engine.begin() as connection:
            found = connection.execute(_REVEAL, {"request": request}).all()
        if not found:
            raise Refusal("caller.none")
        return tuple(
            Caller(name=row.name, phone=row.phone, address=row.address, reply=row.reply)
            for row in found
        )
