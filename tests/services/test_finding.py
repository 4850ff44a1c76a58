"""All lists of a period: put together from a reading, by the city's thresholds, until stopped."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.case import Case, CaseId
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import Source
from console.domain.worktime import WorkCalendar
from console.evaluation.facts import flags_of
from console.ports.facts import ActFact, FactDate, Flag, Span
from console.ports.integrity import FindingKind, IntegrityReading, PhotoRow, ReportRow, TaskRow
from console.services.finding import STEPS, complete_looks, lists_of
from tests.builders import city_rules
from tests.evaluation.lives import ended, ended_acts, ended_facts

NOW = datetime(2027, 3, 1, tzinfo=UTC)
SPAN = Span(start=datetime(2026, 10, 1, tzinfo=UTC), end=NOW, as_of=NOW)
AT = datetime(2026, 10, 9, 2, tzinfo=UTC)
REPORT = ReportRow(
    case=CaseId(1), source=Source.HOTLINE, scheme="s", kind="event", category="01",
    duty_grid="D1", duty_inspector="I1", inspector="", reported_at=AT, registered_at=AT,
    confirmed="true",
)  # fmt: skip
STRIPES = int("00ff" * 8, 16)
PHOTO = PhotoRow(digest="a", case=CaseId(1), role="before", by="I1", attached_at=AT)


@dataclass
class Rows:
    """A reading that has its rows in memory."""

    told: Sequence[ReportRow] = ()
    photographs: Sequence[PhotoRow] = ()
    previews: Mapping[str, bytes] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    asked_days: list[int] = field(default_factory=list)

    def at_one_moment(self) -> AbstractContextManager[IntegrityReading]:
        return nullcontext(self)

    def reports(self, span: Span, days: int) -> Sequence[ReportRow]:
        del span
        self.asked_days.append(days)
        return self.told

    def tasks(self, span: Span) -> Sequence[TaskRow]:
        del span
        return ()

    def photos(self, span: Span, days: int) -> Sequence[PhotoRow]:
        del span, days
        return self.photographs

    def unlooked(self, span: Span, days: int) -> Iterator[tuple[str, bytes]]:
        del span, days
        yield from self.previews.items()

    def unlooked_count(self, span: Span, days: int) -> int:
        del span, days
        return len(self.previews)

    def numbers(self, cases: Sequence[CaseId]) -> Mapping[CaseId, str]:
        return {case: f"N{case}" for case in cases}

    def troubled(self, span: Span, date: FactDate) -> Iterator[tuple[Case, Sequence[ActFact]]]:
        del date
        troubles = {Flag.RETURNED, Flag.REWORKED, Flag.LATE, Flag.OVERDUE}
        for case, fact, acts in zip(ended(), ended_facts(), ended_acts(), strict=True):
            if flags_of(fact, span.as_of) & troubles:
                yield case, acts

    def cases(self, span: Span, date: FactDate) -> Iterator[Case]:
        del span, date
        yield from ended()

    def case_count(self, span: Span, date: FactDate) -> int:
        del span, date
        return len(ended())

    def calendar_of(self, version: str) -> WorkCalendar:
        return city_rules().calendar_of(version)

    def settings(self) -> Mapping[str, str]:
        return self.chosen


def test_every_list_is_there_and_every_case_in_one_has_its_number() -> None:
    steps: list[tuple[int, int]] = []
    lists = lists_of(
        Rows([REPORT]), SPAN, FactDate.DUE, progress=lambda done, of: steps.append((done, of))
    )
    assert lists is not None
    assert tuple(lists.findings) == tuple(FindingKind)
    assert [one.cases for one in lists.findings[FindingKind.MISSED_REPORT]] == [(1,)]
    for kind in (FindingKind.SHIRKING, FindingKind.DELAY, FindingKind.REWORK):
        assert lists.findings[kind]
    listed = {case for found in lists.findings.values() for one in found for case in one.cases}
    assert lists.numbers.keys() == listed
    assert (steps[0], steps[-1]) == ((0, STEPS), (STEPS, STEPS))


def test_the_citys_thresholds_are_asked_for() -> None:
    rows = Rows(chosen={"integrity_miss_days": "9", "near_minimum": "1"})
    lists = lists_of(rows, SPAN, FactDate.DUE)
    assert lists is not None
    assert (lists.limits.miss_days, lists.limits.stale_hours) == (9, 48)
    assert rows.asked_days == [9]
    with pytest.raises(Refusal, match=r"integrity\.threshold"):
        lists_of(Rows(chosen={"integrity_photo_bits": "99"}), SPAN, FactDate.DUE)


def test_who_stops_it_gets_no_lists() -> None:
    assert lists_of(Rows(), SPAN, FactDate.DUE, goes_on=lambda: False) is None


def test_pictures_alike_are_found_by_looks_made_just_now() -> None:
    rows = Rows(photographs=[PHOTO, replace(PHOTO, digest="b", case=CaseId(2))])
    lists = lists_of(rows, SPAN, FactDate.DUE, {"a": STRIPES, "b": STRIPES ^ 1})
    assert lists is not None
    (found,) = lists.findings[FindingKind.COPIED_PHOTO]
    assert found.cases == (1, 2)


def test_pictures_alike_from_before_the_period_alone_are_not_told_again() -> None:
    before = replace(PHOTO, attached_at=SPAN.start - timedelta(days=2), look=STRIPES)
    other = replace(before, digest="b", case=CaseId(2))
    for second, count in ((other, 0), (replace(other, attached_at=AT), 1)):
        lists = lists_of(Rows(photographs=[before, second]), SPAN, FactDate.DUE)
        assert lists is not None
        assert len(lists.findings[FindingKind.COPIED_PHOTO]) == count


def test_odd_pictures_are_those_of_the_period() -> None:
    odd = replace(PHOTO, point=Point(113.0, 33.0), place=Point(113.3, 33.7))
    old = replace(odd, attached_at=SPAN.start - timedelta(days=2))
    lists = lists_of(Rows(photographs=[odd, old]), SPAN, FactDate.DUE)
    assert lists is not None
    assert len(lists.findings[FindingKind.ODD_PHOTO]) == 1


def test_looks_are_made_in_parts_kept_and_answered() -> None:
    rows = Rows(previews={f"{number:03d}": bytes([number % 7]) for number in range(450)})
    kept: list[int] = []
    told: list[tuple[int, int]] = []
    looks = complete_looks(
        rows, SPAN, lambda preview: preview[0] or None, lambda part: kept.append(len(part)),
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert kept == [200, 200, 50]
    assert told[-1] == (450, 450)
    assert (looks["000"], looks["001"], len(looks)) == (None, 1, 450)


def test_who_stops_it_keeps_the_looks_made_so_far() -> None:
    rows = Rows(previews={f"{number:03d}": b"x" for number in range(450)})
    answers = iter([True, False])
    assert len(complete_looks(rows, SPAN, len, goes_on=lambda: next(answers))) == 200
