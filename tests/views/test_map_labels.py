"""Words and marks handed to the map page."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.viewmodels.map_channel import COMMANDS, INSET_LAYERS, LAYERS
from console.viewmodels.map_state import kind_number
from console.views.map_labels import inset_labels, map_labels
from console.views.map_sprites import map_sprites
from console.views.theme import ThemeName, load_tokens
from console.views.wording import Language, Wording


@pytest.mark.parametrize("language", list(Language))
def test_both_maps_have_all_their_words(language: Language) -> None:
    words = Wording(language)
    large, small = map_labels(words, {"410402": "Xinhua"}), inset_labels(words)
    assert all(large[key] for key in ("in_view", "zoom_in", "zoom_out", "home", "picking"))
    assert "{n}" in large["in_view"]
    assert large["districts"] == {"410402": "Xinhua"}
    assert small["legend"] == []
    assert {entry["key"] for entry in large["layers"]} < set(LAYERS)
    assert [entry["key"] for entry in small["layers"]] == list(INSET_LAYERS)
    assert set(large["commands"]) < set(COMMANDS)


def test_the_legend_shows_each_mark_once_and_a_gap_between_time_and_stage() -> None:
    legend = map_labels(Wording(), {})["legend"]
    kinds = [entry["kind"] for entry in legend if entry]
    assert len(kinds) == len(set(kinds)) == 7
    assert legend[3] == {}


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_cell_of_a_mark_holds_that_mark(qtbot: QtBot, ratio: float) -> None:
    tokens = load_tokens(ThemeName.LIGHT)
    picture, cells = map_sprites(tokens, ratio)
    sheet, places = QImage.fromData(picture), json.loads(cells)
    left, top, width, height = places["kinds"][kind_number(Urgency.NEW, StageFill.SOLID)]
    middle = (round((left + width / 2) * ratio), round((top + height / 2) * ratio))
    assert sheet.pixelColor(*middle) == QColor(tokens.new)
    assert len(places["kinds"]) == len(Urgency) * len(StageFill)
    assert sheet.height() >= (places["ring"][1] + places["ring"][3]) * ratio
