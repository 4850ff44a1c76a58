"""What a seat reports of a place every console can read again, on ground that is in force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine

from console.domain.case import CaseId
from console.domain.needs import Act
from console.domain.place import AreaLevel, Crs, Place, Point
from console.domain.stage import Move, Post
from db import OpenStore, city
from tests.db import town
from tests.db.crew import Crew, at_work, place_written
from tests.db.lives import MORNING, Life, actor

FAR: Final = Point(113.4, 33.8)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    town.settle(owner)
    with at_work(owner, database_url, tmp_path) as made:
        yield made


@pytest.fixture
def case(store: OpenStore, crew: Crew) -> CaseId:
    del crew
    return Life(store.store).report()


def located(crew: Crew, place: Place) -> Place:
    """What a seat finds out about a place."""
    with crew.begin(str(uuid4()), actor(Post.ACCEPTOR), MORNING) as work:
        return work.locate(place)


def amend(crew: Crew, case: CaseId, place: Place) -> str:
    """Write exactly this place; the refusal's code and field, or nothing."""
    who = actor(Post.ACCEPTOR)
    act = Act(move=Move.AMEND, actor=who, at=MORNING, details={"place": place})
    return place_written(crew, case, act)


UNREADABLE: Final[tuple[dict[str, Any], ...]] = (
    {"crs": "a system nobody knows"},
    {"original": "far"},
    {"original": (1.0, 2.0, 3.0)},
    {"original": ("1", "2")},
    {"original": (1e300, 2.0)},
    {"point": Point(1e300, 33.74), "crs": Crs.GCJ02},
    {"point": Point(113.3, 91.0)},
)


@pytest.mark.parametrize("spoil", UNREADABLE)
def test_a_report_says_nothing_of_its_place_that_no_console_can_read(
    crew: Crew, case: CaseId, spoil: dict[str, Any]
) -> None:
    bare = Place(address="门前", point=FAR)
    assert amend(crew, case, replace(bare, **spoil)) == "judge.row place"
    assert crew.of("chen").reading.detail(case, "chen").case.place != bare
    honest = replace(bare, crs=Crs.BD09MC, original=(12_612_000.5, 3_970_000.0))
    assert not amend(crew, case, honest)
    assert crew.of("chen").reading.detail(case, "chen").case.place == honest


def test_a_reported_point_lies_in_its_cell_whatever_system_it_came_in(
    crew: Crew, case: CaseId
) -> None:
    honest = located(crew, Place(address="门前", point=town.EAST, crs=Crs.GCJ02))
    assert amend(crew, case, replace(honest, point=FAR)) == "judge.row place"
    assert not amend(crew, case, honest)


def test_a_report_takes_no_level_of_a_cell_that_ended(
    crew: Crew, case: CaseId, owner: Engine
) -> None:
    old = located(crew, Place(address="门前", unit_grid=town.GRIDS[1]))
    assert old.area_level is not None
    ended = replace(town.grid(town.GRIDS[1], 113.301), valid_to=date(2025, 1, 1))
    city.put_unit_grids(owner, [ended])
    assert amend(crew, case, old) == "judge.row place"
    word = located(crew, Place(address="门前", unit_grid=town.GRIDS[1]))
    assert word.area_level is None
    assert not amend(crew, case, word)


def test_a_point_in_a_cell_is_not_said_to_be_in_none(crew: Crew, case: CaseId) -> None:
    assert amend(crew, case, Place(address="门前", point=town.EAST)) == "judge.row place"
    named = Place(address="门前", point=town.EAST, unit_grid="410402001001999")
    assert amend(crew, case, named) == "judge.row place"
    beside = located(crew, Place(address="门前", point=town.WEST))
    assert amend(crew, case, replace(beside, point=town.EAST)) == "judge.row place"


def test_words_of_a_case_on_ground_that_ended_are_amended_all_the_same(
    crew: Crew, case: CaseId, owner: Engine
) -> None:
    old = located(crew, Place(address="门前", unit_grid=town.GRIDS[1]))
    assert not amend(crew, case, old)
    ended = replace(town.grid(town.GRIDS[1], 113.301), valid_to=date(2025, 1, 1))
    city.put_unit_grids(owner, [ended])
    assert not amend(crew, case, replace(old, address="门后"))
    assert amend(crew, case, replace(old, area_level=AreaLevel.THIRD)) == "judge.row place"
