"""The past rebuilt from steps equals what was seen live after each command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import Case, CaseId
from console.domain.refusal import Refusal
from console.domain.scene import OrderKind
from console.domain.stage import Move, Post
from console.domain.trail import follow
from console.ports.wall import WallCase
from db import OpenStore
from db.bulk import BulkStore
from db.years import detach_year
from tests.db.crew import at_work, operator
from tests.db.lives import MORNING, Life
from tests.evaluation.lives import Histories

ENDS_AND_RETURNS = (Move.CLOSE, Move.UNDO, Move.MERGE, Move.UNMERGE, Move.VOID, Move.FORCE_CLOSE)
_LIVE = text(
    "SELECT id, version, number, stage, source, category, category_name, district, street, grid,"
    " duty_grid, coalesce(unit, ''), lon, lat, reported_at, started, due, near_at, limit_code,"
    " paused FROM case_file WHERE NOT ended"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Moments at which something was done, and the hash of what was open right afterwards."""

    hashes: Mapping[datetime, str]
    moves: frozenset[Move]

    @property
    def moments(self) -> list[datetime]:
        return list(self.hashes)


def digest(rows: Iterable[tuple[object, ...]]) -> str:
    return sha256(repr(sorted(rows, key=lambda row: str(row[0]))).encode()).hexdigest()


def told(cases: Iterable[WallCase]) -> str:
    """The same of what the past tells."""
    return digest(
        (
            case.id, case.version, case.number, case.stage.value, case.source.value, case.category,
            case.category_name, case.district, case.street, case.grid, case.duty_grid, case.unit,
            case.lon, case.lat, utc(case.reported_at), utc(case.started_at), utc(case.due),
            utc(case.near_at), case.limit, case.paused,
        )
        for case in cases
    )  # fmt: skip


def utc(moment: object) -> object:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def live(owner: Engine) -> str:
    with owner.connect() as connection:
        found = connection.execute(_LIVE).all()
    return digest(tuple(utc(value) for value in row) for row in found)


def lived(store: OpenStore, owner: Engine, seed: int) -> Recorded:
    """Random lives lived at the same time, one command a step."""
    made = Histories(Random(seed))
    trails = [made.one(number, most=40) for number in range(1, 13)]
    steps = sorted((s for trail in trails for s in trail), key=lambda s: (s.at, s.case, s.seq))
    cases: dict[CaseId, Case] = {}
    hashes: dict[datetime, str] = {}
    for step in steps:
        cases[step.case] = case = follow(cases.get(step.case), step)
        with store.store.begin(step.command, step.actor, step.at) as work:
            work.put(case, step)
            work.commit()
        hashes[step.at] = live(owner)
    return Recorded(hashes=hashes, moves=frozenset(step.move for step in steps))


@pytest.mark.parametrize(("seed", "last"), [(195, Move.DECLINE), (153, Move.REOPEN)])
def test_every_moment_is_what_was_seen_live_sought_or_played_either_way(
    store: OpenStore, owner: Engine, seed: int, last: Move
) -> None:
    recorded = lived(store, owner, seed)
    assert {*ENDS_AND_RETURNS, last} <= recorded.moves
    assert len(set(recorded.hashes.values())) > 90
    assert store.past.first() == recorded.moments[0]
    assert {at: told(store.past.at(at)) for at in recorded.moments} == recorded.hashes
    # Between two steps nothing changes, and before the first nothing is there.
    for at, later in pairwise(recorded.moments):
        assert told(store.past.at(later - timedelta(seconds=1))) == recorded.hashes[at]
    assert store.past.at(recorded.moments[0] - timedelta(seconds=1)) == []
    for stride in (1, -1, 17, -17):
        played(store, recorded, recorded.moments[::stride])


def played(store: OpenStore, recorded: Recorded, moments: list[datetime]) -> None:
    """Go from each of these moments to the next by what changed alone."""
    shown = {case.id: case for case in store.past.at(moments[0])}
    for before, at in pairwise(moments):
        changed, gone = store.past.between(before, at)
        shown.update((case.id, case) for case in changed)
        for one in gone:
            shown.pop(one, None)
        assert told(shown.values()) == recorded.hashes[at]


def test_of_a_clock_that_went_back_no_step_is_told_without_those_before(
    store: OpenStore,
) -> None:
    life = Life(store.store)
    case = life.report()
    begun, life.at = life.at, life.at - timedelta(minutes=30)
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="x")
    assert store.past.at(begun - timedelta(minutes=10)) == []
    (now,) = store.past.at(begun)
    assert now.version == 2


def test_a_seat_sees_the_past_of_its_areas_only(
    database_url: URL, owner: Engine, store: OpenStore, tmp_path: Path
) -> None:
    near = Life(store.store).report()
    nowhere = Life(store.store, prefix="n").report(point=None)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE case_file SET management_area = '410403' WHERE id = :id"), {"id": near}
        )
    hers, his = (
        operator("mine", [Post.ACCEPTOR], ["410403"]),
        operator("other", [Post.ACCEPTOR], ["410402"]),
    )
    later = MORNING + timedelta(hours=1)
    with at_work(owner, database_url, tmp_path, hers, his) as crew:
        assert [case.id for case in crew.of("mine").past.at(later)] == [near, nowhere]
        assert [case.id for case in crew.of("other").past.at(later)] == [nowhere]
        changed, gone = crew.of("other").past.between(MORNING - timedelta(hours=1), later)
        assert ([case.id for case in changed], gone) == ([nowhere], [])
        assert len(crew.of("chen").past.at(later)) == 2


def test_a_moment_of_a_year_that_is_away_is_refused_and_others_are_told(
    owner: Engine, store: OpenStore, tmp_path: Path
) -> None:
    bulk = BulkStore(owner, letters=False)
    december = datetime(2025, 12, 30, 3, 0, tzinfo=UTC)
    old = Life(bulk, at=december, minutes=24 * 60)
    case = old.report()
    old.to_end(case)
    bulk.flush()
    open_then = december + timedelta(days=5)
    assert [one.id for one in store.past.at(open_then)] == [case]
    detach_year(owner, 2025, tmp_path / "2025", MORNING, lambda *_: None)
    with pytest.raises(Refusal) as refused:
        store.past.at(open_then)
    assert (refused.value.code, refused.value.facts["year"]) == ("past.year_away", 2025)
    with pytest.raises(Refusal):
        store.past.between(open_then - timedelta(days=30), open_then)
    with pytest.raises(Refusal, match=r"past\.year_away"):  # told at the seat, not by a blank wall
        store.walls.send(OrderKind.PAST, moment=open_then)
    assert store.walls.last() == []
    assert store.past.at(old.at) == []
    assert store.past.at(december - timedelta(days=1)) == []
