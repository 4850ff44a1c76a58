"""The hotline's calls as the telephone system tells them: when, and nothing else. Shapes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

HEARD: Final = timedelta(minutes=15)
"""A telephone system that told nothing for longer is silent: how many wait is not known. Figures it
told of more than 15 seconds ago are old before that already (`viewmodels.wall_blocks`)."""
TURN: Final = timedelta(seconds=5)
"""How often it tells at least, be it that nothing came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as far as it has come; told again when more is known. Aware UTC.

    `id` is the telephone system's own and tells nothing of the caller. `answered_at` is the
    operator's, not a machine's; `given_up_at` when the caller hung up unanswered.
    """

    id: UUID
    rang_at: datetime
    answered_at: datetime | None = None
    given_up_at: datetime | None = None
    ended_at: datetime | None = None


class Calls(Protocol):
    """Where the telephone system writes."""

    def tell(self, calls: Sequence[Call]) -> int:
        """Keep them; how many were new or changed. Without any it says that there was none.

        To be called each `TURN`. Raises `Refusal` `judge.post` for anybody but the
        telephone system's account, `call.unfit` for a call that cannot be.
        """
