"""A panel opened at a seat as the workplace opens it, shown and with the keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.ports.drafts import Drafts
from console.views.panels.base import Panel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.panels import Table, a_table
from tests.standards import SMALL_STANDARDS

WORDING: Final = Wording("zh_CN")


def a_table_with(drafts: Drafts) -> Table:
    """A seat that keeps these drafts and knows a few standards."""
    made = a_table()
    made.reading.standards = SMALL_STANDARDS
    made.desk.outside = replace(made.desk.outside, drafts=drafts)
    return made


def opened_panel(qtbot: QtBot, table: Table, move: Move) -> Panel:
    """The panel of a move on the table's case."""
    panel = open_panel(move, table.detail(), table.desk, WORDING, Theme())
    assert panel is not None
    qtbot.addWidget(panel)
    panel.resize(1700, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel
