"""Publications of the assessment: a period's facts frozen by the store, its figures, who signed.

A publication is prepared (编制), checked (复核) and published (发布) by different people and never
changed; a correction is a publication of its own that names the one it amends (更正件). Until it
is published it may be withdrawn. All moments are aware UTC datetimes. Source: charter article 24.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.facts import ActFact, CaseFact, FactDate, FactReading


class Mark(StrEnum):
    """What is signed of a publication, in this order; a withdrawn one gets nothing more."""

    PREPARED = "prepared"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


SIGNED_BY: Mapping[Mark, Post] = {
    Mark.PREPARED: Post.SUPERVISOR,
    Mark.CHECKED: Post.SHIFT_LEADER,
    Mark.PUBLISHED: Post.SUPERVISOR,
}
"""Who may sign what. The checker is never the preparer; the post of the committee's office is the
supervisor's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, in which post, when; `reason` is told for a withdrawal."""

    mark: Mark
    operator: str
    post: Post
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication without its facts.

    `period` is the code (`2026-10`), `kind` an `ObjectKind`, `grouping` a `Grouping` or "" for
    people. `amends` is the publication it corrects, `fingerprint` 64 hexadecimal signs.
    """

    id: int
    period: str
    kind: str
    grouping: str
    scheme: str
    scheme_version: int
    start: datetime
    end: datetime
    as_of: datetime
    cases: int
    acts: int
    fingerprint: str
    amends: int | None
    reason: str
    signatures: tuple[Signature, ...]

    @property
    def state(self) -> Mark:
        """The last thing that was signed."""
        return self.signatures[-1].mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What a publication was made by and came to, as canonical JSON; all of it is in its
    fingerprint. `areas` are counts of people that follow from reports (`miss_counts`)."""

    scheme: str
    calendar: str
    objects: str
    figures: str
    areas: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCase:
    """The facts of a case as they were, and the head of its chain of steps then."""

    fact: CaseFact
    area: str
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the fingerprint names beside facts and texts."""

    period: str
    kind: str
    grouping: str
    scheme: str
    scheme_version: int
    case_date: FactDate
    start: datetime
    end: datetime
    as_of: datetime
    amends: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A case whose facts are other ones than those that are published; None where it is in no
    such period (any more)."""

    number: str
    then: CaseFact | None
    now: CaseFact | None


class Preparing(Protocol):
    """A publication being made, in one transaction; nothing of it stays unless it is finished."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def as_of(self) -> datetime:
        """The server's moment of freezing, which its figures are of."""

    def facts(self) -> FactReading:
        """The frozen facts."""

    def finish(self, objects: str, figures: str) -> str:
        """Keep it with its figures (canonical JSON); the fingerprint the server computed."""


class Publications(Protocol):
    """Keeps publications. Every act is judged by the store: who, in which post, when.

    Raises `Refusal` `publication.*`: `not_over`, `is_published`, `unknown`, `state`, `same_person`,
    `post`, `reason`, `no_cases`.
    """

    def all(self) -> Sequence[Publication]:
        """Every publication, newest first; the whole city may read them."""

    def one(self, publication: int) -> Publication:
        """One of them. Raises `Refusal` `publication.unknown`."""

    def texts(self, publication: int) -> Texts:
        """What it was made by."""

    def head(self, publication: int) -> Head:
        """What its fingerprint names."""

    def frozen(self, publication: int) -> FactReading:
        """Its facts in the shape of live ones; its span is `start`, `end`, `as_of`."""

    def frozen_cases(self, publication: int) -> Iterator[FrozenCase]:
        """Its facts one by one, by number, with the head of each chain."""

    def frozen_acts(self, publication: int) -> Iterator[ActFact]:
        """Its acts one by one."""

    def prepare(self, head: Head, scheme: str, operator: str) -> AbstractContextManager[Preparing]:
        """Freeze a period's facts; `scheme` is its whole canonical text."""

    def amend(
        self, publication: int, cases: Sequence[CaseId], reason: str, operator: str
    ) -> AbstractContextManager[Preparing]:
        """Freeze a correction: the facts of the amended one, but those of `cases` as they are now."""

    def corrected(self, publication: int) -> Iterator[Corrected]:
        """Cases of its period whose facts are other ones now, by number."""

    def sign(self, publication: int, mark: Mark, operator: str, reason: str = "") -> Publication:
        """Check, publish or withdraw it."""
