"""The ground as an administrator changes it by his own strict role; nobody else may."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.administration import Subject
from console.domain.ground import ControlArea, DivisionArea, GroundKind, Thing
from console.domain.ground_values import morning
from console.domain.place import DutyGrid
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Look
from console.ports.ground import GroundChangeSet
from db.administration import PostgresAdministration
from db.engine import command_engine
from db.ground_import import PostgresGround
from db.roles import operator_url
from db.standing import local_day
from tests.db.crew import PASSWORD, employ, operator
from tests.db.town import COMMUNITY, GRIDS, component, grid, settle


def today() -> date:
    """The city's day while a test runs: a run may go over its midnight."""
    return local_day(datetime.now(UTC))


@pytest.fixture
def seats(owner: Engine, database_url: URL) -> Iterator[dict[str, Engine]]:
    """An administrator and a dispatcher, each signed in as himself."""
    settle(owner)
    posts = {"adm": Post.ADMINISTRATOR, "lin": Post.DISPATCHER}
    employ(owner, *(operator(login, [post]) for login, post in posts.items()))
    engines = {
        login: command_engine(operator_url(database_url, login, PASSWORD)) for login in posts
    }
    yield engines
    for engine in engines.values():
        engine.dispose()


def change(
    ground: PostgresGround, kind: GroundKind, *put: Thing, **more: object
) -> GroundChangeSet:
    made = GroundChangeSet(
        kind=kind, stamp=ground.now().stamp, put=put, ended={}, told={"file": "a.shp"}, day=today()
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_an_administrator_ends_a_grid_and_everything_on_it_follows(
    seats: dict[str, Engine],
) -> None:
    ground = PostgresGround(seats["adm"])
    fresh = replace(grid(f"{COMMUNITY}003", 113.3), replaces=GRIDS[0], valid_from=today())
    moved = component().code
    ground.put(
        change(
            ground,
            GroundKind.UNIT_GRIDS,
            fresh,
            ended={GRIDS[0]: fresh.code, GRIDS[1]: None},
            components={moved: fresh.code},
            base={"bounds": [1, 2, 3, 4]},
            reason="普查",
        )
    )
    now = ground.now()
    grids = {one.code: one for one in now.unit_grids}
    assert [grids[code].valid_to for code in (*GRIDS, fresh.code)] == [today(), today(), None]
    assert now.duty_grids[0].unit_grids == (fresh.code,)
    assert now.components[0].unit_grid == fresh.code
    assert now.base == {"bounds": [1, 2, 3, 4]}
    (entry,) = PostgresAdministration(seats["adm"], "adm").history(Look(subject=Subject.GROUND))
    assert (entry.login, entry.key, entry.reason) == ("adm", "unit-grids", "普查")
    assert (entry.after, entry.undoable) == ({"file": "a.shp"}, False)


def test_whoever_is_no_administrator_changes_nothing(seats: dict[str, Engine]) -> None:
    ground = PostgresGround(seats["lin"])
    with pytest.raises(Refusal, match=r"judge\.post"):
        ground.put(change(ground, GroundKind.UNIT_GRIDS, grid(f"{COMMUNITY}009", 113.4)))
    assert len(ground.now().unit_grids) == len(GRIDS)


def test_a_code_that_was_used_is_refused_by_the_database_itself(
    seats: dict[str, Engine],
) -> None:
    ground = PostgresGround(seats["adm"])
    with pytest.raises(Refusal, match=r"ground\.code_used") as refused:
        ground.put(change(ground, GroundKind.UNIT_GRIDS, grid(GRIDS[0], 113.5)))
    assert refused.value.facts == {"key": GRIDS[0]}
    ground.put(change(ground, GroundKind.UNIT_GRIDS, ended={GRIDS[0]: None}))
    with pytest.raises(Refusal, match=r"ground\.code_used"):
        ground.put(change(ground, GroundKind.UNIT_GRIDS, grid(GRIDS[0], 113.3)))


def test_a_refused_change_leaves_nothing_behind(seats: dict[str, Engine], owner: Engine) -> None:
    ground = PostgresGround(seats["adm"])
    before = ground.now()
    both = (grid(f"{COMMUNITY}007", 113.4), grid(GRIDS[0], 113.5))
    with pytest.raises(Refusal):
        ground.put(change(ground, GroundKind.UNIT_GRIDS, *both, ended={GRIDS[1]: None}))
    assert ground.now() == before
    with owner.connect() as connection:
        told = connection.execute(
            text("SELECT count(*) FROM admin_change WHERE subject = 'ground'")
        )
        assert told.scalar_one() == 0


def test_the_other_kinds_are_put_over_what_is_there(seats: dict[str, Engine]) -> None:
    ground = PostgresGround(seats["adm"])
    division = next(one for one in ground.now().divisions if one.code == COMMUNITY)
    ring = grid(GRIDS[0], 113.3).ring
    named = DivisionArea(division=replace(division.division, name="新名"), rings=(ring,))
    duty = DutyGrid(
        code="D1", name="新名", unit_grids=(GRIDS[1],), inspector=None, valid_from=today()
    )
    thing = replace(component(), note="已换")
    area = ControlArea(code="K1", name="学校周边", ring=ring, valid_from=morning(today()))
    for kind, one in (
        (GroundKind.DIVISIONS, named),
        (GroundKind.DUTY_GRIDS, duty),
        (GroundKind.COMPONENTS, thing),
        (GroundKind.CONTROL_AREAS, area),
    ):
        for _ in range(2):
            ground.put(change(ground, kind, one))
    now = ground.now()
    assert named in now.divisions
    assert now.duty_grids == (duty,)
    assert now.components == (thing,)
    assert now.control_areas == (area,)


def test_an_older_picture_of_the_city_is_not_written_over(seats: dict[str, Engine]) -> None:
    ground = PostgresGround(seats["adm"])
    stale = change(ground, GroundKind.UNIT_GRIDS, grid(f"{COMMUNITY}009", 113.4))
    ground.put(change(ground, GroundKind.UNIT_GRIDS, grid(f"{COMMUNITY}008", 113.5)))
    with pytest.raises(Refusal, match=r"ground\.stale"):
        ground.put(stale)


def test_a_grid_neither_ends_in_the_past_nor_replaces_what_never_was(
    seats: dict[str, Engine],
) -> None:
    ground = PostgresGround(seats["adm"])
    before, past = ground.now(), today() - timedelta(days=30)
    one, two = (grid(f"{COMMUNITY}00{at}", 113.4 + at / 100) for at in (7, 8))
    circle = (replace(one, replaces=two.code), replace(two, replaces=one.code))
    for wanted, field in (
        (change(ground, GroundKind.UNIT_GRIDS, ended={GRIDS[0]: None}, day=past), "day"),
        (change(ground, GroundKind.UNIT_GRIDS, replace(one, valid_to=past)), "valid_to"),
        (change(ground, GroundKind.UNIT_GRIDS, *circle), "replaces"),
        (change(ground, GroundKind.UNIT_GRIDS, replace(one, replaces=one.code)), "replaces"),
    ):
        with pytest.raises(Refusal, match=r"admin\.field_unfit") as refused:
            ground.put(wanted)
        assert refused.value.facts == {"field": field}
    assert ground.now() == before
