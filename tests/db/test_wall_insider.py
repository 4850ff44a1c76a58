"""What somebody with an account and a plain client tries against the walls."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import uuid4

import psycopg
import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.flow import Birth, begin
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source
from console.ports.wall import OrderKind
from db import OpenStore
from db.roles import operator_url, prepare_roles
from db.wall import PostgresWall
from db.walls import drop_wall_account, make_wall_account, wall_url
from tests.db.crew import PASSWORD, Crew, at_work, operator
from tests.db.lives import Life, actor
from tests.db.town import settle
from tests.db.wall_ground import some_cases, wall_of

PLANTED = "王五 13912345678"
_VIEWS = text(
    "SELECT c.oid::regclass::text FROM pg_class c"
    " WHERE c.relnamespace = 'wall_v1'::regnamespace ORDER BY 1"
)


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path, operator("sup", [Post.SUPERVISOR])) as made:
        yield made


@pytest.fixture
def wall(owner: Engine, database_url: URL) -> Iterator[PostgresWall]:
    with wall_of(owner, database_url) as made:
        yield made


def plain(account: URL) -> psycopg.Connection:
    """A plain client with this account."""
    address = account.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def reported_at(crew: Crew, place: Place) -> CaseId:
    """A call whose place the acceptor writes as he likes."""
    who = actor(Post.ACCEPTOR)
    command = str(uuid4())
    with crew.begin(command, who, datetime.now(UTC)) as work:
        new, number = work.new_number(work.at)
        birth = Birth(
            id=new, number=number, source=Source.HOTLINE, place=place, description="井盖",
            callers=0,
        )  # fmt: skip
        act = Act(move=Move.ACCEPT, actor=who, at=work.at, details={"text": "井盖"})
        work.put(*begin(birth, act, work.rules(), command))
        work.commit()
    return new


def everything(wall: PostgresWall) -> str:
    """All that the wall's account is told by any view and by the past."""
    with wall._engine.connect() as line:
        sources = [*line.execute(_VIEWS).scalars(), "wall_v1.past(now(), NULL)"]
        return "|".join(
            str(line.execute(text(f"SELECT string_agg(v::text, '|') FROM {one} v")).scalar_one())  # noqa: S608 - our own names
            for one in sources
        )


def test_words_in_the_place_of_codes_come_to_no_wall(
    crew: Crew, wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    place = Place(
        address="中兴路", district=PLANTED, street=PLANTED, community=PLANTED, unit_grid=PLANTED
    )
    spoilt = reported_at(crew, place)
    life = Life(store.store, at=datetime.now(UTC) - timedelta(hours=1))
    known = life.report()
    life.to_dispatch(known)
    life.store = crew
    life.act(known, Move.DISPATCH, Post.DISPATCHER, unit=PLANTED)
    with owner.connect() as connection:
        kept = connection.execute(text("SELECT district, unit FROM case_file ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [(PLANTED, None), ("410402", PLANTED)]
    said = everything(wall)
    assert "王五" not in said
    assert "410402001" in said
    with wall.at_one_moment() as moment:
        cases = {one.id: one for one in moment.open_cases()}
    assert (cases[spoilt].district, cases[spoilt].grid) == ("", "")
    assert (cases[known].district, cases[known].unit) == ("410402", "")


def test_an_error_tells_nothing_of_settings_that_are_no_walls(
    wall: PostgresWall, owner: Engine
) -> None:
    with owner.begin() as connection:
        put = "INSERT INTO setting VALUES ('map.key', 'SECRET'), ('wall_target', '0.8')"
        connection.exec_driver_sql(put)
    with wall._engine.connect() as line:
        for plan in ("indexscan", "bitmapscan", "indexonlyscan"):
            line.execute(text(f"SET enable_{plan} = off"))
        found = line.execute(text("SELECT name FROM setting WHERE value::json IS NOT NULL"))
        assert "wall_target" in found.scalars().all()


def test_nobody_of_the_city_gets_into_the_servers_own_databases(
    crew: Crew, owner: Engine, database_url: URL
) -> None:
    """Locks by number are closed in a city's database, and fill the whole server's table."""
    hall = wall_url(database_url, "hall", make_wall_account(owner, "hall"))
    chen = operator_url(database_url, "chen", PASSWORD)
    for account in (hall, chen):
        plain(account).close()
        for database in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                plain(account.set(database=database))
    drop_wall_account(owner, "hall")


def test_an_order_that_no_wall_could_read_is_refused(crew: Crew, wall: PostgresWall) -> None:
    with crew.line("sup") as line:
        for moment in ("0044-03-15 BC", "-infinity", "1999-12-31 23:59:59Z"):
            with pytest.raises(psycopg.Error) as refused:
                line.execute(
                    "SELECT api_v1.send_wall_order('past', '', '', NULL, %s::timestamptz, 1)",
                    [moment],
                )
            assert refused.value.sqlstate == "GX071"
    sent = crew.of("sup").walls.send(OrderKind.FREE)
    assert wall.orders(0) == [sent]


def test_whoever_sends_by_a_program_is_stopped_and_hinders_nobody_else(
    crew: Crew, wall: PostgresWall
) -> None:
    with crew.line("sup") as line:
        line.execute("SELECT api_v1.send_wall_order('pin', 'storm', 'hall', NULL, NULL, 0)")
        for _ in range(59):
            line.execute("SELECT api_v1.send_wall_order('free', '', '', NULL, NULL, 0)")
    with pytest.raises(Refusal, match=r"wall\.too_many"):
        crew.of("sup").walls.send(OrderKind.FREE)
    mine = crew.of("zhou").walls.send(OrderKind.FREE)
    told = wall.orders(0)
    assert [(one.wall, one.kind) for one in told] == [
        ("hall", OrderKind.PIN), ("", OrderKind.FREE),
    ]  # fmt: skip
    assert told[-1] == mine


def test_what_must_not_be_named_today_is_not_named_in_the_past(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    life, cases = some_cases(store, owner)
    other = cases[1]  # to dispatch, as a component
    then = life.at
    with owner.begin() as connection:
        connection.execute(text("INSERT INTO setting VALUES ('wall_hidden_classes', 'event:05')"))
        connection.execute(text("UPDATE stamp SET version = version + 1"))
    past = wall.past()
    shown = {one.id: one.shown for one in past.at(then)}
    assert shown[other]
    assert not shown[cases[2]]
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE case_file SET kind = 'event', category = '0501' WHERE id = :id"),
            {"id": other},
        )
    assert not {one.id: one.shown for one in past.at(then)}[other]


def test_what_waited_behind_a_lock_is_as_old_as_it_is(
    wall: PostgresWall, owner: Engine, qtbot: QtBot
) -> None:
    """The snapshot is older than the wait; so must be what it says of when it is."""
    got: list[datetime] = []

    def look() -> None:
        with wall.at_one_moment() as moment:
            got.append(moment.as_of)

    look()  # all that is known once is read
    with owner.connect() as holding:
        holding.execute(text("LOCK TABLE feed"))
        reader = Thread(target=look)
        reader.start()
        with owner.connect() as watching:
            waits = text(
                "SELECT clock_timestamp() FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            )
            qtbot.waitUntil(lambda: watching.execute(waits).scalar() is not None)
            watching.rollback()
            seen_waiting = watching.execute(text("SELECT clock_timestamp()")).scalar_one()
        holding.rollback()
    reader.join()
    assert got[-1] < seen_waiting


def test_a_wall_that_holds_a_moment_for_long_is_ended(owner: Engine, database_url: URL) -> None:
    end = text("SELECT app.end_held(:older)")
    with owner.begin() as connection:
        prepare_roles(connection)
    with plain(wall_url(database_url, "hall", make_wall_account(owner, "hall"))) as line:
        for unset in ("statement_timeout", "idle_in_transaction_session_timeout"):
            line.execute(f"SET {unset} = 0".encode())
        line.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        line.execute("LOCK TABLE wall_v1.open_case IN ACCESS SHARE MODE")
        with owner.connect() as keeping:
            assert keeping.execute(end, {"older": timedelta(minutes=1)}).scalar_one() == 0
            assert keeping.execute(end, {"older": timedelta(0)}).scalar_one() == 1
        with pytest.raises(psycopg.OperationalError):
            line.execute("SELECT 1")
    drop_wall_account(owner, "hall")
