"""What waits on this machine while the shared store is out of reach (待发). Shapes only.

An entry may hold a caller's data: it is kept encrypted, never logged, and leaves this machine only
as the command it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from console.domain.case import Actor, CaseId

Lease = tuple[CaseId, str]
"""A case id and number given to this workstation beforehand."""


class EntryState(StrEnum):
    """How far a command has come."""

    SENT = "sent"  # on its way: whether the store has it is not known
    WAITING = "waiting"  # never sent
    REFUSED = "refused"  # the fresh state does not allow it: the operator decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command, in the order in which it was given.

    `id` is the command's, so that sending it again changes nothing twice. `gesture` names the
    command's kind and `content` is its JSON; `kept_at` is aware UTC. `refusal` (JSON) tells why it
    was refused; `label` is the number of its case as the operator knows it. `files` are the digests
    of its photographs.
    """

    id: str
    actor: Actor
    kept_at: datetime
    gesture: str
    content: str
    state: EntryState = EntryState.WAITING
    refusal: str = ""
    label: str = ""
    files: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Only what is not personal."""
        return f"Entry({self.gesture!r}, {self.state.value!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A photograph or recording of an act that is still to be sent."""

    mime: str
    content: bytes = field(repr=False)


class Journal(Protocol):
    """Commands of this workstation with their photographs; all of it survives a killed program."""

    def keep(self, entry: Entry) -> None:
        """Keep a new entry at the end, or change one where it stands."""

    def forget(self, entry: str) -> None:
        """Forget an entry for good; one that is not there is forgotten already.

        Files that only this entry named go with it.
        """

    def entries(self, operator: str) -> Sequence[Entry]:
        """An operator's readable entries, in the order in which they were given."""

    def hold(self, digest: str, held: Held, at: datetime) -> None:
        """Hold a file until an entry that names it is forgotten."""

    def held(self, digest: str) -> Held | None:
        """A file that is held; None when it is not, or cannot be read any more."""

    def put_leases(self, day: str, leases: Sequence[Lease]) -> None:
        """Keep case numbers of a local day `2026-1123`; those of other days are forgotten."""

    def leases(self, day: str) -> int:
        """How many numbers of this day are left."""

    def take_lease(self, day: str) -> Lease | None:
        """The next number of this day, given out once; None when there is none."""


class Numbers(Protocol):
    """Case numbers given out before there is a case."""

    def lease(self, at: datetime, count: int) -> Sequence[Lease]:
        """So many numbers of the local day of `at`, nobody else's for ever.

        Raises `StoreUnavailable`.
        """
