"""A cell where covers break again and again: seen on its card, its cases opened, by keys alone."""

from __future__ import annotations

from console.domain.stage import Move, Post
from console.viewmodels.cell_card import CellState, LineKind
from tests.journeys.city import centre, grid_code
from tests.journeys.hands import Office

EAST = "410403"
HOT, CALM = 3, 0


def test_a_cell_tells_what_recurs_there_and_narrows_the_list(office: Office) -> None:
    world = office.world
    again = [world.until(Move.REGISTER, world.call(HOT)) for _ in range(3)]
    elsewhere = world.until(Move.REGISTER, world.call(CALM))
    assert centre(EAST, HOT) != centre(EAST, CALM)
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.wait_row(elsewhere)
    hands.find(again[0])
    hands.press("I")
    cell, view = hands.bench.cell, hands.shell.cell_view
    hands.wait(lambda: cell.state is CellState.READY and view.lines.hasFocus())
    assert cell.code == grid_code(EAST, HOT)
    kinds = [line.kind for line in cell.lines]
    assert kinds.count(LineKind.RECURRING) == 1
    for _ in range(kinds.index(LineKind.RECURRING)):
        hands.press("Down")
    hands.press("Return")
    hands.wait(lambda: cell.cases is not None and view.cases.hasFocus())
    assert {one.id for one in cell.cases or ()} == set(again)
    hands.press("Esc", "Home", "Return")
    hands.wait(hands.shell.table.hasFocus)
    hands.wait(lambda: set(hands.bench.queue.table.keys) == set(again))
    assert hands.bench.queue.outside == 1
    world.call(HOT)  # news of the cell do not widen the list
    hands.press("J")
    hands.wait(lambda: hands.bench.queue.selected in again)
    hands.wait(lambda: not view.isVisible())
    hands.press("Ctrl+0")
    hands.wait_row(elsewhere)
