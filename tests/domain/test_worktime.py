"""Due moments, counted time and spans on the city's reference calendar."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.domain.calendars import CalendarDay, Cause, DayKind, Slot
from console.domain.refusal import Refusal
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.worktime import WorkCalendar, calendar_from_rows, moment_of, second_of
from tests.calendars import calendar_of, city_calendar, read_rows
from tests.judge_clock import judge, moment
from tests.oracle_worktime import MinuteOracle, limit_seconds, random_case

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "worktime.json").read_text(encoding="utf-8")
)
OFFICE = (Slot.from_text("08:00-12:00"), Slot.from_text("14:00-18:00"))
NEW_YEAR = CalendarDay(day=date(2026, 1, 1), kind=DayKind.HOLIDAY, name="new_year")
WORK = LimitUnit.WORK_HOUR


def local(text: str) -> datetime:
    """A moment of the city's wall clock."""
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize("vector", VECTORS["worked"], ids=lambda vector: vector["name"])
def test_the_worked_examples_come_out(vector: dict[str, str]) -> None:
    limit = TimeLimit.from_code(vector["limit"])
    due = city_calendar().due(datetime.fromisoformat(vector["start"]), limit)
    assert due == datetime.fromisoformat(vector["due"])


def test_the_shared_vectors_come_out() -> None:
    calendar = city_calendar()
    assert len(VECTORS["due"]) == len(VECTORS["used"]) == 200
    for vector in VECTORS["due"]:
        limit = TimeLimit.from_code(vector["limit"])
        assert limit.counted_seconds() == vector["counted_seconds"]
        due = calendar.due(datetime.fromisoformat(vector["start"]), limit)
        assert due.isoformat() == vector["due"], vector
    for vector in VECTORS["used"]:
        start, end = (datetime.fromisoformat(vector[name]) for name in ("start", "end"))
        used = calendar.counted_seconds(start, end, LimitUnit(vector["unit"]))
        assert used == vector["counted_seconds"], vector


SUMMER = [
    {"date": "2024-07-01", "kind": "holiday", "name": "x", "slots": "", "status": "official"},
    *(
        {
            "date": f"2024-07-{day:02}",
            "kind": "shift",
            "name": "summer hours",
            "slots": "07:00-11:30 15:30-19:00",
            "status": "official",
        }
        for day in range(2, 28)
    ),
    {
        "date": "2024-07-28",
        "kind": "shift",
        "name": "flood duty",
        "slots": "00:00-24:00",
        "status": "official",
    },
]


@pytest.mark.parametrize("days", [read_rows("work_calendar.csv"), SUMMER], ids=["city", "shifts"])
def test_the_minute_oracle_agrees_on_a_sample(days: list[dict[str, str]]) -> None:
    slots = read_rows("work_slots.csv")
    oracle, calendar = MinuteOracle(slots, days), calendar_of(slots, days, "sample")
    dice = random.Random(20_261_123)
    last_day = 1_270 if len({row["date"][:4] for row in days}) > 1 else 400
    for number in range(1_000):
        case = random_case(dice, last_day)
        assert judge(case, oracle, calendar, explain=number % 4 == 0) is None, case


def test_the_oracle_agrees_with_its_own_walk_from_minute_to_minute() -> None:
    slots, days = read_rows("work_slots.csv"), read_rows("work_calendar.csv")
    oracle, dice = MinuteOracle(slots, days), random.Random(7)
    for _ in range(100):
        case = random_case(dice, 1_270)
        seconds = limit_seconds(case.value, case.unit)
        due = oracle.walk_due(case.start, seconds, case.unit)
        assert oracle.count(case.start, due, case.unit) == seconds
        limit = TimeLimit(case.value, LimitUnit(case.unit))
        assert city_calendar().due(moment(oracle, case.start), limit) == moment(oracle, due)


def test_spans_tell_why_time_counts_or_not() -> None:
    spans = city_calendar().spans(local("2026-09-30T17:00"), local("2026-10-10T09:00"), WORK)
    told = [(span.cause, span.name, span.counted, span.seconds // 3_600) for span in spans]
    assert told == [
        (Cause.WORK, "", True, 1),
        (Cause.NIGHT, "", False, 6),
        (Cause.HOLIDAY, "national_day", False, 7 * 24),
        (Cause.NIGHT, "", False, 8),
        (Cause.WORK, "", True, 4),
        (Cause.NOON_BREAK, "", False, 2),
        (Cause.WORK, "", True, 4),
        (Cause.NIGHT, "", False, 14),
        (Cause.WORK, "", True, 4),
        (Cause.NOON_BREAK, "", False, 2),
        (Cause.WORK, "", True, 4),
        (Cause.NIGHT, "", False, 14),
        (Cause.EXCHANGED_WORKDAY, "national_day", True, 1),
    ]
    assert spans[0].start == local("2026-09-30T17:00")
    assert spans[-1].end == local("2026-10-10T09:00")


def test_a_weekend_is_one_span() -> None:
    spans = city_calendar().spans(local("2026-11-21T00:00"), local("2026-11-23T00:00"), WORK)
    assert [(span.cause, span.seconds) for span in spans] == [(Cause.WEEKEND, 2 * 86_400)]


def test_a_continuous_unit_is_one_counted_span() -> None:
    spans = city_calendar().spans(
        local("2026-11-21T00:00"), local("2026-11-23T00:00"), LimitUnit.HOUR
    )
    assert [(span.cause, span.counted) for span in spans] == [(Cause.CONTINUOUS, True)]


def test_no_time_has_no_spans() -> None:
    now = local("2026-11-21T00:00")
    assert city_calendar().spans(now, now, WORK) == ()


def test_fractions_of_a_second_are_cut_off() -> None:
    assert second_of(datetime(1970, 1, 1, 0, 0, 1, 999_999, tzinfo=UTC)) == 1
    assert moment_of(1) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_the_zone_of_the_given_moment_does_not_matter() -> None:
    limit = TimeLimit(4, WORK)
    start = local("2026-11-20T17:00")
    assert city_calendar().due(start, limit) == city_calendar().due(start.astimezone(UTC), limit)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = local("2026-11-20T17:00").replace(tzinfo=None)
    with pytest.raises(Refusal, match=r"clock\.naive_time"):
        city_calendar().due(naive, TimeLimit(4, WORK))


def test_an_end_before_its_start_is_refused() -> None:
    start = local("2026-11-20T17:00")
    with pytest.raises(Refusal, match=r"clock\.ends_before_start"):
        city_calendar().counted_seconds(start, start - timedelta(seconds=1), WORK)


@pytest.mark.parametrize("text", ["2023-12-31T23:59:59", "2030-01-01T00:00:00"])
def test_work_time_outside_the_covered_years_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"calendar\.year_missing") as refused:
        city_calendar().due(local(text), TimeLimit(4, WORK))
    assert refused.value.facts == {"year": int(text[:4])}
    assert city_calendar().due(local(text), TimeLimit(1, LimitUnit.DAY)) == local(text) + timedelta(
        days=1
    )


def test_a_limit_that_runs_out_of_the_covered_years_is_refused() -> None:
    with pytest.raises(Refusal, match=r"calendar\.year_missing") as refused:
        city_calendar().due(local("2029-12-31T17:00"), TimeLimit(2, WORK))
    assert refused.value.facts == {"year": 2030}
    last = city_calendar().due(local("2029-12-31T17:00"), TimeLimit(1, WORK))
    assert last == local("2029-12-31T18:00")


def test_the_first_covered_second_counts_from_zero() -> None:
    start = local("2024-01-01T00:00")
    assert city_calendar().counted_seconds(start, local("2024-01-02T09:00"), WORK) == 3_600


def test_a_year_without_its_notice_is_provisional() -> None:
    calendar = city_calendar()
    provisional = {
        year: calendar.is_provisional(local(f"{year}-06-01T00:00")) for year in range(2024, 2030)
    }
    assert provisional == {
        2024: False,
        2025: False,
        2026: False,
        2027: True,
        2028: True,
        2029: True,
    }


@pytest.mark.parametrize(
    ("year", "holidays", "exchanged"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)]
)
def test_the_reference_table_has_the_state_councils_days(
    year: int, holidays: int, exchanged: int
) -> None:
    rows = [row for row in read_rows("work_calendar.csv") if row["date"].startswith(str(year))]
    assert sum(row["kind"] == "holiday" for row in rows) == holidays
    assert sum(row["kind"] == "workday" for row in rows) == exchanged
    assert {row["status"] for row in rows} == {"official"}
    for row in rows:
        if row["kind"] == "workday":
            assert date.fromisoformat(row["date"]).isoweekday() > 5


def test_a_shift_has_its_own_hours() -> None:
    half_day = CalendarDay(
        day=date(2026, 2, 13),
        kind=DayKind.SHIFT,
        name="half day",
        slots=(Slot.from_text("08:00-12:00"),),
    )
    calendar = calendar_from_rows(OFFICE, [half_day], "shifted")
    due = calendar.due(local("2026-02-13T11:00"), TimeLimit(2, WORK))
    assert due == local("2026-02-16T09:00")
    spans = calendar.spans(local("2026-02-13T11:00"), local("2026-02-13T13:00"), WORK)
    assert [(span.cause, span.name) for span in spans] == [
        (Cause.SHIFT, "half day"),
        (Cause.NIGHT, ""),
    ]


def test_a_work_day_is_as_long_as_the_calendar_says() -> None:
    calendar = calendar_from_rows(OFFICE, [NEW_YEAR], "short", hours_per_day=7)
    due = calendar.due(local("2026-11-16T08:00"), TimeLimit(1, LimitUnit.WORK_DAY))
    assert due == local("2026-11-16T17:00")


def test_another_version_leaves_the_former_as_it_was() -> None:
    former = calendar_from_rows(OFFICE, [NEW_YEAR], "1")
    closed = CalendarDay(day=date(2026, 11, 20), kind=DayKind.HOLIDAY, name="flood")
    later = calendar_from_rows(OFFICE, [NEW_YEAR, closed], "2")
    start, limit = local("2026-11-19T17:00"), TimeLimit(2, WORK)
    assert former.due(start, limit) == local("2026-11-20T09:00")
    assert later.due(start, limit) == local("2026-11-23T09:00")


def test_rows_that_make_no_calendar_are_refused() -> None:
    def refused(slots: tuple[Slot, ...], days: list[CalendarDay]) -> str:
        with pytest.raises(Refusal) as no:
            calendar_from_rows(slots, days, "broken")
        return no.value.code

    assert refused((), [NEW_YEAR]) == "calendar.no_slots"
    assert refused(OFFICE, []) == "calendar.no_days"
    assert refused(OFFICE, [NEW_YEAR, NEW_YEAR]) == "calendar.day_twice"
    assert refused((*OFFICE, OFFICE[0]), [NEW_YEAR]) == "calendar.slots_overlap"


def test_rows_may_come_in_any_order() -> None:
    later = CalendarDay(day=date(2026, 5, 1), kind=DayKind.HOLIDAY, name="labour_day")
    calendar: WorkCalendar = calendar_from_rows(OFFICE[::-1], [later, NEW_YEAR], "any")
    assert calendar.days == (NEW_YEAR, later)
    assert calendar.slots == OFFICE
