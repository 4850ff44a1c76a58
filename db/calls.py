"""`ports.calls`: the hotline's calls, through the server's own function."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine, text

from console.ports.calls import Call
from db.mapping import instant
from db.refusals import told_as_refusals

_TELL: Final = text("SELECT api_v1.tell_calls(CAST(:told AS jsonb))")
_BATCH: Final = 5_000


class PostgresCalls:
    """Where the telephone system writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tell(self, calls: Sequence[Call]) -> int:
        """Keep them; how many were new or changed. Raises as `ports.calls` says."""
        taken = 0
        for start in range(0, max(len(calls), 1), _BATCH):
            told = json.dumps([_row(one) for one in calls[start : start + _BATCH]])
            with told_as_refusals(), self._engine.begin() as connection:
                taken += connection.execute(_TELL, {"told": told}).scalar_one()
        return taken


def _row(call: Call) -> dict[str, str | None]:
    return {
        "id": str(call.id),
        "rang_at": instant(call.rang_at),
        "answered_at": instant(call.answered_at),
        "given_up_at": instant(call.given_up_at),
        "ended_at": instant(call.ended_at),
    }
