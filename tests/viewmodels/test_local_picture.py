"""What a seat keeps for a start without the server: written off the window's thread, never newer
than it is, and nothing while the server is gone."""

from dataclasses import replace
from datetime import timedelta

from pytestqt.qtbot import QtBot

from console.ports.errors import StoreUnavailable
from console.viewmodels.commands import RAIL
from console.viewmodels.local_picture import FIRST_MS, SETTLED, LocalPicture
from tests.pictures import PictureInMemory
from tests.rows import NOW
from tests.seats import Seat, a_seat


def a_keeper(qtbot: QtBot) -> tuple[Seat, PictureInMemory, LocalPicture]:
    seat, picture = a_seat(), PictureInMemory()
    seat.desk.outside = replace(seat.desk.outside, picture=picture)
    return seat, picture, LocalPicture(seat.desk)


def test_a_beat_keeps_all_queues_and_is_no_newer_than_what_was_read(qtbot: QtBot) -> None:
    seat, picture, keeper = a_keeper(qtbot)
    seat.desk.known.as_of = NOW
    seat.desk.known.drift = timedelta(seconds=3)
    keeper.start()
    qtbot.waitUntil(lambda: picture.known.as_of is not None, timeout=FIRST_MS * 4)
    keeper.stop()
    orders = [one.question for one in picture.known.answers if one.question[0] == "order"]  # type: ignore[index]  # all of them are of readings
    assert len(orders) == len(RAIL)
    assert picture.known.as_of == NOW - SETTLED
    assert picture.known.drift == timedelta(seconds=3)


def test_the_end_of_a_seat_keeps_what_came_last(qtbot: QtBot) -> None:
    seat, picture, keeper = a_keeper(qtbot)
    seat.desk.known.as_of = NOW
    seat.desk.ask("units", lambda reading: reading.units(), lambda _units: None)
    keeper.stop()
    assert [one.question for one in picture.known.answers] == [("units", (), ())]


def test_while_the_server_is_gone_nothing_is_written_over_the_picture(qtbot: QtBot) -> None:
    seat, picture, keeper = a_keeper(qtbot)
    seat.desk.known.as_of = NOW
    seat.desk.failed(StoreUnavailable("store.lost"))
    keeper.stop()
    assert picture.known.as_of is None


def test_without_a_picture_nothing_beats(qtbot: QtBot) -> None:
    keeper = LocalPicture(a_seat().desk)
    keeper.start()
    assert not keeper.beating
