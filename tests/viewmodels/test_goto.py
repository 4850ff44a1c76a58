"""Going somewhere by one line: what is offered belongs to the line as it stands."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.place import Place, Point
from console.ports.rows import PlaceHit
from console.viewmodels.goto import Goto
from tests.lanes import LateAnswers
from tests.seats import Seat, a_seat

BOUNDS = (113.0, 33.0, 114.0, 34.0)


@pytest.fixture
def seat(qapp: QApplication) -> Seat:
    made = a_seat()
    place = Place(address="建设路 1 号", point=Point(113.3, 33.7))
    made.reading.place_hits = (
        PlaceHit(kind="address", title="建设路 1 号", detail="", place=place),
    )
    return made


@pytest.mark.parametrize(
    ("now", "said"), [("", ""), ("116.39 39.9", "goto.outside")], ids=["cleared", "outside"]
)
def test_an_answer_to_words_that_are_gone_is_not_offered(seat: Seat, now: str, said: str) -> None:
    seat.desk.lanes = lanes = LateAnswers()
    goto = Goto(seat.desk, lambda: BOUNDS)
    goto.find("建设路")
    goto.look()
    goto.find(now)
    if now:
        goto.look()
    lanes.tell()
    assert goto.hits == ()
    assert goto.refused == said


def test_what_is_found_is_offered(seat: Seat) -> None:
    seat.desk.lanes = lanes = LateAnswers()
    goto = Goto(seat.desk, lambda: BOUNDS)
    goto.find("建设路")
    goto.look()
    lanes.tell()
    assert [hit.title for hit in goto.hits] == ["建设路 1 号"]
