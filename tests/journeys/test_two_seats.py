"""Two windows on one database: holds, news, a clash without loss, drafts that outlive a window."""

from __future__ import annotations

from console.domain.stage import Move, Post, Stage
from console.views.panels.conflict_panel import ConflictPanel
from console.views.panels.dispatch_panel import DispatchPanel
from tests.journeys.city import FIRST, GAS, SECOND
from tests.journeys.hands import Hands, Office
from tests.journeys.panels import dispatch, write_instruction
from tests.journeys.proof import check_chain, check_rail
from tests.journeys.restarts import BOTH_WAYS

pytestmark = BOTH_WAYS


def test_who_holds_a_case_is_seen_at_the_other_seat(office: Office) -> None:
    case = office.world.until(Move.REGISTER, office.world.call())
    other = office.seat(SECOND, folder="other")
    other.go_to(Post.DISPATCHER)
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.press("Space")
    hands.wait_case(case)
    other.wait(lambda: holder(other) == FIRST)
    other.between()
    other.take_over()
    other.press("Space")
    other.wait(lambda: "没有无人占用" in other.said)
    other.press("J", "Return")
    other.wait(lambda: "31席" in other.said)
    other.press("Esc")
    other.wait_home()
    hands.take_over()
    hands.press("Esc")
    other.wait(lambda: holder(other) == "")
    other.take_over()
    other.press("Space")
    hands.wait(lambda: holder(hands) == SECOND)


def holder(hands: Hands) -> str:
    """Who holds the only case of the list, as the list shows it."""
    table = hands.bench.queue.table
    row = table.row_at(0)
    return row.holder if row is not None else "?"


def test_a_clash_shows_both_versions_and_loses_nothing_typed(office: Office) -> None:
    case = office.world.until(Move.REGISTER, office.world.call())
    slow = office.seat(SECOND, folder="other")
    slow.go_to(Post.DISPATCHER)
    slow.find(case)
    write_instruction(slow, "请带围挡到场")
    fast = office.seat()
    fast.go_to(Post.DISPATCHER)
    fast.find(case)
    dispatch(fast, case, other="rqgs")
    slow.take_over()
    slow.press("Ctrl+Return")
    slow.wait_panel(ConflictPanel)
    clash = slow.panel
    assert isinstance(clash, ConflictPanel)
    slow.wait(lambda: bool(clash.conflict.rows))
    assert fast.read(case).unit == GAS
    typed = [one.mine for one in clash.conflict.rows]
    assert any("请带围挡到场" in str(words) for words in typed)
    slow.press("Ctrl+Return")
    slow.wait_home()
    trail = office.world.trail(case)
    assert trail[-1].move is Move.URGE
    assert "请带围挡到场" in str(trail[-1].payload)
    assert fast.read(case).unit == GAS
    check_rail(slow, office.world.store)
    assert check_chain(office.world.store) == 1


def test_what_was_typed_is_there_after_the_window_was_closed(office: Office) -> None:
    case = office.world.until(Move.REGISTER, office.world.call())
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    write_instruction(hands, "夜间施工，注意降噪")
    hands.between()
    hands.close()
    again = office.seat()
    again.go_to(Post.DISPATCHER)
    again.find(case)
    fresh = again.open_as("F4", DispatchPanel)
    again.wait(lambda: "夜间施工，注意降噪" in fresh.instruction.words())
    again.submit(case, Stage.DISPATCHED)
    assert "夜间施工，注意降噪" in again.read(case).instruction
