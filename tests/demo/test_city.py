"""The demo city keeps the rules a real survey would: codes, cover, no overlaps, repeatable."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from console.demo.city import build_city
from console.demo.citymap import city_map, grid_quads
from console.demo.grids import FIVE_AREAS
from console.demo.model import AddressKind, City
from console.domain import codes
from console.domain.coordinates import gcj02_to_wgs84
from console.domain.gridindex import AreaIndex, GridIndex, distance_to_ring_m
from console.domain.place import AreaLevel, DivisionLevel, Point, UnitGrid

REFERENCE = Path(__file__).resolve().parents[2] / "db" / "reference"
DAY = date(2026, 11, 23)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(rows("divisions.csv"), seed=1)


@pytest.fixture(scope="module")
def index(city: City) -> GridIndex:
    return GridIndex(city.unit_grids, city.duty_grids)


def middle(grid: UnitGrid) -> Point:
    return Point(mean(p.lon for p in grid.ring), mean(p.lat for p in grid.ring))


def square_degrees(ring: Sequence[Point]) -> float:
    """Area with its sign, so that a part turned inside out would be missed in the sum."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(
        (a.lon - 113.0) * (b.lat - 33.0) - (b.lon - 113.0) * (a.lat - 33.0) for a, b in pairs
    )


def test_the_same_seed_builds_the_same_city_and_another_seed_other_components(city: City) -> None:
    assert build_city(rows("divisions.csv"), seed=1) == city
    other = build_city(rows("divisions.csv"), seed=2)
    assert other.unit_grids == city.unit_grids
    assert other.components != city.components


def test_the_city_has_the_size_it_promises(city: City) -> None:
    assert 5_800 <= len(city.unit_grids) <= 6_600
    assert 110 <= len(city.duty_grids) <= 140
    assert 18_000 <= len(city.components) <= 23_000
    assert (len(city.units), len(city.inspectors), len(city.operators)) == (40, 36, 12)


def test_unit_grids_are_about_a_hectare_and_lie_in_the_five_areas(city: City) -> None:
    areas = [grid.area_m2 for grid in city.unit_grids]
    assert mean(areas) == pytest.approx(10_000, rel=0.05)
    assert min(areas) > 4_000
    assert max(areas) < 20_000
    assert {grid.code[:6] for grid in city.unit_grids} == set(FIVE_AREAS)
    assert {grid.area_level for grid in city.unit_grids} == set(AreaLevel)


def test_unit_grids_never_overlap(city: City, index: GridIndex) -> None:
    owners = AreaIndex({grid.code: grid.ring for grid in city.unit_grids})
    for grid in city.unit_grids:
        assert owners.at(middle(grid)) == (grid.code,)
    edges = Counter(
        edge
        for grid in city.unit_grids
        for edge in zip(grid.ring, (*grid.ring[1:], grid.ring[0]), strict=True)
    )
    assert set(edges.values()) == {1}, "an edge used twice in one direction is an overlap"
    assert index.find(middle(city.unit_grids[0]), DAY) == city.unit_grids[0]


def test_grid_codes_number_a_community_from_west_to_east_then_north_to_south(city: City) -> None:
    communities = {d.code for d in city.divisions if d.level is DivisionLevel.COMMUNITY}
    by_community: dict[str, list[UnitGrid]] = {}
    for grid in city.unit_grids:
        assert codes.parse_unit_grid(grid.code) == grid.code
        by_community.setdefault(grid.community, []).append(grid)
    assert set(by_community) <= communities
    for community, grids in by_community.items():
        assert [g.code for g in grids] == [
            codes.unit_grid_code(community, number) for number in range(1, len(grids) + 1)
        ]
    sample = by_community["410403003001"]
    first, second, last = sample[0], sample[1], sample[-1]
    assert middle(first).lon < middle(second).lon
    assert middle(first).lat > middle(last).lat


def test_every_grid_lies_in_its_own_community_street_and_district(city: City) -> None:
    for length in (6, 9, 12):
        areas = AreaIndex({c: ring for c, ring in city.borders.items() if len(c) == length})
        for grid in city.unit_grids[::7]:
            assert areas.at(middle(grid)) == (grid.code[:length],)


@pytest.mark.parametrize("length", [9, 12])
def test_streets_and_communities_cover_their_district_without_gap_or_overlap(
    city: City, length: int
) -> None:
    for district in (*FIVE_AREAS, "410404"):
        parts = sum(
            square_degrees(ring)
            for code, ring in city.borders.items()
            if len(code) == length and code.startswith(district)
        )
        assert parts == pytest.approx(square_degrees(city.borders[district]), rel=1e-9)


def test_streets_share_their_border_points_exactly(city: City) -> None:
    edges = Counter(
        edge
        for code, ring in city.borders.items()
        if len(code) == 9
        for edge in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    assert set(edges.values()) == {1}
    inner = sum(1 for a, b in edges if (b, a) in edges)
    assert inner > len(edges) / 2


def test_all_streets_of_the_statistics_are_on_the_map(city: City) -> None:
    drawn = {code for code in city.borders if len(code) == 9}
    listed = {row["code"] for row in rows("divisions.csv") if len(row["code"]) == 9}
    assert drawn == listed


def test_published_community_names_are_kept_and_invented_ones_marked(city: City) -> None:
    communities = [d for d in city.divisions if d.level is DivisionLevel.COMMUNITY]
    known = {d.name for d in communities if not d.invented}
    assert {"园丁社区", "诸葛庙社区", "魏寨村", "五一路社区"} <= known
    assert len(known) == 33
    assert all(d.invented for d in communities if d.code[:6] != "410403")


@pytest.mark.parametrize(
    ("district", "gcj"),
    [
        ("410402", Point(113.299061, 33.737579)),
        ("410403", Point(113.310327, 33.739285)),
        ("410411", Point(113.320873, 33.725681)),
        ("410404", Point(112.889885, 33.901538)),
    ],
)
def test_district_offices_of_the_fact_book_lie_in_their_districts(
    city: City, district: str, gcj: Point
) -> None:
    assert distance_to_ring_m(city.borders[district], gcj02_to_wgs84(gcj)) == 0.0


def test_duty_grids_hold_each_unit_grid_once_and_an_inspector_of_the_area(city: City) -> None:
    held = Counter(code for duty in city.duty_grids for code in duty.unit_grids)
    assert held == Counter(grid.code for grid in city.unit_grids)
    areas = {inspector.code: inspector.management_area for inspector in city.inspectors}
    for duty in city.duty_grids:
        assert duty.inspector is not None
        assert areas[duty.inspector] == duty.code[:6]
        assert {code[:9] for code in duty.unit_grids} == {duty.code[:9]}
    assert {duty.inspector for duty in city.duty_grids} == set(areas)


def test_components_lie_in_the_grid_they_name(city: City, index: GridIndex) -> None:
    for component in city.components[::11]:
        found = index.find(component.point, DAY)
        assert found is not None
        assert found.code == component.unit_grid


def test_component_codes_are_lawful_unique_and_of_known_classes(city: City) -> None:
    known = {
        row["code"]
        for row in rows("categories.csv")
        if (row["scheme"], row["kind"]) == ("GBT30428", "component")
    }
    for component in city.components:
        code = codes.parse_component(component.code)
        assert code.category == component.category
        assert code.district == component.unit_grid[:6]
        assert component.category in known
    assert len({component.code for component in city.components}) == len(city.components)


def test_units_behind_components_and_their_classes_exist(city: City) -> None:
    units = {unit.code: unit for unit in city.units}
    for component in city.components:
        assert component.competent_unit in units
        assert component.owner_unit is None or component.owner_unit in units
        assert component.maintenance_unit is None or component.maintenance_unit in units
    known = {f"{row['kind']}:{row['code']}" for row in rows("categories.csv")}
    known |= {f"{row['kind']}:{row['class_code']}" for row in rows("categories.csv")}
    divisions = {division.code for division in city.divisions}
    for unit in city.units:
        assert set(unit.categories) <= known
        assert set(unit.areas) <= divisions
        assert unit.parent is None or unit.parent in units


def test_inspectors_are_certified_through_the_demos_history(city: City) -> None:
    assert all(i.certified(DAY) and i.certified(date(2026, 8, 1)) for i in city.inspectors)
    assert len({i.code for i in city.inspectors}) == 36


def test_operators_hold_all_posts_of_the_centre(city: City) -> None:
    posts = {post for operator in city.operators for post in operator.posts}
    assert posts == {
        "acceptor", "shift_leader", "dispatcher", "verifier", "supervisor", "administrator",
    }  # fmt: skip
    seats = [seat for operator in city.operators for seat in operator.seats]
    assert len(seats) == len(set(seats))


def test_addresses_are_found_in_the_grid_they_name(city: City, index: GridIndex) -> None:
    kinds = Counter(address.kind for address in city.addresses)
    assert set(kinds) == set(AddressKind)
    for address in city.addresses[::5]:
        found = index.find(address.point, DAY)
        if address.unit_grid is not None:
            assert found is not None
            assert found.code == address.unit_grid
    titles = {address.title for address in city.addresses}
    assert {"优越路与五一路口", "建设路与开源路口", "鹰城广场"} <= titles


def test_the_crossing_of_the_design_lies_in_its_street(city: City) -> None:
    crossing = next(a for a in city.addresses if a.title == "优越路与五一路口")
    assert crossing.detail == "卫东区 五一路街道"


def test_the_base_map_is_what_the_page_reads(city: City) -> None:
    base = city_map(city)
    assert {d["name"] for d in base["districts"]} == {
        "新华区", "卫东区", "湛河区", "石龙区", "高新区", "新城区",
    }  # fmt: skip
    names = {road["name"] for road in base["roads"]}
    assert {"建设路", "矿工路", "湛河北路", "开源路", "诸葛庙街", "神马大道", "祥云路"} <= names
    assert {water["name"] for water in base["water"]} >= {"湛河", "白龟山水库", "沙河"}
    west, south, east, north = base["bounds"]
    assert 113.0 < west < 113.3 < east < 113.5
    assert 33.6 < south < 33.74 < north < 33.85
    assert base["start"][2] == 14
    assert all(len(road["line"]) > 1 for road in base["roads"])


def test_grid_quads_carry_code_level_and_outline(city: City) -> None:
    quads = grid_quads(city)
    assert len(quads) == len(city.unit_grids)
    assert quads[0]["code"] == city.unit_grids[0].code
    assert len(quads[0]["ring"]) == 4


def test_phrases_name_their_gesture(city: City) -> None:
    assert {"dispatch", "decline", "fail", "urge"} <= {phrase.use for phrase in city.phrases}
