"""The journal in memory, and numbers from nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.case import CaseId
from console.ports.errors import StoreUnavailable
from console.ports.journal import Entry, Held, Lease


@dataclass
class JournalInMemory:
    """`Journal` in dictionaries."""

    kept: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, list[Lease]] = field(default_factory=dict)
    files: dict[str, Held] = field(default_factory=dict)

    def keep(self, entry: Entry) -> None:
        self.kept[entry.id] = entry

    def forget(self, entry: str) -> None:
        gone = self.kept.pop(entry, None)
        named = {digest for one in self.kept.values() for digest in one.files}
        for digest in gone.files if gone is not None else ():
            if digest not in named:
                self.files.pop(digest, None)

    def entries(self, operator: str) -> Sequence[Entry]:
        return tuple(one for one in self.kept.values() if one.actor.operator == operator)

    def hold(self, digest: str, held: Held, at: datetime) -> None:
        self.files[digest] = held

    def held(self, digest: str) -> Held | None:
        return self.files.get(digest)

    def put_leases(self, day: str, leases: Sequence[Lease]) -> None:
        self.numbers = {day: [*self.numbers.get(day, ()), *leases]}

    def leases(self, day: str) -> int:
        return len(self.numbers.get(day, ()))

    def take_lease(self, day: str) -> Lease | None:
        left = self.numbers.get(day, [])
        return left.pop(0) if left else None


@dataclass
class NumbersInMemory:
    """`Numbers` that count up; silent ones fail with `code`."""

    silent: bool = False
    given: int = 900
    code: str = "store.lost"
    asked: int = 0

    def lease(self, at: datetime, count: int) -> Sequence[Lease]:
        self.asked += 1
        if self.silent:
            raise StoreUnavailable(self.code)
        first = self.given + 1
        self.given += count
        return tuple(
            (CaseId(at.year * 10**9 + one), f"{at:%Y-%m%d}-{one:06d}")
            for one in range(first, first + count)
        )
