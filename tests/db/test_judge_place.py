"""The server finds a corrected place by itself: the cell of its point, and what follows from it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import Actor, CaseId
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.place import AreaLevel, Crs, Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.services.placing import CorrectPlace
from console.services.runner import run
from console.services.seat import Seat
from console.services.undoing import UndoLast
from db import OpenStore, city
from tests.db import town
from tests.db.crew import Crew, at_work, operator, place_written
from tests.db.lives import MORNING, Life, actor

POINTS = 60
DISPATCHER: Final = actor(Post.DISPATCHER)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    town.settle(owner)
    with at_work(owner, database_url, tmp_path) as made:
        yield made


@pytest.fixture
def life(store: OpenStore, crew: Crew) -> Life:
    """What happened before, written by the owner."""
    del crew
    return Life(store.store)


def correct(crew: Crew, case: CaseId, place: Place, *, who: Actor = DISPATCHER) -> str:
    """Write exactly this place at somebody's own seat; the refusal's code and field, or nothing."""
    details = {"place": place}
    move = Move.CORRECT_PLACE
    act = Act(move=move, actor=who, at=MORNING, reason="偏移", details=details)
    return place_written(crew, case, act)


def located(crew: Crew, point: Point, address: str = "东门") -> Place:
    """What a seat finds out about a point."""
    with crew.begin(str(uuid4()), actor(Post.DISPATCHER), MORNING) as work:
        return work.locate(Place(address=address, point=point))


def test_whatever_a_seat_locates_the_server_finds_too(crew: Crew, life: Life) -> None:
    random, case = Random(4), life.report()
    cells = set()
    for at in range(POINTS):
        point = Point(random.uniform(113.2985, 113.3035), random.uniform(33.739, 33.742))
        place = located(crew, point, f"第 {at} 处")
        cells.add(place.unit_grid)
        assert not correct(crew, case, place), place
    assert cells == {None, *town.GRIDS}


def test_borders_and_corners_belong_to_what_the_seat_says(crew: Crew, life: Life) -> None:
    case = life.report()
    for lon in (113.3, 113.301, 113.302):
        for lat in (33.74, 33.7405, 33.741):
            assert not correct(crew, case, located(crew, Point(lon, lat), f"{lon} {lat}"))


SPOILED: Final[tuple[dict[str, Any], ...]] = (
    {"unit_grid": town.GRIDS[0]},
    {"unit_grid": None},
    {"unit_grid": "410402001001999"},
    {"duty_grid": None},
    {"duty_grid": "D2"},
    {"community": "410402001002"},
    {"street": "410402002"},
    {"district": "410403"},
    {"management_area": "410411"},
    {"area_level": AreaLevel.THIRD},
    {"area_level": None},
    {"component": "4104020101999999"},
    {"crs": Crs.GCJ02},
    {"original": (1.0, 2.0)},
    {"point": None},
    {"point": town.WEST},
)


def test_a_place_that_does_not_follow_from_its_point_is_refused(crew: Crew, life: Life) -> None:
    case = life.report()
    honest = located(crew, town.EAST)
    told = [correct(crew, case, replace(honest, **spoil)) for spoil in SPOILED]
    assert told == ["judge.row place"] * len(SPOILED)
    assert not correct(crew, case, honest)


def test_a_cell_that_ended_is_given_to_nobody(crew: Crew, life: Life, owner: Engine) -> None:
    case = life.report()
    honest = located(crew, town.EAST)
    ended = replace(town.grid(town.GRIDS[1], 113.301), valid_to=date(2025, 1, 1))
    city.put_unit_grids(owner, [ended])
    assert correct(crew, case, honest) == "judge.row place"


def test_the_level_of_a_registered_case_is_frozen(crew: Crew, life: Life) -> None:
    case = life.report(point=None)
    life.to_dispatch(case)
    honest = located(crew, town.EAST)
    assert honest.area_level is AreaLevel.FIRST
    assert not correct(crew, case, honest)  # the domain keeps the level the case had: none
    with crew.begin(str(uuid4()), actor(Post.DISPATCHER), MORNING) as work:
        kept = work.case(case)
    assert kept.place.area_level is None
    assert kept.place == replace(honest, area_level=None)


def test_a_seat_corrects_and_takes_back_and_the_row_follows(
    crew: Crew, life: Life, owner: Engine
) -> None:
    case = life.report()
    who = actor(Post.ACCEPTOR)
    seat = Seat(actor=who, now=lambda: MORNING, store=crew, new_command=lambda: str(uuid4()))

    def row() -> tuple[object, ...]:
        with owner.connect() as connection:
            asked = "SELECT lon, grid, duty_grid, address FROM case_file JOIN case_text USING (id)"
            return tuple(connection.execute(text(asked)).one())

    before = row()
    run(CorrectPlace(case=case, point=town.EAST, address="东门", reason="看错路口"), seat)
    assert row() == (town.EAST.lon, town.GRIDS[1], "D1", "东门")
    run(UndoLast(case=case), seat)
    assert row() == before


def test_a_cell_of_kilometres_is_found_from_its_middle(
    crew: Crew, life: Life, owner: Engine
) -> None:
    case, middle = life.report(), Point(113.5, 33.75)
    corners = ((113.46, 33.72), (113.54, 33.72), (113.54, 33.78), (113.46, 33.78))
    ring = tuple(Point(*corner) for corner in corners)
    wide = replace(town.grid(f"{town.COMMUNITY}009", 113.46), ring=ring, perimeter_m=28_000.0)
    city.put_unit_grids(owner, [wide])
    assert correct(crew, case, Place(address="山上", point=middle)) == "judge.row place"
    assert not correct(crew, case, located(crew, middle))


ODD: Final = (
    {"point": [113.3015, 33.7405, "x" * 100]},
    {"point": ["113.3015", "33.7405"]},
    {"address": {"text": "东门"}},
    {"address": ["东门"]},
    {"address": "东" * 1_001},
)


def test_a_value_no_console_can_read_is_no_place(crew: Crew, owner: Engine) -> None:
    del crew
    asked = text("SELECT app.is_corrected(CAST(:s AS jsonb), CAST(:put AS jsonb), now())")
    found = text("SELECT app.of_cell(:cell, current_date)")
    with owner.connect() as connection:
        place = connection.execute(found, {"cell": town.GRIDS[1]}).scalar_one()
        honest = place | {"address": "东门", "point": [113.3015, 33.7405], "crs": "wgs84"}
        former = {"place": {"address": "西门", "crs": "wgs84"}}

        def holds(**spoil: object) -> bool:
            put = json.dumps(honest | spoil)
            told = connection.execute(asked, {"s": json.dumps(former), "put": put})
            return bool(told.scalar_one())

        assert holds()
        assert not any(holds(**spoil) for spoil in ODD)


def test_a_district_takes_no_case_out_of_every_district(
    owner: Engine, database_url: URL, tmp_path: Path, store: OpenStore
) -> None:
    town.settle(owner)
    here = operator("here", [Post.ACCEPTOR], ["410402"])
    with at_work(owner, database_url, tmp_path, here) as crew:
        case = Life(store.store).report()
        nowhere = replace(located(crew, Point(113.4, 33.8)), address="城外")
        mine = actor(Post.ACCEPTOR, "here")
        assert nowhere.management_area is None
        assert correct(crew, case, nowhere, who=mine) == "judge.area"
        assert not correct(crew, case, located(crew, town.EAST), who=mine)
        seat = Seat(actor=mine, now=lambda: MORNING, store=crew, new_command=lambda: str(uuid4()))
        run(UndoLast(case=case), seat)
        assert not correct(crew, case, nowhere)


def test_who_amends_a_report_gives_it_no_level_of_his_own(crew: Crew, life: Life) -> None:
    case, who = life.report(), actor(Post.ACCEPTOR)

    def amend(place: Place) -> str:
        command = str(uuid4())
        with crew.begin(command, who, MORNING) as work:
            act = Act(move=Move.AMEND, actor=who, at=work.at, details={"place": place})
            work.put(*go(work.case(case), act, work.rules(), command))
            try:
                work.commit()
            except Refusal as refusal:
                return f"{refusal.code} {refusal.facts.get('field', '')}".strip()
        return ""

    honest = located(crew, town.EAST)
    for spoil in ({"area_level": AreaLevel.THIRD}, {"unit_grid": None}, {"district": "410403"}):
        assert amend(replace(honest, **spoil)) == "judge.row place"
    assert amend(replace(honest, point=Point(113.4, 33.8))) == "judge.row place"
    assert not amend(honest)
