"""What a seat writes without any act: its sign of life, and numbers for the calls it takes.

Where no act waits, these tell whether a store that took no writing takes it again.
"""

from collections.abc import Callable

from console.domain.stage import Post
from console.services import queueing
from console.viewmodels.desk import Desk, Outside

Write = Callable[[Outside], None]


def fetching_numbers(desk: Desk) -> Write | None:
    """The fetching of numbers for reports without the store; None at seats that take no calls."""
    journal, numbers, at = desk.outside.journal, desk.outside.numbers, desk.now()
    if journal is None or numbers is None or desk.actor.post is not Post.ACCEPTOR:
        return None
    return lambda _outside: queueing.stock_up(journal, numbers, at)


def all_of(desk: Desk) -> Write:
    """Everything this seat writes by itself, once. Raises `StoreUnavailable`."""
    actor, now, fetch = desk.actor, desk.now(), fetching_numbers(desk)

    def write(outside: Outside) -> None:
        outside.claims.beat(actor, now, active=False)
        if fetch is not None:
            fetch(outside)

    return write
