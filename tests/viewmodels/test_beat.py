"""A seat goes on beating after a beat was lost with the server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.viewmodels.beat import Beat
from tests.panels import a_table


@dataclass
class Waiting:
    """Lanes that hand out their work instead of doing it."""

    orders: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = (
        field(default_factory=list)
    )

    def ask(
        self, pane: str, work: Any, answer: Callable[[Any], None], failure: Callable[..., None]
    ) -> None:
        """Nothing is read here."""

    def order(
        self,
        work: Callable[[], Any],
        answer: Callable[[Any], None],
        failure: Callable[[Exception], None],
    ) -> None:
        """Keep it."""
        self.orders.append((work, answer, failure))

    def close(self) -> None:
        """Nothing runs."""


def test_a_beat_waits_for_the_one_before_and_goes_on_after_one_was_lost() -> None:
    table, lanes = a_table(Post.DISPATCHER), Waiting()
    table.desk.lanes = lanes
    beat = Beat(table.desk)
    beat.beat()
    beat.beat()
    assert len(lanes.orders) == 1
    _work, _answer, failure = lanes.orders.pop()
    failure(StoreUnavailable("store.lost"))
    beat.beat()
    assert not lanes.orders, "silent while the store is lost"
    table.desk.found_again()
    beat.beat()
    assert len(lanes.orders) == 1
