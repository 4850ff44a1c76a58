"""A place is corrected by keys: found or nudged, shown old beside new, sent with its reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.demo.model import AddressKind
from console.domain.coordinates import distance_m
from console.domain.place import Place, Point
from console.domain.stage import Move, Post, Stage
from console.ports.rows import PlaceHit
from console.views.card.part import Elastic
from console.views.panels.inset import InsetMap
from console.views.panels.place_panel import PlacePanel
from console.views.panels.registry import open_panel
from console.views.panels.spot_entry import SpotEntry
from console.views.theme import Theme
from console.views.widgets.keys import KeyLabel
from console.views.wording import Language, Wording
from tests.keys import CTRL, press, type_in
from tests.panels import Table, a_table

WORDING = Wording("zh_CN")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def table() -> Table:
    made = a_table()
    made.advance(Stage.TO_DISPATCH, then=Post.DISPATCHER)
    return made


def opened(qtbot: QtBot, table: Table, **given: object) -> PlacePanel:
    panel = open_panel(
        Move.CORRECT_PLACE, table.detail(), table.desk, WORDING, Theme(), given=given
    )
    assert isinstance(panel, PlacePanel)
    for inset in panel.findChildren(InsetMap):
        inset.hide()  # this is about keys
    qtbot.addWidget(panel)
    panel.resize(1700, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def test_arrow_keys_move_it_by_one_ten_and_a_hundred_metres(qtbot: QtBot, table: Table) -> None:
    old = table.case.place.point
    assert old is not None
    panel = opened(qtbot, table)
    panel.spot.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_Right, CTRL)
    assert panel.spot.point is not None
    assert distance_m(old, panel.spot.point) == pytest.approx(111, abs=0.01)
    panel.fields["reason"].entry.setFocus()
    type_in("shifted")
    press(Qt.Key.Key_Return, CTRL)
    moved = table.case.place.point
    assert moved is not None
    assert distance_m(old, moved) == pytest.approx(111, abs=0.01)
    assert table.trail()[-1].reason == "shifted"


def test_a_found_place_is_taken_with_its_address_and_component(qtbot: QtBot, table: Table) -> None:
    right = Place(
        address="建设路 0127# 路灯",
        point=Point(113.31, 33.742),
        unit_grid="410403004005009",
        component="4104030101000127",
    )
    table.reading.place_hits = (PlaceHit(kind="component", title="路灯", detail="", place=right),)
    panel = opened(qtbot, table)
    type_in("jsl")
    panel.draft.places.look()  # typing rests
    press(Qt.Key.Key_Return)
    panel.fields["reason"].entry.setFocus()
    type_in("wrong crossing")
    press(Qt.Key.Key_Return, CTRL)
    now = table.case.place
    assert (now.address, now.point, now.component) == (right.address, right.point, right.component)


def test_what_was_dragged_here_asks_only_why(qtbot: QtBot, table: Table) -> None:
    there = Point(113.3051, 33.7407)
    panel = opened(qtbot, table, point=there)
    assert panel.spot.point == there
    type_in("seen there")
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.place.point == there


def test_nothing_is_written_before_it_is_submitted(qtbot: QtBot, table: Table) -> None:
    before = table.case
    panel = opened(qtbot, table, point=Point(113.3051, 33.7407))
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_Escape)
    assert table.case == before


def test_without_a_reason_the_form_says_so_and_stays(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table, point=Point(113.3051, 33.7407))
    press(Qt.Key.Key_Return, CTRL)
    assert panel.fields["reason"].error
    assert table.case.last_move is not Move.CORRECT_PLACE


def test_the_same_place_is_refused_in_words(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.fields["reason"].entry.setFocus()
    type_in("none")
    press(Qt.Key.Key_Return, CTRL)
    assert panel.banner.accessibleName() == WORDING.say("need.another_place")


def test_what_was_refused_is_no_longer_said_of_the_next_point(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.fields["reason"].entry.setFocus()
    type_in("none")
    press(Qt.Key.Key_Return, CTRL)
    assert not panel.banner.isHidden()
    panel.spot.setFocus()
    press(Qt.Key.Key_Right)
    assert panel.banner.isHidden()


def test_a_typed_address_is_not_replaced_by_the_next_step(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.fields["address"].entry.setFocus()
    type_in(" east")
    panel.spot.setFocus()
    press(Qt.Key.Key_Up, SHIFT)
    assert str(panel.draft.value("address")).endswith("east")


def test_a_step_s_late_answer_is_not_taken_for_the_newest(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    first, last = Point(113.305, 33.741), Point(113.306, 33.741)
    panel.spot.take(first)
    panel.spot.take(last)
    late = PlaceHit(kind="point", title="", detail="", place=Place(address="旧", point=first))
    panel.draft.places.hit = late
    panel.draft.places.chosen.emit()
    assert panel.spot.point == last
    assert panel.located is None


def test_a_registered_case_says_that_its_level_stays(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table, point=Point(113.3051, 33.7407))
    shown = {label.text() for label in panel.change.findChildren(QLabel)}
    assert WORDING.say("spot.level_frozen") in shown


def test_a_narrow_spot_keeps_its_figures_and_keys_and_cuts_the_hint(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme().dress(qapp)  # as a window is
    spot = SpotEntry(Point(113.3, 33.7), Wording("en"))
    qtbot.addWidget(spot)
    figures, hint, cap = (
        spot.findChildren(QLabel)[0],
        spot.findChild(Elastic),
        spot.findChild(KeyLabel),
    )
    assert isinstance(hint, Elastic)
    assert isinstance(cap, KeyLabel)
    with qtbot.waitExposed(spot):  # before, its parts do not know how the theme dresses them
        spot.show()
    spot.resize(spot.minimumSizeHint().width(), 30)
    qtbot.waitUntil(lambda: cap.width() >= cap.sizeHint().width())
    assert figures.width() >= figures.sizeHint().width()
    assert hint.width() < hint.sizeHint().width()


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_place_that_is_found_has_its_word(language: Language) -> None:
    wording = Wording(language)
    assert all(wording.say(f"place.{kind.value}") for kind in AddressKind)
