"""Merging: the likely master is one key away, any other is found by its number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.ports.rows import RelatedCase, SearchHit, SimilarCase
from console.views.panels.merge_panel import MergePanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.builders import a_report
from tests.keys import CTRL, press, type_in
from tests.panels import Table, a_table

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    """A master (the first case) and the case in hand (the second)."""
    made = a_table()
    made.advance(Stage.ACCEPTED)
    master = made.case
    related = RelatedCase(
        id=master.id,
        number=master.number,
        category_name="暴露生活垃圾",
        address=master.place.address,
        stage=master.stage,
        reported_at=master.reported_at,
        closed_at=None,
        unit_name="",
        handling_minutes=None,
        on_time=None,
    )
    made.reading.likely = (
        SimilarCase(
            case=related, likeness="high", reasons=(), point=None, description="", callers=1
        ),
    )
    made.reading.hits = (
        SearchHit(
            id=master.id,
            number=master.number,
            category_name="暴露生活垃圾",
            address=master.place.address,
            stage=master.stage,
            due=None,
            matched="",
        ),
    )
    made.bench.do(Post.ACCEPTOR, a_report())
    return made


def opened(qtbot: QtBot, table: Table) -> MergePanel:
    panel = open_panel(Move.MERGE, table.detail(), table.desk, WORDING, Theme())
    assert isinstance(panel, MergePanel)
    qtbot.addWidget(panel)
    panel.resize(1700, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def test_the_likeliest_case_is_the_master_by_one_key(qtbot: QtBot, table: Table) -> None:
    opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.MERGED
    assert table.case.master == table.reading.likely[0].case.id


def test_another_master_is_found_by_its_number(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    type_in("000001")
    panel.draft.look()  # typing rests
    press(Qt.Key.Key_Return)
    assert panel.go_button.text().endswith(table.reading.hits[0].number)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.stage is Stage.MERGED


def test_without_a_master_it_says_so(qtbot: QtBot, table: Table) -> None:
    table.reading.likely = ()
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.field.error
    assert table.case.stage is Stage.ACCEPTED
