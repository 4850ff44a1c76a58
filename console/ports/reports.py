"""What long questions (assessment, exports) are answered from, and how old that is. Shapes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.ports.rows import ShiftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSource:
    """The server that answers reports; on a standby the data may be older than `asked_at`.

    `as_of` (aware UTC): everything committed before it is there; None when the standby has not
    said yet. On a quiet evening it looks older than it is, never younger.
    """

    standby: bool
    asked_at: datetime
    as_of: datetime | None

    @property
    def seconds(self) -> float | None:
        """The age of the data in seconds; None when it is not known."""
        return None if self.as_of is None else (self.asked_at - self.as_of).total_seconds()


class Reports(Protocol):
    """Long, read-only questions, kept off the server that takes the commands where there are
    two."""

    def source(self) -> ReportSource:
        """Who answers now. Raises `StoreUnavailable`."""

    def shift(self, seat: str, since: datetime) -> Sequence[ShiftRow]:
        """What an operator did since. Raises `StoreUnavailable`."""
