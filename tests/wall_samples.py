"""A wall as in design 08: its very figures, and a scene for every kind of block there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

from console.domain.stage import Move, Stage
from console.viewmodels.wall_blocks import (
    Backlog,
    Bar,
    Bars,
    Calls,
    Counter,
    Counters,
    Curve,
    Emergencies,
    EmergencyLine,
    Longest,
    LongestLine,
    Patrols,
    Ranking,
    RankingLine,
    RateLine,
    Rates,
    StageLine,
    Ticker,
    TickerLine,
    WallHead,
)

NOW: Final = datetime(2026, 11, 23, 2, 42, 16, tzinfo=UTC)
AS_OF: Final = NOW - timedelta(seconds=2)
WORKING_DAY: Final = 8 * 3600


def head(**changes: object) -> WallHead:
    """The head of design 08."""
    known = WallHead(
        centre="平顶山市数字化城市管理监督指挥中心",
        scene="overview",
        now=NOW,
        data_at=AS_OF,
        feed_seconds=4,
        store_well=True,
        on_duty=14,
    )
    return replace(known, **changes)  # type: ignore[arg-type]  # a test's own fields


def counters() -> Counters:
    """Six counters."""
    figures = (
        ("report", 187, 171),
        ("inst", 154, 149),
        ("dispatch", 149, 144),
        ("dispose", 121, 128),
        ("archive", 96, 101),
        ("overdue", 24, 19),
    )
    return Counters(
        counters=tuple(
            Counter(name=name, value=value, before=before, alarm=name == "overdue")
            for name, value, before in figures
        )
    )


def rates() -> Rates:
    """Six districts and five units, best first."""

    def line(name: str, permille: int) -> RateLine:
        return RateLine(
            code=name,
            name=name,
            value=Fraction(permille, 1000),
            numerator=permille,
            denominator=1000,
        )

    districts = (
        ("新城区", 964),
        ("高新区", 951),
        ("石龙区", 940),
        ("湛河区", 918),
        ("新华区", 902),
        ("卫东区", 883),
    )
    units = (
        ("市照明中心", 986),
        ("市园林中心", 959),
        ("市市政工程处", 920),
        ("市通信管线", 781),
        ("市广电网络", 632),
    )
    return Rates(
        indicator="in_time_dispose_rate",
        days=7,
        target=Fraction(9, 10),
        floor=Fraction(7, 10),
        districts=tuple(line(*one) for one in districts),
        units=tuple(line(*one) for one in units),
    )


def backlog() -> Backlog:
    """Seven stages over their usual range."""
    rows = (
        ("accept", 7, 0, 0, 4, 11),
        ("confirm", 12, 0, 1, 8, 16),
        ("register", 5, 0, 0, 3, 8),
        ("dispatch", 23, 2, 4, 9, 18),
        ("handle", 318, 19, 11, 250, 320),
        ("verify", 41, 3, 2, 22, 37),
        ("close", 16, 0, 0, 9, 22),
    )
    return Backlog(
        lines=tuple(
            StageLine(queue=queue, open=count, over=over, near=near, low=low, high=high)
            for queue, count, over, near, low, high in rows
        )
    )


REPORTED: Final = (
    6,
    4,
    9,
    12,
    14,
    21,
    25,
    30,
    28,
    19,
    11,
    8,
    5,
    3,
    2,
    2,
    1,
    2,
    4,
    9,
    31,
    42,
    45,
    46,
)
CLOSED: Final = (20, 9, 5, 14, 22, 27, 31, 30, 22, 10, 6, 4, 2, 1, 1, 0, 0, 1, 3, 6, 14, 23, 27, 26)


def curve() -> Curve:
    """24 hours until the running one."""
    last = NOW.replace(minute=0, second=0, microsecond=0)
    hours = tuple(last - timedelta(hours=back) for back in range(23, -1, -1))
    return Curve(hours=hours, reported=REPORTED, closed=CLOSED)


def longest() -> Longest:
    """The five of the design."""
    rows = (
        ("私搭乱建", "新华区", 6 * WORKING_DAY + 2 * 3600),
        ("积存垃圾渣土", "卫东区", 3 * WORKING_DAY + 5 * 3600),
        ("通讯井盖 破损", "市广电网络", 2 * WORKING_DAY + 3600),
        ("道路破损", "市政工程处", WORKING_DAY + 4 * 3600),
        ("店外经营", "湛河区", 7 * 3600 + 720),
    )
    return Longest(
        lines=tuple(
            LongestLine(
                case=at, category_name=name, place=place, late=late, limit="wd:5", day=WORKING_DAY
            )
            for at, (name, place, late) in enumerate(rows, start=1)
        )
    )


def ticker(turn: int = 0) -> Ticker:
    """Eight events: two turns."""
    rows = (
        ("000187", "店外经营", Move.REPORT, Stage.REPORTED, "新华区", ""),
        ("000158", "路灯不亮", Move.DISPATCH, Stage.DISPATCHED, "卫东区", "市照明中心"),
        ("000031", "道路破损", Move.FEEDBACK, Stage.HANDLED, "卫东区", "市市政工程处"),
        ("000102", "道路不洁", Move.PASS, Stage.TO_CLOSE, "湛河区", "区环卫处"),
        ("000186", "暴露垃圾", Move.ACCEPT, Stage.ACCEPTED, "湛河区", ""),
        ("000140", "井盖破损", Move.RECEIVE, Stage.HANDLING, "新城区", "市通信管线"),
        ("000099", "树木倒伏", Move.CLOSE, Stage.CLOSED, "高新区", "市园林中心"),
        ("000077", "占道经营", Move.FAIL, Stage.VERIFY_FAILED, "新华区", "区城管大队"),
    )
    return Ticker(
        lines=tuple(
            TickerLine(
                at=NOW - timedelta(minutes=at),
                number=f"2026-1123-{number}",
                category_name=name,
                move=move,
                stage=stage,
                district=district,
                unit=unit,
            )
            for at, (number, name, move, stage, district, unit) in enumerate(rows)
        ),
        turn=turn,
    )


def ranking(rows: int = 14) -> Ranking:
    """Units of the month so far."""
    names = (
        "市照明中心",
        "市园林中心",
        "市市政工程维护处",
        "新华区城管局",
        "卫东区城管局",
        "湛河区城管局",
        "市环卫处",
        "市排水公司",
        "市自来水公司",
        "高新区管委会",
        "新城区管委会",
        "市通信管线",
        "市供电公司",
        "市广电网络",
    )
    lines = [
        RankingLine(
            place=at + 1,
            code=str(at),
            name=names[at % len(names)],
            values=(
                420 - 23 * at,
                402 - 22 * at,
                Fraction(986 - 25 * at, 1000),
                Fraction(20 + 9 * at, 1000),
                None if at > 11 else Fraction(930 - 11 * at, 1000),
            ),
        )
        for at in range(rows)
    ]
    indicators = ("need_dispose", "dispose", "in_time_dispose_rate", "rework_rate", "archive_rate")
    since = datetime(2026, 10, 31, 16, tzinfo=UTC)
    return Ranking(since=since, indicators=indicators, lines=tuple(lines))


def calls() -> Calls:
    """A morning of the hotline."""
    return Calls(
        known=True,
        calls=342,
        answered=331,
        in_time=285,
        given_up=11,
        waiting=2,
        longest=37,
        target=Fraction(85, 100),
    )


def bars(
    names: str = "暴露垃圾 占道经营 路灯不亮 道路破损 井盖破损 噪声扰民 违法停车 树木倒伏",
) -> Bars:
    """Eight names and the rest."""
    return Bars(
        bars=tuple(
            Bar(code=str(at), name=name, value=96 - 11 * at)
            for at, name in enumerate(names.split())
        ),
        rest=27,
    )


def patrols() -> Patrols:
    """Inspectors of the morning."""
    return Patrols(listed=62, on_duty=48, cells=3912, seen=2874)


def emergencies(count: int = 4) -> Emergencies:
    """Open emergencies, the first over its time."""
    rows = (
        ("道路塌陷", "新华区", "市市政工程维护处", Stage.HANDLING),
        ("燃气泄漏", "卫东区", "市燃气总公司", Stage.HANDLING),
        ("积水内涝", "湛河区", "市排水公司", Stage.DISPATCHED),
        ("树木倒伏", "高新区", "", Stage.TO_DISPATCH),
    )
    lines = [
        EmergencyLine(
            case=at,
            category_name=name,
            district=district,
            grid=f"41040300100{at}",
            unit=unit,
            stage=stage,
            due=NOW + timedelta(minutes=22 * at - 12),
            over=at == 0,
        )
        for at, (name, district, unit, stage) in enumerate(rows[:count])
    ]
    return Emergencies(open=count, grids=min(count, 3), units=min(count, 3), lines=tuple(lines))
