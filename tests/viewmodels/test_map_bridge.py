"""The map's state in Python and what the page is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.tone import Urgency
from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels import map_news
from console.viewmodels.map_bridge import MapBridge
from tests.map import small_city
from tests.map.small_city import pin

LONG_ID = 2026_1123_000_000_187
Told = list[dict[str, Any]]


def listening(bridge: MapBridge) -> Told:
    """What a page hears that says `ready` now, the whole state first."""
    told: Told = []
    bridge.channel.told.connect(_keeper(told))
    bridge.channel.ready()
    return told


def _keeper(told: Told) -> Callable[[str], None]:
    def keep(text: str) -> None:
        told.append(json.loads(text))

    return keep


def test_nothing_is_said_before_a_page_listens(qtbot: QtBot) -> None:
    bridge = MapBridge()
    with qtbot.assertNotEmitted(bridge.channel.told, wait=150):
        bridge.set_cases([pin(1)])
        bridge.select(1)


def test_a_new_page_gets_the_whole_state_at_once() -> None:
    bridge = MapBridge(inset=True)
    bridge.set_theme({"ink": "#000000"})
    bridge.set_language({"lang": "zh-CN"})
    bridge.set_cases([pin(LONG_ID)])
    bridge.select(LONG_ID)
    (whole,) = listening(bridge)
    assert whole["all"]
    assert whole["inset"]
    assert whole["theme"] == {"ink": "#000000"}
    assert whole["labels"] == {"lang": "zh-CN"}
    assert whole["view"] is None
    assert whole["districts"] == ["410403"]
    assert set(whole["data"]) == {"sprites", "base", "grids", "cases"}
    assert whole["select"]["handle"] == 1
    assert whole["select"]["tip"] == {
        "title": f"{LONG_ID} 暴露垃圾",
        "left": "剩 6分",
        "tone": "near",
        "detail": "410403 003 002 017 · 五一路街道",
    }


def test_a_second_page_gets_the_view_of_the_first() -> None:
    bridge = MapBridge()
    listening(bridge)
    bridge.channel.view_changed(113.0, 33.0, 113.2, 33.2, 15.0, 4, by_hand=True)
    bridge.news.pause()
    whole = listening(bridge)[0]
    assert whole["view"] == pytest.approx([113.1, 33.1, 15.0])


def test_changes_of_one_beat_arrive_as_one_message(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1), pin(2), pin(3)])
    told = listening(bridge)
    bridge.patch_cases([pin(1, urgency=Urgency.OVER)])
    bridge.patch_cases([pin(4)], removed=[2])
    bridge.patch_cases([pin(3)])
    qtbot.waitUntil(lambda: len(told) > 1)
    (news,) = told[1:]
    assert [row[0] for row in news["put"]] == [1, 4]
    assert news["gone"] == [2]


def test_a_case_that_comes_and_goes_in_one_beat_is_only_gone(qtbot: QtBot) -> None:
    bridge = MapBridge()
    told = listening(bridge)
    bridge.patch_cases([pin(1)])
    bridge.patch_cases([], removed=[1])
    qtbot.waitUntil(lambda: len(told) > 1)
    assert (told[1]["put"], told[1]["gone"]) == ([], [1])


def test_set_cases_tells_only_the_difference(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1), pin(2)])
    told = listening(bridge)
    bridge.set_cases([pin(2), pin(3)])
    qtbot.waitUntil(lambda: len(told) > 1)
    assert ([row[0] for row in told[1]["put"]], told[1]["gone"]) == ([3], [1])


def test_very_many_changes_are_fetched_instead_of_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_news, "MANY", 10)
    bridge = MapBridge()
    told = listening(bridge)
    bridge.set_cases([pin(number) for number in range(1, 20)])
    qtbot.waitUntil(lambda: len(told) > 1)
    assert (told[1]["put"], told[1]["data"]) == ([], {"cases": True})
    assert len(bridge.pins.packed()) == 8 + 19 * 24


def test_a_click_on_a_mark_names_the_case_however_large_its_id(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(LONG_ID)])
    with qtbot.waitSignal(bridge.chosen) as heard:
        bridge.channel.case_clicked(1)
    assert heard.args == [LONG_ID]
    with qtbot.assertNotEmitted(bridge.chosen):
        bridge.channel.case_clicked(77)


def test_a_click_on_a_grid_names_its_code(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_grids(small_city.grids())
    with qtbot.waitSignal(bridge.grid_chosen) as heard:
        bridge.channel.grid_clicked(3)
    assert heard.args == ["410403003002003"]
    with qtbot.assertNotEmitted(bridge.grid_chosen):
        bridge.channel.grid_clicked(100_000)


def test_picking_takes_one_place_and_ends(qtbot: QtBot) -> None:
    bridge = MapBridge()
    with qtbot.assertNotEmitted(bridge.tools.place_picked):
        bridge.channel.map_clicked(113.0, 33.0)
    bridge.tools.start_picking()
    with qtbot.waitSignal(bridge.tools.place_picked) as heard:
        bridge.channel.map_clicked(113.0, 33.0)
    assert heard.args == [113.0, 33.0]
    assert not bridge.tools.picking


def test_picking_can_be_given_up(qtbot: QtBot) -> None:
    bridge = MapBridge()
    told = listening(bridge)
    bridge.tools.start_picking()
    bridge.tools.stop_picking()
    qtbot.waitUntil(lambda: len(told) > 1)
    assert told[1]["picking"] is False


def test_the_view_follows_a_choice_until_the_operator_moves_it_himself(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1)])
    told = listening(bridge)
    bridge.select(1)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1]["select"]["reveal"]
    bridge.channel.view_changed(113.0, 33.0, 113.2, 33.2, 15.0, 1, by_hand=True)
    bridge.select(1)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert not told[2]["select"]["reveal"]
    bridge.locate(113.3, 33.7)
    assert not bridge.locked
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told[3]["go"] == [113.3, 33.7, None]


def test_a_page_that_moves_by_itself_does_not_lock_the_view() -> None:
    bridge = MapBridge()
    bridge.channel.view_changed(113.0, 33.0, 113.2, 33.2, 15.0, 1, by_hand=False)
    assert not bridge.locked


def test_the_box_of_the_chosen_case_keeps_up_with_its_time_left(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1)])
    told = listening(bridge)
    bridge.select(1)
    bridge.patch_cases([pin(1, remaining="剩 5分")])
    qtbot.waitUntil(lambda: len(told) > 1)
    assert told[1]["select"]["tip"]["left"] == "剩 5分"
    assert told[1]["select"]["reveal"], "the choice of the same beat still brings it into view"
    assert told[1]["put"] == []


def test_the_ticking_time_left_belongs_to_the_chosen_case_only(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1), pin(2)])
    told = listening(bridge)
    bridge.select(1)
    bridge.set_remaining("剩 4分")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1]["select"]["tip"]["left"] == "剩 4分"
    with qtbot.assertNotEmitted(bridge.channel.told, wait=150):
        bridge.set_remaining("剩 4分")
    bridge.select(2)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[2]["select"]["tip"]["left"] == "剩 6分"


def test_a_case_that_ends_is_no_longer_chosen(qtbot: QtBot) -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(1)])
    told = listening(bridge)
    bridge.select(1)
    bridge.patch_cases([], removed=[1])
    qtbot.waitUntil(lambda: len(told) > 1)
    assert bridge.selected is None
    assert told[1]["select"] == {"handle": 0, "tip": None, "reveal": True}


def test_hovering_answers_at_once_with_the_words_of_the_case() -> None:
    bridge = MapBridge()
    bridge.set_cases([pin(5)])
    told = listening(bridge)
    bridge.channel.case_under_pointer(1)
    bridge.channel.case_under_pointer(0)
    assert told[1]["hover"]["tip"]["title"] == "000005 暴露垃圾"
    assert told[2]["hover"] == {"handle": 0, "tip": None}


def test_a_layer_switched_on_the_page_is_kept_and_told_to_the_window(qtbot: QtBot) -> None:
    bridge = MapBridge()
    with qtbot.waitSignal(bridge.layers_changed):
        bridge.channel.layer_clicked("grids", shown=False)
    assert bridge.layers["grids"] is False
    bridge.set_layers({"grids": True, "unheard of": True})
    assert listening(bridge)[0]["layers"]["grids"] is True
    assert "unheard of" not in bridge.layers


def test_a_scene_travels_as_plain_facts() -> None:
    bridge = MapBridge(inset=True)
    badge = MapBadge(text="A", lon=113.0, lat=33.0)
    bridge.show_scene(MapScene(lon=113.0, lat=33.0, radius_m=300, badges=(badge,)))
    scene = listening(bridge)[0]["scene"]
    assert (scene["radius_m"], scene["badges"][0]["text"]) == (300, "A")
    bridge.show_scene(None)
    assert listening(bridge)[0]["scene"] is None
