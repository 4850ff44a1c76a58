"""Publishing an assessment: freeze and seal, check and sign, read what is frozen, write its book.

Whoever signs counts the figures anew from the frozen facts first, so that nobody signs what
somebody else's console made up. Source: articles 22 to 25, issue 5 point 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.refusal import Refusal
from console.evaluation.amending import CaseChange, FigureChange, case_change, figure_changes
from console.evaluation.period_text import read_period
from console.evaluation.periods import Period, before, year_before
from console.evaluation.plan import Plan, plan_of
from console.evaluation.posts import AREA_COUNTS
from console.evaluation.publication_text import Judged, figures_text, first_other, judged_in
from console.evaluation.scheme import POST_OF, Scheme
from console.evaluation.scheme_json import read_scheme, write_scheme
from console.evaluation.scoring import Scores, changes
from console.export.assessed_book import Naming, Say
from console.ports.facts import FactReading, Grouping, Span
from console.ports.publications import Freezing, Head, Mark, Publications, Wanted
from console.services.assessing import Assessment, Named, counts_by_object, scored
from console.services.assessment_books import Written, workbook_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an amendment changes of the publication before it."""

    cases: tuple[CaseChange, ...]
    figures: tuple[FigureChange, ...]


def prepare(
    publications: Publications,
    scheme: Scheme,
    period: Period,
    objects: Sequence[Named],
    now: datetime,
    *,
    by: Grouping | None = None,
) -> Head:
    """Freeze a period and seal its figures.

    `by` is one of the scheme's groupings, the first if not given; `now` is aware and holds for the
    store's owner only, a seat is given the server's moment. Raises `Refusal` `publication.*`,
    `judge.*`, `scheme.*`, `period.not_begun`.
    """
    person = scheme.kind in POST_OF
    by = None if person else by or next(iter(scheme.by), None)
    span = period.span(now)
    wanted = Wanted(
        period=period.code,
        kind=scheme.kind.value,
        grouping=by.value if by else "",
        person=person,
        scheme=scheme.id,
        scheme_version=scheme.version,
        scheme_text=write_scheme(scheme),
        case_date=scheme.case_date.value,
        start=span.start,
        end=span.end,
    )
    judged = [Judged(code=one.code, name=one.name, group=one.group) for one in objects]
    with publications.freeze(wanted, now) as frozen:
        _seal(frozen, plan_of(scheme), span, judged, by)
    return publications.head(frozen.id)


def amend(
    publications: Publications,
    publication: int,
    reason: str,
    now: datetime,
    cases: Sequence[int] = (),
) -> Head:
    """Freeze and seal a correction of a published one; `cases` are ids, none for every corrected
    one. It goes the same way: checked, then published. Raises `Refusal` as `prepare`."""
    amended = publications.head(publication)
    plan = plan_of(read_scheme(amended.wanted.scheme_text))
    with publications.amend(publication, reason, now, cases) as frozen:
        _seal(frozen, plan, _span(amended), judged_in(amended.figures), _by(amended))
    return publications.head(frozen.id)


def sign(
    publications: Publications,
    publication: int,
    mark: Mark,
    now: datetime,
    reason: str = "",
    *,
    objects: Sequence[Named] | None = None,
    live: FactReading | None = None,
) -> Head:
    """Check, publish or withdraw; all that the preparer's console said is judged anew before.

    `objects` are those the city has of the kind, `live` its facts, for missed reports; without them
    these are not judged. Raises `Refusal` `publication.unfit`, `publication.objects_differ`,
    `publication.figures_differ` where the frozen facts come to other figures, and as
    `Publications.sign`."""
    head = publications.head(publication)
    if mark is not Mark.WITHDRAWN:
        try:
            _refuse_made_up(publications, head, objects, live)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refusal("publication.unfit", field="figures") from None
    publications.sign(publication, mark, head.fingerprint, now, reason)
    return publications.head(publication)


def _refuse_made_up(
    publications: Publications,
    head: Head,
    objects: Sequence[Named] | None,
    live: FactReading | None,
) -> None:
    wanted = head.wanted
    period = read_period(wanted.period)
    span = period.span(head.as_of)
    if (period.code, span.start, span.end) != (wanted.period, wanted.start, wanted.end):
        raise Refusal("publication.unfit", field="period")
    if objects is not None and not head.amends:
        kept = {(one.code, one.name, one.group) for one in judged_in(head.figures)}
        other = kept ^ {(one.code, one.name, one.group) for one in objects}
        if other:
            raise Refusal("publication.objects_differ", object=min(other)[0])
    anew = figures_anew(publications, head, live)
    found = first_other(head.figures, anew)
    if found is not None:
        raise Refusal("publication.figures_differ", object=found[0], figure=found[1])


def published_of(
    heads: Sequence[Head], period: Period, kind: str, by: Grouping | None
) -> tuple[Head, ...]:
    """What is in force of a period: the publication, then its amendments in order."""
    grouping = by.value if by else ""
    mine = [
        one
        for one in heads
        if one.published
        and (one.wanted.period, one.wanted.kind, one.wanted.grouping)
        == (period.code, kind, grouping)
    ]
    return tuple(sorted(mine, key=lambda one: one.id))


def figures(publications: Publications, publication: int) -> Assessment:
    """A publication in the shape of a live assessment, from its frozen facts alone.

    Changes are told against what is published of the periods before; they are undefined where
    nothing is. Raises `Refusal` `publication.unknown`.
    """
    head = publications.head(publication)
    period, heads = read_period(head.wanted.period), publications.heads()
    plan = plan_of(read_scheme(head.wanted.scheme_text))
    scores = _scores(publications.reading(head.id), plan, head)
    none = Scores(rows=(), groups={}, whole=scores.whole)
    former = []
    for other in (before(period), year_before(period)):
        found = published_of(heads, other, head.wanted.kind, _by(head))
        former.append(frozen_scores(publications, found[-1]) if found else none)
    return Assessment(
        plan=plan,
        period=period,
        span=_span(head),
        scores=scores,
        last=changes(scores, former[0]),
        last_year=changes(scores, former[1]),
    )


def frozen_scores(publications: Publications, head: Head) -> Scores:
    """The scores its frozen facts come to by its frozen scheme."""
    plan = plan_of(read_scheme(head.wanted.scheme_text))
    return _scores(publications.reading(head.id), plan, head)


def figures_anew(publications: Publications, head: Head, live: FactReading | None = None) -> str:
    """The figures as text, from the frozen facts by the frozen scheme; missed reports are those
    that were sealed, or `live` ones."""
    reading = publications.reading(head.id)
    plan = plan_of(read_scheme(head.wanted.scheme_text))
    scores = _scores(reading, plan, head)
    return figures_text(scores, judged_in(head.figures), _areas(live or reading, plan, _span(head)))


def difference(publications: Publications, amendment: int) -> Difference:
    """What an amendment changes of what was in force before it."""
    head = publications.head(amendment)
    former = max(
        (
            one
            for one in publications.heads()
            if one.published and one.id < head.id and head.amends in (one.id, one.amends)
        ),
        key=lambda one: one.id,
    )
    old = {one.fact.case: one for one in publications.cases(former.id)}
    cases = tuple(
        case_change(old[one.fact.case].fact, one.fact)
        for one in publications.cases(head.id)
        if one.leaf != old[one.fact.case].leaf
    )
    return Difference(
        cases=cases,
        figures=figure_changes(
            frozen_scores(publications, former), frozen_scores(publications, head)
        ),
    )


def newest_of(heads: Sequence[Head], publication: int) -> Head | None:
    """What is in force of a publication: itself or its last amendment; None before it is out."""
    known = [one for one in heads if one.published and publication in (one.id, one.amends)]
    return max(known, key=lambda one: one.id, default=None)


def preview(
    publications: Publications, publication: int, cases: Sequence[int], now: datetime
) -> tuple[FigureChange, ...]:
    """The figures an amendment of these cases would change; nothing is kept.

    The store itself freezes it and forgets it again. Raises `Refusal` as `amend`.
    """
    former = newest_of(publications.heads(), publication)
    if former is None:
        raise Refusal("publication.unknown", publication=publication)
    plan = plan_of(read_scheme(former.wanted.scheme_text))
    with publications.amend(publication, former.wanted.period, now, cases) as frozen:
        scores = _scores(frozen.reading(), plan, former)
    return figure_changes(frozen_scores(publications, former), scores)


def book_of(publications: Publications, head: Head, say: Say, named: Naming) -> Written:
    """The workbook of a publication; its cover carries the fingerprint."""
    made = figures(publications, head.id)
    return workbook_of(
        made, publications.reading(head.id), _by(head), say, named, cover_facts(head, say)
    )


def cover_facts(head: Head, say: Say) -> Sequence[tuple[str, str]]:
    """Lines of the cover that tell what is published, by whom, and what it is known by."""
    lines = [(say("publication.cover.number"), str(head.id))]
    if head.amends:
        lines.append((say("publication.cover.amends"), f"{head.amends}: {head.reason}"))
    lines.append((say("publication.cover.fingerprint"), head.fingerprint))
    return lines


def _seal(
    frozen: Freezing, plan: Plan, span: Span, judged: Sequence[Judged], by: Grouping | None
) -> None:
    span = Span(start=span.start, end=span.end, as_of=frozen.as_of)
    reading = frozen.reading()
    scores = _scored(reading, plan, span, judged, by)
    frozen.seal(figures_text(scores, judged, _areas(reading, plan, span)))


def _scores(reading: FactReading, plan: Plan, head: Head) -> Scores:
    return _scored(reading, plan, _span(head), judged_in(head.figures), _by(head))


def _scored(
    reading: FactReading, plan: Plan, span: Span, judged: Sequence[Judged], by: Grouping | None
) -> Scores:
    objects = [Named(code=one.code, name=one.name, group=one.group) for one in judged]
    return scored(plan, counts_by_object(reading, plan.scheme, span, by), objects)


def _areas(reading: FactReading, plan: Plan, span: Span) -> dict[str, dict[str, int]]:
    post = POST_OF.get(plan.scheme.kind)
    if post not in AREA_COUNTS:
        return {}
    return {who: dict(counts) for who, counts in reading.miss_counts(span).items()}


def _span(head: Head) -> Span:
    return Span(start=head.wanted.start, end=head.wanted.end, as_of=head.as_of)


def _by(head: Head) -> Grouping | None:
    return Grouping(head.wanted.grouping) if head.wanted.grouping else None
