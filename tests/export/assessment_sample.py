"""A book of about 300 cases and twelve units, made of random lawful histories."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from console.domain.trail import fold
from console.evaluation.counts import COUNTS, counted, meets, tally_of
from console.evaluation.facts import case_fact
from console.evaluation.rates import RATES, Rate
from console.export.assessment_book import (
    Banded,
    Book,
    Chart,
    ChartKind,
    Column,
    Cover,
    DrillCell,
    DrillColumn,
    DrillDown,
    DrillKind,
    Given,
    GradeMark,
    Kind,
    Ranked,
    Ranking,
    Ratio,
    Row,
    SumOf,
    TextSheet,
    Value,
)
from console.ports.facts import CaseFact, Tally
from tests.evaluation.lives import FIRST, Histories

LAYOUT: Final = Path(__file__).parents[2] / "resources" / "excel" / "assessment.zh_CN.xlsx"
CASES: Final = 300
UNITS: Final = (
    "新华区城市管理局", "卫东区城市管理局", "湛河区城市管理局", "石龙区城市管理局",
    "市环卫处", "市园林处", "市政工程处", "=路灯管理处", "0304", "a*", "U1", "3-1",
)  # fmt: skip
"""Some of them such that a spreadsheet would like to understand more than the text."""

AS_OF: Final = FIRST + timedelta(days=120)
SHOWN: Final = (
    "report", "inst", "dispatch", "need_archive", "archive", "in_time_archive",
    "overtime_archive", "overtime_to_archive", "rework", "rework_times", "postpone", "shuffle",
)  # fmt: skip
TITLES: Final = dict(
    zip(
        (*SHOWN, "archive_rate", "in_time_archive_rate", "rework_rate", "hang_rate"),
        (
            "上报数", "立案数", "派遣数", "应结案数", "结案数", "按期结案数", "超期结案数",
            "超期未结案数", "返工数", "返工次数", "延期数", "推诿数",
            "结案率", "按期结案率", "返工率", "延期率",
        ),
        strict=True,
    )
)  # fmt: skip
SHOWN_RATES: Final = ("archive_rate", "in_time_archive_rate", "rework_rate", "hang_rate")
GRADES: Final = (
    (None, "E", "black"), (Fraction(40), "D", "red"), (Fraction(60), "C", "yellow"),
    (Fraction(75), "B", "blue"), (Fraction(90), "A", "green"),
)  # fmt: skip
SCORE: Final = (
    '=IFERROR(ROUND((IF(ISNUMBER([archive_rate]),[archive_rate],NA())*0.4'
    '+IF(ISNUMBER([in_time_archive_rate]),[in_time_archive_rate],NA())*0.3'
    '+(1-IF(ISNUMBER([rework_rate]),[rework_rate],NA()))*0.3)*100,9),"—")'
)  # fmt: skip


@cache
def facts() -> tuple[tuple[str, CaseFact], ...]:
    """Unit and facts of every case; the last unit of the list has none, as it happens in life."""
    lives, chance = Histories(Random(7)), Random(11)
    made = [case_fact(fold(lives.one(number))) for number in range(CASES // 5)]
    return tuple((chance.choice(UNITS[:-1]), chance.choice(made)) for _ in range(CASES))


def drill_rows() -> Iterator[tuple[DrillCell, ...]]:
    """The rows of the drill-down."""
    for number, (unit, fact) in enumerate(facts()):
        tally = tally_of(fact, AS_OF)
        yield (
            f"20261000{number:04d}", unit, fact.reported_at, fact.due, fact.closed_at,
            *(_figure(name, tally) for name in COUNTS),
        )  # fmt: skip


def _figure(name: str, tally: Tally) -> int:
    count = COUNTS[name]
    times = {"": 1, "rework": tally.rework, "returns": tally.returns}[count.times]
    return times * sum(meets(term, tally.flags) for term in count.terms)


def sample_book(cases: int = CASES, most_rows: int = 1_048_576) -> Book:
    """The whole book."""
    return Book(
        title="平顶山市数字城管综合评价（测试）",
        cover=Cover(
            sheet="封面",
            lines=(
                ("评价周期", "2026年10月"),
                ("评价对象", "处置部门"),
                ("评价方案", "标准方案 v1"),
                ("指纹", "9f2c-77aa-01d4-b6e8"),
                ("备注", "=1+1"),
            ),
            notes=("本表由系统按案卷流程计算。",),
        ),
        rankings=(ranking(),),
        texts=(
            TextSheet(
                sheet="指标说明",
                title="指标说明",
                headings=("指标", "定义", "来源"),
                rows=tuple((rate.name, "分子与分母见公式", rate.source) for rate in RATES.values()),
                widths=(34, 60, 34),
            ),
            TextSheet(
                sheet="核查发现",
                title="核查发现",
                headings=("对象", "发现"),
                rows=(("@市环卫处", "+有漏报 3 件"), ("-市园林处", "\t无")),
                widths=(34, 90),
            ),
        ),
        drill=DrillDown(
            sheet="明细",
            title="案卷明细",
            columns=(
                DrillColumn(name="number", title="案卷编号", kind=DrillKind.TEXT),
                DrillColumn(name="unit", title="处置部门", kind=DrillKind.TEXT),
                DrillColumn(name="reported", title="上报时间", kind=DrillKind.MOMENT),
                DrillColumn(name="due", title="处置截止", kind=DrillKind.MOMENT),
                DrillColumn(name="closed", title="结案时间", kind=DrillKind.MOMENT),
                *(
                    DrillColumn(name=one, title=TITLES.get(one, one), kind=DrillKind.FLAG)
                    for one in COUNTS
                ),
            ),
            cases=cases,
            most_rows=most_rows,
        ),
        made_at=AS_OF,
    )


def ranking() -> Ranking:
    """Units by score."""
    return Ranking(
        sheet="部门排名",
        title="处置部门综合评价排名表",
        subtitle="2026年10月1日至10月31日",
        columns=(
            Column(name="rank", title="名次", kind=Kind.RANK, make=Ranked("score")),
            Column(name="unit", title="处置部门", kind=Kind.TEXT),
            *(
                Column(name=n, title=TITLES[n], kind=Kind.COUNT, make=SumOf(n), over="数量")
                for n in SHOWN
            ),
            *(
                Column(name=n, title=TITLES[n], kind=Kind.RATE, make=_ratio(RATES[n]), over="比率")
                for n in SHOWN_RATES
            ),
            Column(name="score", title="得分", kind=Kind.SCORE, make=Given(SCORE)),
            Column(
                name="grade", title="等级", kind=Kind.GRADE,
                make=Banded("score", tuple((edge, letter) for edge, letter, _ in GRADES)),
            ),
        ),
        rows=tuple(_ranked([_row(unit) for unit in UNITS])),
        key="unit",
        matches="unit",
        grades=tuple(GradeMark(letter=letter, colour=colour) for _, letter, colour in GRADES),
        chart_sheet="排名图",
        charts=(
            Chart(title="综合得分", labels="unit", columns=("score",)),
            Chart(
                title="结案率与按期结案率", labels="unit", kind=ChartKind.BAR,
                columns=("archive_rate", "in_time_archive_rate"),
            ),
        ),
        notes=("注：得分 =（结案率×40%＋按期结案率×30%＋（1－返工率）×30%）×100。",),
    )  # fmt: skip


def _ratio(rate: Rate) -> Ratio:
    shown = {name for _, name in (*rate.numerator, *rate.denominator)}
    return Ratio(rate.numerator, rate.denominator) if shown <= set(SHOWN) else Ratio(
        ((1, "postpone"),), ((1, "need_archive"),)
    )  # fmt: skip


def _row(unit: str) -> dict[str, Value]:
    sums = counted(tally_of(fact, AS_OF) for name, fact in facts() if name == unit)
    counts = sums.get((), dict.fromkeys(COUNTS, 0))
    values: dict[str, Value] = {"unit": unit, **{name: counts[name] for name in SHOWN}}
    for name in SHOWN_RATES:
        ratio = _ratio(RATES[name])
        over, under = (
            sum(sign * counts[part] for sign, part in parts)
            for parts in (ratio.numerator, ratio.denominator)
        )
        values[name] = Fraction(over, under) if under else None
    score = _score(values)
    letters = [letter for edge, letter, _ in GRADES if score is not None and score >= (edge or 0)]
    values |= {"score": score, "grade": letters[-1] if letters else None}
    return values


def _score(values: dict[str, Value]) -> Fraction | None:
    parts = [values[n] for n in ("archive_rate", "in_time_archive_rate", "rework_rate")]
    archive, in_time, rework = (one if isinstance(one, Fraction) else None for one in parts)
    if archive is None or in_time is None or rework is None:
        return None
    exact = archive * 40 + in_time * 30 + (1 - rework) * 30
    return Fraction(round(exact * 10**9), 10**9)


def _ranked(rows: list[dict[str, Value]]) -> list[Row]:
    scores = [one for row in rows if isinstance(one := row["score"], Fraction)]
    for row in rows:
        mine = row["score"]
        row["rank"] = 1 + sum(one > mine for one in scores) if isinstance(mine, Fraction) else None
    return [Row(values=row) for row in sorted(rows, key=_place)]


def _place(row: dict[str, Value]) -> int:
    return row["rank"] if isinstance(row["rank"], int) else len(UNITS) + 1
