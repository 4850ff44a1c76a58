"""List rows: every row is painted, heights follow the design, wrapped steps are higher."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from console.domain.tone import Urgency
from console.viewmodels.cells import (
    CandidateRow,
    DeadlineCell,
    EventRow,
    EvidenceLine,
    HolderCell,
    MarkCell,
    RailRow,
    SlimCaseRow,
    TimelineRow,
)
from console.viewmodels.columns import Column
from console.viewmodels.keyed_table import KeyedTable
from console.views.fmt import Formats
from console.views.list_delegates import (
    CandidateDelegate,
    EventDelegate,
    ListDelegate,
    RailDelegate,
    SlimCaseDelegate,
    TimelineDelegate,
    whole_days,
)
from console.views.theme import Theme
from console.views.wording import Wording

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
NEAR = DeadlineCell(urgency=Urgency.NEAR, left=360, share=0.8)
CALM = DeadlineCell(urgency=Urgency.NORMAL, left=3600, share=0.1)
QUEUE = RailRow(
    key="d", cap="4", name="待派遣", short="派遣", count=23, over=2, near=4, new=3, nearest=360
)
SLIM = SlimCaseRow(
    key="c", number="2026-1123-000087", summary="暴露垃圾", place="卫东区", deadline=NEAR
)
EVENT = EventRow(key=1, at=NOW, title="000187 督查员上报", detail="店外经营")
STEP = TimelineRow(key=1, at=NOW, lead="立案", text="值班长", took=360, strong=True)
UNIT = CandidateRow(
    key="u",
    unit="市市政工程维护处",
    strength="依据 强 3/3",
    load="在办 21",
    evidence=(EvidenceLine(met=True, kind="部件权属", fact="登记权属单位", source="清单 v12"),),
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme()


def listed(
    qtbot: QtBot, theme: Theme, kind: type[ListDelegate], *rows: object, width: int = 300
) -> QListView:
    column: Column[object] = Column(key="x", title="", value=str)
    view = QListView()
    qtbot.addWidget(view)
    table = KeyedTable([column], id, parent=view)
    table.show(rows)
    view.setModel(table)
    view.setItemDelegate(kind(theme, Formats(Wording("zh_CN")), view))
    view.setUniformItemSizes(False)
    view.setVerticalScrollBarPolicy(view.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
    view.setStyleSheet(f"background: {theme.tokens.panel}; border: 0")
    view.resize(width, 400)
    view.show()
    return view


def colours(view: QListView) -> set[str]:
    image = view.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize(
    ("kind", "row", "height"),
    [
        (RailDelegate, QUEUE, 49),
        (SlimCaseDelegate, SLIM, 46),
        (SlimCaseDelegate, SlimCaseRow(key="h", number="7", summary="已回传", heading=True), 28),
        (EventDelegate, EVENT, 41),
        (CandidateDelegate, UNIT, 40 + 22 + 6 + 8),
        (TimelineDelegate, STEP, 23),
    ],
)
def test_rows_have_the_height_of_the_design(
    qtbot: QtBot, theme: Theme, kind: type[ListDelegate], row: object, height: int
) -> None:
    assert listed(qtbot, theme, kind, row).sizeHintForRow(0) == height


def test_the_rail_shows_every_state_that_has_cases(qtbot: QtBot, theme: Theme) -> None:
    seen = colours(listed(qtbot, theme, RailDelegate, QUEUE, width=208))
    assert {theme.tokens.overfill, theme.tokens.nearfill, theme.tokens.new} <= seen


def test_the_narrow_rail_shows_the_worst_state_only(qtbot: QtBot, theme: Theme) -> None:
    seen = colours(listed(qtbot, theme, RailDelegate, QUEUE, width=72))
    assert theme.tokens.overfill in seen
    assert theme.tokens.new not in seen


def test_a_calm_queue_has_no_hue(qtbot: QtBot, theme: Theme) -> None:
    calm = RailRow(key="c", cap="7", name="待结案", short="结案", count=16, note="最近 剩 34分")
    seen = colours(listed(qtbot, theme, RailDelegate, calm, width=208))
    assert not {theme.tokens.overfill, theme.tokens.nearfill, theme.tokens.new} & seen


def test_the_slim_list_shows_deadline_mark_and_holder(qtbot: QtBot, theme: Theme) -> None:
    fresh = SlimCaseRow(
        key="n", number="1", summary="绿地脏乱", deadline=CALM, mark=MarkCell(new=True)
    )
    held = SlimCaseRow(key="o", number="2", summary="路灯", holder=HolderCell(label="02席"))
    mine = SlimCaseRow(
        key="m", number="3", summary="井盖", holder=HolderCell(label="我", mine=True)
    )
    seen = colours(listed(qtbot, theme, SlimCaseDelegate, SLIM, fresh, held, mine))
    assert {theme.tokens.nearfill, theme.tokens.new} <= seen


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [(None, None), (3_600, 3_600), (-90_000, -86_400), (6.9 * 86_400, 6 * 86_400)],
)
def test_a_figure_short_of_room_is_whole_days(seconds: float | None, kept: float | None) -> None:
    assert whole_days(seconds, 86_400) == kept


def test_a_long_step_takes_more_lines_in_a_narrow_pane(qtbot: QtBot, theme: Theme) -> None:
    long = TimelineRow(
        key=2, at=NOW, lead="核查未通过：", text="仍有散落垃圾 1 袋、污渍约 1 m²。" * 3
    )
    wide = listed(qtbot, theme, TimelineDelegate, long, width=900).sizeHintForRow(0)
    narrow = listed(qtbot, theme, TimelineDelegate, long, width=260).sizeHintForRow(0)
    assert narrow >= wide + 36


def test_the_open_step_is_a_hollow_dot(qtbot: QtBot, theme: Theme) -> None:
    def inked(step: TimelineRow) -> int:
        image = listed(qtbot, theme, TimelineDelegate, step).grab().toImage()
        dark = QColor(theme.tokens.ink2)
        return sum(image.pixelColor(x, y) == dark for x in range(50, 62) for y in range(0, 24))

    here = TimelineRow(key=1, at=NOW, lead="退回", open=True)
    assert inked(here) < inked(STEP)


def test_the_chosen_unit_is_outlined(qtbot: QtBot, theme: Theme) -> None:
    view = listed(qtbot, theme, CandidateDelegate, UNIT)
    before = theme.tokens.accent in colours(view)
    view.setCurrentIndex(view.model().index(0, 0))
    assert (before, theme.tokens.accent in colours(view)) == (False, True)


@pytest.mark.parametrize(
    "kind", [RailDelegate, SlimCaseDelegate, EventDelegate, TimelineDelegate, CandidateDelegate]
)
def test_a_foreign_row_is_not_painted_but_keeps_its_place(
    qtbot: QtBot, theme: Theme, kind: type[ListDelegate]
) -> None:
    view = listed(qtbot, theme, kind, "x")
    assert view.sizeHintForRow(0) >= 23
    assert view.grab().size() == QSize(300, 400)


def test_the_row_under_the_keyboard_wears_a_ring_only_while_the_list_has_focus(
    qtbot: QtBot, theme: Theme
) -> None:
    view = listed(qtbot, theme, EventDelegate, EVENT)
    view.setCurrentIndex(view.model().index(0, 0))
    ink = QColor(theme.tokens.ink)

    def ringed() -> list[bool]:
        image = view.viewport().grab().toImage()
        return [image.pixelColor(150, y) == ink for y in (0, 1, 39, 40)]

    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert all(ringed())
    view.clearFocus()
    assert not any(ringed())
