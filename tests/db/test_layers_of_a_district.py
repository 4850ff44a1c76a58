"""Layers and cards of a seat that works for one district: nothing of the others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from console.domain.gridload import Load
from console.domain.stage import Post
from console.ports.layer_rows import Box, CellCases
from console.ports.reading import Reading
from db import OpenStore
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import MORNING, Life
from tests.db.town import GRIDS, WEST, settle

HERE, THERE = "410402", "410403"
TOWN = Box(west=113.2, south=33.7, east=113.4, north=33.8)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    settle(owner)
    people = (
        operator("here", [Post.DISPATCHER], [HERE]),
        operator("there", [Post.DISPATCHER], [THERE]),
    )
    with at_work(owner, database_url, tmp_path, *people) as made:
        yield made


@pytest.fixture
def now(store: OpenStore, crew: Crew) -> datetime:
    """After a life in the town: one case closed, one confirmed by the inspector and open."""
    life = Life(store.store)
    life.to_end(life.report(point=WEST), "U1")
    life.to_handling(life.report(point=WEST), "U1")
    return life.at


def seen(reading: Reading, now: datetime) -> dict[str, int]:
    """How much of each layer somebody is shown."""
    card = reading.grid_card(GRIDS[0], now)
    return {
        "loads": sum(one.load.open for one in reading.grid_loads(now)),
        "visits": len(reading.grids_seen(now)),
        "ended": len(reading.ended_pins(TOWN, MORNING, now + timedelta(days=1))),
        "stages": len(card.stages),
        "years": len(card.years),
        "seen": int(card.seen is not None),
        "cases": len(reading.cell_cases(CellCases(grid=GRIDS[0]))),
    }


def test_a_seat_of_the_district_sees_what_the_city_sees(crew: Crew, now: datetime) -> None:
    whole = seen(crew.of("lin").reading, now)
    assert whole == {
        "loads": 1,
        "visits": 1,
        "ended": 1,
        "stages": 1,
        "years": 1,
        "seen": 1,
        "cases": 2,
    }
    assert seen(crew.of("here").reading, now) == whole


def test_a_seat_of_another_district_sees_none_of_it(crew: Crew, now: datetime) -> None:
    assert set(seen(crew.of("there").reading, now).values()) == {0}


def test_one_ended_case_is_shown_in_its_district_only(crew: Crew, now: datetime) -> None:
    (pin,) = crew.of("here").reading.ended_pins(TOWN, MORNING, now)
    assert crew.of("here").reading.ended_case(pin.id) is not None
    assert crew.of("there").reading.ended_case(pin.id) is None
    assert crew.of("there").reading.grid_card(GRIDS[0], now).stages == ()
    assert crew.of("here").reading.grid_loads(now)[0].load == Load(open=1)
