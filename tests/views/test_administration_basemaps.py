"""The basemaps' section by real keys: moved, taken back, removed, and a key that is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.domain.basemap import PRESETS
from console.domain.stage import Post
from console.services.basemap_list import BasemapList
from console.tiles.place import FolderTilePlace
from console.views.administration.page import AdministrationPage
from db.tile_keys import FileTileKeys
from tests.administration_samples import an_administration
from tests.screens import POSTS, Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


@pytest.fixture(params=["zh", "en"])
def stage(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """An administrator at the smallest window, with the two layers of the national platform."""
    store = an_administration()
    BasemapList(store).add(PRESETS["tianditu-vec"])
    made = open_stage(
        (1366, 768),
        language=request.param,
        administration=store,
        posts=(*POSTS, Post.ADMINISTRATOR),
    )
    place = FolderTilePlace(tmp_path, FileTileKeys(tmp_path / "key", "WANMI_BASEMAP_KEY", dict))
    made.desk.outside = replace(made.desk.outside, tiles=place)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()
    place.close()


def section(stage: Stage) -> AdministrationPage:
    """The section, opened by its keys, with the lowest layer chosen."""
    stage.press(KEY.Key_A, CTRL, SHIFT)
    stage.press(KEY.Key_B, ALT)
    view = stage.shell.administration.view
    assert view is not None
    assert view.page.section.id == "basemap"
    assert view.page.chosen == "tdt-vec"
    return view


def test_a_layer_is_moved_taken_back_and_removed_by_keys(stage: Stage) -> None:
    page = section(stage).page
    stage.press(KEY.Key_U)
    assert list(page.table.keys) == ["tdt-cva", "tdt-vec"]
    stage.press(KEY.Key_D)
    stage.press(KEY.Key_U)
    stage.press(KEY.Key_Z, CTRL)
    assert list(page.table.keys) == ["tdt-vec", "tdt-cva"]
    stage.press(KEY.Key_Delete)
    assert list(page.table.keys) == ["tdt-cva"]


def test_a_key_is_typed_unseen_and_kept_here(stage: Stage, tmp_path: Path) -> None:
    view = section(stage)
    stage.press(KEY.Key_P)
    line = stage.focus
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    stage.type("0123secret")
    stage.press(KEY.Key_Return, CTRL)
    assert (tmp_path / "key").read_text() == "tianditu.gov.cn:0123secret\n"
    states = [one.state for one in view.page.found.things]
    assert states == ["", ""]  # the names are of the same server
    stage.press(KEY.Key_P)
    again = stage.focus
    assert isinstance(again, QLineEdit)
    assert again.text() == ""


def test_a_new_layer_is_asked_for_with_all_it_needs(stage: Stage) -> None:
    view = section(stage)
    stage.press(KEY.Key_N)
    assert list(view.things.form.rows) == [
        "id", "title", "kind", "address", "on", "place", "opacity", "level", "reason"
    ]  # fmt: skip
    stage.type("photo")
    stage.press(KEY.Key_Return, CTRL)
    assert list(view.page.table.keys) == ["tdt-vec", "tdt-cva"]
