"""A seat goes on beating after a beat was lost with the server."""

from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.viewmodels.beat import Beat
from tests.lanes import WaitingLanes
from tests.panels import a_table


def test_a_beat_waits_for_the_one_before_and_goes_on_after_one_was_lost() -> None:
    table, lanes = a_table(Post.DISPATCHER), WaitingLanes()
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
