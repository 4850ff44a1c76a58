"""What one console asks at news in a beat, and what each question costs: then and now, in one run.

Cost is the time of the seat's own line on the server, strict roles, over a store with many cases.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import text

from benchmarks.figures import HEAD, row, timed
from benchmarks.many import fill
from console.domain.stage import Post
from console.ports.rows import QueueFilter
from db import OpenStore
from db.embedded import stop
from db.engine import command_engine
from db.site import bring_up, open_embedded
from tests.db.crew import at_work, operator

LOGIN = "queue"
COUNTS_AS_BEFORE = text("SELECT * FROM app.count_queues(now())")


@contextmanager
def asked_in(cases: int) -> Iterator[tuple[OpenStore, Callable[[], object]]]:
    """A seat in a store of so many cases, and the count each console made by itself before."""
    with tempfile.TemporaryDirectory(prefix="wm-questions-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        site = open_embedded(folder)
        try:
            bring_up(site)
            owner = command_engine(site.url)
            fill(owner, cases)

            def counted() -> object:
                with owner.connect() as connection:
                    return connection.execute(COUNTS_AS_BEFORE).all()

            with at_work(owner, site.url, folder, operator(LOGIN, [Post.DISPATCHER])) as crew:
                yield crew.of(LOGIN), counted
            owner.dispose()
        finally:
            site.close()
            stop(folder)


def questions(
    opened: OpenStore, counted: Callable[[], object]
) -> Mapping[str, Callable[[], object]]:
    """By name; those of the former way first."""
    reading, queue = opened.reading, QueueFilter(queue="dispatch")
    free = QueueFilter(queue="dispatch", unclaimed=True)
    now = datetime.now(UTC)
    ids = reading.order(queue, LOGIN, now).ids[:30]
    return {
        "then: every console counts": counted,
        "now: the picture of all": lambda: reading.counts(Post.DISPATCHER, LOGIN, now),
        "then: next case, a page of one": lambda: reading.page(free, LOGIN, now, limit=1),
        "now: next case, the head": lambda: reading.head(free, LOGIN, now, limit=1),
        "order of the queue": lambda: reading.order(queue, LOGIN, now),
        "30 rows on the screen": lambda: reading.rows(ids, LOGIN),
    }


def tell(cases: int, times: int) -> None:
    """The table."""
    with asked_in(cases) as (opened, counted):
        print(f"{cases:,} cases; load {psutil.getloadavg()[0]:.1f}")
        print(HEAD)
        for name, ask in questions(opened, counted).items():
            timed(ask, 10)
            print(row(name, timed(ask, times)))
