"""Layers: ended cases of a period, components in a box, areas as the ground of their cells."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.place import ComponentState, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.layer_rows import Box
from db import OpenStore, city
from tests.db.lives import MORNING, Life
from tests.db.town import COMMUNITY, COMPONENT, EAST, GRIDS, WEST, component, grid, settle

TOWN = Box(west=113.2, south=33.7, east=113.4, north=33.8)
ELSEWHERE = Box(west=114.2, south=33.7, east=114.4, north=33.8)


def test_ended_cases_are_those_of_the_period_in_the_box(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    closed = life.report(point=WEST)
    life.to_end(closed, "U1")
    declined = life.report(point=EAST)
    life.act(declined, Move.DECLINE, Post.ACCEPTOR, "非城管事项")
    life.report(point=WEST)
    since, until = MORNING, life.at
    pins = store.reading.ended_pins(TOWN, since, until)
    assert [(pin.id, pin.kind) for pin in pins] == [
        (declined, "not_accepted"),
        (closed, "normal"),
    ]
    assert len(store.reading.ended_pins(TOWN, since, until, limit=1)) == 1
    assert store.reading.ended_pins(ELSEWHERE, since, until) == ()
    assert store.reading.ended_pins(TOWN, until, until + timedelta(days=1)) == ()
    line = store.reading.ended_case(closed)
    assert line is not None
    assert (line.stage, line.category_name) == (Stage.CLOSED, "上水井盖")
    assert store.reading.ended_case(CaseId(1)) is None


def test_components_come_by_box_and_class_with_state_and_owner(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    lamp = replace(
        component("4104020202000001", EAST),
        category="0202",
        name="路灯",
        state=ComponentState.DAMAGED,
        owner_unit=None,
    )
    city.put_components(owner, [lamp])
    ask = store.reading.component_pins
    assert {pin.code for pin in ask(TOWN, ())} == {COMPONENT, lamp.code}
    (found,) = ask(TOWN, ("02",))
    assert (found.name, found.state, found.owner) == ("路灯", ComponentState.DAMAGED, "")
    assert [pin.owner for pin in ask(TOWN, ("0101", "0303"))] == ["市政处"]
    assert ask(TOWN, ("%",)) == ()
    assert ask(ELSEWHERE, ()) == ()
    assert len(ask(TOWN, (), limit=1)) == 1


def test_a_component_tells_its_units_and_cases(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    with owner.begin() as connection:
        for case in (life.report(), life.report()):
            connection.execute(
                text("UPDATE case_file SET component = :code WHERE id = :case"),
                {"code": COMPONENT, "case": case},
            )
    found = store.reading.component_card(COMPONENT)
    assert found.component == component()
    assert (found.owner, found.competent, found.maintenance) == ("市政处", "市政处", "供水公司")
    assert (found.open_cases, found.closed_cases) == (2, 0)
    with pytest.raises(Refusal, match=r"component\.unknown"):
        store.reading.component_card("0000")


def test_duty_grids_and_divisions_are_the_ground_of_their_cells(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    ended = replace(grid(f"{COMMUNITY}009", 113.5), valid_to=MORNING.date())
    city.put_unit_grids(owner, [ended])
    (duty,) = store.reading.duty_areas()
    assert (duty.code, duty.name, len(duty.loops)) == ("D1", "一号责任网格", 1)
    assert len(duty.loops[0]) == 6
    for level, code in (("community", COMMUNITY), ("street", "410402001"), ("district", "410402")):
        (area,) = store.reading.division_areas(level)
        assert (area.code, set(area.loops[0])) == (code, set(duty.loops[0]))


def test_an_outline_the_city_brought_goes_before_the_ground_of_the_cells(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    with owner.begin() as connection:
        connection.execute(
            text("INSERT INTO division_outline VALUES ('410402001', :rings)"),
            {"rings": "[[[113.2, 33.7], [113.4, 33.7], [113.4, 33.8]]]"},
        )
    (street,) = store.reading.division_areas("street")
    assert street.loops == ((Point(113.2, 33.7), Point(113.4, 33.7), Point(113.4, 33.8)),)
    (people,) = store.reading.division_areas("community")
    assert len(people.loops[0]) == 6


def test_control_areas_are_those_in_force(store: OpenStore, owner: Engine) -> None:
    ring = "[[113.3, 33.7], [113.4, 33.7], [113.4, 33.8]]"
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO control_area VALUES ('K1', '马拉松', :ring, :at, NULL),"
                " ('K2', '庙会', :ring, :at, :at)"
            ),
            {"ring": ring, "at": MORNING},
        )
    (area,) = store.reading.control_areas(MORNING + timedelta(hours=1))
    assert (area.code, area.name) == ("K1", "马拉松")
    assert area.loops == ((Point(113.3, 33.7), Point(113.4, 33.7), Point(113.4, 33.8)),)
    assert store.reading.control_areas(MORNING - timedelta(hours=1)) == ()


def test_layers_are_found_by_an_index(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    Life(store.store).report(point=WEST)
    asked = (
        "SELECT 1 FROM case_file f WHERE f.closed_at >= now() AND f.closed_at < now() AND f.ended",
        "SELECT 1 FROM component WHERE point(lon, lat) <@ box(point(1, 1), point(2, 2))",
        "SELECT 1 FROM case_file f WHERE f.component = 'x'",
    )
    assert len(GRIDS) == 2
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement in asked:
            plan = "\n".join(connection.execute(text(f"EXPLAIN {statement}")).scalars())
            assert "Seq Scan" not in plan, plan
