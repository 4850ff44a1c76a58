"""A city that brought its ground and knows where inspectors are goes down, up, and up again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import URL, Engine, text

from console.domain.ground import GroundKind
from console.domain.place import Point
from console.ports.ground import GroundChangeSet
from console.ports.positions import Position
from db import OpenStore
from db.ground_import import PostgresGround
from db.migrating import config
from db.roles import OWNER
from db.standing import local_day
from db.upgrade import newest_revision, present_revision, upgrade
from tests.db.before import columns_of, rows_of
from tests.db.lives import Life
from tests.db.town import COMMUNITY, EAST, GRIDS, grid, settle

NOW = datetime.now(UTC).replace(microsecond=0)
BEFORE = "0018"
DERIVED = {"case_fact", "act_fact"}
SCHEMES = {"scheme_version", "scheme_begin", "scheme_draft"}
WALLS = {"wall_order", "wall_scenes", "hotline_call", "hotline_told"}
PUBLISHED = {f"publication{part}" for part in ("", "_fact", "_act", "_seal", "_mark")}
NEW = (
    {"inspector_position", "division_outline", "photo_look", *WALLS} | PUBLISHED | DERIVED | SCHEMES
)
OTHER = {"alembic_version", "api_file", "stamp"}


def go_down(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.downgrade(config(connection), BEFORE)


def test_ground_and_signs_are_lost_on_the_way_down_and_nothing_else(
    store: OpenStore, owner: Engine, database_url: URL
) -> None:
    settle(owner)
    life = Life(store.store)
    cases = [life.report() for _ in range(3)]
    life.to_dispatch(cases[0])
    ground = PostgresGround(owner)
    fresh = replace(grid(f"{COMMUNITY}003", 113.3), replaces=GRIDS[0], valid_from=local_day(NOW))
    ground.put(
        GroundChangeSet(
            kind=GroundKind.UNIT_GRIDS,
            stamp=ground.now().stamp,
            put=(fresh,),
            ended={GRIDS[0]: fresh.code},
            told={},
            day=local_day(NOW),
        )
    )
    rings = json.dumps([[list(corner) for corner in fresh.ring]])
    with owner.begin() as connection:
        outline = text("INSERT INTO division_outline VALUES (:code, :rings)")
        connection.execute(outline, {"code": COMMUNITY, "rings": rings})
    sign = Position(inspector="I001", at=NOW, point=EAST, grid=GRIDS[1])
    assert store.positions.tell([sign, replace(sign, at=NOW - timedelta(minutes=1))]) == 2
    kept = {
        table: tuple(name for name in names if (table, name) != ("unit_grid", "replaces"))
        for table, names in columns_of(owner).items()
        if table not in NEW | OTHER
    }
    derived = {table: names for table, names in columns_of(owner).items() if table in DERIVED}
    before, facts = rows_of(owner, kept), rows_of(owner, derived)
    assert all(facts.values())

    go_down(owner)
    assert rows_of(owner, kept) == before
    assert not NEW & columns_of(owner).keys()
    for _ in range(2):
        upgrade(database_url)
        assert present_revision(owner) == newest_revision()
        after = rows_of(owner, kept)
        assert {table for table in kept if after[table] != before[table]} <= {"transition"}
        assert columns_of(owner).keys() >= NEW
        assert rows_of(owner, derived) == facts  # from the steps, on the way up

    # What the way up put in place guards again.
    assert store.positions.tell([replace(sign, point=Point(113.3016, 33.7406))]) == 1
    with owner.connect() as connection:
        secured = text(
            "SELECT relrowsecurity FROM pg_class WHERE oid = 'public.inspector_position'::regclass"
        )
        assert connection.execute(secured).scalar_one()
        guards = text("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'keep_grid%' ORDER BY 1")
        assert connection.execute(guards).scalars().all() == ["keep_grid", "keep_grids"]
    assert {one.code for one in ground.now().unit_grids} == {*GRIDS, fresh.code}
