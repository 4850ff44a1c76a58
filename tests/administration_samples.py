"""A small city's things for the administration page: operators, units, grids, and a past."""

from datetime import timedelta

from console.domain.administration import Subject
from console.ports.administration import Wish
from tests.fakes_administration import FakeAdministration
from tests.rows import NOW

POSTS = {
    "zhouyan": ("周妍", ["acceptor"]),
    "lixia": ("李夏", ["acceptor", "verifier"]),
    "zhangwei": ("张伟", ["shift_leader", "supervisor"]),
    "chenlei": ("陈磊", ["dispatcher", "acceptor", "verifier", "administrator"]),
    "zhaomin": ("赵敏", ["dispatcher"]),
    "gaoyuan": ("高远", ["administrator"]),
}
INSPECTORS = {"WD-114": ("刘春燕", 400), "WD-115": ("张建民", 12), "XH-101": ("陈卫国", -3)}


def an_administration() -> FakeAdministration:
    """Six operators, one locked and one without a password; units, grids, limits, settings."""
    store = FakeAdministration(me="chenlei")
    for login, (name, posts) in POSTS.items():
        store.keep(
            Subject.OPERATOR,
            login,
            login=login,
            name=name,
            posts=posts,
            seats=[],
            shift="甲班",
            management_areas=[],
            active=login != "zhaomin",
        )
        if login != "lixia":
            store.passwords.add(login)
    for code, name in (("U1", "市市政工程维护处"), ("U2", "卫东区环卫中心")):
        store.keep(
            Subject.UNIT,
            code,
            code=code,
            name=name,
            short_name=name[-4:],
            kind="service",
            evaluation_group="city_units",
            parent=None,
            areas=[],
            categories=[],
            contact="",
            phone="0375-0000",
        )
    today = NOW.date()
    for code, (name, days) in INSPECTORS.items():
        store.keep(
            Subject.INSPECTOR,
            code,
            code=code,
            name=name,
            certificate=f"平城采证 {code}",
            certified_on=(today - timedelta(days=600)).isoformat(),
            certified_until=(today + timedelta(days=days)).isoformat(),
            management_area="410403",
            phone="",
        )
    store.keep(
        Subject.DUTY_GRID,
        "41040300",
        code="41040300",
        name="建设路责任网格",
        inspector="WD-114",
        valid_from="2026-01-01",
        valid_to=None,
        unit_grids=["41040300101", "41040300102"],
    )
    for timer, code in (("accept", "15 minute"), ("coordinate", "2 work_day")):
        store.keep(Subject.LIMIT, timer, timer=timer, limit_code=code)
    store.keep(
        Subject.CALENDAR,
        Subject.CALENDAR.value,
        hours_per_day=8,
        slots=["08:00-12:00", "14:00-18:00"],
        days=[
            {
                "day": "2026-11-21",
                "kind": "workday",
                "name": "调休",
                "slots": [],
                "provisional": False,
            },
            {
                "day": "2026-11-27",
                "kind": "holiday",
                "name": "校庆",
                "slots": [],
                "provisional": True,
            },
        ],
    )
    store.keep(Subject.PHRASE, "1", move="note", text="已电话联系")
    return store


def with_a_past(store: FakeAdministration) -> FakeAdministration:
    """Three changes: a telephone twice, and a locked login."""
    for seen, phone in enumerate(("0375-1111", "0375-2222")):
        value = {**store.things_kept[Subject.UNIT, "U1"], "phone": phone}
        wish = Wish(subject=Subject.UNIT, key="U1", seen=seen, value=value, reason="换号")
        store.change(wish)
    store.lock("zhangwei")
    return store
