"""Ground and people as loaded, and the record of a unit."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from console.domain.stage import Post
from console.ports.rows import UnitRecord
from db import OpenStore, city
from tests.db.lives import MORNING, Life, actor
from tests.db.town import GRIDS, WEST, grid, settle, unit


def test_what_was_loaded_comes_back(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    reading = store.reading
    assert reading.units() == (unit("U1", "市政处"), unit("U2", "供水公司"))
    assert [one.code for one in reading.inspectors()] == ["I001"]
    assert [one.login for one in reading.operators()] == ["chen"]
    assert reading.unit_grids() == (grid(GRIDS[0], 113.3), grid(GRIDS[1], 113.301))
    assert [one.unit_grids for one in reading.duty_grids()] == [GRIDS]
    assert len(reading.divisions()) > 50
    assert list(reading.phrases("note")) == ["已电话联系责任单位", "待核实"]
    assert reading.phrases("close") == ()


def test_loading_again_replaces_and_is_seen_by_open_stores(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    assert len(store.reading.units()) == 2
    city.put_units(owner, [replace(unit("U1", "市政处"), phone="0375-1")])
    settled = {one.code: one.phone for one in store.reading.units()}
    assert settled == {"U1": "0375-1", "U2": "0375-2900000"}
    settle(owner)
    assert len(store.reading.duty_grids()) == 1


def test_a_unit_s_record_counts_load_and_punctuality(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    for _ in range(2):
        life.to_end(life.report(point=WEST), "U1")
    waiting = life.report(point=WEST)
    life.to_handling(waiting, "U1")
    late = life.at + timedelta(days=2)
    assert list(store.reading.unit_records(["U1", "nobody"], late)) == [
        UnitRecord(
            unit="U1",
            name="市政处",
            in_hand=1,
            overdue=1,
            closed_30_days=2,
            on_time_30_days=2,
            phone="0375-2900000",
        )
    ]
    much_later = life.at + timedelta(days=60)
    assert store.reading.unit_records(["U1"], much_later)[0].closed_30_days == 0


def test_a_command_finds_the_inspector_and_the_unit_of_its_place(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    case = Life(store.store).report(point=WEST)
    with store.store.begin("look", actor(Post.ACCEPTOR), MORNING) as work:
        place = work.case(case).place
        assert work.inspector_for(place, MORNING) == "I001"
        assert work.inspector_for(place, MORNING + timedelta(days=60)) is None
        assert work.unit("U2").short_name == "供水公司"
        assert work.catalogue(MORNING).version == 1
