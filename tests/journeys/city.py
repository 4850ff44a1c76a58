"""A small real city for the journeys: two districts, thirty unit grids, five units, two operators.

Everything goes in by `db.city` and `db.roles`, as a real city's data do. Callers' telephones in the
journeys are of the range nobody has.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import URL

from console.domain.case import Actor
from console.domain.organisation import (
    EvaluationGroup,
    Inspector,
    Operator,
    ResponsibleUnit,
    UnitKind,
)
from console.domain.place import (
    AreaLevel,
    Component,
    Division,
    DivisionLevel,
    DutyGrid,
    Point,
    UnitGrid,
)
from console.domain.stage import CENTRE_POSTS, Post
from db import city
from db.engine import command_engine
from db.keeping import PostgresKeeping
from db.roles import create_operator

DAY: Final = date(2024, 1, 1)
LAST: Final = date(2099, 12, 31)
DISTRICTS: Final = {"410402": "新华区", "410403": "卫东区"}
WEST: Final = {"410402": 113.300, "410403": 113.320}
SOUTH: Final = 33.740
SIDE: Final = 0.001
"""About a hundred metres: a unit grid is one hectare."""
ACROSS: Final = 5
GRIDS: Final = 15

PASSWORD: Final = "only-for-journeys"
FIRST, SECOND = "zhaoquan", "qianshuang"
"""Two operators, each with all five posts of the centre."""

MAKER: Final = Actor(operator="system", post=Post.ADMINISTRATOR, seat="system")
BASE: Final = {
    "start": [113.31, 33.7415, 14],
    "bounds": [113.29, 33.73, 113.33, 33.75],
    "roads": [
        {"name": "建设路", "rank": 1, "width_m": 32, "line": [[113.29, 33.742], [113.33, 33.742]]}
    ],
}
"""A base map with one road."""

ROADS, WATER, GAS = "SZ01", "GS01", "RQ01"
CLEAN: Final = {"410402": "XH01", "410403": "WD01"}


def settle(url: URL) -> None:
    """Put the city into the database and let its operators sign in."""
    engine = command_engine(url)
    try:
        city.put_divisions(engine, _divisions())
        city.put_unit_grids(engine, _unit_grids())
        city.put_units(engine, _units())
        city.put_inspectors(engine, _inspectors())
        city.put_duty_grids(engine, list(_duty_grids()))
        city.put_components(engine, _components())
        city.put_addresses(engine, _addresses())
        city.put_operators(engine, [_operator(FIRST, "赵全", 1), _operator(SECOND, "钱双", 2)])
        PostgresKeeping(engine).put_setting(
            "map.base", json.dumps(BASE), MAKER, datetime(2024, 1, 1, tzinfo=UTC)
        )
        for login in (FIRST, SECOND):
            create_operator(engine, login, PASSWORD)
    finally:
        engine.dispose()


def grid_code(district: str, at: int) -> str:
    """Code of the unit grid at a place of the district."""
    return f"{_community(district)}{at + 1:03d}"


def centre(district: str, at: int) -> Point:
    """Middle of a unit grid."""
    west, south = _corner(district, at)
    return Point(west + SIDE / 2, south + SIDE / 2)


def _community(district: str) -> str:
    return f"{district}001901"


def _corner(district: str, at: int) -> tuple[float, float]:
    return WEST[district] + SIDE * (at % ACROSS), SOUTH + SIDE * (at // ACROSS)


def _divisions() -> Iterator[Division]:
    for code, name in DISTRICTS.items():
        street = f"{code}001"
        yield Division(
            code=street,
            name=f"{name[:2]}街道",
            level=DivisionLevel.STREET,
            parent=code,
            invented=True,
        )
        yield Division(
            code=_community(code),
            name=f"{name[:2]}第一社区",
            level=DivisionLevel.COMMUNITY,
            parent=street,
            invented=True,
        )


def _unit_grids() -> Iterator[UnitGrid]:
    for district in DISTRICTS:
        for at in range(GRIDS):
            west, south = _corner(district, at)
            east, north = west + SIDE, south + SIDE
            corners = ((west, south), (east, south), (east, north), (west, north))
            yield UnitGrid(
                code=grid_code(district, at),
                community=_community(district),
                management_area=district,
                ring=tuple(Point(*corner) for corner in corners),
                area_m2=10_000.0,
                perimeter_m=400.0,
                area_level=AreaLevel.FIRST,
                land_use="residential",
                valid_from=DAY,
            )


def _duty_grids() -> Iterator[DutyGrid]:
    for district, name in DISTRICTS.items():
        yield DutyGrid(
            code=f"ZR{district}01",
            name=f"{name}一号责任网格",
            unit_grids=tuple(grid_code(district, at) for at in range(GRIDS)),
            inspector=f"D{district[-1]}01",
            valid_from=DAY,
        )


def _inspectors() -> Iterator[Inspector]:
    for district, name in zip(DISTRICTS, ("孙巡查", "李巡查"), strict=True):
        yield Inspector(
            code=f"D{district[-1]}01",
            name=name,
            certificate=f"C-{district[-1]}01",
            certified_on=DAY,
            certified_until=LAST,
            management_area=district,
        )


def _unit(
    code: str, short: str, kind: UnitKind, *categories: str, area: str = ""
) -> ResponsibleUnit:
    return ResponsibleUnit(
        code=code,
        name=f"平顶山市{short}",
        short_name=short,
        kind=kind,
        evaluation_group=EvaluationGroup.CITY_UNITS,
        areas=(area,) if area else (),
        categories=categories,
        phone="0375-2900000",
    )


def _units() -> Iterator[ResponsibleUnit]:
    yield _unit(ROADS, "市政工程维护处", UnitKind.SERVICE, "component:0103", "event:04")
    yield _unit(WATER, "供水公司", UnitKind.COMPANY, "component:0101")
    yield _unit(GAS, "燃气公司", UnitKind.COMPANY, "component:0111")
    for district, code in CLEAN.items():
        short = f"{DISTRICTS[district]}环卫中心"
        yield _unit(code, short, UnitKind.SERVICE, "event:01", area=district)


COVERS: Final = (
    ("0101", "上水井盖", WATER),
    ("0111", "燃气井盖", GAS),
    ("0103", "雨水井盖", ROADS),
)


def component(district: str, at: int) -> str:
    """Code of the manhole cover in a unit grid."""
    return f"{district}{COVERS[at % len(COVERS)][0]}{at + 1:06d}"


def _components() -> Iterator[Component]:
    for district in DISTRICTS:
        for at in range(GRIDS):
            category, name, unit = COVERS[at % len(COVERS)]
            middle = centre(district, at)
            yield Component(
                code=component(district, at),
                scheme="GBT30428",
                category=category,
                name=name,
                point=Point(middle.lon + 0.0001, middle.lat),
                unit_grid=grid_code(district, at),
                address=_address(district, at),
                competent_unit=ROADS,
                owner_unit=unit,
                maintenance_unit=unit,
                surveyed_on=DAY,
                changed_on=DAY,
            )


def _address(district: str, at: int) -> str:
    road = "中兴路" if district == "410402" else "建设路"
    return f"{road}{at + 1}号"


def _addresses() -> Iterator[city.GazetteerEntry]:
    for district, name in DISTRICTS.items():
        for at in range(GRIDS):
            yield city.GazetteerEntry(
                kind="address",
                title=_address(district, at),
                detail=f"{name} {name[:2]}街道",
                point=centre(district, at),
            )


def _operator(login: str, name: str, at: int) -> Operator:
    return Operator(
        login=login,
        name=name,
        posts=tuple(post.value for post in CENTRE_POSTS),
        seats=tuple(f"{place + 1}{at}席" for place in range(len(CENTRE_POSTS))),
        shift="甲班",
    )
