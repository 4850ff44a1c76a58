"""Seats that only listen, as threads of a few processes: each with its own role, line and place.

Two hundred whole processes would need more memory than a small machine has; what the server sees of
a seat is its line and its questions, and those are the same.
"""

import json
import random
import sys
import threading
from collections.abc import Callable, Iterator
from time import monotonic_ns

import psycopg
from sqlalchemy import URL, make_url

from console.viewmodels.live import BEAT_SECONDS
from db.engine import read_engine
from db.feed import PostgresFeed
from db.roles import operator_url
from tests.db.crew import PASSWORD

SCRIPT = "import sys; from benchmarks.seats.readers import work; work(sys.argv[1])"
CHANNEL = "seats"
BEAT = BEAT_SECONDS
QUEUE = """
    SELECT f.id, f.version, c.operator FROM case_file f LEFT JOIN case_claim c ON c.case_id = f.id
    WHERE f.ended = false AND f.queue = 'accept' ORDER BY f.due, f.id LIMIT 200
"""
Heard = list[tuple[int, int]]


def plain(url: URL) -> psycopg.Connection:
    """A line of a client that knows no driver names."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def by_feed(url: URL, login: str, beats: Iterator[None]) -> Iterator[int]:
    """The console's own feed."""
    engine = read_engine(url)
    feed = PostgresFeed(engine, login)
    feed.start()
    for _ in beats:
        yield from feed.look().cases
    feed.close()
    engine.dispose()


def by_polling(url: URL, _login: str, beats: Iterator[None]) -> Iterator[int]:
    """The queue asked for again and again."""
    with plain(url) as line:
        known: dict[int, object] = {}
        for _ in beats:
            for case, *state in line.execute(QUEUE).fetchall():
                if known.get(case, state) != state:
                    yield case
                known[case] = state


def by_notice(url: URL, _login: str, beats: Iterator[None]) -> Iterator[int]:
    """A notification for every commit."""
    with plain(url) as line:
        line.execute(f"LISTEN {CHANNEL}")
        for _ in beats:
            for told in line.notifies(timeout=BEAT):
                yield int(told.payload)


WAYS: dict[str, Callable[[URL, str, Iterator[None]], Iterator[int]]] = {
    "feed": by_feed,
    "LISTEN/NOTIFY": by_notice,
    "polling": by_polling,
}


def listen(way: str, url: URL, login: str, ended: threading.Event, heard: Heard) -> None:
    """One seat, until the end; which case was heard of when."""
    pause = 0.0 if way == "LISTEN/NOTIFY" else BEAT

    def beats() -> Iterator[None]:
        ended.wait(random.random() * BEAT)
        while not ended.is_set():
            yield
            ended.wait(pause)

    for case in WAYS[way](operator_url(url, login, PASSWORD), login, beats()):
        heard.append((case, monotonic_ns()))


def work(told: str) -> None:
    """The process: its seats listen until the standard input ends, then tell what they heard."""
    given = json.loads(told)
    url, ended = make_url(given["address"]), threading.Event()
    logs: list[Heard] = [[] for _ in given["logins"]]
    seats = [
        threading.Thread(target=listen, args=(given["way"], url, login, ended, heard))
        for login, heard in zip(given["logins"], logs, strict=True)
    ]
    for seat in seats:
        seat.start()
    print("ready", flush=True)
    sys.stdin.read()
    ended.set()
    for seat in seats:
        seat.join()
    marked = set(given["marked"])
    print(json.dumps([[one for one in heard if one[0] in marked] for heard in logs]), flush=True)
