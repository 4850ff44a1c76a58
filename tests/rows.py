"""Rows with speaking defaults, as the screens are shown them in tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Source, Stage
from console.ports.rows import CaseRow, EventRow, LikelyUnit, QueueCount

NOW = datetime(2026, 11, 23, 2, 42, 18, tzinfo=UTC)
"""Monday 2026-11-23, 10:42:18 in Pingdingshan."""
CASE_BASE = 2026_000_000_000

_SAMPLE: tuple[tuple[int, int, str, str, str, str, str, str, str], ...] = (
    (
        95,
        -18,
        "督",
        "通讯井盖 破损",
        "井圈下沉，井盖翘起约 4 cm",
        "410402",
        "中兴路街道",
        "",
        "02席",
    ),
    (
        119,
        -5,
        "督",
        "占道经营",
        "水果摊 4 处占用盲道",
        "410411",
        "轻工路街道",
        "湛河区城市管理局",
        "01席",
    ),
    (
        87,
        6,
        "热",
        "暴露垃圾",
        "垃圾堆放约 3 m²，首轮处置未清净",
        "410403",
        "五一路街道",
        "卫东区环卫中心",
        "",
    ),
    (
        163,
        8,
        "督",
        "雨水井盖 破损",
        "井盖断裂缺失三分之一",
        "410403",
        "东安路街道",
        "市市政工程维护处",
        "",
    ),
    (
        165,
        9,
        "督",
        "行道树 倒伏",
        "法桐倒伏压占人行道，长约 6 m",
        "410402",
        "光明路街道",
        "市园林绿化中心",
        "",
    ),
    (
        166,
        10,
        "网",
        "路灯 不亮",
        "连续 3 杆不亮，夜间无照明",
        "410411",
        "高阳路街道",
        "市城市照明服务中心",
        "",
    ),
    (
        168,
        14,
        "督",
        "店外经营",
        "早餐店桌椅占用人行道 6 m",
        "410402",
        "曙光街街道",
        "新华区城市管理局",
        "",
    ),
    (169, 17, "督", "道路遗撒", "渣土遗撒约 40 m", "410471", "皇台街道", "高新区城市管理局", ""),
    (
        170,
        18,
        "热",
        "路面塌陷",
        "沥青路面塌陷 0.8×0.5 m",
        "410403",
        "建设路街道",
        "市市政工程维护处",
        "04席",
    ),
    (
        172,
        21,
        "督",
        "非法小广告",
        "单元门、灯杆喷涂 11 处",
        "410402",
        "矿工路街道",
        "新华区城市管理局",
        "",
    ),
    (
        173,
        22,
        "督",
        "交通护栏 损坏",
        "中央护栏倒伏 3 片",
        "410411",
        "马庄街道",
        "市公安局交警支队",
        "",
    ),
    (
        174,
        23,
        "视",
        "机动车乱停放",
        "人行道停车 7 辆",
        "410472",
        "湖滨路街道",
        "新城区城市管理局",
        "",
    ),
    (
        176,
        25,
        "督",
        "积存垃圾渣土",
        "装修垃圾约 2 m³",
        "410403",
        "优越路街道",
        "卫东区城市管理局",
        "",
    ),
    (
        177,
        26,
        "热",
        "污水井盖 移位",
        "井盖移位，污水外溢",
        "410411",
        "南环路街道",
        "市污水净化公司",
        "",
    ),
)
_SOURCES = {"督": Source.INSPECTOR, "热": Source.HOTLINE, "网": Source.WEB, "视": Source.VIDEO}
_DISTRICTS = {
    "410402": "新华区",
    "410403": "卫东区",
    "410411": "湛河区",
    "410471": "高新区",
    "410472": "新城区",
}


def a_case_id(number: int) -> CaseId:
    """The id of the case with this running number of 2026."""
    return CaseId(CASE_BASE + number)


def a_case_row(number: int = 163, left: int = 8, **changes: object) -> CaseRow:
    """A case to be dispatched, `left` minutes before its due time."""
    due = NOW + timedelta(minutes=left, seconds=20)
    row = CaseRow(
        id=a_case_id(number),
        number=f"2026-1123-{number:06d}",
        version=4,
        stage=Stage.TO_DISPATCH,
        source=Source.INSPECTOR,
        category="0110",
        kind="event",
        category_name="雨水井盖 破损",
        description="井盖断裂缺失三分之一",
        address="建设路 888 号东",
        district="410403",
        district_name="卫东区",
        street_name="东安路街道",
        grid="410403003002017",
        duty_grid="410403003002",
        lon=113.3 + (number * 37 % 100) / 2000,
        lat=33.73 + (number * 53 % 100) / 3000,
        unit="",
        unit_name="",
        reported_at=due - timedelta(minutes=60),
        started_at=due - timedelta(minutes=30),
        due=due,
        limit="30 minute",
        paused=False,
        rework=0,
        dispatches=0,
        urgent=False,
        holder="",
        holder_seat="",
        opened=True,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # a test names fields of the row


def a_likely_unit(case: CaseId, name: str = "市市政工程维护处") -> LikelyUnit:
    """The unit proposed for a case."""
    return LikelyUnit(id=case, unit="U1" if name else "", name=name)


def sample_likely() -> dict[CaseId, LikelyUnit]:
    """The units proposed for the sample rows."""
    named = zip(sample_rows(), (one[-2] for one in _SAMPLE), strict=True)
    return {row.id: a_likely_unit(row.id, name) for row, name in named}


def sample_rows() -> tuple[CaseRow, ...]:
    """The dispatch queue of the design pictures, most urgent first."""
    rows = []
    for number, left, source, name, words, district, street, _unit, seat in _SAMPLE:
        rows.append(
            a_case_row(
                number,
                left,
                source=_SOURCES[source],
                category_name=name,
                description=words,
                district=district,
                district_name=_DISTRICTS[district],
                street_name=street,
                address=f"{street} {number} 号",
                holder="lixia" if seat else "",
                holder_seat=seat,
                opened=number < 177,
                rework=1 if number == 87 else 0,
            )
        )
    return tuple(rows)


def sample_counts() -> tuple[QueueCount, ...]:
    """The rail of the design pictures."""
    lines: Sequence[tuple[str, int, int, int, int, int]] = (
        ("accept", 7, 0, 0, 3, 4),
        ("confirm", 12, 0, 1, 0, 7),
        ("register", 5, 0, 0, 0, 9),
        ("dispatch", 23, 2, 4, 3, 6),
        ("handle", 318, 19, 11, 0, 3),
        ("verify", 41, 3, 2, 0, 11),
        ("close", 16, 0, 0, 0, 34),
        ("overdue", 24, 24, 0, 0, -8640),
        ("coordinate", 3, 0, 0, 0, 98),
        ("mine", 6, 0, 2, 0, 6),
    )
    return tuple(
        QueueCount(
            queue=queue,
            total=total,
            over=over,
            near=near,
            new=new,
            nearest=NOW + timedelta(minutes=left, seconds=20),
            done_today=52 if queue == "mine" else 0,
        )
        for queue, total, over, near, new, left in lines
    )


def an_event(number: int, minutes_ago: int = 0, move: Move = Move.DISPATCH) -> EventRow:
    """A step of a case, some minutes ago."""
    return EventRow(
        gseq=100_000 - minutes_ago,
        at=NOW - timedelta(minutes=minutes_ago),
        case=a_case_id(number),
        number=f"2026-1123-{number:06d}",
        move=move,
        post=Post.DISPATCHER,
        seat="派遣 03席",
        category_name="路灯 不亮",
        address="湛河区和顺路",
        unit_name="市城市照明服务中心",
    )
