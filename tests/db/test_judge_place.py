"""The server finds a corrected place by itself: the cell of its point, and what follows from it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
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
from tests.db.crew import Crew, at_work
from tests.db.lives import MORNING, Life, actor

POINTS = 60


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


def correct(crew: Crew, case: CaseId, place: Place, post: Post = Post.DISPATCHER) -> str:
    """Write exactly this place at somebody's own seat; the refusal's code and field, or nothing."""
    who, command = actor(post), str(uuid4())
    with crew.begin(command, who, MORNING) as work:
        act = Act(
            move=Move.CORRECT_PLACE, actor=who, at=work.at, reason="偏移", details={"place": place}
        )
        work.put(*go(work.case(case), act, work.rules(), command))
        try:
            work.commit()
        except Refusal as refusal:
            return f"{refusal.code} {refusal.facts.get('field', '')}".strip()
    return ""


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
