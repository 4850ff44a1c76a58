"""Lists to look into about reports and tasks: missed, false, stale, unusually fast (article 14).

Each entry names its cases, its figures and its reason; whether anything was wrong is for people to
say. Photos are in `photo_findings`, units in `unit_findings`. Thresholds are the city's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import quantiles
from typing import Final, Self

from console.domain.case import CloseKind
from console.domain.measuring import metres
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import PUBLIC_SOURCES, Source
from console.ports.facts import Span
from console.ports.integrity import Finding, FindingKind, ReportRow, TaskRow, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on something is worth a look; our defaults, no standard gives any [D].

    Raises `Refusal` `integrity.threshold` for a negative one, or more than 31 `photo_bits`.
    """

    miss_days: int = 3  # an own report within so many days before is none missed
    stale_hours: int = 48  # registered later than this after it was reported
    photo_bits: int = 8  # of 128 that may differ: docs/decisions/dhash.md
    photo_metres: int = 200  # between the picture and its case
    photo_minutes: int = 10  # by which a camera's clock may be wrong
    photo_days: int = 30  # before the period, whose pictures are compared too
    photo_hours: int = 24  # how old a report's picture may be
    least_tasks: int = 20  # fewer give no usual time
    most_kmh: int = 60  # an inspector's way from task to task
    spread_metres: int = 100  # by which two positions may be wrong

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if value < 0 or (one.name == "photo_bits" and value > MOST_BITS):
                raise Refusal("integrity.threshold", name=one.name, value=value, most=MOST_BITS)

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        """The city's own, by its settings `integrity_*`; the rest as shipped. Raises as above."""
        names = (one.name for one in fields(cls))
        return cls(
            **{name: int(settings[key]) for name in names if (key := _KEY + name) in settings}
        )


_KEY: Final = "integrity_"
MOST_BITS: Final = 31
"""More of 128 bits would call half of all pictures alike."""
SHIPPED: Final = Thresholds()
_CONFIRMED: Final = "true"


def missed_reports(
    reports: Sequence[ReportRow], span: Span, limits: Thresholds = SHIPPED
) -> tuple[Finding, ...]:
    """Public reports of the period, confirmed true, that no inspector had made before (漏报).

    An inspector's own report of the same class in the same duty grid that lay open then, or was
    made within `miss_days` before, is enough. `reports` hold the period's and the inspectors' of
    the days before it, and all that were open when it began.
    """
    return tuple(_missed(one, limits) for one in _unseen(reports, span, limits))


def _missed(report: ReportRow, limits: Thresholds) -> Finding:
    return Finding(
        kind=FindingKind.MISSED_REPORT,
        why=Why.NOT_SEEN,
        who=(report.duty_inspector,) if report.duty_inspector else (),
        cases=(report.case,),
        figures={"duty_grid": report.duty_grid, "days": limits.miss_days},
    )


def miss_counts(
    reports: Sequence[ReportRow], span: Span, limits: Thresholds = SHIPPED
) -> dict[str, dict[str, int]]:
    """Inspector -> `missed_report` and `area_inst`, the counts of the miss rate (fact book 7.2).

    Both are registered reports of the period in the inspector's duty grids, so that the one is a
    part of the other.
    """
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"missed_report": 0, "area_inst": 0})
    for report in reports:
        if _within(report, span) and report.registered_at and report.duty_inspector:
            found[report.duty_inspector]["area_inst"] += 1
    for report in _unseen(reports, span, limits):
        if report.registered_at and report.duty_inspector:
            found[report.duty_inspector]["missed_report"] += 1
    return dict(found)


def _unseen(reports: Sequence[ReportRow], span: Span, limits: Thresholds) -> Iterator[ReportRow]:
    own: dict[tuple[str, ...], list[ReportRow]] = defaultdict(list)
    for report in reports:
        if report.source is Source.INSPECTOR:
            own[_sort(report)].append(report)
    since = timedelta(days=limits.miss_days)
    for report in reports:
        told_true = report.source in PUBLIC_SOURCES and report.confirmed == _CONFIRMED
        if (
            told_true
            and report.duty_grid
            and _within(report, span)
            and not any(_seen(one, report.reported_at, since) for one in own[_sort(report)])
        ):
            yield report


def _sort(report: ReportRow) -> tuple[str, ...]:
    return (report.duty_grid, report.scheme, report.kind, report.category)


def _seen(own: ReportRow, at: datetime, since: timedelta) -> bool:
    if own.reported_at > at:
        return False
    return own.ended_at is None or own.ended_at >= at or own.reported_at >= at - since


def _within(report: ReportRow, span: Span) -> bool:
    return span.start <= report.reported_at < span.end


def false_reports(reports: Iterable[ReportRow], span: Span) -> tuple[Finding, ...]:
    """Inspectors' reports of the period that were not so: found false, or not taken further."""
    return tuple(
        Finding(
            kind=FindingKind.FALSE_REPORT,
            why=why,
            who=(report.inspector,),
            cases=(report.case,),
            figures={},
        )
        for report in reports
        if _by_inspector(report, span) and (why := _not_so(report)) is not None
    )


def _not_so(report: ReportRow) -> Why | None:
    told = {"false": Why.CONFIRMED_FALSE, "not_found": Why.NOT_FOUND}.get(report.confirmed)
    ended = {
        CloseKind.NOT_ACCEPTED: Why.DECLINED,
        CloseKind.NOT_REGISTERED: Why.NOT_REGISTERED,
    }
    return told or (ended.get(report.close_kind) if report.close_kind else None)


def stale_reports(
    reports: Iterable[ReportRow], span: Span, limits: Thresholds = SHIPPED
) -> tuple[Finding, ...]:
    """Inspectors' reports of the period that were old news: registered late, or known before."""
    return tuple(
        found
        for report in reports
        if _by_inspector(report, span) and (found := _stale(report, limits)) is not None
    )


def _stale(report: ReportRow, limits: Thresholds) -> Finding | None:
    former = report.master_reported_at
    if report.master is not None and former is None:
        return _old(report, Why.KNOWN_BEFORE_UNDATED, {})
    if report.master is not None and former is not None and former < report.reported_at:
        return _old(report, Why.KNOWN_BEFORE, {"seconds": _seconds(former, report.reported_at)})
    if report.registered_at is None:
        return None
    took = _seconds(report.reported_at, report.registered_at)
    if took <= limits.stale_hours * 3_600:
        return None
    return _old(report, Why.REGISTERED_LATE, {"seconds": took})


def _old(report: ReportRow, why: Why, figures: Mapping[str, int]) -> Finding:
    cases = (report.case,) if report.master is None else (report.case, report.master)
    return Finding(
        kind=FindingKind.STALE_REPORT,
        why=why,
        who=(report.inspector,),
        cases=cases,
        figures=figures,
    )


def _by_inspector(report: ReportRow, span: Span) -> bool:
    return report.source is Source.INSPECTOR and bool(report.inspector) and _within(report, span)


def fast_tasks(tasks: Sequence[TaskRow], limits: Thresholds = SHIPPED) -> tuple[Finding, ...]:
    """Tasks of inspectors answered sooner than the city's usual, or than the way allows.

    The usual is that of all tasks of the same kind given here. Times to an answer spread by ratios,
    so the fence is Tukey's on their ratios: below Q1 * (Q1 / Q3) ** 1.5, and below a third of the
    median too, lest an even crowd makes a second too few a finding.
    """
    return (*_sooner(tasks, limits), *_faster(tasks, limits))


def _sooner(tasks: Sequence[TaskRow], limits: Thresholds) -> Iterator[Finding]:
    kinds: dict[str, list[TaskRow]] = defaultdict(list)
    for task in tasks:
        kinds[task.kind].append(task)
    for of_kind in kinds.values():
        if len(of_kind) < max(limits.least_tasks, 2):
            continue
        took = [Fraction(_seconds(task.sent_at, task.answered_at)) for task in of_kind]
        low, median, high = quantiles(took, n=4, method="inclusive")
        for task, seconds in zip(of_kind, took, strict=True):
            # The fence squared, so that no root is drawn.
            if seconds * 3 < median and seconds**2 * high**3 < low**5:
                yield _fast(task, Why.SOONER_THAN_USUAL, seconds=int(seconds), usual=int(median))


def _faster(tasks: Sequence[TaskRow], limits: Thresholds) -> Iterator[Finding]:
    people: dict[str, list[TaskRow]] = defaultdict(list)
    for task in tasks:
        people[task.inspector].append(task)
    for mine in people.values():
        mine.sort(key=lambda task: (task.answered_at, task.case))
        for former, task in pairwise(mine):
            figures = _too_fast(former.place, former.answered_at, task, limits)
            if figures and former.case != task.case:
                found = _fast(task, Why.FASTER_THAN_THE_WAY, **figures)
                yield replace(found, cases=(former.case, *found.cases))
        for task in mine:
            figures = _too_fast(task.seen, task.seen_at, task, limits)
            if figures:
                yield _fast(task, Why.FASTER_THAN_THE_WAY, **figures)


def _too_fast(
    start: Point | None, at: datetime | None, task: TaskRow, limits: Thresholds
) -> Mapping[str, int]:
    """Metres, seconds and the speed no one exceeds, where the way was too long for the time."""
    if start is None or at is None or task.place is None or at > task.answered_at:
        return {}
    way, seconds = int(metres(start, task.place)), _seconds(at, task.answered_at)
    if (way - limits.spread_metres) * 3_600 <= limits.most_kmh * 1_000 * seconds:
        return {}
    return {"metres": way, "seconds": seconds, "most_kmh": limits.most_kmh}


def _fast(task: TaskRow, why: Why, **figures: int) -> Finding:
    return Finding(
        kind=FindingKind.FAST_TASK,
        why=why,
        who=(task.inspector,),
        cases=(task.case,),
        figures=figures,
    )


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
