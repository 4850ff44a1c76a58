"""Whether a publication still is what it was: hashes, trails, facts, scheme, calendar, figures.

Every check goes from what cannot be made up towards what is printed; what differs first is named.
Source: issue 5 point 10.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from console.domain.refusal import Refusal
from console.domain.trail import GENESIS, Step, fold, link
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.evaluation.hash_tree import Tree, fingerprint_of, parts_of, text_of
from console.evaluation.publication_text import first_other
from console.ports.facts import ActFact, CaseFact, Flag
from console.ports.publications import PARTS, FrozenTrail, Head, Publications
from console.services.publishing import figures_anew

Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many."""
_EVERY: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was published; `code` is a sentence `publication.differs.<code>`.

    `facts` fill it: case number and step, field, object and figure, or sheet and cell.
    """

    code: str
    facts: dict[str, object]


def _quiet(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def _on() -> bool:
    """Nobody stops it."""
    return True


def findings(
    publications: Publications,
    head: Head,
    scheme_now: str = "",
    progress: Progress = _quiet,
    goes_on: Callable[[], bool] = _on,
) -> Iterator[Finding]:
    """Everything that differs, in the order it is looked at.

    `scheme_now` is the text of the same version of the scheme as it is kept elsewhere, "" if it is
    not. Raises `Refusal` `publication.cancelled` when `goes_on` says no.
    """
    trees = Tree(), Tree()
    acts = _Acts(publications, head, trees[1])
    for done, trail in enumerate(publications.trails(head.id), start=1):
        trees[0].add(text_of(trail.case.leaf))
        yield from _of_trail(trail, head, acts)
        if done % _EVERY == 0:
            progress(done, head.cases)
            if not goes_on():
                raise Refusal("publication.cancelled")
    yield from acts.rest()
    yield from _of_rows(head, trees)
    yield from _of_parts(head, scheme_now)
    version = publications.altered_calendar(head.id)
    if version:
        yield Finding(code="calendar", facts={"version": version})
    yield from _of_figures(publications, head)
    progress(head.cases, head.cases)


def _of_trail(trail: FrozenTrail, head: Head, acts: "_Acts") -> Iterator[Finding]:
    frozen = trail.case.fact
    number = frozen.number
    broken = first_broken(trail.steps, trail.hashes)
    if broken:
        yield Finding(code="step", facts={"number": number, "step": broken})
        return
    if not trail.steps or len(trail.steps) < frozen.version:
        missing = len(trail.steps) + 1
        yield Finding(code="missing_step", facts={"number": number, "step": missing})
        return
    past = trail.steps[: frozen.version]
    if trail.hashes[frozen.version - 1] != trail.case.head:
        yield Finding(code="trail", facts={"number": number, "step": frozen.version})
        return
    field = other_field(frozen, case_fact(fold(past)))
    if not field and trail.case.flags != flags_of(frozen, head.as_of) - {Flag.OVERDUE}:
        field = "flags"
    if field:
        yield Finding(code="frozen", facts={"number": number, "field": field})
    now = case_fact(fold(trail.steps))
    live = other_field(trail.now, now) if trail.now is not None else "number"
    if live:
        yield Finding(code="fact", facts={"number": number, "field": live})
    if head.wanted.person:
        yield from acts.of(trail, acts_of(past))


def first_broken(steps: tuple[Step, ...], hashes: tuple[bytes, ...]) -> int:
    """The number of the first step that is not the one its hash was made of; 0 if all are."""
    before = GENESIS
    for place, (step, kept) in enumerate(zip(steps, hashes, strict=True), start=1):
        before = link(before, step)
        if step.seq != place:
            return place
        if before != kept:
            return step.seq
    return 0


def other_field(kept: CaseFact, told: CaseFact) -> str:
    """The first field in which two rows differ; "" if they are the same."""
    return next(
        (
            one.name
            for one in fields(CaseFact)
            if getattr(kept, one.name) != getattr(told, one.name)
        ),
        "",
    )


class _Acts:
    """Frozen acts, read beside the cases; both are in the order of cases."""

    def __init__(self, publications: Publications, head: Head, tree: Tree) -> None:
        self._head, self._tree = head, tree
        self._rows = publications.acts(head.id)
        self._next = next(self._rows, None)

    def of(self, trail: FrozenTrail, told: tuple[ActFact, ...]) -> Iterator[Finding]:
        """What the frozen acts of a case say other than its trail."""
        case, number = trail.case.fact.case, trail.case.fact.number
        kept: list[ActFact] = []
        while self._next is not None and self._next.act.case <= case:
            kept.append(self._taken())
        wanted = self._head.wanted
        inside = [one for one in told if wanted.start <= one.at < wanted.end]
        for left, right in zip(kept, inside, strict=False):
            if left != right:
                yield Finding(code="act", facts={"number": number, "step": left.seq})
                return
        if len(kept) != len(inside):
            longer = max(kept, inside, key=len)
            step = longer[min(len(kept), len(inside))].seq
            yield Finding(code="act", facts={"number": number, "step": step})

    def rest(self) -> Iterator[Finding]:
        """Acts of cases that are not frozen."""
        left = 0
        while self._next is not None:
            self._taken()
            left += 1
        if left and self._head.wanted.person and not self._head.cases:
            yield Finding(code="rows", facts={"kept": 0, "sealed": left})

    def _taken(self) -> ActFact:
        if self._next is None:
            raise StopIteration
        act = self._next
        self._tree.add(text_of(act.leaf))
        self._next = next(self._rows, None)
        return act.act


def _of_rows(head: Head, trees: tuple[Tree, Tree]) -> Iterator[Finding]:
    sealed = (head.cases, head.facts_root), (head.acts, head.acts_root)
    for tree, (count, root) in zip(trees, sealed, strict=True):
        if tree.leaves != count:
            yield Finding(code="rows", facts={"kept": tree.leaves, "sealed": count})
        elif tree.root().hex() != root:
            yield Finding(code="root", facts={"publication": head.id})


def _of_parts(head: Head, scheme_now: str) -> Iterator[Finding]:
    anew = parts_of(head)
    for name, kept, found in zip(PARTS, head.parts, anew, strict=True):
        if kept != found and name == "scheme":
            field = first_line(head.wanted.scheme_text, scheme_now) if scheme_now else ""
            yield Finding(code="scheme", facts={"scheme": head.wanted.scheme, "field": field})
        elif kept != found:
            yield Finding(code="part", facts={"part": name})
    if fingerprint_of(head.parts) != head.fingerprint:
        yield Finding(code="fingerprint", facts={"publication": head.id})
    if anew[1] == head.parts[1] and scheme_now and scheme_now != head.wanted.scheme_text:
        field = first_line(head.wanted.scheme_text, scheme_now)
        yield Finding(code="scheme_kept", facts={"scheme": head.wanted.scheme, "field": field})


def first_line(frozen: str, now: str) -> str:
    """The first line of a scheme's text that differs, as it was frozen; a line holds one field."""
    for left, right in zip(frozen.splitlines(), now.splitlines(), strict=False):
        if left != right:
            return left.strip()
    return ""


def _of_figures(publications: Publications, head: Head) -> Iterator[Finding]:
    try:
        other = first_other(head.figures, figures_anew(publications, head))
    except (Refusal, ValueError, KeyError):
        yield Finding(code="unreadable", facts={"publication": head.id})
        return
    if other is not None:
        names = ("object", "figure", "kept", "found")
        yield Finding(code="figure", facts=dict(zip(names, other, strict=True)))
