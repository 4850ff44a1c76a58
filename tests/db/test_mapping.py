"""Cases to rows: the yellow moment, the outcome, masks; text forms that come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.calendars import PauseCause
from console.domain.case import Case, CaseId
from console.domain.codec import encode
from console.domain.dial import Tone
from console.domain.place import Place, Point
from console.domain.rules import Rules
from console.domain.stage import Move, Post, Source, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import Timer, TimerKind, clock_of, pause, start, stop
from console.domain.trail import Step, canonical
from console.ports.work import Letter, Photo
from db import mapping
from tests.calendars import city_calendar
from tests.db.lives import MORNING, PHOTO, standard

CALENDAR = city_calendar()
RULES = Rules(calendar=CALENDAR, calendars={CALENDAR.version: CALENDAR})

LIMITS = st.builds(
    TimeLimit,
    st.integers(min_value=1, max_value=60).map(Decimal),
    st.sampled_from(list(LimitUnit)),
)
STARTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2026, 9, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))


def timer(limit: TimeLimit, at: datetime = MORNING) -> Timer:
    """A handling clock."""
    return start(TimerKind.HANDLE, limit, at, CALENDAR)


def bare(**changes: object) -> Case:
    """A case as it comes in."""
    plain = Case(
        id=CaseId(2026000000001),
        number="2026-1123-000001",
        stage=Stage.ACCEPTED,
        source=Source.HOTLINE,
        place=Place(address="中兴路 12 号"),
        description="井盖破损",
        reported_at=MORNING,
        version=1,
        last_at=MORNING,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field, by name


@given(limit=LIMITS, at=STARTS)
def test_the_yellow_moment_is_the_first_the_clock_looks_near(
    limit: TimeLimit, at: datetime
) -> None:
    running = timer(limit, at)
    near = mapping.near_at(running, RULES)
    assert near is not None
    clock = clock_of(running, CALENDAR)
    assert clock.tone(max(near, at), RULES.tone) in {Tone.NEAR, Tone.OVER}
    if near > at:
        assert clock.tone(near - timedelta(seconds=1), RULES.tone) is Tone.CALM


def test_a_clock_at_rest_has_no_yellow_moment() -> None:
    running = timer(TimeLimit(4, LimitUnit.WORK_HOUR))
    waiting = pause(running, MORNING + timedelta(minutes=5), PauseCause.SUSPENSION)
    for still in (waiting, stop(running, MORNING + timedelta(minutes=5), CALENDAR)):
        assert mapping.near_at(still, RULES) is None


def test_a_full_row_tells_place_standard_and_clock() -> None:
    place = Place(
        address="中兴路 12 号",
        point=Point(113.3, 33.74),
        unit_grid="G",
        duty_grid="D",
        community="C",
        street="S",
        district="410402",
        management_area="410402",
        component="K",
    )
    handling = timer(TimeLimit(4, LimitUnit.WORK_HOUR))
    case = bare(stage=Stage.HANDLING, place=place, standard=standard(), handling=handling)
    row = mapping.case_row(case, RULES)
    assert (row["queue"], row["ended"], row["paused"]) == ("handle", False, False)
    assert (row["due"], row["limit_code"]) == (handling.due.isoformat(), "4 work_hour")
    assert (row["grid"], row["component"], row["lon"]) == ("G", "K", 113.3)
    assert (row["category"], row["category_name"]) == ("0101", "上水井盖")
    assert row["words"] == "中兴路 12 号 井盖破损 上水井盖"
    assert row["initials"] == "zxl12hssjg"


def test_a_bare_row_has_empty_words_instead_of_nothing() -> None:
    row = mapping.case_row(bare(), RULES)
    assert (row["category"], row["grid"], row["due"], row["lon"]) == ("", "", None, None)
    assert (row["near_at"], row["limit_code"], row["on_time"]) == (None, "", None)


@pytest.mark.parametrize(
    ("minutes", "exempt", "on_time"),
    [(60, False, True), (600, False, False), (600, True, True)],
)
def test_the_outcome_counts_in_time_or_exempt(minutes: int, *, exempt: bool, on_time: bool) -> None:
    ended = stop(
        timer(TimeLimit(4, LimitUnit.HOUR)), MORNING + timedelta(minutes=minutes), CALENDAR
    )
    case = bare(
        stage=Stage.CLOSED,
        bundled=replace(ended, exempt=exempt),
        stage_clock=ended,
        handling=ended,
        closed_at=ended.stopped,
    )
    row = mapping.case_row(case, RULES)
    assert (row["handling_minutes"], row["on_time"]) == (minutes, on_time)
    assert (row["near_at"], row["ended"]) == (None, True)


def test_a_case_comes_back_from_its_state() -> None:
    case = bare(standard=standard(), handling=timer(TimeLimit(2, LimitUnit.DAY)))
    assert mapping.case_of(canonical(encode(case))) == case


@pytest.mark.parametrize("before", [None, Stage.ACCEPTED])
def test_a_step_comes_back_from_its_row(before: Stage | None) -> None:
    step = Step(
        case=CaseId(2026000000001),
        seq=2,
        move=Move.NOTE,
        from_stage=before,
        to_stage=Stage.ACCEPTED,
        operator="chen",
        post=Post.ACCEPTOR,
        seat="s1",
        unit=None,
        at=MORNING,
        reason="",
        payload="{}",
        command="c",
    )
    row = mapping.step_row(step)
    assert tuple(row) == mapping.STEP_COLUMNS
    assert mapping.step_of([*(row | {"at": step.at}).values()]) == step


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王女士", "*女士"),
        ("李先生", "*先生"),
        ("李建国", "李**"),
        ("王", "王*"),
        ("欧阳建国", "欧阳**"),
        ("欧阳", "欧*"),
        ("  ", ""),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mapping.masked_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13812345678", "138****5678"), ("0375-2901234", "037****1234"), ("110", "****10"), ("", "")],
)
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert mapping.masked_phone(phone) == masked


# A name that holds the mask's own sign may be one already: there is nothing left to hide.
@given(
    name=st.text(st.characters(exclude_characters="*"), max_size=12),
    phone=st.text("0123456789-+ ", max_size=20),
)
def test_a_mask_never_shows_a_whole_name_or_phone(name: str, phone: str) -> None:
    if name.strip():
        assert name.strip() != mapping.masked_name(name)
    figures = "".join(sign for sign in phone if sign in "0123456789")
    if len(figures) > 2:
        assert figures not in mapping.masked_phone(phone)


def test_the_signs_of_like_are_taken_as_they_are() -> None:
    assert mapping.literal_like("50%_\\") == "50\\%\\_\\\\"


def test_photos_and_letters_become_rows() -> None:
    case = CaseId(1)
    there: Photo = replace(PHOTO, point=Point(113.3, 33.74), taken_at=MORNING)
    assert mapping.photo_row(case, 2, 0, PHOTO)["lon"] is None
    assert mapping.photo_row(case, 2, 1, there)["lat"] == 33.74
    letter = Letter(kind="unit", to="U1", case=case, body="{}", not_before=MORNING)
    assert mapping.letter_row(letter)["not_before"] == MORNING.isoformat()
