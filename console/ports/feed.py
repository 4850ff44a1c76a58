"""How news of other seats arrives: looked for by poll, never pushed. Shapes only (database.md
3)."""

from typing import Protocol

from console.ports.rows import News


class Feed(Protocol):
    """The outbox read by a snapshot watermark; loss-free whatever the order of commits."""

    def start(self) -> None:
        """Begin at the present: nothing before this moment is news."""

    def look(self) -> News:
        """What was committed since the last look. Raises `StoreUnavailable` when the server is
        gone."""
