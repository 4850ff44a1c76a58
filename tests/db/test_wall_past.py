"""The past as a wall's account sees it: the whole city, named by the standards, no free text."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.stage import Move, Post
from console.ports.wall import WallCase
from db import OpenStore
from db.engine import wall_engine
from db.roles import prepare_roles
from db.wall import PostgresWall, open_wall
from db.walls import make_wall_account, wall_url
from tests.db.lives import MORNING, Life, standard
from tests.db.town import settle


@pytest.fixture
def wall(owner: Engine, database_url: URL) -> Iterator[PostgresWall]:
    """A wall by an account of its own."""
    with owner.begin() as connection:
        prepare_roles(connection)  # a clone does not inherit the rights on its database
    made = open_wall(wall_url(database_url, "hall", make_wall_account(owner, "hall")))
    yield made
    made.close()


def words_of(cases: list[WallCase]) -> str:
    return " ".join(str(value) for case in cases for value in case)


def test_a_wall_sees_what_a_seat_of_the_whole_city_sees_and_no_free_text(
    store: OpenStore, wall: PostgresWall, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    case = life.report("打电话给王女士 13812345678", address="中兴路 12 号 3 单元")
    life.to_dispatch(case, standard=standard("0101", "王女士 13812345678"))
    life.act(case, Move.DISPATCH, Post.DISPATCHER, unit="U1")
    past = wall.past()
    assert past.first() == MORNING
    seen, told = list(store.past.at(life.at)), list(past.at(life.at))
    assert [one._replace(category_name="") for one in seen] == [
        one._replace(category_name="") for one in told
    ]
    assert told[0].category_name == "上水井盖"
    assert "王" not in words_of(told)
    assert "138" not in words_of(told)
    changed, gone = past.between(MORNING - timedelta(minutes=1), MORNING)
    assert [one.version for one in changed] == [1]
    assert gone == []


def test_a_class_the_standards_do_not_know_is_hidden_by_its_code_and_has_no_name(
    store: OpenStore, owner: Engine, wall: PostgresWall
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("INSERT INTO setting (name, value) VALUES ('wall_hidden_classes', 'component:99')")
        )
    life = Life(store.store)
    life.to_dispatch(life.report(), standard=standard("9901", "旧标准的类别"))
    (told,) = wall.past().at(life.at)
    assert (told.shown, told.category_name) == (False, "")


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT * FROM api_v1.past(now(), NULL)",
        "SELECT * FROM app.past(now(), NULL, NULL)",
        "SELECT * FROM app.past_states(now(), NULL)",
        "SELECT payload FROM public.case_step",
    ],
)
def test_a_wall_has_no_other_way_to_the_steps(owner: Engine, database_url: URL, asked: str) -> None:
    with owner.begin() as connection:
        prepare_roles(connection)
    engine = wall_engine(wall_url(database_url, "hall", make_wall_account(owner, "hall")))
    with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text(asked))
    engine.dispose()
    assert "permission denied" in str(refused.value)


def test_the_functions_of_the_past_run_with_no_more_rights_than_those_of_seats(
    owner: Engine,
) -> None:
    with owner.connect() as connection:
        owners = connection.execute(
            text(
                "SELECT DISTINCT proowner::regrole::text FROM pg_proc"
                " WHERE pronamespace = 'wall_v1'::regnamespace"
            )
        ).scalars()
        assert list(owners) == ["wm_definer"]
