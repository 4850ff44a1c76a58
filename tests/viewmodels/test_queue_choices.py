"""Choices of the filters are read once."""

from pytestqt.qtbot import QtBot

from console.domain.place import Division, DivisionLevel
from tests.seats import a_seat


def test_districts_are_offered_by_code(qtbot: QtBot) -> None:
    seat = a_seat()
    levels = (("410411", "湛河区"), ("410402", "新华区"))
    seat.reading.known_divisions = (
        *(
            Division(code=code, name=name, level=DivisionLevel.DISTRICT, parent="410400")
            for code, name in levels
        ),
        Division(code="410402001", name="曙光街", level=DivisionLevel.STREET, parent="410402"),
    )
    with qtbot.waitSignal(seat.queue.choices.loaded):
        seat.queue.choices.load()
    assert seat.queue.choices.choices.districts == (("410402", "新华区"), ("410411", "湛河区"))
    seat.queue.choices.load()
    assert seat.reading.asked.count("divisions") == 1
