"""Options of a wall's blocks: what each kind may be told, read strictly from their texts.

An option is a text (`{"days": "7"}`); what is not told has the value in force here. A share is a
decimal from 0 to 1. `district` is a district's code, or `*` for one after the other, `each` seconds
long.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Final, TypeVar

from console.domain.refusal import Refusal
from console.domain.scene import BlockKind
from console.evaluation.counts import COUNTS
from console.evaluation.periods import Period, between, local_day
from console.evaluation.rates import RATES
from console.ports.facts import ASSESSED_BY, FactDate, Grouping

TURNS: Final = "*"
"""The district that is another one each time."""
_DAY: Final = timedelta(days=1)
_SHARE: Final = re.compile(r"(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)", re.ASCII)
_DISTRICT: Final = re.compile(r"\*|\d{6,12}", re.ASCII)
_RANKED_BY: Final = (Grouping.UNIT, Grouping.DISTRICT)
LESS_IS_BETTER: Final = frozenset({
    "overtime_archive_rate", "rework_rate", "rework_rate_of_disposed", "hang_rate", "postpone_rate",
})  # fmt: skip
"""No wall has places in the order of these, or bars that are an alarm when they are short."""
_BEST_IS_MOST: Final = tuple(one for one in RATES if one not in LESS_IS_BETTER)
Options = Mapping[str, str]
Choice = TypeVar("Choice", bound=StrEnum)


class Flagged(StrEnum):
    """Yes or no."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesAsked:
    """What a block of rates asks: an indicator of the last `days` days, today among them or not.

    Cases due today whose time has not come count against a rate, as they do on the sheet; whoever
    steers by the last seven days leaves today out. `target` and `floor` None: the city's setting.
    """

    indicator: str = "in_time_dispose_rate"
    days: int = 7
    today: bool = False
    date: FactDate = FactDate.DUE
    target: Fraction | None = None
    floor: Fraction | None = None
    rows: int = 5

    def period(self, now: datetime) -> Period:
        """The city's days it is about, as the assessment page takes them."""
        last = local_day(now) if self.today else local_day(now) - _DAY
        return between(last - (self.days - 1) * _DAY, last)


_OF_UNITS: Final = (
    "need_dispose", "dispose", "overtime_to_dispose", "in_time_dispose_rate", "rework_rate",
)  # fmt: skip
_OF_DISTRICTS: Final = (
    "report", "inst", "need_dispose", "dispose", "archive", "in_time_dispose_rate", "archive_rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingAsked:
    """What a ranking asks: declared counts and rates of the month so far, by unit or district.

    One of `indicators` at least is a rate: by the first of them is ranked, the greatest first.
    """

    by: Grouping = Grouping.UNIT
    indicators: tuple[str, ...] = field(default=_OF_UNITS)
    date: FactDate = FactDate.DUE
    rows: int = 16


def rates_asked(options: Options) -> RatesAsked:
    """The options of a block of rates. Raises `Refusal` `scene.option`."""
    plain = RatesAsked()
    indicator = options.get("indicator", plain.indicator)
    if indicator not in _BEST_IS_MOST:
        raise _no("indicator", indicator, ", ".join(_BEST_IS_MOST))
    return RatesAsked(
        indicator=indicator,
        days=whole(options, "days", plain.days, 92),
        today=_choice(options, "today", Flagged.NO, tuple(Flagged)) is Flagged.YES,
        date=_choice(options, "date", plain.date, ASSESSED_BY),
        target=share(options, "target"),
        floor=share(options, "floor"),
        rows=whole(options, "rows", plain.rows, 40),
    )


def ranking_asked(kind: BlockKind, options: Options) -> RankingAsked:
    """The options of a ranking, or of the month by district. Raises `Refusal` `scene.option`."""
    of_month = kind is BlockKind.MONTH
    usual = _OF_DISTRICTS if of_month else _OF_UNITS
    told = tuple(options.get("indicators", ",".join(usual)).split(","))
    known = [one for one in told if one in COUNTS or one in RATES]
    if len(known) < len(told) or len(set(told)) < len(told) or not set(told) & set(RATES):
        raise _no("indicators", ",".join(told), ", ".join((*RATES, *COUNTS)))
    first = next(one for one in told if one in RATES)
    if first in LESS_IS_BETTER:
        raise _no("indicators", first, ", ".join(_BEST_IS_MOST))
    by = Grouping.DISTRICT if of_month else Grouping.UNIT
    return RankingAsked(
        by=_choice(options, "by", by, _RANKED_BY),
        indicators=told,
        date=_choice(options, "date", FactDate.DUE, ASSESSED_BY),
        rows=whole(options, "rows", 16, 40),
    )


def rows_of(options: Options, plain: int) -> int:
    """How many lines a list has."""
    return whole(options, "rows", plain, 40)


def each_of(options: Options) -> int:
    """Seconds of each of the districts that take turns."""
    return whole(options, "each", 20, 3_600)


def district_of(options: Options) -> str:
    """The district a block is about; "" for the city, `*` for each in turn."""
    told = options.get("district", "")
    if told and not _DISTRICT.fullmatch(told):
        raise _no("district", told, "410403, *")
    return told


def share(options: Options, name: str) -> Fraction | None:
    """A share from 0 to 1; None where it is not told."""
    told = options.get(name)
    if told is None:
        return None
    if not _SHARE.fullmatch(told):
        raise _no(name, told, "0 … 1")
    return Fraction(told)


def whole(options: Options, name: str, plain: int, most: int) -> int:
    """A whole number from 1 on."""
    told = options.get(name, str(plain))
    if not (told.isascii() and told.isdigit() and len(told) < 6 and 1 <= int(told) <= most):
        raise _no(name, told, f"1 … {most}")
    return int(told)


def option_faults(kind: BlockKind, options: Options) -> Iterator[Refusal]:
    """What keeps a kind of block from taking these options: `scene.option`."""
    known = TAKES.get(kind, ())
    for name in options:
        if name not in known:
            yield _no("options", name, ", ".join(known) or "{}")
    taken = {name: told for name, told in options.items() if name in known}
    for name, told in taken.items():
        for check in (*_CHECKS, *_OF_KIND.get(kind, ())):
            try:
                check({name: told})
            except Refusal as no:
                yield no
                break


def _rows_fit(options: Options) -> object:
    return rows_of(options, 1)


def _target_fits(options: Options) -> object:
    return share(options, "target")


_CHECKS: Final[tuple[Callable[[Options], object], ...]] = (
    district_of, each_of, _rows_fit, _target_fits,
)  # fmt: skip
_OF_KIND: Final[Mapping[BlockKind, tuple[Callable[[Options], object], ...]]] = {
    BlockKind.RATES: (rates_asked,),
    BlockKind.RANKING: (partial(ranking_asked, BlockKind.RANKING),),
    BlockKind.MONTH: (partial(ranking_asked, BlockKind.MONTH),),
}
_PLACE: Final = ("district", "each")
_RANKING: Final = ("by", "indicators", "date", "rows")
TAKES: Final[Mapping[BlockKind, tuple[str, ...]]] = {
    BlockKind.COUNTERS: _PLACE,
    BlockKind.MAP: _PLACE,
    BlockKind.RATES: (
        "indicator", "days", "today", "date", "target", "floor", "rows", *_PLACE,
    ),
    BlockKind.BACKLOG: _PLACE,
    BlockKind.LONGEST: ("rows", *_PLACE),
    BlockKind.TICKER: _PLACE,
    BlockKind.RANKING: _RANKING,
    BlockKind.MONTH: _RANKING,
    BlockKind.CALLS: ("target",),
    BlockKind.CLASSES: ("rows",),
    BlockKind.UNSEEN: ("rows",),
    BlockKind.EMERGENCIES: ("rows", *_PLACE),
    BlockKind.UNDERWAY: ("rows", *_PLACE),
}  # fmt: skip
"""Kind -> the names of its options."""


def _choice(options: Options, name: str, plain: Choice, among: tuple[Choice, ...]) -> Choice:
    told = options.get(name, plain.value)
    for one in among:
        if one.value == told:
            return one
    raise _no(name, told, ", ".join(among))


def _no(name: str, told: str, known: str) -> Refusal:
    return Refusal("scene.option", option=name, part=told[:60], known=known)
