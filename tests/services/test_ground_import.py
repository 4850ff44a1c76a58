"""What a file of ground would change, told before anything is written."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from console.domain.coordinates import offset
from console.domain.finding import finding
from console.domain.ground import ControlArea, DivisionArea, Drawn, GroundKind, Shape
from console.domain.ground_diff import ChangeKind
from console.domain.ground_values import morning
from console.domain.place import DutyGrid, Point
from console.geo.parts import Fault
from console.ports.ground import GroundNow
from console.services.ground_import import Offer, Wish, city_box, read_offer
from tests.db.town import component
from tests.fake_ground import COMMUNITY, DAY, FakeGround, FakeReader, community, drawn, grid, square

ALL = ("code", "area_level")


def offer(
    now: GroundNow,
    items: Iterable[Drawn | Fault],
    kind: GroundKind = GroundKind.UNIT_GRIDS,
    columns: Sequence[str] = ALL,
    **how: object,
) -> Offer:
    wish = Wish(file=Path("a.shp"), kind=kind, day=DAY, **how)  # type: ignore[arg-type]
    told: list[str] = []
    found = read_offer(
        wish,
        FakeGround(now),
        FakeReader(items, columns),
        lambda part, _done, _of: told.append(part),
    )
    assert told == ["read", "compare", "compare"]
    return found


def kinds(found: Offer) -> dict[str, ChangeKind]:
    return {one.code: one.kind for one in found.difference.changes}


def said(found: Offer) -> list[str]:
    return [one.finding.code for one in found.faults]


CITY = GroundNow(stamp=1, divisions=(community(),), unit_grids=(grid(1), grid(2)))


def test_grids_are_compared_with_those_of_the_city() -> None:
    found = offer(CITY, [drawn(1, grid(1).code, square(1)), drawn(2, grid(3).code, square(3))])
    assert kinds(found) == {grid(3).code: ChangeKind.NEW, grid(2).code: ChangeKind.ENDED}
    assert (found.difference.unchanged, found.refused, said(found)) == (1, 0, [])


def test_what_was_left_out_stays_and_is_told_in_the_order_of_its_rows() -> None:
    fault = Fault(finding=finding("geo.hole", areas="400.0").at("", 2), key=grid(2).code)
    items: list[Drawn | Fault] = [
        fault,
        drawn(1, grid(1).code, square(1)),
        drawn(3, "x", square(4)),
    ]
    found = offer(CITY, items)
    assert kinds(found) == {}
    assert said(found) == ["geo.hole", "code.unit_grid_malformed"]
    assert found.refused == 2


def test_what_holds_for_the_whole_file_is_said_once() -> None:
    now = GroundNow(stamp=1)
    found = offer(now, [drawn(at, grid(at).code, square(at)) for at in (1, 2)], columns=("code",))
    assert said(found) == ["geo.community_unknown", "geo.level_assumed"]
    assert found.faults[0].finding.facts == {"community": COMMUNITY, "count": 2}


def test_a_refused_grid_is_shown_where_it_lies() -> None:
    now = replace(CITY, unit_grids=(grid(1, valid_to=DAY),))
    found = offer(now, [drawn(1, grid(1).code, square(1))])
    assert [(one.finding.code, one.shape.rings) for one in found.faults] == [
        ("geo.code_ended", (square(1),))
    ]


def test_divisions_keep_what_the_file_does_not_say() -> None:
    now = GroundNow(stamp=1, divisions=(community(name_en="Jianshe"),))
    items = [drawn(1, COMMUNITY, square(0, 0.02), name="新名")]
    (change,) = offer(now, items, GroundKind.DIVISIONS).difference.changes
    assert change.fields == {"name": ("建设社区", "新名")}
    assert isinstance(change.after, DivisionArea)
    assert change.after.division.name_en == "Jianshe"
    moved = [drawn(1, COMMUNITY, square(0, 0.03), name="建设社区")]
    (change,) = offer(now, moved, GroundKind.DIVISIONS).difference.changes
    assert change.kind is ChangeKind.RESHAPED


def test_only_a_file_of_the_whole_city_ends_what_it_does_not_hold() -> None:
    duty = DutyGrid(
        code="D1", name="一号", unit_grids=(grid(1).code,), inspector=None, valid_from=DAY
    )
    area = ControlArea(code="K1", name="学校", ring=square(1), valid_from=morning(DAY))
    now = replace(CITY, duty_grids=(duty,), control_areas=(area,), components=(component(),))
    for kind, code in (
        (GroundKind.DUTY_GRIDS, "D1"),
        (GroundKind.CONTROL_AREAS, "K1"),
        (GroundKind.DIVISIONS, COMMUNITY),
    ):
        assert kinds(offer(now, [], kind)) == {}
        assert kinds(offer(now, [], kind, whole=True)) == {code: ChangeKind.ENDED}
    assert kinds(offer(now, [], GroundKind.COMPONENTS, whole=True)) == {}


def test_a_component_that_moved_is_told_and_one_that_did_not_is_not() -> None:
    one = component(point=Point(113.3015, 33.7405))
    now = replace(CITY, components=(one,))
    for metres, kind in ((0.05, None), (5.0, ChangeKind.RESHAPED)):
        point = offset(one.point, east_m=metres, north_m=0)
        items = [Drawn(row=1, texts={"code": one.code}, shape=Shape(point=point))]
        found = kinds(
            offer(
                replace(now, components=(replace(one, unit_grid=grid(1).code),)),
                items,
                GroundKind.COMPONENTS,
            )
        )
        assert found.get(one.code) is kind


def test_a_control_area_that_moved_is_told() -> None:
    area = ControlArea(code="K1", name="学校", ring=square(1), valid_from=morning(date(2026, 1, 1)))
    now = replace(CITY, control_areas=(area,))
    same = offer(now, [drawn(1, "K1", square(1))], GroundKind.CONTROL_AREAS)
    assert kinds(same) == {}
    moved = offer(now, [drawn(1, "K1", square(2))], GroundKind.CONTROL_AREAS)
    assert kinds(moved) == {"K1": ChangeKind.RESHAPED}


def test_names_that_two_things_share_tell_nothing() -> None:
    other = replace(community(), division=replace(community().division, code="410403001002"))
    now = replace(CITY, divisions=(community(), other))
    found = offer(
        now, [drawn(1, grid(3).code, square(3), community="建设社区")], columns=(*ALL, "community")
    )
    (change,) = [one for one in found.difference.changes if one.kind is ChangeKind.NEW]
    assert change.after == replace(
        grid(3),
        land_use="",
        valid_from=DAY,
        area_level=change.after.area_level,  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(
    ("now", "known"),
    [
        (GroundNow(stamp=1), False),
        (CITY, True),
        (GroundNow(stamp=1, base={"bounds": [113.0, 33.0, 114.0, 34.0]}), True),
    ],
)
def test_where_the_city_lies_is_known_by_what_it_has(now: GroundNow, known: bool) -> None:  # noqa: FBT001
    box = city_box(now)
    assert (box is not None) is known
    if box is not None:
        assert box[0] < 113.3 < box[2]
