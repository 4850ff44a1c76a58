"""Packed layers, tools and age: what the page is told and what it may tell."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from console.viewmodels.map_bridge import MapBridge
from console.viewmodels.map_channel import FEEDS, LAYERS, MAX_CORNERS, as_places
from console.viewmodels.map_feeds import pack_areas, pack_classes, pack_points
from tests.viewmodels.test_map_bridge import listening

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_page_fetches_the_layers_that_were_given_and_later_only_the_changed_one() -> None:
    bridge = MapBridge()
    bridge.feeds.set("heat", pack_classes([0, 1, 4], 4))
    told = listening(bridge)
    assert told[0]["feeds"] == {"heat": True}
    bridge.feeds.set("heat", pack_classes([0, 1, 4], 4))
    bridge.news.flush()
    assert "feeds" not in told[-1]
    bridge.feeds.set("heat", pack_classes([0, 1, 3], 4))
    bridge.news.flush()
    assert told[-1]["feeds"] == {"heat": True}
    assert bridge.feeds.packed("heat")[-3:] == bytes([0, 1, 3])


def test_a_layer_nobody_knows_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        MapBridge().feeds.set("weather", b"")


def test_things_are_told_by_number_and_only_of_known_layers(qtbot: QtBot) -> None:
    bridge = MapBridge()
    with qtbot.waitSignal(bridge.feeds.clicked) as heard:
        bridge.channel.feature_clicked("components", 7)
    assert heard.args == ["components", 7]
    with qtbot.assertNotEmitted(bridge.feeds.clicked):
        bridge.channel.feature_clicked("weather", 7)
        bridge.channel.feature_clicked("components", -1)
    with qtbot.assertNotEmitted(bridge.feeds.hovered):
        bridge.channel.feature_under_pointer("grids", 3, math.nan, 33.7)


def test_words_under_the_pointer_stand_at_their_place_and_go_with_an_empty_title() -> None:
    bridge = MapBridge()
    told = listening(bridge)
    bridge.feeds.tell("路灯 0127", "完好", 113.3, 33.7)
    assert told[-1]["hover"]["at"] == [113.3, 33.7]
    assert told[-1]["hover"]["tip"]["detail"] == "完好"
    bridge.feeds.tell("", "", 113.3, 33.7)
    assert told[-1]["hover"] == {"handle": 0, "tip": None}


def test_packed_outlines_say_where_each_begins_and_what_it_is_called() -> None:
    packed = pack_areas([("甲", [[1, 2], [3, 4], [5, 6]]), ("乙", [[7, 8], [9, 10], [11, 12]])])
    assert packed.endswith('["甲", "乙"]'.encode())
    assert len(packed) == 8 + 2 * 6 * 8 + 3 * 4 + len('["甲", "乙"]'.encode())


def test_packed_places_end_with_their_forms() -> None:
    packed = pack_points([(113.3, 33.7, 1), (113.4, 33.8, 2)], [[[1, 2], [3, 4]]])
    assert packed[-2:] == bytes([1, 2])
    assert len(packed) == 16 + 4 * 8 + 4 * 8 + 2 * 4 + 2
    assert pack_points([]) == bytes(16) + bytes(4)


def test_a_shape_is_heard_while_its_tool_is_in_the_hand(qtbot: QtBot) -> None:
    bridge = MapBridge()
    told = listening(bridge)
    with qtbot.assertNotEmitted(bridge.tools.drawn):
        bridge.channel.shape_drawn("polygon", [113.3, 33.7])
    bridge.tools.start("polygon", close=True)
    bridge.news.flush()
    assert told[-1]["tool"] == {"name": "polygon", "close": True}
    with qtbot.waitSignal(bridge.tools.drawn) as heard:
        bridge.channel.shape_drawn("polygon", [113.3, 33.7, 113.4, 33.8])
    assert heard.args == ["polygon", ((113.3, 33.7), (113.4, 33.8))]
    bridge.tools.stop()
    bridge.news.flush()
    assert told[-1]["tool"] is None


@pytest.mark.parametrize(
    "numbers",
    [[1.0], ["<img>", 2.0], [1.0, 91.0], [math.inf, 1.0], [1.0] * (2 * MAX_CORNERS + 2), [None, 1]],
)
def test_what_is_no_list_of_places_is_not_heard(numbers: list[object]) -> None:
    assert as_places(numbers) == ()


def test_the_age_of_the_view_survives_the_page() -> None:
    bridge = MapBridge()
    bridge.set_age("6 秒前", old=False)
    assert listening(bridge)[0]["age"] == {"words": "6 秒前", "old": False}


def test_every_packed_layer_can_be_switched() -> None:
    assert set(FEEDS) < set(LAYERS)
