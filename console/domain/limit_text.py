"""Time limits as people write them in the standards workbook, read and written.

Source: fact book 4, 5.1 and traps 10, 15. The rules:

- 工作时, 工作日 count work time; 紧急工作时, 紧急工作日 and 自然日 run day and night.
- Bare 小时, 天 and 日 say nothing about work time. They are read by `BareUnits`, a setting of the
  city; the default takes them as written, an hour of the clock. Each is reported as a notice.
- Words behind a limit are kept and reported, words before it are not understood.
- Several limits are taken only if each says its area level (`A类2工作时/B类1工作日`) or its step
  (`停工4工作时/处罚7工作日/拆除20工作日`).
- An empty text, a number without unit, a half, a range, an unlabelled choice: a finding.

Not here: how limits are counted (`worktime.py`), and where the text stood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from console.domain.finding import Finding, finding, notice
from console.domain.place import AreaLevel
from console.domain.refusal import Refusal
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit

LONGEST: Final = 9_999
"""The largest amount of any unit that is believed; more is taken for a slip of the keyboard."""


class BareUnits(StrEnum):
    """What 小时, 天 and 日 without 工作 or 紧急 mean in this city."""

    CONTINUOUS = "continuous"
    WORK_TIME = "work_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReading:
    """What one cell says. `limit` is None only if `by_area` holds the limits instead; of several
    `steps` it is the first. `words` stood behind the limit. `notices` tell what was interpreted."""

    limit: TimeLimit | None
    by_area: tuple[tuple[AreaLevel, TimeLimit], ...] = ()
    steps: tuple[StepLimit, ...] = ()
    words: str = ""
    notices: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    label: str
    limit: TimeLimit
    bare: str


_WRITTEN: Final[Mapping[LimitUnit, str]] = {
    LimitUnit.WORK_HOUR: "工作时",
    LimitUnit.WORK_DAY: "工作日",
    LimitUnit.HOUR: "紧急工作时",
    LimitUnit.DAY: "紧急工作日",
    LimitUnit.MINUTE: "分钟",
}
_UNITS: Final[Mapping[str, LimitUnit]] = {
    "紧急工作小时": LimitUnit.HOUR,
    "紧急工作时": LimitUnit.HOUR,
    "紧急工作日": LimitUnit.DAY,
    "紧急工作天": LimitUnit.DAY,
    "工作小时": LimitUnit.WORK_HOUR,
    "工作时": LimitUnit.WORK_HOUR,
    "工作日": LimitUnit.WORK_DAY,
    "工作天": LimitUnit.WORK_DAY,
    "自然日": LimitUnit.DAY,
    "自然天": LimitUnit.DAY,
    "分钟": LimitUnit.MINUTE,
}
_BARE: Final[Mapping[str, tuple[LimitUnit, LimitUnit]]] = {
    "小时": (LimitUnit.HOUR, LimitUnit.WORK_HOUR),
    "h": (LimitUnit.HOUR, LimitUnit.WORK_HOUR),
    "天": (LimitUnit.DAY, LimitUnit.WORK_DAY),
    "日": (LimitUnit.DAY, LimitUnit.WORK_DAY),
}
_STEPS: Final[Mapping[str, LimitStep]] = {
    "停工": LimitStep.STOP,
    "制止": LimitStep.STOP,
    "处罚": LimitStep.PENALTY,
    "查处": LimitStep.PENALTY,
    "拆除": LimitStep.DEMOLITION,
    "处置": LimitStep.HANDLE,
}
_STEP_WORDS: Final[Mapping[LimitStep, str]] = {
    LimitStep.STOP: "停工",
    LimitStep.PENALTY: "处罚",
    LimitStep.DEMOLITION: "拆除",
    LimitStep.HANDLE: "处置",
}
_LEVELS: Final[Mapping[str, AreaLevel]] = {
    "A": AreaLevel.FIRST,
    "B": AreaLevel.SECOND,
    "C": AreaLevel.THIRD,
    "一": AreaLevel.FIRST,
    "二": AreaLevel.SECOND,
    "三": AreaLevel.THIRD,
}
_DIGITS: Final[Mapping[str, int]] = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    "两": 2,
}
_CHINESE: Final = re.compile(
    "(?:([一二两三四五六七八九])百)?(零)?(?:([一二三四五六七八九])?(十))?([一二两三四五六七八九])?"
)

_NUMBER: Final = r"(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+|半)"
_UNIT: Final = "|".join([*_UNITS, *_BARE])
_AMOUNT: Final = re.compile(rf"(?P<number>{_NUMBER})个?(?P<half>半)?(?P<unit>{_UNIT})")
_RANGE: Final = re.compile(rf"{_NUMBER}个?(?:{_UNIT})?(?:[-~—–至到或]|以上){_NUMBER}")
_BEFORE: Final = re.compile(r"(?:处置时限|办结时限|时限|限时|限期|不超过|限|在|≤|<=|[:(\[])*")
_BEHIND: Final = re.compile(r"(?:以内|之内|内|[)\].。;；])*")
_LEVEL: Final = re.compile(r"([ABC一二三])(?:类|级)(?:区域|地区|区)?")
_TRIM: Final = "/、;；,，|:() []．.。"
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def parse(text: str, *, bare: BareUnits = BareUnits.CONTINUOUS) -> LimitReading | Finding:
    """Read one cell of 处置时限. Never raises; what is not understood comes back as a finding."""
    plain = "".join(text.translate(_HALF_WIDTH).split())
    if not plain:
        return finding("limit.empty")
    if _RANGE.search(plain):
        return finding("limit.range", text=_shown(text))
    places = list(_AMOUNT.finditer(plain))
    if not places:
        return finding(_why_no_amount(plain), text=_shown(text))
    amounts: list[_Amount] = []
    begin = 0
    for place in places:
        amount = _amount(place, plain[begin : place.start()], bare)
        if isinstance(amount, str):
            return finding(amount, text=_shown(text))
        amounts.append(amount)
        begin = place.end()
    return _reading(amounts, plain[begin:], text)


def write(reading: LimitReading) -> str:
    """The text of a limit in full words, such that `parse` gives the same limits back."""
    if reading.by_area:
        parts = [f"{level}类{write_limit(limit)}" for level, limit in reading.by_area]
    elif reading.steps:
        parts = [_STEP_WORDS[one.step] + write_limit(one.limit) for one in reading.steps]
    else:
        parts = [write_limit(reading.limit)] if reading.limit else []
    return "/".join(parts) + reading.words


def write_limit(limit: TimeLimit) -> str:
    """One limit in the words of the standards, for example `2紧急工作时`."""
    return f"{Decimal(limit.value).normalize():f}{_WRITTEN[limit.unit]}"


def _amount(place: re.Match[str], label: str, bare: BareUnits) -> _Amount | str:
    """The amount at this place, or the code of the reason why there is none."""
    word = place["unit"]
    number = None if place["half"] else _number(place["number"])
    if number is None:
        return "limit.half" if "半" in place[0] else "limit.number"
    if number > LONGEST:
        return "limit.too_long"
    unit = _UNITS.get(word) or _BARE[word][bare is BareUnits.WORK_TIME]
    try:
        limit = TimeLimit(number, unit)
    except Refusal:  # nothing, or a part of a second: both are slips in a table of standards
        return "limit.number"
    return _Amount(label=label, limit=limit, bare=word if word in _BARE else "")


def _number(text: str) -> Decimal | int | None:
    """A decimal number, or a Chinese one below 1000; None for 半 and for what is not clear."""
    if text[0] in "0123456789":
        return Decimal(text) if "." in text else int(text)
    found = _CHINESE.fullmatch(text)
    if found is None:
        return None
    hundreds, gap, tens, ten, ones = found.groups()
    if hundreds and ones and not (gap or ten):
        return None  # 一百五 is 150 to some readers and 105 to others
    total = 100 * _DIGITS[hundreds] if hundreds else 0
    total += 10 * (_DIGITS[tens] if tens else 1) if ten else 0
    return total + (_DIGITS[ones] if ones else 0)


def _reading(amounts: Sequence[_Amount], rest: str, text: str) -> LimitReading | Finding:
    words = _BEHIND.sub("", rest, count=1)
    notices = [
        notice("limit.bare_unit", text=_shown(text), unit=one.bare, reading=write_limit(one.limit))
        for one in amounts
        if one.bare
    ][:1]
    if words:
        notices.append(notice("limit.words_behind", text=_shown(text), words=_shown(words)))
    base = LimitReading(limit=None, words=words, notices=tuple(notices))
    levels = [_LEVEL.fullmatch(one.label.strip(_TRIM)) for one in amounts]
    known = [_LEVELS[level[1]] for level in levels if level]
    if len(known) == len(amounts) == len(set(known)):
        pairs = zip(known, amounts, strict=True)
        return replace(base, by_area=tuple((level, one.limit) for level, one in sorted(pairs)))
    if len(amounts) == 1:
        if not _BEFORE.fullmatch(amounts[0].label):
            return finding("limit.words_before", text=_shown(text))
        return replace(base, limit=amounts[0].limit)
    steps = [_STEPS.get(one.label.strip(_TRIM + "0123456789")) for one in amounts]
    taken = [StepLimit(one.limit, step) for one, step in zip(amounts, steps, strict=True) if step]
    if len({one.step for one in taken}) < len(amounts):
        return finding("limit.several", text=_shown(text))
    return replace(base, limit=taken[0].limit, steps=tuple(taken))


def _why_no_amount(plain: str) -> str:
    if re.fullmatch(r"[0-9.]+", plain):
        return "limit.no_unit"
    return "limit.unknown_unit" if re.search(_NUMBER, plain) else "limit.no_number"


def _shown(text: str) -> str:
    return " ".join(text.split())[:60]
