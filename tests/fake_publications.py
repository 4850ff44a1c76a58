"""Publications that lie in memory, over facts that lie in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.domain.refusal import Refusal
from console.domain.trail import Step
from console.evaluation.facts import flags_of
from console.evaluation.hash_tree import fingerprint_of, parts_of, root_of
from console.ports.errors import StoreUnavailable
from console.ports.facts import CaseFact, FactReading
from console.ports.publications import (
    MARK_POSTS,
    Corrected,
    Freezing,
    FrozenAct,
    FrozenCase,
    FrozenTrail,
    Head,
    Mark,
    Signed,
    Wanted,
)
from tests.evaluation.memory import Facts


@dataclass
class _Freeze:
    publications: "FakePublications"
    id: int
    as_of: datetime
    head: Head
    kept: Facts

    def reading(self) -> FactReading:
        return self.kept

    def seal(self, figures: str) -> str:
        facts = root_of(_leaf(one) for one in sorted(self.kept.cases, key=lambda one: one.case))
        head = replace(self.head, figures=figures, facts_root=facts, acts_root=root_of(()))
        parts = tuple(parts_of(head))
        head = replace(head, parts=parts, fingerprint=fingerprint_of(parts))
        self.publications.kept[self.id] = self.kept
        self.publications.known[self.id] = head
        return head.fingerprint


@dataclass
class FakePublications:
    """As the store's, for one operator. `now` are the facts of today; `lost`: it does not answer.

    What is corrected is what differs between them and what was frozen.
    """

    now: Facts
    operator: str = "chenlei"
    lost: bool = False
    known: dict[int, Head] = field(default_factory=dict)
    kept: dict[int, Facts] = field(default_factory=dict)
    differing: str = ""
    """The version of a calendar that was altered."""

    def _answer(self) -> None:
        if self.lost:
            raise StoreUnavailable("store.lost")

    def heads(self) -> Sequence[Head]:
        self._answer()
        return tuple(sorted(self.known.values(), key=lambda one: -one.id))

    def head(self, publication: int) -> Head:
        self._answer()
        if publication not in self.known:
            raise Refusal("publication.unknown", publication=publication)
        return self.known[publication]

    def named(self, fingerprint: str) -> Head:
        return next(one for one in self.heads() if one.fingerprint == fingerprint)

    def reading(self, publication: int) -> FactReading:
        self._answer()
        return self.kept[publication]

    @contextmanager
    def freeze(self, wanted: Wanted, at: datetime) -> Iterator[Freezing]:
        self._answer()
        if at < wanted.end:
            raise Refusal("publication.running", period=wanted.period)
        same = (wanted.period, wanted.kind, wanted.grouping)
        for one in self.known.values():
            mine = (one.wanted.period, one.wanted.kind, one.wanted.grouping)
            if mine == same and not one.withdrawn:
                raise Refusal("publication.exists", publication=one.id, period=wanted.period)
        yield self._begin(wanted, at, at, 0, "", list(self.now.cases))

    def _begin(
        self, wanted: Wanted, as_of: datetime, at: datetime, amends: int, reason: str,
        cases: list[CaseFact],
    ) -> _Freeze:  # fmt: skip
        number = max(self.known, default=0) + 1
        mine = [one for one in cases if _inside(one, wanted)]
        post = MARK_POSTS[Mark.PREPARED].value
        head = Head(
            id=number, wanted=wanted, calendar_text="{}", as_of=as_of, amends=amends,
            reason=reason, cases=len(mine), acts=0, facts_root="00" * 32, acts_root="00" * 32,
            figures="", parts=(), fingerprint="",
            signed=(Signed(mark=Mark.PREPARED, operator=self.operator, post=post, at=at),),
        )  # fmt: skip
        kept = Facts(mine, done=list(self.now.done))
        return _Freeze(self, number, as_of, head, kept)

    @contextmanager
    def amend(
        self, publication: int, reason: str, at: datetime, cases: Sequence[int] = ()
    ) -> Iterator[Freezing]:
        chosen = [one for one in self.corrected(publication) if not cases or one.now.case in cases]
        if not reason.strip():
            raise Refusal("publication.reason")
        if not chosen:
            raise Refusal("publication.no_corrections", publication=publication)
        base = self._newest(publication)
        new = {one.now.case: one.now for one in chosen}
        facts = [new.get(one.case, one) for one in self.kept[base.id].cases]
        yield self._begin(base.wanted, base.as_of, at, publication, reason, facts)

    def sign(
        self, publication: int, mark: Mark, fingerprint: str, at: datetime, reason: str = ""
    ) -> None:
        head = self.head(publication)
        if head.fingerprint != fingerprint:
            raise Refusal("publication.other_print", publication=publication)
        prepared = head.mark(Mark.PREPARED)
        assert prepared is not None
        if mark is not Mark.WITHDRAWN and prepared.operator == self.operator:
            raise Refusal("publication.same_person", operator=self.operator)
        post = MARK_POSTS[mark].value
        made = Signed(mark=mark, operator=self.operator, post=post, at=at, reason=reason)
        self.known[publication] = replace(head, signed=(*head.signed, made))

    def cases(self, publication: int) -> Iterator[FrozenCase]:
        head = self.head(publication)
        for fact in sorted(self.kept[publication].cases, key=lambda one: one.case):
            yield FrozenCase(
                leaf=_leaf(fact), fact=fact,
                flags=flags_of(fact, head.as_of), area="", head=b"",
            )  # fmt: skip

    def acts(self, publication: int) -> Iterator[FrozenAct]:
        del publication
        return iter(())

    def trails(self, publication: int) -> Iterator[FrozenTrail]:
        """Of no steps at all: their first one is missing."""
        steps: tuple[Step, ...] = ()
        for one in self.cases(publication):
            yield FrozenTrail(case=one, steps=steps, hashes=(), now=one.fact)

    def altered_calendar(self, publication: int) -> str:
        del publication
        return self.differing

    def corrected(self, publication: int) -> Sequence[Corrected]:
        self._answer()
        base = self._newest(publication)
        today = {one.case: one for one in self.now.cases}
        return tuple(
            Corrected(then=one, now=today[one.case])
            for one in self.kept[base.id].cases
            if today[one.case] != one
        )

    def _newest(self, publication: int) -> Head:
        known = [
            one
            for one in self.known.values()
            if one.published and publication in (one.id, one.amends)
        ]
        if not known:
            raise Refusal("publication.unknown", publication=publication)
        return max(known, key=lambda one: one.id)


def _leaf(fact: CaseFact) -> tuple[object, ...]:
    return (int(fact.case), fact.version, fact.number, fact.exempt, fact.rework)


def _inside(fact: CaseFact, wanted: Wanted) -> bool:
    at = getattr(fact, wanted.case_date)
    return at is not None and wanted.start <= at < wanted.end
