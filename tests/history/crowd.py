"""Many seats at once: a town with an operator for each, the processes, and their common end."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import URL

from console.domain.case import Actor
from console.domain.stage import CENTRE_POSTS, Post
from console.services.runner import run
from console.services.seat import Seat
from db import open_store
from db.engine import command_engine
from tests.db.crew import employ, operator
from tests.db.town import settle
from tests.history.deeds import FINISHED, FIRST, SCRIPT, a_report
from tests.history.seat import Orders
from tests.history.told import History, read
from tests.killing import Child, child

_SPARE: Final = 120.0  # seconds beside the run itself until a silent seat is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How many seats do how much; see `Orders`."""

    seats: int
    cases: int
    acts: int = 0
    seconds: float = 0.0
    pause: float = 0.0
    seed: int = 1


def prepare(url: URL, folder: Path, wanted: Run) -> None:
    """A small town, an operator with all posts of the centre for each seat, and cases to begin."""
    owner = command_engine(url)
    try:
        settle(owner)
        employ(owner, *(operator(login, CENTRE_POSTS) for login in logins(wanted.seats)))
    finally:
        owner.dispose()
    chance, opened = Random(wanted.seed), open_store(url, files_folder=folder / "files")
    seat = Seat(
        actor=Actor(operator="chen", post=Post.ACCEPTOR, seat="受理 01席"),
        now=lambda: datetime.now(UTC),
        store=opened.store,
        new_command=str,
    )
    try:
        for at in range(wanted.cases):
            run(a_report(chance), seat, f"before-{at}" if at else FIRST)
    finally:
        opened.dispose()


def logins(seats: int) -> list[str]:
    """The operators' names."""
    return [f"op{at:03d}" for at in range(seats)]


def let_work(url: URL, folder: Path, wanted: Run) -> History:
    """Let all seats work side by side until each has finished; what they left behind."""
    with ExitStack() as processes:
        seats = [
            processes.enter_context(child(SCRIPT, json.dumps(asdict(orders))))
            for orders in _orders(url, folder, wanted)
        ]
        for one in seats:
            one.wait_for_line(lambda line: line == FINISHED, patience=wanted.seconds + _SPARE)
        for one in seats:  # nobody acts any more, so what is looked for now is everything
            one.close_input()
        for one in seats:
            _assert_ended(one)
    return read(plain_address(url), folder)


def _orders(url: URL, folder: Path, wanted: Run) -> Iterator[Orders]:
    everybody = logins(wanted.seats)
    for at, login in enumerate(everybody):
        yield Orders(
            address=url.render_as_string(hide_password=False),
            folder=str(folder),
            login=login,
            others=tuple(other for other in everybody if other != login) or ("chen",),
            seed=wanted.seed * 1_000 + at,
            acts=wanted.acts,
            seconds=wanted.seconds,
            pause=wanted.pause,
        )


def _assert_ended(seat: Child) -> None:
    assert seat.ended_within(_SPARE), "a seat does not end"
    assert not seat.complaint(), seat.complaint()


def plain_address(url: URL) -> str:
    """The address for a client that knows no driver names."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
