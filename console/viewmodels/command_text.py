"""Reading a typed command: 「派遣 单位=市政 时限=4h」, in any order, names by prefix or initials.

Pure text: which case it is for and what will happen is `command_line`'s business. Signs as an input
method types them (／ ； ＝ 　) are taken like their plain forms.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from console.domain.timelimit import LimitUnit, TimeLimit
from console.viewmodels.commands import COMMANDS, ShellCommand
from console.viewmodels.pinyin import Option, an_option, narrowed

ZONE: Final = ZoneInfo("Asia/Shanghai")
_PLAIN: Final = str.maketrans({"　": " ", "＝": "=", "／": "/", "；": " ", ";": " ", "＞": ">"})
_DIGITS: Final = str.maketrans("０１２３４５６７８９：．＋", "0123456789:.+")
_TOKEN: Final = re.compile(r'[^\s="]+="[^"]*"|[^\s="]+=\S*|"[^"]*"|\S+')
_NUMBER: Final = re.compile(r"\d{3,6}|\d{4}-\d{4}-\d{6,9}")
_LIMIT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(\D+)")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")
_UNITS: Final[Mapping[str, LimitUnit]] = {
    "h": LimitUnit.WORK_HOUR,
    "wh": LimitUnit.WORK_HOUR,
    "工作时": LimitUnit.WORK_HOUR,
    "工时": LimitUnit.WORK_HOUR,
    "d": LimitUnit.WORK_DAY,
    "工作日": LimitUnit.WORK_DAY,
    "天": LimitUnit.DAY,
    "时": LimitUnit.HOUR,
    "小时": LimitUnit.HOUR,
    "m": LimitUnit.MINUTE,
    "分": LimitUnit.MINUTE,
    "分钟": LimitUnit.MINUTE,
}
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": ("单位", "责任单位", "unit"),
    "assisting": ("协办", "assist"),
    "limit": ("时限", "limit"),
    "until": ("到", "期限", "until"),
    "reason": ("理由", "原因", "reason"),
    "instruction": ("要求", "指令", "instruction"),
    "text": ("说明", "text"),
    "inspector": ("督查员", "inspector"),
    "outcome": ("结果", "outcome"),
}
"""Field of a command -> its names, in every language of the console; the first is the usual one."""
OUTCOMES: Final[Mapping[str, str]] = {
    "属实": "true",
    "不属实": "false",
    "未找到": "not_found",
    "通过": "pass",
    "不通过": "fail",
    "满意": "satisfied",
    "不满意": "dissatisfied",
    "未接通": "no_answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, taken apart. `number` names a case; `words` is what no name was found for."""

    command: str = ""
    number: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    words: str = ""


def plain(text: str) -> str:
    """The text with the signs of an input method made plain."""
    return text.translate(_PLAIN).translate(_DIGITS).strip().lstrip("/>").strip()


def take_apart(text: str) -> Typed:
    """Split what was typed; nothing is looked up."""
    tokens = [token for token in _TOKEN.findall(plain(text)) if token.strip('"')]
    fields: list[tuple[str, str]] = []
    unknown: list[str] = []
    bare: list[str] = []
    number = ""
    for token in tokens:
        name, sign, value = token.partition("=")
        if sign and not token.startswith('"'):
            found = field_of(name)
            if found:
                fields.append((found, value.strip('"')))
            else:
                unknown.append(name)
        elif not number and bare and _NUMBER.fullmatch(token):
            number = token
        else:
            bare.append(token.strip('"'))
    return Typed(
        command=bare[0] if bare else "",
        number=number,
        fields=tuple(fields),
        unknown=tuple(unknown),
        words=" ".join(bare[1:]),
    )


def field_of(name: str) -> str:
    """The field a typed name means, by prefix in any language; "" for none."""
    wanted = name.lower()
    exact = next((field for field, names in FIELDS.items() if wanted in names), "")
    if exact or not wanted:
        return exact
    return next(
        (field for field, names in FIELDS.items() if any(one.startswith(wanted) for one in names)),
        "",
    )


def command_options(names: Mapping[str, str]) -> tuple[tuple[ShellCommand, Option], ...]:
    """Commands with their words and initials; `names` is words by command id."""
    return tuple(
        (one, an_option(one.id, names[one.id].rstrip("…"), one.key))
        for one in COMMANDS
        if not one.hidden and one.id in names
    )


def commands_like(
    typed: str, options: Sequence[tuple[ShellCommand, Option]], most: int = 6
) -> tuple[ShellCommand, ...]:
    """Commands whose name, initials or code begin with (or hold) what was typed, best first."""
    if not typed:
        return ()
    by_code = {option.code: command for command, option in options}
    found = narrowed((option for _command, option in options), typed, most)
    return tuple(by_code[option.code] for option in found)


def limit_of(text: str) -> TimeLimit | None:
    """「4h」「4工作时」「2d」 as a limit; None when it is none. Bare h and d count working time."""
    found = _LIMIT.fullmatch(text.strip().lower())
    unit = _UNITS.get(found.group(2).strip()) if found else None
    if found is None or unit is None or Decimal(found.group(1)) <= 0:
        return None
    amount = Decimal(found.group(1))
    return TimeLimit(int(amount) if amount == int(amount) else amount, unit)


def until_of(text: str, now: datetime) -> datetime | None:
    """「16:30」 today (tomorrow when past), 「+2h」「3天」 from now; None when it is none."""
    clock = _TIME.fullmatch(text.strip())
    if clock is not None:
        hour, minute = int(clock.group(1)), int(clock.group(2))
        if hour > 23 or minute > 59:
            return None
        local = now.astimezone(ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return local if local > now else local + timedelta(days=1)
    limit = limit_of(text.strip().lstrip("+"))
    if limit is None:
        return None
    hours = {LimitUnit.MINUTE: 1 / 60, LimitUnit.DAY: 24.0, LimitUnit.WORK_DAY: 24.0}
    return now + timedelta(hours=float(limit.value) * hours.get(limit.unit, 1.0))
