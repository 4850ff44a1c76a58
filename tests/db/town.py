"""A small town for the storage tests: two grids, a duty grid, units, an inspector, addresses."""

from datetime import date

from sqlalchemy import Engine

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
from db import city

DAY = date(2024, 1, 1)
COMMUNITY = "410402001001"
GRIDS = (f"{COMMUNITY}001", f"{COMMUNITY}002")
WEST = Point(113.3005, 33.7405)
EAST = Point(113.3015, 33.7405)
COMPONENT = "4104020101000001"


def unit(code: str, name: str) -> ResponsibleUnit:
    """A responsible unit of the city."""
    return ResponsibleUnit(
        code=code,
        name=f"平顶山市{name}",
        short_name=name,
        kind=UnitKind.SERVICE,
        evaluation_group=EvaluationGroup.CITY_UNITS,
        categories=("component:01",),
        phone="0375-2900000",
    )


def grid(code: str, west: float) -> UnitGrid:
    """A square of about a hectare."""
    east = west + 0.001
    corners = ((west, 33.74), (east, 33.74), (east, 33.741), (west, 33.741))
    return UnitGrid(
        code=code,
        community=COMMUNITY,
        management_area="410402",
        ring=tuple(Point(*corner) for corner in corners),
        area_m2=10_000.0,
        perimeter_m=400.0,
        area_level=AreaLevel.FIRST,
        land_use="residential",
        valid_from=DAY,
    )


def component(code: str = COMPONENT, point: Point = WEST) -> Component:
    """A manhole cover kept up by U2."""
    return Component(
        code=code,
        scheme="GBT30428",
        category="0101",
        name="上水井盖",
        point=point,
        unit_grid=GRIDS[0],
        address="中兴路 12 号门前",
        competent_unit="U1",
        owner_unit="U1",
        maintenance_unit="U2",
        surveyed_on=DAY,
        changed_on=DAY,
    )


def settle(owner: Engine) -> None:
    """Put the town into the database."""
    street = Division(
        code="410402001", name="曙光街街道", level=DivisionLevel.STREET, parent="410402"
    )
    people = Division(
        code=COMMUNITY,
        name="曙光社区",
        level=DivisionLevel.COMMUNITY,
        parent="410402001",
        invented=True,
    )
    city.put_divisions(owner, [street, people])
    city.put_unit_grids(owner, [grid(GRIDS[0], 113.3), grid(GRIDS[1], 113.301)])
    duty = DutyGrid(
        code="D1", name="一号责任网格", unit_grids=GRIDS, inspector="I001", valid_from=DAY
    )
    city.put_duty_grids(owner, [duty])
    city.put_units(owner, [unit("U1", "市政处"), unit("U2", "供水公司")])
    inspector = Inspector(
        code="I001",
        name="赵巡",
        certificate="C-1",
        certified_on=DAY,
        certified_until=date(2027, 1, 1),
        management_area="410402",
    )
    city.put_inspectors(owner, [inspector])
    city.put_components(owner, [component()])
    city.put_operators(
        owner,
        [Operator(login="chen", name="陈受理", posts=("acceptor",), seats=("受理 01席",))],
    )
    city.put_addresses(
        owner,
        [
            city.GazetteerEntry(
                kind="address", title="中兴路12号", detail="新华区 曙光街街道", point=WEST
            ),
            city.GazetteerEntry(
                kind="crossing", title="中兴路与建设路交叉口", detail="新华区", point=EAST
            ),
        ],
    )
    city.put_phrases(owner, [("note", "已电话联系责任单位"), ("note", "待核实")])
