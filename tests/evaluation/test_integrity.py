"""Lists about reports and tasks: what stands in them, and what does not."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from console.domain.administration import SETTINGS
from console.domain.case import CaseId, CloseKind
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.evaluation.integrity import (
    Thresholds,
    false_reports,
    fast_tasks,
    miss_counts,
    missed_reports,
    stale_reports,
)
from console.evaluation.period_text import read_period
from console.evaluation.posts import POST_RATES, people_of
from console.ports.facts import ActTally
from console.ports.integrity import FindingKind, ReportRow, TaskRow, Why
from console.views.wording import Wording
from tests.evaluation.findings import checked, whys

OCTOBER = read_period("2026-10").span(datetime(2026, 11, 29, tzinfo=UTC))
NOON = datetime(2026, 10, 14, 4, tzinfo=UTC)
HERE = Point(113.304, 33.74)
"""Degrees of longitude there are some 92,700 m long."""
PUBLIC = ReportRow(
    case=CaseId(1), source=Source.HOTLINE, scheme="GBT30428", kind="event", category="0110",
    duty_grid="D1", duty_inspector="I1", inspector="", reported_at=NOON,
    registered_at=NOON + timedelta(hours=1), confirmed="true",
)  # fmt: skip
OWN = replace(
    PUBLIC, case=CaseId(2), source=Source.INSPECTOR, inspector="I1", confirmed="",
    reported_at=NOON - timedelta(days=9),
)  # fmt: skip
TASK = TaskRow(
    case=CaseId(1), kind="verify", inspector="I1", sent_at=NOON,
    answered_at=NOON + timedelta(minutes=30), place=HERE,
)  # fmt: skip


def own(**other: Any) -> ReportRow:
    return replace(OWN, **other)


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def east(metres: float) -> Point:
    return Point(HERE.lon + metres / 92_700, HERE.lat)


# --- missed reports -----------------------------------------------------------------------------


def test_a_confirmed_public_report_that_no_inspector_had_made_is_missed() -> None:
    (found,) = checked(missed_reports([PUBLIC], OCTOBER), FindingKind.MISSED_REPORT)
    assert (found.who, found.cases) == (("I1",), (PUBLIC.case,))
    assert found.figures == {"duty_grid": "D1", "days": 3}


@pytest.mark.parametrize(
    "other",
    [
        {"source": Source.SUPERIOR},
        {"source": Source.INSPECTOR},
        {"confirmed": "false"},
        {"confirmed": "not_found"},
        {"confirmed": ""},
        {"duty_grid": ""},
        {"reported_at": OCTOBER.end},
        {"reported_at": OCTOBER.start - timedelta(seconds=1)},
    ],
)
def test_other_reports_are_none_missed(other: Mapping[str, Any]) -> None:
    assert not missed_reports([replace(PUBLIC, **other)], OCTOBER)


@pytest.mark.parametrize(
    ("seen", "missed"),
    [
        ({}, 0),  # lies open since nine days
        ({"ended_at": NOON}, 0),
        ({"ended_at": NOON - timedelta(seconds=1)}, 1),
        ({"ended_at": NOON - timedelta(days=1), "reported_at": after(days=-3)}, 0),
        ({"ended_at": NOON - timedelta(days=1), "reported_at": after(days=-3, seconds=-1)}, 1),
        ({"reported_at": after(seconds=1)}, 1),
        ({"duty_grid": "D2"}, 1),
        ({"category": "0111"}, 1),
        ({"kind": "component"}, 1),
        ({"scheme": "CJT214"}, 1),
        ({"source": Source.VIDEO}, 1),
    ],
)
def test_an_own_report_that_lay_open_or_was_made_lately_is_enough(
    seen: Mapping[str, Any], missed: int
) -> None:
    assert len(missed_reports([PUBLIC, own(**seen)], OCTOBER)) == missed


def test_the_days_are_the_citys_choice() -> None:
    ended = own(ended_at=after(days=-1))
    assert missed_reports([PUBLIC, ended], OCTOBER)
    assert not missed_reports([PUBLIC, ended], OCTOBER, Thresholds(miss_days=9))


def test_the_miss_rate_is_missed_over_registered_in_the_inspectors_grids() -> None:
    reports = [
        PUBLIC,
        replace(PUBLIC, case=CaseId(3), registered_at=None),
        own(case=CaseId(4), category="0111", reported_at=NOON),
        own(case=CaseId(5), duty_inspector="I2", duty_grid="D2", reported_at=NOON),
        own(case=CaseId(6), reported_at=OCTOBER.end),
    ]
    areas = miss_counts(reports, OCTOBER)
    assert areas == {
        "I1": {"missed_report": 1, "area_inst": 2},
        "I2": {"missed_report": 0, "area_inst": 1},
    }
    report = ActTally(
        operator="I3", inspector="", post=Post.INSPECTOR, move=Move.REPORT, in_time=True,
        first=True, flags=frozenset(), acts=1,
    )  # fmt: skip
    people = people_of(Post.INSPECTOR, [report], areas)
    (rate,) = [one for one in POST_RATES[Post.INSPECTOR] if one.name == "miss_rate"]
    assert {who: rate.of(row) for who, row in people.items()} == {
        "I1": Fraction(1, 2),
        "I2": Fraction(0),
        "I3": None,
    }
    assert people["I3"]["report"] == 1


def test_every_rate_of_every_post_can_be_formed_from_its_rows() -> None:
    for post, rates in POST_RATES.items():
        sent = ActTally(
            operator="X", inspector="X", post=post, move=Move.REPORT, in_time=True, first=True,
            flags=frozenset(), acts=1,
        )  # fmt: skip
        for row in people_of(post, [sent], {"Y": {}}).values():
            assert all(rate.of(row) is None or rate.of(row) == 0 for rate in rates)


# --- false and stale reports --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"confirmed": "false"}, [Why.CONFIRMED_FALSE]),
        ({"confirmed": "not_found"}, [Why.NOT_FOUND]),
        ({"close_kind": CloseKind.NOT_ACCEPTED}, [Why.DECLINED]),
        ({"close_kind": CloseKind.NOT_REGISTERED}, [Why.NOT_REGISTERED]),
        ({"confirmed": "false", "close_kind": CloseKind.NOT_ACCEPTED}, [Why.CONFIRMED_FALSE]),
        ({"confirmed": "true", "close_kind": CloseKind.NORMAL}, []),
        ({"confirmed": "false", "source": Source.HOTLINE}, []),
        ({"confirmed": "false", "reported_at": OCTOBER.end}, []),
    ],
)
def test_false_reports_are_inspectors_own_that_were_not_so(
    other: Mapping[str, Any], why: list[Why]
) -> None:
    reports = [own(**{"reported_at": NOON, **other})]
    found = checked(false_reports(reports, OCTOBER), FindingKind.FALSE_REPORT)
    assert whys(found) == why
    assert all(one.who == ("I1",) for one in found)


def test_a_report_registered_long_after_is_stale() -> None:
    late = own(reported_at=NOON, registered_at=after(hours=48, seconds=1))
    (found,) = checked(stale_reports([late], OCTOBER), FindingKind.STALE_REPORT)
    assert (found.why, found.figures) == (Why.REGISTERED_LATE, {"seconds": 172_801})
    in_time = replace(late, registered_at=after(hours=48))
    assert not stale_reports([in_time, own(reported_at=NOON, registered_at=None)], OCTOBER)


def test_a_report_merged_into_an_earlier_case_is_stale_and_names_both() -> None:
    merged = own(reported_at=NOON, registered_at=None, master=CaseId(9))
    known = replace(merged, master_reported_at=after(hours=-2))
    (found,) = checked(stale_reports([known], OCTOBER), FindingKind.STALE_REPORT)
    assert (found.why, found.cases, found.figures) == (
        Why.KNOWN_BEFORE,
        (OWN.case, CaseId(9)),
        {"seconds": 7_200},
    )
    undated = checked(stale_reports([merged], OCTOBER), FindingKind.STALE_REPORT)
    assert whys(undated) == [Why.KNOWN_BEFORE_UNDATED]


def test_a_report_that_came_first_and_was_merged_into_a_later_one_is_not_stale() -> None:
    first = own(
        reported_at=NOON, registered_at=None, master=CaseId(9), master_reported_at=after(hours=1)
    )
    assert not stale_reports([first], OCTOBER)


# --- fast tasks ---------------------------------------------------------------------------------


def usual_tasks(*minutes: int) -> list[TaskRow]:
    """Forty tasks of forty inspectors that took 20 to 40 minutes, and these besides."""
    chance = Random(14)
    took = [*minutes, *(chance.randint(20, 40) for _ in range(40))]
    return [
        replace(TASK, case=CaseId(100 + at), inspector=f"I{at}", answered_at=after(minutes=minute))
        for at, minute in enumerate(took)
    ]


def test_an_answer_much_sooner_than_usual_is_found_with_the_usual_time() -> None:
    (found,) = checked(fast_tasks(usual_tasks(2)), FindingKind.FAST_TASK)
    assert (found.why, found.cases, found.who) == (
        Why.SOONER_THAN_USUAL,
        (CaseId(100),),
        ("I0",),
    )
    assert found.figures["seconds"] == 120
    assert 20 * 60 <= int(found.figures["usual"]) <= 40 * 60


def test_slow_answers_do_not_make_ordinary_ones_look_fast() -> None:
    assert not fast_tasks(usual_tasks(2_000, 3_000, 9_000, 15))


def test_where_times_are_spread_widely_a_short_one_is_not_unusual() -> None:
    spread = [
        replace(one, answered_at=after(seconds=int(240 * 1.12**at)))
        for at, one in enumerate(usual_tasks())
    ]
    assert not fast_tasks(spread)


def test_an_even_crowd_makes_nobody_fast() -> None:
    tasks = [replace(one, answered_at=after(minutes=30)) for one in usual_tasks()]
    assert not fast_tasks([*tasks, replace(TASK, answered_at=after(minutes=29))])


def test_few_tasks_give_no_usual_time() -> None:
    tasks = usual_tasks(1)
    assert fast_tasks(tasks[:20])
    assert not fast_tasks(tasks[:19])


def test_confirmations_and_verifications_are_compared_with_their_like() -> None:
    quick = [
        replace(one, kind="confirm", answered_at=after(minutes=2), case=CaseId(one.case + 500))
        for one in usual_tasks()
    ]
    assert not fast_tasks([*usual_tasks(), *quick])


def test_two_answers_further_apart_than_a_car_goes_are_found_together() -> None:
    later = replace(
        TASK, case=CaseId(2), place=east(5_000), answered_at=TASK.answered_at + timedelta(minutes=2)
    )
    (found,) = checked(fast_tasks([later, TASK]), FindingKind.FAST_TASK)
    assert (found.why, found.cases) == (Why.FASTER_THAN_THE_WAY, (TASK.case, later.case))
    assert found.figures["seconds"] == 120
    assert 4_950 <= int(found.figures["metres"]) <= 5_050
    unhurried = replace(later, answered_at=TASK.answered_at + timedelta(minutes=6))
    assert not fast_tasks([unhurried, TASK])
    assert not fast_tasks([replace(later, inspector="I2"), TASK])
    place_corrected = replace(later, case=TASK.case)
    assert not fast_tasks([place_corrected, TASK])


def test_an_answer_far_from_where_the_inspector_was_last_seen_is_found() -> None:
    far = replace(TASK, seen=east(3_000), seen_at=TASK.answered_at - timedelta(minutes=1))
    (found,) = checked(fast_tasks([far]), FindingKind.FAST_TASK)
    assert found.figures["seconds"] == 60
    seen_afterwards = replace(far, seen_at=TASK.answered_at + timedelta(minutes=1))
    assert not fast_tasks([seen_afterwards])


def test_positions_that_may_be_wrong_by_a_hundred_metres_prove_no_haste() -> None:
    near = replace(TASK, case=CaseId(2), place=east(95))
    assert not fast_tasks([TASK, near])
    assert fast_tasks([TASK, replace(near, place=east(120))])


@pytest.mark.parametrize("wrong", [{"miss_days": -1}, {"photo_bits": 32}, {"most_kmh": -5}])
def test_a_threshold_that_cannot_be_is_refused_by_its_name(wrong: Mapping[str, int]) -> None:
    with pytest.raises(Refusal) as refused:
        Thresholds(**wrong)
    assert refused.value.code == "integrity.threshold"
    (name,) = wrong
    assert name in Wording("zh_CN").say(refused.value.code, **refused.value.facts)


def test_the_settings_of_a_city_are_the_thresholds_with_the_same_defaults() -> None:
    plain = {name: value for name, (_, value) in SETTINGS.items() if name.startswith("integrity_")}
    assert {name.removeprefix("integrity_") for name in plain} == {
        one.name for one in fields(Thresholds)
    }
    assert Thresholds.of(plain) == Thresholds()
    assert Thresholds.of({"integrity_most_kmh": "9"}).most_kmh == 9
