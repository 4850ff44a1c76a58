"""A lived city for the wall's storage tests, and a wall's account that looks at it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random

from sqlalchemy import URL, Engine

from console.domain.case import CaseId
from console.domain.trail import follow
from db import OpenStore
from db.roles import prepare_roles
from db.wall import PostgresWall, open_wall
from db.walls import drop_wall_account, make_wall_account, wall_url
from tests.db.lives import Life, standard
from tests.db.town import settle
from tests.evaluation.lives import Histories

EMERGENCY = replace(standard("0501", "供水管道破裂"), kind="event", condition="0501-1")


@contextmanager
def wall_of(owner: Engine, url: URL, name: str = "hall") -> Iterator[PostgresWall]:
    """A wall of this database by an account of its own."""
    with owner.begin() as connection:
        prepare_roles(connection)  # a clone does not inherit the rights on its database
    wall = open_wall(wall_url(url, name, make_wall_account(owner, name)))
    yield wall
    wall.close()
    drop_wall_account(owner, name)


def live_through(store: OpenStore, random: Random, count: int = 25) -> None:
    """Random histories, every step a command of its own."""
    made = Histories(random)
    for number in range(101, count + 101):
        case = None
        for step in made.one(number, most=20):
            case = follow(case, step)
            with store.store.begin(step.command, step.actor, step.at) as work:
                work.put(case, step)
                work.commit()


def some_cases(store: OpenStore, owner: Engine) -> tuple[Life, Sequence[CaseId]]:
    """Cases in a town: one new, one to dispatch, an emergency with a unit, one ended."""
    settle(owner)
    life = Life(store.store)
    cases = [life.report() for _ in range(4)]
    life.to_dispatch(cases[1])
    life.to_handling(cases[2], standard=EMERGENCY)
    life.to_end(cases[3])
    return life, cases
