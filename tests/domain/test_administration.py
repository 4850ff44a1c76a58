"""Each field of each form: what passes, and which sentence names what does not."""

from collections.abc import Mapping
from datetime import date

import pytest

from console.domain.administration import (
    FIELD_NAMES,
    FORMS,
    SETTINGS,
    FieldKind,
    Subject,
    check,
    check_password,
    check_setting,
    complete,
)
from console.domain.calendar_rows import calendar_day
from console.domain.calendars import CalendarDay, DayKind, Slot
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from tests.builders import city_rules

Value = Mapping[str, object]

GOOD: Mapping[Subject, Value] = {
    Subject.OPERATOR: {
        "login": "wang_2",
        "name": "王某",
        "posts": ["acceptor", "administrator"],
        "seats": ["受理 01席", "管理"],
        "shift": "甲班",
        "management_areas": ["410402"],
        "active": True,
    },
    Subject.GRANT: {
        "login": "wang_2",
        "post": "supervisor",
        "valid_from": "2026-11-28T01:00:00+00:00",
        "valid_until": "2026-11-29T01:00:00+00:00",
        "reason": "代班",
    },
    Subject.UNIT: {
        "code": "U1",
        "name": "市政公司",
        "short_name": "市政",
        "kind": "company",
        "evaluation_group": "companies",
        "categories": ["component:0118"],
    },
    Subject.DUTY_GRID: {
        "code": "G1",
        "name": "一号",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
        "unit_grids": ["41040200100101"],
    },
    Subject.INSPECTOR: {
        "code": "WD-1",
        "name": "李某",
        "certificate": "证 1",
        "certified_on": "2026-01-01",
        "certified_until": "2027-01-01",
    },
    Subject.STANDARDS: {},
    Subject.SCHEME: {},
    Subject.GROUND: {},
    Subject.WALL: {},
    Subject.CALENDAR: {
        "hours_per_day": 8,
        "slots": ["08:00-12:00", "14:00-18:00"],
        "days": [
            {"day": "2026-10-01", "kind": "holiday", "name": "国庆"},
            {"day": "2026-10-10", "kind": "shift", "slots": ["08:00-12:00"]},
        ],
    },
    Subject.LIMIT: {"timer": "accept", "limit_code": "15 minute"},
    Subject.PHRASE: {"move": "dispatch", "text": "请速办"},
    Subject.SETTING: {"name": "quiet_seconds", "value": "45"},
    Subject.BASEMAP: {
        "id": "photo",
        "title": "航片",
        "kind": "mbtiles",
        "address": "/srv/photo.mbtiles",
        "on": True,
        "place": 1,
        "opacity": 80,
        "level": 18,
    },
}


def refusal(subject: Subject, **changed: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check(subject, {**GOOD[subject], **changed})
    return caught.value


@pytest.mark.parametrize("subject", Subject)
def test_a_well_filled_form_passes_with_and_without_its_optional_fields(subject: Subject) -> None:
    check(subject, GOOD[subject])
    check(subject, complete(subject, GOOD[subject]))
    needed = {one.name for one in FORMS[subject] if one.required}
    check(subject, {name: one for name, one in GOOD[subject].items() if name in needed})


@pytest.mark.parametrize("subject", Subject)
def test_each_field_that_is_needed_is_named_when_it_is_missing(subject: Subject) -> None:
    for field in FORMS[subject]:
        if field.required:
            told = refusal(subject, **{field.name: None})
            assert (told.code, told.facts) == ("admin.field_missing", {"field": field.name})


@pytest.mark.parametrize(
    ("subject", "field", "value"),
    [
        (Subject.OPERATOR, "name", " 王某"),
        (Subject.OPERATOR, "name", "王\n某"),
        (Subject.OPERATOR, "name", "王" * 501),
        (Subject.OPERATOR, "name", 7),
        (Subject.OPERATOR, "name", ["王某"]),
        (Subject.OPERATOR, "active", "true"),
        (Subject.OPERATOR, "posts", "acceptor"),
        (Subject.OPERATOR, "posts", ["acceptor", "acceptor"]),
        (Subject.OPERATOR, "posts", ["system"]),
        (Subject.OPERATOR, "seats", ["", "x"]),
        (Subject.OPERATOR, "seats", [1]),
        (Subject.OPERATOR, "seats", ["x" * 501]),
        (Subject.GRANT, "post", "system"),
        (Subject.GRANT, "valid_until", "2026-11-29T01:00:00"),
        (Subject.GRANT, "valid_until", "soon"),
        (Subject.INSPECTOR, "certified_on", "20260101"),
        (Subject.INSPECTOR, "certified_on", "2026-02-30"),
        (Subject.CALENDAR, "hours_per_day", "8"),
        (Subject.CALENDAR, "hours_per_day", True),
        (Subject.CALENDAR, "days", [{"day": "2026-10-01", "kind": "holiday"}] * 2),
        (Subject.SETTING, "name", "made"),
    ],
)
def test_a_value_of_the_wrong_form_is_named(subject: Subject, field: str, value: object) -> None:
    told = refusal(subject, **{field: value})
    assert (told.code, told.facts["field"]) == ("admin.field_wrong", field)
    assert told.facts["kind"] in set(FieldKind)


@pytest.mark.parametrize(
    ("subject", "changed", "code"),
    [
        (Subject.OPERATOR, {"login": "Wang"}, "admin.login"),
        (Subject.OPERATOR, {"login": "2wang"}, "admin.login"),
        (Subject.OPERATOR, {"login": "w" * 41}, "admin.login"),
        (Subject.OPERATOR, {"seats": ["只有一席"]}, "admin.seats"),
        (Subject.OPERATOR, {"password": "x"}, "admin.field_unknown"),
        (Subject.GRANT, {"valid_until": "2026-11-28T01:00:00+00:00"}, "admin.backwards"),
        (Subject.DUTY_GRID, {"valid_to": "2025-01-01"}, "admin.backwards"),
        (Subject.INSPECTOR, {"certified_until": "2025-01-01"}, "admin.backwards"),
        (Subject.CALENDAR, {"hours_per_day": 25}, "admin.field_range"),
        (Subject.CALENDAR, {"slots": ["12:00-08:00"]}, "calendar.slot_backwards"),
        (Subject.CALENDAR, {"slots": ["08:00-12:00", "11:00-13:00"]}, "calendar.slots_overlap"),
        (Subject.CALENDAR, {"days": ["2026-10-01"]}, "admin.day"),
        (Subject.CALENDAR, {"days": [{"day": "x", "kind": "holiday"}]}, "admin.day"),
        (Subject.CALENDAR, {"days": [{"day": "2026-10-01", "kind": "feast"}]}, "admin.day"),
        (Subject.LIMIT, {"limit_code": "soon"}, "limit.unreadable"),
    ],
)
def test_what_cannot_be_is_refused_by_its_own_code(
    subject: Subject, changed: Value, code: str
) -> None:
    assert refusal(subject, **changed).code == code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("quiet_seconds", "601", "admin.field_range"),
        ("quiet_seconds", "²", "admin.field_wrong"),
        ("quiet_seconds", "-1", "admin.field_wrong"),
        ("quiet_seconds", "", "admin.field_missing"),
        ("redispatch_keeps_due", "yes", "admin.field_wrong"),
        ("yellow_share", "1.5", "admin.field_wrong"),
        ("yellow_share", "most", "admin.field_wrong"),
        ("caller_retention_days", "29", "admin.field_range"),
    ],
)
def test_a_setting_is_held_to_what_it_may_be(name: str, text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_setting(name, text)
    assert (caught.value.code, caught.value.facts["field"]) == (code, name)


def test_classes_kept_off_walls_are_classes() -> None:
    check_setting("wall_hidden_classes", "event:05，component:0101")
    with pytest.raises(Refusal, match=r"wall\.class_unfit"):
        check_setting("wall_hidden_classes", "突发事件")


def test_what_holds_by_default_is_lawful_and_what_the_rules_say() -> None:
    rules: Rules = city_rules()
    for name, (_, plain) in SETTINGS.items():
        check_setting(name, plain)
        if name in Rules.__dataclass_fields__ and name != "redispatch_keeps_due":
            assert str(getattr(rules, name)) == plain, name
    assert set(SETTINGS) < FIELD_NAMES


@pytest.mark.parametrize("password", ["short", "", "xx-wang-xx", "xx-WANG-xx"])
def test_a_password_is_long_and_does_not_hold_the_login(password: str) -> None:
    with pytest.raises(Refusal, match=r"admin\.password"):
        check_password("wang", password)
    check_password("wang", "十个字符的口令就够长了")


def test_what_was_left_out_is_empty_in_the_form_its_field_has() -> None:
    filled = complete(Subject.UNIT, {**GOOD[Subject.UNIT], "contact": None})
    empty = {name: filled[name] for name in ("parent", "areas", "contact", "phone")}
    assert empty == {"parent": None, "areas": [], "contact": "", "phone": ""}
    assert filled["categories"] == ["component:0118"]


def test_a_calendar_s_row_is_read() -> None:
    row = {"day": "2026-10-10", "kind": "shift", "slots": ["08:00-12:00"], "provisional": True}
    assert calendar_day(row) == CalendarDay(
        day=date(2026, 10, 10),
        kind=DayKind.SHIFT,
        slots=(Slot(starts=28_800, ends=43_200),),
        provisional=True,
    )
