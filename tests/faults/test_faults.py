"""Faults under load, each for seconds; `python -m benchmarks.faults` lives through the long ones.

Nobody is told that something is done, or waits, and loses it; nothing is done twice; every seat is
right again by itself.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from db.engine import command_engine
from tests.blackhole import line_to
from tests.faults.field import Field, at_work, settle_for_faults
from tests.servers import OwnServer
from tests.standby import in_step, standby_of

SEATS = 3
MOMENTS = 12
LONGEST = 0.2  # seconds from a console's begin to its end, at most
WAITING = 6
PILE = 4 * WAITING  # more than that in a journal shows nothing new, and sending it takes the time
FULL = """
CREATE FUNCTION app.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON case_step EXECUTE FUNCTION app.full_disk();
"""


@contextmanager
def engine_of(url: URL) -> Iterator[Engine]:
    """An engine, given back."""
    made = command_engine(url)
    try:
        yield made
    finally:
        made.dispose()


@pytest.fixture
def town(own_url: URL) -> Iterator[Engine]:
    """The owner's engine on a town of this test's own."""
    with engine_of(own_url) as owner:
        yield owner


@pytest.fixture
def field(town: Engine, own_url: URL, tmp_path: Path) -> Iterator[Field]:
    """Three seats at work."""
    logins = settle_for_faults(town, SEATS)
    with at_work(
        Field(town, own_url, tmp_path, logins, random.Random(20261128), most=PILE)
    ) as made:
        yield made


def test_seats_killed_at_any_moment_lose_nothing_they_were_told(field: Field) -> None:
    for _ in range(MOMENTS):
        field.end_one(LONGEST)
    field.at_work()
    found = field.verdict()
    assert not found.wrong
    assert found.commands > MOMENTS


def test_acts_given_while_the_server_is_stopped_are_done_once_when_it_is_back(
    field: Field, own_server: OwnServer
) -> None:
    own_server.stop()
    field.wait_acts(WAITING)
    own_server.start()
    field.right_again(time.time())
    assert not field.verdict().wrong


def test_a_killed_server_loses_nothing_and_every_seat_is_right_again(
    field: Field, own_server: OwnServer
) -> None:
    own_server.kill()
    field.wait_acts(1)
    own_server.start()
    field.right_again(time.time())
    assert not field.verdict().wrong


def test_a_server_that_loses_one_of_its_processes_comes_back_by_itself(
    field: Field, own_server: OwnServer
) -> None:
    own_server.lose_a_process(field.chance)
    field.right_again(time.time())
    assert not field.verdict().wrong


def test_acts_a_full_disk_does_not_take_wait_and_are_done_once_when_there_is_room(
    field: Field, town: Engine
) -> None:
    # What a server says whose disk is full; the real thing needs a small disk (benchmarks.faults).
    with town.begin() as connection:
        connection.execute(text(FULL))
    field.wait_acts(WAITING)
    with town.begin() as connection:
        connection.execute(text("DROP TRIGGER full_disk ON case_step"))
    field.right_again(time.time())
    assert not field.verdict().wrong


def test_a_promoted_standby_has_all_that_was_told_done_and_the_seats_find_it(
    town: Engine, own_url: URL, own_server: OwnServer, servers_base: Path, tmp_path: Path
) -> None:
    logins = settle_for_faults(town, SEATS)
    primary, database = own_server.address, str(own_url.database)
    with (
        standby_of(primary, Path(tempfile.mkdtemp(dir=servers_base))) as standby,
        in_step(own_server),
        engine_of(standby.both(primary, database)) as owner,
        at_work(
            Field(owner, owner.url, tmp_path, logins, random.Random(20261128), most=PILE)
        ) as field,
    ):
        own_server.kill()
        field.wait_acts(1)
        standby.promote()
        field.right_again(time.time())
        assert not field.verdict().wrong


def test_a_line_that_drops_everything_is_noticed_and_its_acts_are_done_once(
    town: Engine, own_url: URL, tmp_path: Path
) -> None:
    logins = settle_for_faults(town, SEATS)
    with (
        line_to(own_url) as (line, url),
        at_work(Field(town, url, tmp_path, logins, random.Random(20261128), most=PILE)) as field,
    ):
        line.cut()
        field.wait_acts(WAITING)
        line.mend()
        field.right_again(time.time())
        assert not field.verdict().wrong
