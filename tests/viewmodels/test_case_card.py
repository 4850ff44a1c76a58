"""The case in hand: read when chosen, read again on news, with what may be done and why."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.domain.timers import TimerKind
from console.ports.rows import News
from console.ports.work import Claim
from console.viewmodels.case_card import CaseCard
from tests.panels import Table, a_table
from tests.rows import a_case_id


def at_dispatch() -> tuple[Table, CaseCard]:
    table = a_table()
    table.advance(Stage.TO_DISPATCH)
    table.detail()
    return table, CaseCard(table.desk)


def test_a_chosen_case_is_read_with_proposals_and_told(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    with qtbot.waitSignal(card.changed):
        card.show(table.case.id)
    assert card.case == table.case
    assert Move.DISPATCH in card.lawful()


def test_the_same_case_is_not_read_twice(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    card.show(table.case.id)
    card.show(table.case.id)
    assert table.reading.asked.count("detail") == 1


def test_news_of_the_case_reads_it_again_and_news_of_others_does_not(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    card.show(table.case.id)
    table.desk.news.emit(News(cases=(a_case_id(5),), as_of=table.desk.now()))
    assert table.reading.asked.count("detail") == 1
    table.advance(Stage.DISPATCHED, Post.DISPATCHER)
    table.detail()
    table.desk.news.emit(News(cases=(table.case.id,), as_of=table.desk.now()))
    assert card.case is not None
    assert card.case.stage is Stage.DISPATCHED


def test_no_case_is_nothing_to_do(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    card.show(table.case.id)
    card.show(None)
    assert card.case is None
    assert card.moves() == ()
    assert card.reasons() == ()
    assert card.gauges() == (None, None)
    assert card.acts().primary is None


def test_the_gauges_are_the_stage_and_then_the_whole(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    card.show(table.case.id)
    stage, total = card.gauges()
    assert stage is not None
    assert stage.kind is TimerKind.DISPATCH
    assert total is None
    table.advance(Stage.HANDLING, Post.DISPATCHER)
    table.detail()
    card.refresh()
    kinds = [one.kind for one in card.gauges() if one is not None]
    assert kinds == [TimerKind.HANDLE, TimerKind.BUNDLED]
    assert [one.gauge.kind for one in card.reasons()] == kinds


def test_the_hold_is_mine_or_somebody_elses(qtbot: QtBot) -> None:
    table, card = at_dispatch()
    detail, now = table.detail(), table.desk.now()
    claim = Claim(
        case=detail.case.id,
        operator=table.desk.actor.operator,
        seat="派遣 03席",
        since=now,
        beat_at=now,
        active_at=now,
    )
    table.reading.details[detail.case.id] = replace(detail, claim=claim)
    card.show(detail.case.id)
    assert card.mine
    theirs = replace(detail, claim=replace(claim, operator="lixia"))
    table.reading.details[detail.case.id] = theirs
    card.refresh()
    assert not card.mine
