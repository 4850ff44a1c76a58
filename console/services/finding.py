"""The lists to look into of a period, put together from a reading. Read only; no verdict.

Looks of pictures are made by whoever may decode (`Look`); those made here can be kept for the next
time (`ports.integrity.LookKeeping`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Final

from console.evaluation.finding_lists import Lists
from console.evaluation.integrity import (
    Thresholds,
    false_reports,
    fast_tasks,
    missed_reports,
    stale_reports,
)
from console.evaluation.photo_findings import copied_photos, odd_photos
from console.evaluation.unit_findings import delay, rework_register, shirking, unit_cases
from console.ports.facts import FactDate, Span
from console.ports.integrity import Finding, FindingKind, IntegrityReading, PhotoRow, UnitCase

Look = Callable[[bytes], int | None]
"""The perceptual hash of a preview; None for one that cannot be read."""
Keep = Callable[[Mapping[str, int | None]], object]
Progress = Callable[[int, int], None]
GoesOn = Callable[[], bool]
STEPS: Final = 4
"""Parts of the work that `progress` tells of: reports, tasks, pictures, units."""
_AT_ONCE: Final = 200


def _quiet(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def _always() -> bool:
    return True


def lists_of(
    reading: IntegrityReading,
    span: Span,
    date: FactDate,
    looks: Mapping[str, int | None] | None = None,
    *,
    progress: Progress = _quiet,
    goes_on: GoesOn = _always,
) -> Lists | None:
    """All lists of a period by the city's thresholds; None when `goes_on` said no.

    Reports, tasks and pictures are those of the period itself; units are asked about the cases that
    `date` puts into it. `looks` are those of pictures whose look is not kept. Raises `Refusal`
    `integrity.threshold`.
    """
    limits = Thresholds.of(reading.settings())
    parts: tuple[Callable[[], dict[FindingKind, tuple[Finding, ...]]], ...] = (
        lambda: _of_reports(reading, span, limits),
        lambda: {FindingKind.FAST_TASK: fast_tasks(reading.tasks(span), limits)},
        lambda: _of_pictures(reading, span, limits, looks or {}),
        lambda: _of_units(reading, span, date),
    )
    found: dict[FindingKind, tuple[Finding, ...]] = {}
    for done, part in enumerate(parts):
        if not goes_on():
            return None
        progress(done, STEPS)
        found |= part()
    progress(STEPS, STEPS)
    cases = {case for one in found.values() for finding in one for case in finding.cases}
    numbers = reading.numbers(sorted(cases))
    return Lists(
        span=span,
        limits=limits,
        findings={kind: found[kind] for kind in FindingKind},
        numbers=numbers,
    )


def complete_looks(
    reading: IntegrityReading,
    span: Span,
    look: Look,
    keep: Keep | None = None,
    *,
    progress: Progress = _quiet,
    goes_on: GoesOn = _always,
) -> dict[str, int | None]:
    """Make the looks of a period's pictures that have none; hand them to `keep` in parts.

    `progress` is told how many are made, of how many. Raises what `keep` raises.
    """
    days = Thresholds.of(reading.settings()).photo_days
    wanted, made = reading.unlooked_count(span, days), dict[str, int | None]()
    waiting = reading.unlooked(span, days)
    while goes_on() and (part := tuple(islice(waiting, _AT_ONCE))):
        fresh = {digest: look(preview) for digest, preview in part}
        if keep is not None:
            keep(fresh)
        made |= fresh
        progress(len(made), wanted)
    return made


def _of_reports(
    reading: IntegrityReading, span: Span, limits: Thresholds
) -> dict[FindingKind, tuple[Finding, ...]]:
    reports = reading.reports(span, limits.miss_days)
    return {
        FindingKind.MISSED_REPORT: missed_reports(reports, span, limits),
        FindingKind.FALSE_REPORT: false_reports(reports, span),
        FindingKind.STALE_REPORT: stale_reports(reports, span, limits),
    }


def _of_pictures(
    reading: IntegrityReading,
    span: Span,
    limits: Thresholds,
    looks: Mapping[str, int | None],
) -> dict[FindingKind, tuple[Finding, ...]]:
    photos = [_seen(one, looks) for one in reading.photos(span, limits.photo_days)]
    fresh = [one for one in photos if one.attached_at >= span.start]
    return {
        FindingKind.COPIED_PHOTO: copied_photos(photos, limits, span.start),
        FindingKind.ODD_PHOTO: odd_photos(fresh, limits),
    }


def _seen(photo: PhotoRow, looks: Mapping[str, int | None]) -> PhotoRow:
    if photo.look is not None or photo.digest not in looks:
        return photo
    return replace(photo, look=looks[photo.digest])


def _of_units(
    reading: IntegrityReading, span: Span, date: FactDate
) -> dict[FindingKind, tuple[Finding, ...]]:
    rows = troubles(reading, span, date)
    return {
        FindingKind.SHIRKING: shirking(rows),
        FindingKind.DELAY: delay(rows),
        FindingKind.REWORK: rework_register(rows),
    }


def troubles(reading: IntegrityReading, span: Span, date: FactDate) -> Sequence[UnitCase]:
    """What the period's cases say of units: returns, reworks, lateness."""
    calendar_of = cache(reading.calendar_of)
    return [
        row
        for case, acts in reading.troubled(span, date)
        for row in unit_cases(case, acts, span.as_of, calendar_of)
    ]
