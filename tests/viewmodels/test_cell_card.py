"""The card of a cell: its lines, their cases, the queue narrowed to it, and what can go wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from console.domain.case import CaseId
from console.domain.gridload import Load, Recurrence
from console.domain.stage import Stage
from console.ports.layer_rows import (
    CellCases,
    ClassCount,
    FormerGrid,
    GridCard,
    GridCase,
    StageLoad,
)
from console.ports.rows import News
from console.viewmodels.cell_card import CellCard, CellState, LineKind
from tests.fake_layers import OPENED, a_grid_row
from tests.rows import NOW, a_case_id
from tests.seats import Seat, a_seat

CODE = "410403003002017"


def a_card(code: str = CODE) -> GridCard:
    """A cell with a line of every kind."""
    return GridCard(
        grid=a_grid_row(code),
        valid_from=OPENED,
        seen=NOW - timedelta(hours=2),
        stages=(
            StageLoad(queue="dispatch", load=Load(open=2, overdue=1)),
            StageLoad(queue="handle", load=Load(open=5, overdue=1, near=2)),
        ),
        components=(ClassCount(category="0101", name="上水井盖", total=12, faulty=1),),
        recurring=(
            Recurrence(kind="event", category="0102", times=4, last=NOW - timedelta(days=1)),
        ),
        recurring_names=(("event:0102", "暴露垃圾"),),
        former=(FormerGrid(code="410403003002001", valid_from=OPENED, valid_to=date(2024, 5, 1)),),
        years=((2026, 31), (2025, 44)),
    )


def a_line(number: int) -> GridCase:
    return GridCase(
        id=CaseId(a_case_id(number)),
        number=f"2026-1123-{number:06d}",
        category_name="暴露垃圾",
        address="建设路 1 号",
        stage=Stage.HANDLING,
        reported_at=NOW,
        due=NOW,
    )


@pytest.fixture
def seat(qtbot: QtBot) -> Iterator[Seat]:
    made = a_seat()
    made.reading.cards = {CODE: a_card()}
    made.reading.in_cells = (a_line(1), a_line(2))
    yield made
    delete(made.desk)


@pytest.fixture
def card(seat: Seat) -> CellCard:
    return CellCard(seat.desk, seat.queue)


def test_a_cell_is_read_and_its_lines_are_in_order(card: CellCard) -> None:
    card.show(CODE)
    assert card.state is CellState.READY
    assert [line.kind for line in card.lines] == [
        LineKind.OPEN,
        LineKind.STAGE,
        LineKind.STAGE,
        LineKind.COMPONENT,
        LineKind.RECURRING,
        LineKind.FORMER,
        LineKind.YEAR,
        LineKind.YEAR,
    ]
    assert card.lines[0].load == Load(open=7, overdue=2, near=2)
    assert card.lines[4].name == "暴露垃圾"


def test_each_line_asks_for_its_own_cases(card: CellCard, seat: Seat) -> None:
    card.show(CODE)
    for line in card.lines:
        card.open_line(line)
        assert card.cases is not None
        assert len(card.cases) == 2
        card.back()
    wanted = seat.reading.wanted_cells
    assert wanted[0] == CellCases(grid=CODE, open_only=True)
    assert wanted[1] == CellCases(grid=CODE, queue="dispatch")
    assert wanted[3] == CellCases(grid=CODE, kind="component", category="0101")
    assert (wanted[4].category, wanted[4].since) == ("0102", NOW - timedelta(days=30))
    assert wanted[5] == CellCases(grid="410403003002001")
    assert wanted[7] == CellCases(grid=CODE, year=2025)


def test_back_leads_from_the_cases_to_the_lines_and_out(card: CellCard, qtbot: QtBot) -> None:
    card.show(CODE)
    card.open_line(card.lines[1])
    card.back()
    assert (card.line, card.state) == (None, CellState.READY)
    with qtbot.waitSignal(card.closed):
        card.back()
    assert (card.state, card.code) == (CellState.CLOSED, "")


def test_the_queue_shows_this_cell_only_until_the_filter_is_dropped(
    card: CellCard, seat: Seat
) -> None:
    elsewhere = seat.reading.cases[CaseId(a_case_id(95))]
    seat.reading.put(replace(elsewhere, grid="410402001001001"))
    seat.queue.open("dispatch")
    whole = seat.queue.total
    grid = seat.reading.cases[CaseId(a_case_id(163))].grid
    card.show(grid)
    card.narrow()
    assert seat.queue.filter.grid == grid
    assert seat.queue.filtered
    assert (seat.queue.total, seat.queue.outside) == (whole - 1, 1)
    seat.queue.clear()
    assert seat.queue.total == whole


def test_an_unknown_cell_says_so_on_the_card(card: CellCard) -> None:
    card.show("999999999999999")
    assert card.state is CellState.FAILED
    assert card.refusal is not None
    assert card.refusal.code == "grid.unknown"


def test_without_the_store_a_card_read_before_comes_with_its_time_and_others_fail(
    card: CellCard, seat: Seat
) -> None:
    card.show(CODE)
    card.close()
    seat.reading.lost = True
    seat.wait(minutes=3)
    card.show(CODE)
    assert (card.state, card.as_of) == (CellState.READY, NOW)
    card.show("410403003002018")
    assert (card.state, card.refusal) == (CellState.FAILED, None)
    assert seat.desk.is_lost


def test_news_read_the_card_anew_but_not_more_than_every_five_seconds(
    card: CellCard, seat: Seat
) -> None:
    card.show(CODE)
    news = News(cases=(CaseId(a_case_id(5)),), as_of=NOW)
    for _ in range(5):
        seat.desk.news.emit(news)
    assert seat.reading.asked.count(f"grid_card {CODE}") == 1
    seat.wait(seconds=5)
    seat.desk.news.emit(news)
    assert seat.reading.asked.count(f"grid_card {CODE}") == 2
    card.close()
    seat.wait(seconds=5)
    seat.desk.news.emit(news)
    assert seat.reading.asked.count(f"grid_card {CODE}") == 2


def test_a_case_of_the_card_is_taken_in_hand(card: CellCard, seat: Seat) -> None:
    card.choose(CaseId(a_case_id(95)))
    assert seat.queue.selected == a_case_id(95)
