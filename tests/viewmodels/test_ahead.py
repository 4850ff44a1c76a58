"""What work needs without the store is read while it is there, each card once."""

import pytest

from console.services.lastknown import LastKnown
from console.viewmodels.ahead import MOST, Ahead
from tests.rows import a_case_id, a_case_row
from tests.seats import Seat, a_seat


@pytest.fixture
def seat() -> Seat:
    """A dispatcher's seat with more rows than are read ahead."""
    return a_seat(*(a_case_row(number) for number in range(1, MOST + 5)))


def test_the_first_cards_of_a_queue_are_known_when_the_store_goes(seat: Seat) -> None:
    ahead = Ahead(seat.desk, seat.queue)
    assert ahead.parent() is seat.desk
    seat.queue.open("dispatch")
    first = a_case_id(1)
    answers: list[str] = []
    seat.reading.lost = True
    seat.desk.ask(
        "card", lambda reading: reading.detail(first, "chenlei").case.number, answers.append
    )
    assert len(answers) == 1


def test_no_card_is_read_ahead_twice(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Ahead(seat.desk, seat.queue)
    seat.queue.open("dispatch")
    asked: list[object] = []
    monkeypatch.setattr(LastKnown, "keep", lambda _self, question, *_rest: asked.append(question))
    seat.queue.shown.emit()
    assert not asked
    ahead.load()
    assert ahead.ready
    assert ("units", (), ()) in asked


def test_a_lost_store_is_not_asked_ahead(seat: Seat) -> None:
    Ahead(seat.desk, seat.queue)
    seat.reading.lost = True
    seat.queue.open("dispatch")
    assert seat.desk.is_lost
