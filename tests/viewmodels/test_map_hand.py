"""By mouse and by keys the same shapes are drawn; a dropped mark writes nothing."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_hand import BOX, PIN, POLYGON, PROPOSAL, RULER, MapHand, Shape
from console.viewmodels.map_state import View
from tests.map.small_city import LAT, LON, pin

pytestmark = pytest.mark.usefixtures("qtbot")


def words(shape: Shape) -> str:
    return f"{shape.metres:.0f}"


@pytest.fixture
def bridge() -> MapBridge:
    made = MapBridge()
    made.view = View(lon=LON, lat=LAT, zoom=16)
    made.set_cases([pin(1, LON), pin(2, LON + 0.0015), pin(3, LON + 0.01)])
    return made


@pytest.fixture
def hand(bridge: MapBridge) -> MapHand:
    made = MapHand(words, bridge)
    made.attach(bridge)
    return made


def test_a_box_drawn_by_the_mouse_encloses_what_lies_in_it(
    qtbot: QtBot, bridge: MapBridge, hand: MapHand
) -> None:
    hand.take(BOX)
    with qtbot.waitSignal(hand.enclosed) as told:
        bridge.channel.shape_drawn("box", [LON + 0.002, LAT + 0.001, LON - 0.001, LAT - 0.001])
    assert told.args == [(1, 2)]
    assert not hand.busy
    assert bridge.tools.tool is None


def test_a_box_grows_and_shrinks_by_arrows_and_encloses_by_enter(
    qtbot: QtBot, hand: MapHand
) -> None:
    hand.take(BOX)
    hand.arrow(1, 0)
    wide = hand.shape.metres
    hand.arrow(1, 0)
    assert hand.shape.metres == pytest.approx(wide + 200, abs=1)
    hand.arrow(1, 0, shrink=True)
    assert hand.shape.metres == pytest.approx(wide, abs=1)
    with qtbot.waitSignal(hand.enclosed) as told:
        hand.finish()
    assert told.args == [(1, 2)]


def test_a_box_never_shrinks_to_less_than_nothing(hand: MapHand) -> None:
    hand.take(BOX)
    for _ in range(20):
        hand.arrow(1, 1, shrink=True)
    assert hand.shape.metres > 0


def test_a_polygon_closed_by_the_mouse_encloses(
    qtbot: QtBot, bridge: MapBridge, hand: MapHand
) -> None:
    hand.take(POLYGON)
    corners = [LON - 0.001, LAT - 0.001, LON + 0.003, LAT - 0.001, LON + 0.003, LAT + 0.002]
    bridge.channel.shape_drawn("polygon", corners)
    assert len(hand.shape.places) == 3
    with qtbot.waitSignal(hand.enclosed) as told:
        bridge.channel.shape_drawn("polygon", [*corners, *corners[:2]])
    assert told.args == [(2,)]


def test_a_polygon_is_drawn_by_keys_corner_by_corner(
    qtbot: QtBot, bridge: MapBridge, hand: MapHand
) -> None:
    hand.take(POLYGON)
    for lon, lat in ((-0.001, -0.001), (0.003, -0.001), (0.003, 0.002), (9, 9)):
        bridge.view = View(lon=LON + lon, lat=LAT + lat, zoom=16)
        hand.corner()
    hand.back()
    with qtbot.waitSignal(hand.enclosed) as told:
        hand.finish()
    assert told.args == [(2,)]


def test_a_polygon_of_too_few_corners_encloses_nothing_and_stays_in_the_hand(
    qtbot: QtBot, hand: MapHand
) -> None:
    hand.take(POLYGON)
    hand.corner()
    with qtbot.assertNotEmitted(hand.enclosed):
        hand.finish()
    assert hand.busy
    assert len(hand.shape.places) == 1


def test_a_ruler_measures_and_stays_in_hand(bridge: MapBridge, hand: MapHand) -> None:
    hand.take(RULER)
    bridge.channel.shape_drawn("ruler", [LON, LAT, LON, LAT + 0.001])
    assert hand.shape.metres == pytest.approx(110.9, abs=0.1)
    ring = [LON, LAT, LON, LAT + 0.001, LON + 0.001, LAT + 0.001]
    bridge.channel.shape_drawn("ruler", [*ring, *ring[:2]])
    assert hand.finish().square_metres == pytest.approx(5_139, abs=5)
    assert hand.busy
    assert bridge.tools.tool is not None
    assert bridge.tools.tool["text"] == words(hand.shape)


def test_the_same_key_again_puts_the_tool_away(bridge: MapBridge, hand: MapHand) -> None:
    hand.take(RULER)
    hand.take(RULER)
    assert not hand.busy
    assert bridge.tools.tool is None


def test_arrows_move_the_view_while_a_line_is_drawn(bridge: MapBridge, hand: MapHand) -> None:
    hand.take(RULER)
    hand.arrow(1, 0)
    hand.arrow(0, 1)
    assert bridge.news.waiting("step") == (0.1, -0.1, 0)


def test_a_dropped_mark_is_a_proposal_until_it_is_ended(
    qtbot: QtBot, bridge: MapBridge, hand: MapHand
) -> None:
    handle = bridge.pins.handle(2)
    assert handle is not None
    with qtbot.waitSignal(hand.moved) as told:
        bridge.channel.case_dropped(handle, LON, LAT + 0.001)
    assert told.args == [2, Point(LON, LAT + 0.001)]
    assert hand.shape.tool == PROPOSAL
    assert bridge.pins.pins[2].lon == LON + 0.0015
    hand.end_proposal()
    assert bridge.tools.tool is None


def test_what_is_shown_is_not_ended_as_a_proposal(hand: MapHand) -> None:
    hand.pin(Point(LON, LAT))
    hand.end_proposal()
    assert hand.shape.tool == PIN
    assert not hand.busy


def test_marks_and_shapes_of_another_map_are_not_heard(
    qtbot: QtBot, bridge: MapBridge, hand: MapHand
) -> None:
    hand.take(BOX)
    other = MapBridge(parent=bridge)
    hand.attach(other)
    assert bridge.tools.tool is None
    with qtbot.assertNotEmitted(hand.enclosed):
        bridge.tools.start("box")
        bridge.channel.shape_drawn("box", [LON - 1, LAT - 1, LON + 1, LAT + 1])
