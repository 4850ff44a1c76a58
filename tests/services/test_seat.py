"""A seat is given to every handler: its operator, clock and ids are those of each step."""

from datetime import UTC, datetime

from console.domain.stage import Post
from console.services.runner import run
from tests.builders import a_bench, a_report


def test_a_step_is_signed_by_the_seat_at_the_seats_own_time() -> None:
    bench = a_bench()
    bench.at = datetime(2026, 11, 24, 1, 30, 15, tzinfo=UTC)
    seat = bench.seat(Post.ACCEPTOR, operator="zhao")
    case = run(a_report(), seat).cases[0]
    step = bench.store.trails[case][0]
    assert (step.operator, step.post, step.seat) == ("zhao", Post.ACCEPTOR, "acceptor 01")
    assert step.at == bench.at


def test_each_command_gets_an_id_of_its_own_unless_one_is_given() -> None:
    bench = a_bench()
    seat = bench.seat(Post.ACCEPTOR)
    first, second = run(a_report(), seat), run(a_report(), seat)
    assert first.command != second.command
    assert run(a_report(), seat, "mine").command == "mine"
