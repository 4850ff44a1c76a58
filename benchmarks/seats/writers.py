"""So many commits a second by operators' own roles: cases held and let go.

A hold or release is the cheapest commit that is news and changes a row on the screens. 190 whole
commands a second are more than the clients' half of two processors can make.
"""

import json
import sys
import threading
from dataclasses import dataclass
from time import monotonic, monotonic_ns
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from benchmarks.seats.readers import CHANNEL, plain
from db.roles import operator_url
from tests.db.crew import PASSWORD

SCRIPT = "import sys; from benchmarks.seats.writers import work; work(sys.argv[1])"
HOLD = "SELECT FROM api_v1.hold(%s, %s, 'w', 'acceptor', now(), '')"
FREE = "SELECT api_v1.release(%s, %s, 'w')"
NOTE = f"SELECT pg_notify('{CHANNEL}', %s)"
MARK_EVERY = 0.25  # seconds
THREADS = 4


@dataclass
class Writer:
    """An operator whose commits are also told by a notification, or not."""

    url: URL
    login: str
    notifies: bool

    def __post_init__(self) -> None:
        self.line = plain(operator_url(self.url, self.login, PASSWORD))

    def commit(self, statement: str, case: int) -> int:
        """One commit; the moment it was acknowledged, in nanoseconds."""
        if self.notifies:
            with self.line.transaction():
                self._do(self.line, statement, case)
                self.line.execute(NOTE, [str(case)])
        else:
            self._do(self.line, statement, case)
        return monotonic_ns()

    def _do(self, line: psycopg.Connection, statement: str, case: int) -> None:
        line.execute(statement, [case, self.login])


def paced(ended: threading.Event, every: float) -> Any:
    """So often, without falling behind for good."""
    due = monotonic()
    while not ended.is_set():
        yield
        due = max(due + every, monotonic() - 1.0)
        ended.wait(max(0.0, due - monotonic()))


def load(
    writer: Writer, cases: list[int], every: float, ended: threading.Event, done: list[int]
) -> None:
    """Hold and release, one case after the other."""
    at = 0
    for _ in paced(ended, every):
        writer.commit((HOLD, FREE)[at % 2], cases[at // 2 % len(cases)])
        at += 1
    if at % 2:
        writer.commit(FREE, cases[at // 2 % len(cases)])
    done.append(at)


def mark(pair: list[Writer], cases: list[int], ended: threading.Event, marks: list[Any]) -> None:
    """Hold and release of the cases on the screen by two in turn: each commit can be told apart."""
    for at, _ in enumerate(paced(ended, MARK_EVERY)):
        turn, case = at // len(cases), cases[at % len(cases)]
        writer, holds = pair[turn // 2 % 2], turn % 2 == 0
        moment = writer.commit(HOLD if holds else FREE, case)
        marks.append([case, writer.login if holds else "", moment])
    for writer in pair:
        for case in cases:
            writer.commit(FREE, case)


def work(told: str) -> None:
    """The process: commits until the standard input ends, then tells how many, and its marks."""
    given = json.loads(told)
    url, ended = make_url(given["address"]), threading.Event()
    writers = [Writer(url, login, given["notifies"]) for login in given["logins"]]
    done: list[int] = []
    marks: list[Any] = []
    rest, every = given["cases"], THREADS / (given["rate"] - 1 / MARK_EVERY)
    threads = [
        threading.Thread(target=load, args=(writer, rest[at::THREADS], every, ended, done))
        for at, writer in enumerate(writers[:THREADS])
    ]
    threads.append(
        threading.Thread(target=mark, args=(writers[THREADS:], given["marked"], ended, marks))
    )
    print("ready", flush=True)
    begun = monotonic()
    for one in threads:
        one.start()
    sys.stdin.read()
    ended.set()
    for one in threads:
        one.join()
    rate = (sum(done) + len(marks)) / (monotonic() - begun)
    print(json.dumps({"rate": rate, "marks": marks}), flush=True)
