"""The journal of a picture: what waits in it is gone with the window, and is never sent."""

from collections.abc import Sequence
from datetime import datetime

from console.ports.journal import Entry, Held, Lease


class ShotJournal:
    """`console.ports.journal.Journal` in memory."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def keep(self, entry: Entry) -> None:
        """See `Journal`."""
        self._entries[entry.id] = entry

    def forget(self, entry: str) -> None:
        """See `Journal`."""
        self._entries.pop(entry, None)

    def entries(self, operator: str) -> Sequence[Entry]:
        """See `Journal`."""
        return tuple(one for one in self._entries.values() if one.actor.operator == operator)

    def hold(self, digest: str, held: Held, at: datetime) -> None:
        """A picture is given no photographs."""

    def held(self, digest: str) -> Held | None:
        """None."""
        del digest
        return None

    def put_leases(self, day: str, leases: Sequence[Lease]) -> None:
        """A picture takes no numbers from anybody."""

    def leases(self, day: str) -> int:
        """None."""
        del day
        return 0

    def take_lease(self, day: str) -> Lease | None:
        """None."""
        del day
        return None
