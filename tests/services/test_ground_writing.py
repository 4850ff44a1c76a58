"""A change of the ground as the store takes it, and the notes it leaves in open cases."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from console.domain.case import CaseId
from console.domain.ground import DivisionArea, GroundKind
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.ground import CaseOnGrid, GroundNow
from console.services.ground_import import Offer, Wish, read_offer
from console.services.ground_writing import Written, change_set, tell_cases, write_offer
from tests.builders import a_bench, a_report
from tests.db.town import component
from tests.fake_ground import COMMUNITY, DAY, FakeGround, FakeReader, community, drawn, grid, square


def words(old: str, new: str) -> str:
    return f"{old} {new}"


def silent(_part: str, _done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Room:
    """A city and files."""

    ground: FakeGround

    def offer(self, *items: object, kind: GroundKind = GroundKind.UNIT_GRIDS) -> Offer:
        wish = Wish(file=Path("maps/a.shp"), kind=kind, day=DAY)
        return read_offer(wish, self.ground, FakeReader(items), silent)  # type: ignore[arg-type]


@pytest.fixture
def room() -> Room:
    inside = component(point=Point(113.3015, 33.7405))
    now = GroundNow(
        stamp=7,
        divisions=(community(),),
        unit_grids=(grid(1), grid(2)),
        components=(replace(inside, unit_grid=grid(1).code),),
        base={"roads": []},
    )
    return Room(FakeGround(now))


def test_an_outline_that_moved_ends_its_code_and_takes_its_components_along(room: Room) -> None:
    offer = room.offer(drawn(1, grid(1).code, square(1, 0.0012)), drawn(2, grid(2).code, square(2)))
    change = change_set(offer)
    fresh = grid(3).code
    assert (change.stamp, change.day, change.ended) == (7, DAY, {grid(1).code: fresh})
    assert [one.code for one in change.put] == [fresh]
    assert change.components == {component().code: fresh}
    assert change.told["reshaped"] == {grid(1).code: fresh}
    assert change.told["file"] == "a.shp"


def test_what_is_gone_ends_without_an_heir(room: Room) -> None:
    change = change_set(room.offer(drawn(1, grid(1).code, square(1))))
    assert (change.ended, change.put) == ({grid(2).code: None}, ())


def test_a_base_map_without_bounds_gets_those_of_the_grids(room: Room) -> None:
    base = change_set(room.offer(drawn(1, grid(1).code, square(1)))).base
    assert base is not None
    assert base["bounds"] == pytest.approx([113.301, 33.74, 113.302, 33.741])
    assert base["roads"] == []


def test_outlines_of_divisions_go_into_the_base_map(room: Room) -> None:
    room.ground.there = replace(
        room.ground.there,
        base={"bounds": [0, 0, 1, 1], "communities": [{"code": "x", "rings": []}]},
    )
    offer = room.offer(drawn(1, COMMUNITY, square(0, 0.03), name="新名"), kind=GroundKind.DIVISIONS)
    change = change_set(offer)
    assert change.base is not None
    assert [one["code"] for one in change.base["communities"]] == ["x", COMMUNITY]
    assert change.base["communities"][1]["name"] == "新名"
    assert isinstance(change.put[0], DivisionArea)


def test_a_file_that_changes_nothing_is_not_written(room: Room) -> None:
    offer = room.offer(drawn(1, grid(1).code, square(1)), drawn(2, grid(2).code, square(2)))
    bench = a_bench()
    with pytest.raises(Refusal, match=r"geo\.nothing"):
        write_offer(offer, room.ground, bench.store, words, bench.at, silent)
    assert not room.ground.changes


def test_open_cases_are_told_where_they_lie_and_closed_ones_are_left_alone(room: Room) -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    case = int(bench.case_id)
    inside = Point(113.3015, 33.7405)
    room.ground.cases = (
        CaseOnGrid(case=case, number="1", unit_grid=grid(1).code, point=inside),
        CaseOnGrid(case=999, number="2", unit_grid=grid(1).code, point=inside),
    )
    offer = room.offer(drawn(1, grid(1).code, square(1, 0.0012)), drawn(2, grid(2).code, square(2)))
    written = write_offer(offer, room.ground, bench.store, words, bench.at, silent, reason="普查")
    assert written == Written(change=1, cases=(("1", grid(1).code, grid(3).code),))
    assert room.ground.changes[0].reason == "普查"
    assert f"{grid(1).code} {grid(3).code}" in bench.store.trails[CaseId(case)][-1].payload


def test_a_case_without_a_place_follows_its_grid(room: Room) -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    ended = grid(1, valid_to=DAY)
    room.ground.there = replace(
        room.ground.there, unit_grids=(ended, grid(3, replaces=ended.code), grid(2, valid_to=DAY))
    )
    room.ground.cases = tuple(
        CaseOnGrid(case=int(bench.case_id), number=str(at), unit_grid=grid(at).code, point=None)
        for at in (1, 2)
    )
    told = tell_cases(room.ground, bench.store, words, bench.at, silent)
    assert told == (("1", grid(1).code, grid(3).code), ("2", grid(2).code, ""))
