"""Events: the latest steps as sentences, failures marked, the newest of a post found."""

from dataclasses import replace
from datetime import timedelta

from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post
from console.domain.tone import Urgency
from console.ports.rows import EventRow, News, RevealRow
from console.viewmodels.events import KEPT, LiveEvents
from console.viewmodels.notices import Notice
from console.views.notice_words import notice_words
from tests.rows import NOW, a_case_id, an_event
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


def a_reveal(minutes_ago: int = 1, by: str = "lin") -> RevealRow:
    return RevealRow(
        at=NOW - timedelta(minutes=minutes_ago),
        case=a_case_id(87),
        number="2026-1123-000087",
        operator=by,
        name="林涛",
        post=Post.ACCEPTOR,
        seat="受理 02席",
        reason="回电核实位置",
    )


def the_leader(*shown: RevealRow) -> tuple[Seat, LiveEvents, list[Notice]]:
    seat = a_seat()
    seat.desk.posts = (Post.DISPATCHER, Post.SHIFT_LEADER)
    seat.reading.latest = (an_event(163, 5),)
    seat.reading.shown = shown
    events = LiveEvents(seat.desk, seat.look.wording.say)
    told: list[Notice] = []
    seat.desk.notice.connect(told.append)
    seat.desk.switch_post(Post.SHIFT_LEADER, "值班长席")
    return seat, events, told


def test_the_shift_leader_is_told_who_was_shown_a_caller_and_why(qtbot: QtBot) -> None:
    seat, events, told = the_leader()
    seat.reading.shown = (a_reveal(),)
    events.reload()
    events.reload()
    (notice,) = told
    assert notice_words(seat.look.wording, notice) == (
        "林涛（受理员 受理 02席）11-23 10:41 查看了 000087 的举报人，事由：回电核实位置"
    )


def test_reveals_of_the_shift_stand_among_the_events_and_lead_to_their_case(qtbot: QtBot) -> None:
    seat, events, told = the_leader(a_reveal(1), a_reveal(9))
    rows = [events.table.row_at(at) for at in range(3)]
    first, step, second = (row for row in rows if row)
    assert first.title == second.title == "林涛 查看 000087 的举报人"
    assert first.detail == "受理员 · 受理 02席 · 回电核实位置"
    keys = [first.key, step.key, second.key]
    assert [events.case_of(key) for key in keys] == [
        a_case_id(87),
        seat.reading.latest[0].case,
        a_case_id(87),
    ]
    assert events.case_of(0) is None
    assert not told


def test_a_leader_s_own_reveals_and_other_posts_make_no_notice(qtbot: QtBot) -> None:
    seat, events, told = the_leader()
    seat.reading.shown = (a_reveal(by=seat.desk.actor.operator),)
    events.reload()
    seat.desk.switch_post(Post.DISPATCHER, "派遣 03席")
    seat.reading.asked.clear()
    seat.reading.shown = (a_reveal(),)
    events.reload()
    assert "reveals" not in seat.reading.asked
    assert events.table.rowCount() == 1
    assert not told


def test_a_colleague_is_told_once_that_a_case_was_handed_to_him(qtbot: QtBot) -> None:
    seat = a_seat()
    events = LiveEvents(seat.desk, seat.look.wording.say)
    told: list[Notice] = []
    seat.desk.notice.connect(told.append)

    def handed(number: int, minutes_ago: int, colleague: str, hours: int) -> EventRow:
        step = replace(an_event(number, minutes_ago, Move.AUTHORISE), seat="值班长席")
        return replace(step, colleague=colleague, until=NOW + timedelta(hours=hours))

    me = seat.desk.actor.operator
    seat.reading.latest = (
        handed(161, 1, me, 4),
        handed(162, 2, "somebody.else", 4),
        handed(163, 3, me, -1),
        an_event(164, 4),
    )
    events.reload()
    events.reload()
    (notice,) = told
    assert notice_words(seat.look.wording, notice) == (
        "值班长席 已将 000161 授权给您，至 11-23 14:42：您可代值班长办理该案。"
    )


def test_a_burst_of_news_is_read_once(qtbot: QtBot) -> None:
    seat, events = the_events(an_event(163))
    seat.reading.asked.clear()
    with qtbot.waitSignal(events.heard):
        for _ in range(5):
            seat.desk.news.emit(News(cases=(), as_of=NOW))
    assert seat.reading.asked.count("events") == 1
    events.stop()
