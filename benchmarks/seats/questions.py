"""What one console asks at news in a beat, and what each question costs: then and now, in one run.

Cost is the time from question to answer in a store with many cases, one in ten of them open. A seat
with a strict role asks; the owner asks what no seat can ask for itself: the former count, and the
picture whether it is old or not.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import psutil
from sqlalchemy import TextClause, text

from benchmarks.figures import HEAD, row, timed
from benchmarks.many import empty_city, fill
from console.domain.stage import Post
from console.ports.rows import QueueFilter
from db import OpenStore
from tests.db.crew import at_work, operator

LOGIN = "queue"
THEN = text(
    """
    SELECT f.queue, c.operator IS NOT DISTINCT FROM 'queue' AS mine,
        coalesce(f.limit_code, '') AS limit_code, count(*) AS total,
        count(*) FILTER (WHERE f.due < now() AND NOT f.paused) AS over,
        count(*) FILTER (WHERE f.near_at <= now() AND f.due >= now() AND NOT f.paused) AS near,
        count(*) FILTER (WHERE p.case_id IS NULL) AS new,
        min(f.due) FILTER (WHERE NOT f.paused) AS nearest
    FROM case_file f
    LEFT JOIN case_claim c ON c.case_id = f.id
        AND c.beat_at >= now() - interval '65 seconds'
        AND c.active_at >= now() - interval '15 minutes'
    LEFT JOIN case_opened p ON p.case_id = f.id AND p.post = 'dispatcher'
        AND p.version >= f.entered
    WHERE f.ended = false AND f.queue IS NOT NULL
    GROUP BY 1, 2, 3
    """
)
PICTURE = text("SELECT app.make_picture()")


@contextmanager
def asked_in(cases: int) -> Iterator[tuple[OpenStore, Callable[[TextClause], object]]]:
    """A seat in a store of so many cases, and the owner's line."""
    with empty_city() as (site, owner):
        fill(owner, cases)

        def ask(statement: TextClause) -> object:
            with owner.connect() as connection:
                return connection.execute(statement).all()

        with at_work(owner, site.url, site.folder, operator(LOGIN, [Post.DISPATCHER])) as crew:
            yield crew.of(LOGIN), ask


def questions(
    opened: OpenStore, ask: Callable[[TextClause], object]
) -> Mapping[str, Callable[[], object]]:
    """By name; those of the former way first."""
    reading, queue = opened.reading, QueueFilter(queue="dispatch")
    free = QueueFilter(queue="dispatch", unclaimed=True)
    now = datetime.now(UTC)
    ids = reading.order(queue, LOGIN, now).ids[:30]
    return {
        "then: every console counts": lambda: ask(THEN),
        "now: one console counts for all": lambda: ask(PICTURE),
        "now: the others read the picture": lambda: reading.counts(Post.DISPATCHER, LOGIN, now),
        "next case, the head": lambda: reading.head(free, LOGIN, now, limit=1),
        "then, at any news: order of the queue": lambda: reading.order(queue, LOGIN, now),
        "now, of news elsewhere: do they come in": lambda: reading.any_waits(ids, "close"),
        "30 rows on the screen": lambda: reading.rows(ids, LOGIN),
    }


def tell(cases: int, times: int) -> None:
    """The table."""
    with asked_in(cases) as (opened, ask_owner):
        print(f"{cases:,} cases; load {psutil.getloadavg()[0]:.1f}")
        print(HEAD)
        for name, ask in questions(opened, ask_owner).items():
            timed(ask, 10)
            print(row(name, timed(ask, times)))
