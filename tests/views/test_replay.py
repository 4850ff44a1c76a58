"""The map of a past moment by keys: said to be past, pins of then, and the present back at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.domain.place import Division, DivisionLevel
from console.domain.refusal import Refusal
from console.domain.stage import Stage as CaseStage
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.views import map_view
from console.views.layer_link import LayerLink
from console.views.map_link import MapLink
from console.views.map_view import MapView
from console.views.past_text import past_moment
from console.views.replay_bar import ReplayBar
from tests.fake_past import FakePast, a_wall_case
from tests.fake_reading import FakeReading
from tests.rows import NOW, a_case_id, a_case_row
from tests.screens import Stage, open_stage

HOUR = timedelta(hours=1)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def past() -> FakePast:
    """Case 7 ended half an hour ago and is late from 90 minutes ago on; case 119 is open today."""
    made = FakePast()
    made.put(NOW - 72 * HOUR, a_wall_case(7, due=NOW - 1.5 * HOUR, stage=CaseStage.VERIFYING))
    made.put(NOW - 48 * HOUR, a_wall_case(119))
    made.end(NOW - 0.5 * HOUR, 7)
    return made


def _with_streets(reading: FakeReading) -> None:
    street = Division(
        code="410403001", name="建设路街道", level=DivisionLevel.STREET, parent="410403"
    )
    reading.known_divisions = (street,)


@pytest.fixture
def stage(past: FakePast, qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage(past=past, prepare=_with_streets)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def view(stage: Stage, qtbot: QtBot) -> MapView:
    """A map joined to the seat, without its page."""
    view, bench, look = MapView(stage.shell.look.theme.tokens), stage.shell.bench, stage.shell.look
    qtbot.addWidget(view)
    MapLink(view, bench.pins, bench.ground, bench.queue, look, past=bench.past)
    LayerLink(view, bench.layers, bench.pins, look, bench.past)
    return view


def pins_of(view: MapView) -> dict[int, str]:
    view.bridge.flush()
    return {case: pin.urgency for case, pin in view.bridge.pins.pins.items()}


def begin(stage: Stage) -> ReplayBar:
    stage.press(Qt.Key.Key_B, CTRL, SHIFT)
    bar = stage.shell.replay.bar
    assert bar is not None
    assert stage.focus is bar
    return bar


def moment(stage: Stage) -> str:
    playback = stage.shell.bench.past.playback
    assert playback is not None
    assert playback.moment is not None
    return past_moment(playback.moment)


def test_a_key_opens_the_past_and_arrows_walk_in_it(stage: Stage) -> None:
    bar = begin(stage)
    assert moment(stage) == bar.field.text() == "2026-11-23 09:42:18"
    for key, held, then in (
        (Qt.Key.Key_Left, (), "2026-11-23 09:41:18"),
        (Qt.Key.Key_Right, (), "2026-11-23 09:42:18"),
        (Qt.Key.Key_Left, (SHIFT,), "2026-11-23 08:42:18"),
        (Qt.Key.Key_PageUp, (), "2026-11-22 08:42:18"),
        (Qt.Key.Key_PageDown, (), "2026-11-23 08:42:18"),
        (Qt.Key.Key_Right, (SHIFT,), "2026-11-23 09:42:18"),
    ):
        stage.press(key, *held)
        assert moment(stage) == then
    assert bar.slider.value() == 9 * 60 + 42


def test_a_moment_is_typed_and_one_that_is_none_stays_to_be_mended(stage: Stage) -> None:
    bar = begin(stage)
    stage.press(Qt.Key.Key_1)
    stage.type("1-22 10:42")
    stage.press(Qt.Key.Key_Return)
    assert moment(stage) == "2026-11-22 10:42:00"
    assert stage.focus is bar
    stage.press(Qt.Key.Key_9)
    stage.type("9:42")
    stage.press(Qt.Key.Key_Return)
    assert moment(stage) == "2026-11-22 10:42:00"
    assert "99:42" in bar.case.text()
    assert bar.field.hasFocus()
    stage.press(Qt.Key.Key_Escape)
    assert not stage.shell.bench.past.on


def test_space_plays_and_stops_at_the_speed_plus_and_minus_choose(stage: Stage) -> None:
    bar = begin(stage)
    playback = stage.shell.bench.past.playback
    assert playback is not None
    stage.press(Qt.Key.Key_Space)
    assert playback.speed == 60
    stage.press(Qt.Key.Key_Plus)
    stage.press(Qt.Key.Key_Plus)
    stage.press(Qt.Key.Key_Plus)
    assert (playback.speed, bar.speeds.choice) == (600, "600")
    stage.press(Qt.Key.Key_Minus)
    assert playback.speed == 300
    stage.press(Qt.Key.Key_Space)
    assert not playback.playing


def test_pins_are_of_then_with_the_urgency_of_then(stage: Stage, view: MapView) -> None:
    begin(stage)
    assert pins_of(view) == {a_case_id(7): "over", a_case_id(119): "normal"}
    stage.press(Qt.Key.Key_Left, SHIFT)
    assert pins_of(view)[a_case_id(7)] == "near"
    assert view.bridge.age["past"]
    assert view.bridge.age["words"] == "回放 2026-11-23 08:42:18"


def test_the_present_goes_on_unseen_and_is_back_at_once(stage: Stage, view: MapView) -> None:
    before = pins_of(view)
    begin(stage)
    stage.reading.put(a_case_row(501, 30))
    stage.desk.news.emit(News(cases=(a_case_id(501),), as_of=NOW))
    assert a_case_id(501) not in pins_of(view)
    stage.press(Qt.Key.Key_Escape)
    assert set(pins_of(view)) == {*before, a_case_id(501)}
    assert "past" not in view.bridge.age
    assert stage.focus is stage.shell.table
    assert stage.shell.replay.bar is None


def test_layers_that_tell_how_it_is_now_are_not_shown_beside_the_past(
    stage: Stage, view: MapView
) -> None:
    stage.shell.bench.layers.switch("heat", on=True)
    begin(stage)
    assert (view.bridge.layers["heat"], view.bridge.layers["cases"]) == (False, True)
    stage.shell.bench.layers.switch("inspectors", on=True)
    assert not view.bridge.layers["inspectors"]
    stage.press(Qt.Key.Key_Escape)
    assert view.bridge.layers["heat"]
    assert view.bridge.layers["inspectors"]


def test_a_picked_pin_tells_how_it_stood_and_offers_the_case_of_now(
    stage: Stage, view: MapView
) -> None:
    bar, chosen = begin(stage), stage.shell.bench.queue.selected
    view.chosen.emit(a_case_id(119))
    assert "119" in bar.case.text()
    assert "上水井盖 · 处置中" in bar.case.text()
    assert stage.shell.bench.queue.selected == chosen
    assert view.bridge.selected == a_case_id(119)
    stage.press(Qt.Key.Key_PageUp)
    stage.press(Qt.Key.Key_PageUp)
    assert bar.case.text() == stage.shell.look.wording.say("replay.not_open")
    assert view.bridge.selected is None
    stage.press(Qt.Key.Key_Return)
    assert stage.shell.bench.queue.selected == a_case_id(119)


def test_the_same_key_again_and_esc_in_the_list_lead_back(stage: Stage) -> None:
    begin(stage)
    stage.press(Qt.Key.Key_B, CTRL, SHIFT)
    assert not stage.shell.bench.past.on
    begin(stage)
    stage.shell.focus_list()
    stage.press(Qt.Key.Key_Escape)
    assert not stage.shell.bench.past.on


@pytest.mark.parametrize(
    "broken", [StoreUnavailable("store.lost"), Refusal("past.year_away", year=2025)]
)
def test_a_failure_is_said_and_the_moment_shown_stays(
    stage: Stage, past: FakePast, view: MapView, broken: Exception
) -> None:
    begin(stage)
    stage.press(Qt.Key.Key_Space)
    past.broken = broken
    stage.press(Qt.Key.Key_Left)
    assert stage.desk.is_lost is isinstance(broken, StoreUnavailable)
    assert moment(stage) == "2026-11-23 09:42:18"
    assert view.bridge.age["words"].endswith("09:42:18")


def test_without_a_past_it_is_said_in_words(qtbot: QtBot) -> None:
    stage = open_stage()
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.press(Qt.Key.Key_B, CTRL, SHIFT)
    assert not stage.shell.bench.past.on
    assert stage.shell.replay.bar is None
    words = stage.shell.look.wording.say("past.not_here")
    assert stage.shell.workplace.frame.status.words == words
    stage.close()


def test_a_second_map_that_is_opened_in_the_past_shows_it_too(stage: Stage, qtbot: QtBot) -> None:
    begin(stage)
    view, bench = MapView(stage.shell.look.theme.tokens), stage.shell.bench
    qtbot.addWidget(view)
    MapLink(view, bench.pins, bench.ground, bench.queue, stage.shell.look, past=bench.past)
    assert set(pins_of(view)) == {a_case_id(7), a_case_id(119)}
    assert view.bridge.age["past"]


def test_the_bar_lies_at_the_foot_of_the_map_and_follows_its_size(stage: Stage) -> None:
    bar, over = begin(stage), stage.shell.map_view
    over.resize(over.width(), over.height() - 40)
    assert isinstance(bar.parentWidget(), QWidget)
    assert bar.geometry().bottom() == over.height() - 12


@pytest.mark.webengine
def test_the_bar_goes_with_the_map_to_the_second_screen_and_back(
    past: FakePast, qtbot: QtBot
) -> None:
    stage = open_stage(with_map=True, past=past)
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    replay, maps = stage.shell.replay, stage.shell.maps
    begin(stage)
    maps.turn()
    assert maps.window is not None
    assert replay.bar is not None
    assert replay.bar.parentWidget() is maps.window.view
    assert pins_of(maps.window.view) == {a_case_id(7): "over", a_case_id(119): "normal"}
    assert maps.window.view.bridge.age["past"]
    maps.turn()
    assert replay.bar is not None
    assert replay.bar.parentWidget() is stage.shell.map_view
    replay.leave()
    assert replay.bar is None
    stage.close()


def test_a_pin_of_then_names_its_street_as_the_present_one_does(
    stage: Stage, view: MapView
) -> None:
    begin(stage)
    view.bridge.flush()
    assert "建设路街道" in view.bridge.pins.pins[a_case_id(119)].detail


def test_the_map_ends_above_the_bar_and_has_its_room_back_afterwards(
    past: FakePast, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    stage = open_stage(past=past, with_map=True)
    qtbot.addWidget(stage.window)
    qtbot.waitUntil(stage.window.isActiveWindow)
    bar = begin(stage)
    over = bar.parentWidget()
    assert over is not None
    page = over.findChild(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert page is not None
    qtbot.waitUntil(lambda: page.geometry().bottom() < bar.y())
    stage.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.geometry() == over.rect())
    stage.close()
