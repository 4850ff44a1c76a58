"""A draft that arrives when the operator types already gives way to what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.viewmodels.form_draft import FormDraft
from console.views.panels.base import Panel
from tests.drafts import DraftsInMemory
from tests.open_panels import a_table_with, opened_panel
from tests.panels import Table

STAGES: Final = {
    Move.DISPATCH: (Stage.TO_DISPATCH, Post.DISPATCHER),
    Move.CLOSE: (Stage.VERIFYING, Post.SHIFT_LEADER),
    Move.FAIL: (Stage.VERIFYING, Post.VERIFIER),
    Move.PROPOSE_DESIGNATION: (Stage.TO_DISPATCH, Post.SUPERVISOR),
}
TYPED: Final[Mapping[Move, Callable[[Any, str], None]]] = {
    Move.DISPATCH: lambda panel, words: panel.instruction.setPlainText(words),
    Move.CLOSE: lambda panel, words: panel.reason.setPlainText(words),
    Move.FAIL: lambda panel, words: panel._entries["fail"].setPlainText(words),
    Move.PROPOSE_DESIGNATION: lambda panel, words: panel.decision.reason.setPlainText(words),
}
SHOWN: Final[Mapping[Move, Callable[[Any], QWidget]]] = {
    Move.DISPATCH: lambda panel: panel.instruction,
    Move.CLOSE: lambda panel: panel.reason,
    Move.FAIL: lambda panel: panel._entries["fail"],
    Move.PROPOSE_DESIGNATION: lambda panel: panel.decision.reason,
}


@pytest.fixture
def table() -> Table:
    return a_table_with(DraftsInMemory())


@pytest.fixture
def opened(qtbot: QtBot, table: Table) -> Callable[[Move], Panel]:
    return partial(opened_panel, qtbot, table)


def drafted(panel: Panel) -> FormDraft:
    draft = panel.viewmodel
    assert isinstance(draft, FormDraft)
    return draft


def yesterday(opened: Callable[[Move], Panel], table: Table, move: Move) -> dict[str, object]:
    """A draft of yesterday's words, for a test to let it arrive when it wants."""
    stage, post = STAGES[move]
    table.advance(stage, post)
    older = opened(move)
    TYPED[move](older, "昨天的话")
    kept = dict(drafted(older).content())
    drafted(older).touched = False  # it leaves nothing itself
    return kept


@pytest.mark.parametrize("move", TYPED, ids=lambda move: move.value)
def test_words_typed_in_a_panel_before_its_draft_arrives_stay_with_the_cursor(
    opened: Callable[[Move], Panel],
    table: Table,
    move: Move,
) -> None:
    kept = yesterday(opened, table, move)
    panel = opened(move)
    TYPED[move](panel, "今天的话")
    entry: Any = SHOWN[move](panel)
    entry.moveCursor(QTextCursor.MoveOperation.End)
    drafted(panel)._on_found(kept)
    assert entry.toPlainText() == "今天的话"
    assert entry.textCursor().position() == len("今天的话")
    said = drafted(panel).content()
    assert "昨天的话" not in str(said)
    assert "今天的话" in str(said)


@pytest.mark.parametrize("move", TYPED, ids=lambda move: move.value)
def test_what_was_not_touched_still_comes_from_the_late_draft(
    opened: Callable[[Move], Panel],
    table: Table,
    move: Move,
) -> None:
    kept = yesterday(opened, table, move)
    panel = opened(move)
    drafted(panel)._on_found(kept)
    entry: Any = SHOWN[move](panel)
    assert entry.toPlainText() == "昨天的话"
