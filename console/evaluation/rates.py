"""Indicators made of the base counts, each declared once; undefined where nothing is counted.

A figure is an exact fraction until it is shown: 2 of 3 is 2/3, never 0.6667. Source: fact book 7.2,
traps 4, 5 and 7. Names and definitions stand in the catalogues (`words`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

Sum = tuple[tuple[int, str], ...]
"""Counts with their signs: ((1, "need_archive"), (-1, "deferred_need_archive"))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`numerator` over `denominator`; `source` is the rule in the fact book and its mark."""

    name: str
    numerator: Sum
    denominator: Sum
    source: str

    def of(self, counts: Mapping[str, int]) -> Fraction | None:
        """The exact value; None where the denominator is zero ("—", never 0 or 100 %)."""
        whole = summed(self.denominator, counts)
        return Fraction(summed(self.numerator, counts), whole) if whole else None


def summed(parts: Sum, counts: Mapping[str, int]) -> int:
    """The value of a numerator or denominator."""
    return sum(sign * counts[name] for sign, name in parts)


def _rate(name: str, numerator: str, denominator: str, source: str) -> Rate:
    return Rate(
        name=name, numerator=_parts(numerator), denominator=_parts(denominator), source=source
    )


def _parts(words: str) -> Sum:
    return tuple((-1 if word[0] == "-" else 1, word.lstrip("-")) for word in words.split())


RATES: Final[Mapping[str, Rate]] = {
    one.name: one
    for one in (
        _rate("inst_rate", "inst", "report", "7.2 立案率 UMP"),
        _rate("dispatch_rate", "dispatch", "need_dispatch", "7.2 派遣率"),
        _rate("dispose_rate", "dispose", "need_dispose", "7.2 处置率 EGV"),
        _rate("in_time_dispose_rate", "in_time_dispose", "need_dispose", "7.2 按期处置率 EGV"),
        _rate("archive_rate", "archive", "need_archive", "7.2 结案率 EGV TM LC"),
        _rate("in_time_archive_rate", "in_time_archive", "need_archive", "7.2 按期结案率 EGV TM"),
        _rate("overtime_archive_rate", "overtime_archive", "need_archive", "7.2 超期结案率 EGV"),
        _rate(
            "archive_rate_without_deferred",
            "archive -deferred_archive",
            "need_archive -deferred_need_archive",
            "7.2 JH",
        ),
        _rate(
            "in_time_archive_rate_without_deferred",
            "in_time_archive -deferred_in_time_archive",
            "need_archive -deferred_need_archive",
            "7.2 JH",
        ),
        _rate("rework_rate", "rework", "need_archive", "7.2 返工率 UMP"),
        _rate("rework_rate_of_disposed", "rework", "dispose", "7.2 返工率, other denominator"),
        _rate("hang_rate", "hang", "need_archive", "7.2 缓办率 UMP"),
        _rate("postpone_rate", "postpone", "need_archive", "7.2 延期率 CAW"),
        _rate("accurate_inst_rate", "accurate_inst", "inst", "7.2 准确立案率"),
        _rate("accurate_dispatch_rate", "accurate_dispatch", "need_dispatch", "7.2 准确派遣率"),
        _rate("valid_report_rate", "valid_report", "report", "7.2 有效上报率"),
        _rate("public_report_rate", "public_inst", "inst", "7.2 监督举报率 UMP"),
        _rate("satisfaction_rate", "satisfied", "call_back", "7.2 满意率"),
    )
}
"""By name, in the order sheets show them."""
