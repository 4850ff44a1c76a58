"""Schemes of assessment as the store keeps them: texts of versions, and from which day each holds.

Nothing kept is ever changed: a change is a new version. What a text says is judged by who reads it
(`console.services.schemes`), the store knows its name and number only. Moments are aware UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """That a version holds from `first_day` on, until another one begins: by whom, when and why."""

    first_day: date
    at: datetime
    login: str
    name: str
    post: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScheme:
    """One version. `begin` None: only offered, it never held.

    It holds on the days from `first` to `last`, both None where it holds on none: the server tells
    them from all beginnings. `last` alone is None while it holds without end. `shipped`: it came
    with the program.
    """

    kind: str
    scheme: str
    version: int
    text: str
    shipped: bool
    at: datetime
    login: str
    name: str
    post: str
    reason: str
    begin: Begin | None = None
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return (
            self.first is not None and self.first <= day and (self.last is None or day <= self.last)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScheme:
    """A version to add; its number follows the last one's. `first_day` None: it is only offered."""

    kind: str
    scheme: str
    version: int
    text: str
    first_day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDraft:
    """What somebody is writing: any text, made from version `base` (0: from nothing)."""

    kind: str
    scheme: str
    base: int
    text: str
    at: datetime


class Schemes(Protocol):
    """Schemes of one city. Everybody reads; supervisor and administrator write.

    Writing raises `Refusal` `judge.post`, `scheme.stale` (another version was added since),
    `scheme.unknown`, `scheme.begun` (it has its day already), `scheme.unfit`.
    """

    def kept(self) -> Sequence[KeptScheme]:
        """Every version, by kind, scheme and number."""

    def add(self, new: NewScheme) -> None:
        """Keep a version for good, and put it in force where it has a first day."""

    def put_in_force(
        self, kind: str, scheme: str, version: int, first_day: date, reason: str
    ) -> None:
        """From a day on an offered version holds; what held ends the day before."""

    def drafts(self) -> Sequence[SchemeDraft]:
        """One's own drafts, the newest first. Raises `Refusal` `judge.post`."""

    def save_draft(self, kind: str, scheme: str, base: int, text: str) -> None:
        """Keep one's draft of a scheme in place of the former."""

    def drop_draft(self, kind: str, scheme: str) -> None:
        """Throw one's draft away; one that is not there is thrown away already."""
