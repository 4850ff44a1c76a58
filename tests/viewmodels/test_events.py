"""Events: the latest steps as sentences, failures marked, the newest of a post found."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post
from console.domain.tone import Urgency
from console.ports.rows import EventRow, News
from console.viewmodels.events import KEPT, LiveEvents
from tests.rows import NOW, an_event
from tests.seats import Seat, a_seat


def the_events(*latest: EventRow) -> tuple[Seat, LiveEvents]:
    seat = a_seat()
    seat.reading.latest = latest
    events = LiveEvents(seat.desk, seat.look.wording.say)
    events.reload()
    return seat, events


def test_an_event_names_the_case_shortly_and_says_where(qtbot: QtBot) -> None:
    _, events = the_events(an_event(163))
    row = events.table.row_at(0)
    assert row is not None
    assert "000163" in row.title
    assert "2026-1123" not in row.title
    assert row.detail == "路灯 不亮 · 湛河区和顺路"


def test_a_failed_verification_stands_out(qtbot: QtBot) -> None:
    _, events = the_events(an_event(163, 0), an_event(164, 1, Move.FAIL))
    rows = [events.table.row_at(at) for at in range(2)]
    assert [row.urgency for row in rows if row] == [Urgency.NORMAL, Urgency.NEAR]


def test_no_more_than_the_latest_are_kept(qtbot: QtBot) -> None:
    _, events = the_events(*(an_event(1, at) for at in range(KEPT + 50)))
    assert events.table.rowCount() == KEPT


def test_the_newest_step_of_a_post_can_be_one_that_made_a_case(qtbot: QtBot) -> None:
    later = replace(an_event(2, 1), post=Post.ACCEPTOR)
    first = replace(an_event(1, 5), post=Post.ACCEPTOR, begins=True)
    _, events = the_events(an_event(3, 0), later, first)
    assert events.last_of(Post.ACCEPTOR) == later
    assert events.last_of(Post.ACCEPTOR, begins=True) == first
    assert events.last_of(Post.INSPECTOR) is None


def test_a_burst_of_news_is_read_once(qtbot: QtBot) -> None:
    seat, events = the_events(an_event(163))
    seat.reading.asked.clear()
    with qtbot.waitSignal(events.heard):
        for _ in range(5):
            seat.desk.news.emit(News(cases=(), as_of=NOW))
    assert seat.reading.asked.count("events") == 1
    events.stop()
