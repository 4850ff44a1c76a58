"""Typed commands: any order, both languages, signs of an input method, prefixes and initials."""

from datetime import timedelta

import pytest

from console.domain.timelimit import LimitUnit, TimeLimit
from console.viewmodels.command_line import command_names
from console.viewmodels.command_text import (
    command_options,
    commands_like,
    field_of,
    limit_of,
    take_apart,
    until_of,
)
from console.views.wording import Wording
from tests.rows import NOW

OPTIONS = command_options(command_names(Wording("zh").say))
FIELDS = (("unit", "市政"), ("limit", "4h"))


@pytest.mark.parametrize(
    "text",
    [
        "派遣 单位=市政 时限=4h",
        "单位=市政 派遣 时限=4h",
        "／派遣　单位＝市政　时限＝4h",
        "/派遣 单位=市政；时限=４h",
        "派遣 unit=市政 limit=4h",
    ],
)
def test_one_meaning_in_many_spellings(text: str) -> None:
    typed = take_apart(text)
    assert typed.command == "派遣"
    assert typed.fields == FIELDS


def test_quoted_values_keep_their_blanks() -> None:
    assert take_apart('派遣 理由="路段 已封 闭"').fields == (("reason", "路段 已封 闭"),)


def test_words_without_a_name_are_kept() -> None:
    assert take_apart("退回 非本单位 权属").words == "非本单位 权属"


def test_a_number_behind_the_command_names_a_case() -> None:
    assert take_apart("派遣 000163 单位=市政").number == "000163"


def test_an_unknown_field_is_told() -> None:
    assert take_apart("派遣 颜色=红").unknown == ("颜色",)


@pytest.mark.parametrize(
    ("name", "field"),
    [("单", "unit"), ("un", "unit"), ("时限", "limit"), ("责任", "unit"), ("", "")],
)
def test_field_names_may_be_cut_short(name: str, field: str) -> None:
    assert field_of(name) == field


@pytest.mark.parametrize(
    ("typed", "command"),
    [("派遣", "dispatch"), ("pq", "dispatch"), ("派", "dispatch"), ("dispatch", "dispatch")],
)
def test_commands_are_found_by_name_prefix_initials_and_code(typed: str, command: str) -> None:
    assert commands_like(typed, OPTIONS)[0].id == command


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("4h", TimeLimit(4, LimitUnit.WORK_HOUR)),
        ("4工作时", TimeLimit(4, LimitUnit.WORK_HOUR)),
        ("2d", TimeLimit(2, LimitUnit.WORK_DAY)),
        ("3天", TimeLimit(3, LimitUnit.DAY)),
        ("30分", TimeLimit(30, LimitUnit.MINUTE)),
        ("很快", None),
        ("0h", None),
    ],
)
def test_limits_as_they_are_typed(text: str, limit: TimeLimit | None) -> None:
    assert limit_of(text) == limit


def test_a_time_of_day_is_the_next_one() -> None:
    until = until_of("16:30", NOW)
    assert until is not None
    assert timedelta(0) < until - NOW < timedelta(hours=6)
    early = until_of("08:00", NOW)
    assert early is not None
    assert timedelta(hours=21) < early - NOW < timedelta(hours=22)


def test_a_span_counts_from_now() -> None:
    assert until_of("+2h", NOW) == NOW + timedelta(hours=2)
    assert until_of("3天", NOW) == NOW + timedelta(days=3)


@pytest.mark.parametrize("text", ["25:00", "明天", ""])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert until_of(text, NOW) is None
