"""The card of a grid by real keys: opened by I, lines opened, the list narrowed, left by Esc."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.gridload import Load, Recurrence
from console.domain.stage import Stage as CaseStage
from console.ports.layer_rows import (
    ClassCount,
    FormerGrid,
    GridCard,
    GridCase,
    StageLoad,
)
from console.viewmodels.cell_card import LineKind
from tests.fake_layers import OPENED, a_grid_row
from tests.rows import NOW, a_case_id
from tests.screens import Stage, open_stage

CASE = CaseId(a_case_id(163))


def a_cell(code: str) -> GridCard:
    return GridCard(
        grid=a_grid_row(code, 12_345.0),
        valid_from=OPENED,
        seen=NOW - timedelta(hours=2, minutes=5),
        stages=(
            StageLoad(queue="dispatch", load=Load(open=3, overdue=1, near=1)),
            StageLoad(queue="handle", load=Load(open=6)),
        ),
        components=(ClassCount(category="0101", name="上水井盖", total=12, faulty=1),),
        recurring=(
            Recurrence(kind="event", category="0102", times=4, last=NOW - timedelta(days=1)),
        ),
        recurring_names=(("event:0102", "暴露垃圾"),),
        former=(FormerGrid(code="410403003002001", valid_from=OPENED, valid_to=OPENED),),
        years=((2026, 31),),
    )


def a_line(number: int) -> GridCase:
    return GridCase(
        id=CaseId(a_case_id(number)),
        number=f"2026-1123-{number:06d}",
        category_name="暴露垃圾",
        address="建设路 1 号",
        stage=CaseStage.HANDLING,
        reported_at=NOW,
        due=NOW,
    )


@pytest.fixture(params=["zh", "en"])
def stage(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Stage]:
    """A dispatcher with a case in hand, whose cell is known."""
    made = open_stage(language=request.param)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    grid = made.reading.cases[CASE].grid
    made.reading.cards = {grid: a_cell(grid)}
    made.reading.in_cells = (a_line(95), a_line(119))
    made.shell.bench.queue.choose(CASE)
    yield made
    made.close()


def shown(stage: Stage) -> str:
    """Every word on the card."""
    view = stage.shell.cell_view
    words = [one.text() for one in view.findChildren(QLabel) if one.isVisible()]
    for table in (view.lines, view.cases):
        if table.isVisible():
            cells = [
                table.item(row, column)
                for row in range(table.rowCount())
                for column in range(table.columnCount())
            ]
            words += [cell.text() for cell in cells if cell is not None]
    return " | ".join(words)


def test_i_opens_the_cell_of_the_case_in_hand_and_again_closes_it(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    view = stage.shell.cell_view
    assert view.isVisible()
    assert stage.focus is view.lines
    words = shown(stage)
    for part in ("赵巡 WD-07", "上水井盖", "410403003002001", "2026", "1.23", "暴露垃圾"):
        assert part in words
    stage.press(Qt.Key.Key_I)
    assert not view.isVisible()
    assert stage.shell.card_view.isVisible()
    assert stage.focus is stage.shell.table


def test_news_of_the_cell_leave_the_keyboard_on_a_button(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    view = stage.shell.cell_view
    for button in (view.narrow_button, view.close_button):
        button.setFocus()
        stage.shell.bench.cell.changed.emit()
        assert stage.focus is button


def test_without_a_case_it_says_so(stage: Stage) -> None:
    stage.shell.bench.queue.choose(None)
    stage.press(Qt.Key.Key_I)
    assert not stage.shell.cell_view.isVisible()
    assert stage.shell.workplace.frame.status.words


def test_enter_shows_this_cell_only_in_the_list_and_the_chip_says_which(stage: Stage) -> None:
    bar, grid = stage.shell.queue_view.bar, stage.reading.cases[CASE].grid
    elsewhere = stage.reading.cases[CaseId(a_case_id(95))]
    stage.reading.put(replace(elsewhere, grid="410402001001001"))
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.bench.queue.filter.grid == grid
    assert bar.grid.isVisible()
    assert grid[-3:] in bar.grid.text()
    assert stage.focus is stage.shell.table
    assert stage.shell.bench.queue.outside == 1
    beyond = stage.shell.look.wording.say("queue.hidden.grid", count=1)
    assert beyond in stage.shell.queue_view.range.text()
    stage.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert not bar.grid.isVisible()
    assert stage.shell.bench.queue.outside == 0


def test_the_chip_drops_the_grid_and_keeps_the_other_filters(stage: Stage) -> None:
    queue = stage.shell.bench.queue
    queue.narrow(grid=stage.reading.cases[CASE].grid, unclaimed=True)
    stage.shell.queue_view.bar.grid.click()
    assert (queue.filter.grid, queue.filter.unclaimed) == ("", True)


def test_down_and_enter_open_the_cases_of_a_line_and_esc_goes_back(stage: Stage) -> None:
    cell, view = stage.shell.bench.cell, stage.shell.cell_view
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    assert cell.line is not None
    assert (cell.line.kind, cell.line.name) == (LineKind.STAGE, "dispatch")
    assert stage.focus is view.cases
    assert "2026-1123-000119" in shown(stage)
    stage.press(Qt.Key.Key_Escape)
    assert stage.focus is view.lines
    stage.press(Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert stage.focus is stage.shell.table


def test_esc_from_the_list_closes_the_card_before_it_lets_the_case_go(stage: Stage) -> None:
    bench, let_go = stage.shell.bench, []
    bench.holding.let_go = lambda: let_go.append(True)  # type: ignore[method-assign]  # heard instead of done
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_Return)
    assert stage.focus is stage.shell.table  # narrowed to the cell, its card still there
    assert stage.shell.cell_view.isVisible()
    stage.press(Qt.Key.Key_Escape)
    assert not stage.shell.cell_view.isVisible()
    assert not let_go
    stage.press(Qt.Key.Key_Escape)
    assert let_go


def test_heads_of_sections_are_stepped_over(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    kinds = []
    for _ in stage.shell.bench.cell.lines:
        kinds.append(stage.shell.cell_view.lines.chosen.kind)
        stage.press(Qt.Key.Key_Down)
    assert kinds == [line.kind for line in stage.shell.bench.cell.lines]


def test_home_and_end_lead_to_the_first_and_the_last_line(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    lines, table = stage.shell.bench.cell.lines, stage.shell.cell_view.lines
    stage.press(Qt.Key.Key_End)
    assert table.chosen == lines[-1]
    stage.press(Qt.Key.Key_Home)
    assert table.chosen == lines[0]


def test_a_case_of_a_line_is_taken_in_hand_and_its_card_shown(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.bench.queue.selected == a_case_id(119)
    assert stage.shell.card_view.isVisible()


def test_what_is_read_anew_leaves_the_chosen_line_chosen(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Down)
    stage.desk.asked_anew.emit()
    assert stage.shell.cell_view.lines.chosen.name == "handle"
    assert stage.focus is stage.shell.cell_view.lines


def test_without_the_store_a_cell_never_read_says_why_and_esc_leaves(stage: Stage) -> None:
    stage.reading.lost = True
    stage.press(Qt.Key.Key_I)
    assert "F5" in shown(stage)
    stage.press(Qt.Key.Key_Escape)
    assert not stage.shell.cell_view.isVisible()


def test_a_card_read_before_tells_its_time_when_the_store_is_lost(stage: Stage) -> None:
    stage.press(Qt.Key.Key_I)
    stage.press(Qt.Key.Key_I)
    stage.reading.lost = True
    stage.clock.wait(minutes=5)
    stage.press(Qt.Key.Key_I)
    assert "10:42:18" in shown(stage)


def test_an_unknown_cell_says_so(stage: Stage) -> None:
    stage.shell.bench.cell.show("999999999999999")
    assert "999999999999999" in shown(stage).replace(" ", "")
