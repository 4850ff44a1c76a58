"""Published assessments: facts frozen by the store itself, figures, fingerprint and who signed.

A publication is prepared by a supervisor (督办员编制), checked by a shift leader (值班长复核)
and published by an administrator for the committee's office (城管委办公室发布); the second and the
third are other people than the first. What is frozen is never changed: a later correction is an
amendment (更正件), a publication of its own that names the one it amends.
Source: articles 22 to 25, fact book 5.4 and 7.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from console.domain.stage import Post
from console.domain.trail import Step
from console.ports.facts import ActFact, CaseFact, FactReading, Flag

Leaf = tuple[object, ...]
"""A frozen row as it is hashed: texts, numbers, yes or no, None; moments as microseconds."""


PARTS: tuple[str, ...] = ("head", "scheme", "calendar", "figures", "facts", "acts")
"""What a fingerprint is made of, in this order."""


class Mark(StrEnum):
    """What somebody did with a publication; each is done once."""

    PREPARED = "prepared"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # given up before it was published


MARK_POSTS: Mapping[Mark, Post] = {
    Mark.PREPARED: Post.SUPERVISOR,
    Mark.CHECKED: Post.SHIFT_LEADER,
    Mark.PUBLISHED: Post.ADMINISTRATOR,
    Mark.WITHDRAWN: Post.SUPERVISOR,
}
"""Who may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A mark: by whom, in which post, when (UTC, the server's clock), and why it was withdrawn."""

    mark: Mark
    operator: str
    post: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be frozen. `period` is a period's code, `kind` an `ObjectKind`'s value.

    `grouping` is a `Grouping`'s value, "" for people; `person`: acts are frozen beside cases.
    Cases whose `case_date` lies from `start` until before `end` belong to it.
    """

    period: str
    kind: str
    grouping: str
    person: bool
    scheme: str
    scheme_version: int
    scheme_text: str
    case_date: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a publication says of itself. `as_of` is the moment its cases were counted at.

    `amends` is the number of the publication it amends, 0 for none. `facts_root` and `acts_root`
    are the hash trees over the frozen rows, `parts` the hashes of its parts (`PARTS`),
    `fingerprint` the tree over these; all of them hex.
    """

    id: int
    wanted: Wanted
    calendar_text: str
    as_of: datetime
    amends: int
    reason: str
    cases: int
    acts: int
    facts_root: str
    acts_root: str
    figures: str
    parts: Sequence[str]
    fingerprint: str
    signed: Sequence[Signed]

    def mark(self, mark: Mark) -> Signed | None:
        """Who set a mark; None if nobody has."""
        return next((one for one in self.signed if one.mark is mark), None)

    @property
    def published(self) -> bool:
        """Whether it is in force."""
        return self.mark(Mark.PUBLISHED) is not None

    @property
    def withdrawn(self) -> bool:
        """Whether it was given up."""
        return self.mark(Mark.WITHDRAWN) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCase:
    """A frozen row: as it is hashed, what it tells, and the head of its chain of steps then."""

    leaf: Leaf
    fact: CaseFact
    flags: frozenset[Flag]
    area: str
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAct:
    """A frozen act: as it is hashed, and what it tells."""

    leaf: Leaf
    act: ActFact


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenTrail:
    """A frozen case beside all steps it has now, their kept hashes, and its row of now, if any."""

    case: FrozenCase
    steps: tuple[Step, ...]
    hashes: tuple[bytes, ...]
    now: CaseFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A case that was corrected since it was frozen: its facts then and now."""

    then: CaseFact
    now: CaseFact


class Freezing(Protocol):
    """A freeze that is being made; nothing is kept if it is left without `seal`."""

    @property
    def id(self) -> int:
        """The number it will have."""

    @property
    def as_of(self) -> datetime:
        """The moment its cases are counted at."""

    def reading(self) -> FactReading:
        """The frozen facts."""

    def seal(self, figures: str) -> str:
        """Keep it with its figures (`evaluation.publication_text`); answers the fingerprint."""


class Publications(Protocol):
    """Reads and makes publications; `Refusal` `publication.*`, `judge.*` where it may not be."""

    def heads(self) -> Sequence[Head]:
        """All of them, newest first, also prepared and withdrawn ones."""

    def head(self, publication: int) -> Head:
        """One. Raises `Refusal` `publication.unknown`."""

    def named(self, fingerprint: str) -> Head:
        """The one with a fingerprint (hex). Raises `Refusal` `publication.unknown`."""

    def reading(self, publication: int) -> FactReading:
        """Its frozen facts, read as live ones are."""

    def freeze(self, wanted: Wanted, at: datetime) -> AbstractContextManager[Freezing]:
        """Freeze what the store has now; `at` is the moment for the owner, a seat has the server's.

        Raises `Refusal` `publication.running` (the period is not over), `publication.exists`.
        """

    def amend(
        self, publication: int, reason: str, at: datetime, cases: Sequence[int] = ()
    ) -> AbstractContextManager[Freezing]:
        """Freeze the corrections of a published one, or of `cases` among them.

        Raises `Refusal` `publication.unknown`, `publication.no_corrections`, `publication.reason`.
        """

    def sign(
        self, publication: int, mark: Mark, fingerprint: str, at: datetime, reason: str = ""
    ) -> None:
        """Set a mark on what was seen: the fingerprint is that of what was looked at.

        Raises `Refusal` `publication.order`, `publication.same_person`, `publication.other_print`.
        """

    def cases(self, publication: int) -> Iterator[FrozenCase]:
        """The frozen rows of cases in the order of the tree, which is by case."""

    def acts(self, publication: int) -> Iterator[FrozenAct]:
        """The frozen rows of acts in the order of the tree, by case and step."""

    def trails(self, publication: int) -> Iterator[FrozenTrail]:
        """Each frozen case beside its steps, by case; a few are held at a time."""

    def altered_calendar(self, publication: int) -> str:
        """The version of a frozen calendar that says something else now; "" if none does."""

    def corrected(self, publication: int) -> Sequence[Corrected]:
        """Cases corrected since it or its last amendment, by case."""
