"""Searching waits for the typing to rest, and answers the text typed last."""

from pytestqt.qtbot import QtBot

from console.domain.stage import Stage
from console.ports.rows import SearchHit
from console.viewmodels.finder import Finder
from tests.rows import NOW, a_case_id
from tests.seats import Seat, a_seat

HIT = SearchHit(
    id=a_case_id(163),
    number="2026-1123-000163",
    category_name="雨水井盖 破损",
    address="建设路 888 号东",
    stage=Stage.TO_DISPATCH,
    due=NOW,
    matched="address",
)


def a_finder() -> tuple[Seat, Finder]:
    seat = a_seat()
    seat.reading.hits = (HIT,)
    return seat, Finder(seat.desk)


def test_fast_typing_asks_once_for_the_last_text(qtbot: QtBot) -> None:
    seat, finder = a_finder()
    with qtbot.waitSignal(finder.found):
        for text in ("建设", "建设路", " 建设路 888 "):
            finder.find(text)
    assert [one for one in seat.reading.asked if one.startswith("search")] == ["search 建设路 888"]
    assert finder.hits == (HIT,)


def test_one_sign_finds_nothing_and_asks_nothing(qtbot: QtBot) -> None:
    seat, finder = a_finder()
    finder.look()
    assert finder.hits
    seat.reading.asked.clear()
    with qtbot.waitSignal(finder.found):
        finder.find("建")
    assert finder.hits == ()
    assert not seat.reading.asked


def test_a_search_that_was_stopped_is_not_asked(qtbot: QtBot) -> None:
    seat, finder = a_finder()
    finder.find("建设路")
    finder.stop()
    with qtbot.assertNotEmitted(finder.found, wait=250):
        pass
    assert not seat.reading.asked
