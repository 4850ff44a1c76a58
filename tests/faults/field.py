"""Seats at work on one server, under strict roles, and what may happen to them."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine

from console.domain.stage import Post
from tests.db.crew import employ, operator
from tests.db.town import settle
from tests.faults.judge import Told, Verdict, judge, missing, waiting_in
from tests.faults.seat import Orders, journal_folder, work
from tests.waiting import PATIENCE, until

# A seat is forked from a process that has imported everything: it sits down in a tenth of a second.
if sys.platform == "win32":
    _CONTEXT: Final = multiprocessing.get_context("spawn")
else:
    _CONTEXT: Final = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(["tests.faults.seat"])


def settle_for_faults(owner: Engine, seats: int) -> tuple[str, ...]:
    """A town whose operators have all posts; their logins."""
    settle(owner)
    logins = tuple(f"op{at + 1}" for at in range(seats))
    every = tuple(post for post in Post if post is not Post.SYSTEM)
    employ(owner, *(operator(login, every) for login in logins))
    return logins


@dataclass
class Field:
    """The seats of one database.

    Args:
        owner: The owner's engine, by a line of its own that no fault touches.
        url: The address the seats use.
        folder: Where keys, journals and notes lie.
        logins: Who works.
        chance: Source of all moments and choices, seeded by the caller.
        pace: Milliseconds from an answer to the next act of a seat.
        most: A seat begins no act while so many of its wait.
        patience: Seconds until something that does not come is given up.
    """

    owner: Engine
    url: URL
    folder: Path
    logins: tuple[str, ...]
    chance: random.Random
    pace: int = 20
    most: int = 1_000
    patience: float = PATIENCE
    told: dict[str, Told] = field(default_factory=dict)
    _seats: dict[str, tuple[BaseProcess, Orders]] = field(default_factory=dict)

    # --- seats ----------------------------------------------------------------------------------

    def sit_down(self, login: str, acts: int | None = None) -> None:
        """A new console of this operator."""
        self.told.setdefault(login, Told())
        former = self._seats.get(login)
        run = former[1].run + 1 if former else 0
        journal_folder(self.folder, login).mkdir(exist_ok=True)
        orders = Orders(
            login=login,
            run=run,
            url=self.url.render_as_string(hide_password=False),
            folder=self.folder,
            notes=self.folder / f"{login}-{run}.notes",
            pace=self.pace,
            acts=acts,
            waiting=self.most,
        )
        process = _CONTEXT.Process(target=work, args=(orders,), name=login)
        process.start()
        self._seats[login] = (process, orders)

    def kill(self, login: str) -> None:
        """End a console as a power cut would."""
        process, _ = self._seats[login]
        assert process.is_alive(), f"{login} ended by itself with {process.exitcode}"
        process.kill()
        process.join()
        self.hear(login)

    def end_one(self, longest: float) -> None:
        """End one console at a moment within `longest` seconds, see that nothing it told is lost,
        and let its operator sit down again."""
        login = self.chance.choice(self.logins)
        process, orders = self._seats[login]
        until(partial(self._holds, login, lambda told: told.begun > orders.run), self.patience)
        process.join(self.chance.uniform(0.0, longest))
        self.kill(login)
        lost = missing(self.owner, self.told[login].done, self.folder, login)
        assert not lost, f"{login} was told these are done, and they are not there: {lost}"
        self.sit_down(login)

    def leave(self) -> None:
        """End all of them."""
        for process, _ in self._seats.values():
            process.kill()
            process.join()
            process.close()
        self._seats.clear()

    def hear(self, login: str) -> Told:
        """What an operator's seats have said up to now."""
        told = self.told[login]
        told.hear(self._seats[login][1].notes)
        return told

    # --- waiting for them -----------------------------------------------------------------------

    def each(self, holds: Callable[[Told], bool]) -> None:
        """Wait until something holds of what each seat has said."""
        for login in self.logins:
            until(partial(self._holds, login, holds), self.patience)

    def _holds(self, login: str, holds: Callable[[Told], bool]) -> bool:
        process, _ = self._seats[login]
        assert process.is_alive(), f"{login} ended by itself with {process.exitcode}"
        return holds(self.hear(login))

    def at_work(self) -> None:
        """Wait until every seat's acts are done by the store at once, from now on."""
        self.right_again(time.time())

    def right_again(self, since: float) -> float:
        """Wait until every seat works with the store, nothing waiting; seconds from `since`."""
        self.each(lambda told: told.steady >= since)
        return max(self.told[login].steady for login in self.logins) - since

    def wait_acts(self, many: int) -> None:
        """Wait until every seat has so many acts waiting."""
        self.each(lambda told: told.waiting >= many)

    # --- judging --------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        """End all work, let every journal be sent, and judge everything."""
        for login in self.logins:
            self.kill(login)
            self.sit_down(login, acts=0)
        until(lambda: not waiting_in(self.folder, self.logins).total(), self.patience)
        for login in self.logins:
            self.kill(login)
        return judge(self.owner, self.told, self.folder)


@contextmanager
def at_work(field: Field) -> Iterator[Field]:
    """All seats, working; gone at the end of the block."""
    try:
        for login in field.logins:
            field.sit_down(login)
        field.at_work()
        yield field
    finally:
        field.leave()
