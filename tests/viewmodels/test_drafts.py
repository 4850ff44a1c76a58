"""A form is saved as it is typed, comes back, and is gone once it is done."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.viewmodels.drafts import DraftKeeper
from tests.drafts import DraftsInMemory
from tests.panels import Table, a_table
from tests.plugins.strict_logs import ExpectedLogs


def seated() -> tuple[Table, DraftsInMemory]:
    table, drafts = a_table(Post.ACCEPTOR), DraftsInMemory()
    table.desk.outside = replace(table.desk.outside, drafts=drafts)
    return table, drafts


def test_a_change_is_saved_by_itself(qtbot: QtBot) -> None:
    table, drafts = seated()
    keeper = DraftKeeper(table.desk, "report", "1", lambda: {"words": "lamp out"})
    with qtbot.waitSignal(keeper.saved):
        keeper.touch()
    assert list(drafts.kept) == ["acceptor:report:1"]


def test_it_comes_back_for_the_same_operator_only(qapp: QCoreApplication) -> None:
    table, _drafts = seated()
    DraftKeeper(table.desk, "report", "1", lambda: {"words": "lamp out"}).save()
    found: list[object] = []
    DraftKeeper(table.desk, "report", "1", dict).restore(found.append)
    table.sit(Post.DISPATCHER)
    DraftKeeper(table.desk, "report", "1", dict).restore(found.append)
    assert found == [{"words": "lamp out"}]


def test_a_discarded_draft_is_gone_and_stays_gone(qapp: QCoreApplication) -> None:
    table, drafts = seated()
    keeper = DraftKeeper(table.desk, "report", "1", dict)
    keeper.save()
    keeper.discard()
    keeper.touch()
    keeper.save()
    assert not drafts.kept


def test_other_drafts_of_the_form_are_listed_without_their_words_in_a_repr(
    qapp: QCoreApplication,
) -> None:
    table, _drafts = seated()
    DraftKeeper(table.desk, "report", "1", lambda: {"phone": "13800000001"}).save()
    keeper = DraftKeeper(table.desk, "report", "2", dict)
    keeper.save()
    found: list[tuple[object, ...]] = []
    keeper.parked(found.append)
    assert [getattr(one, "subject", "") for one in found[0]] == ["1"]
    assert "1380" not in repr(found)


def test_a_draft_of_last_week_is_not_offered_any_more(qapp: QCoreApplication) -> None:
    table, drafts = seated()
    DraftKeeper(table.desk, "report", "1", dict).save()
    table.bench.wait(days=8)
    found: list[tuple[object, ...]] = []
    DraftKeeper(table.desk, "report", "2", dict).parked(found.append)
    assert found == [()]
    assert not drafts.kept


def test_without_a_place_for_drafts_nothing_happens(qapp: QCoreApplication) -> None:
    table = a_table()
    keeper = DraftKeeper(table.desk, "report", "1", dict)
    keeper.save()
    keeper.restore(lambda _content: None)
    keeper.discard()


def test_a_save_that_failed_does_not_stop_later_ones(expected_logs: ExpectedLogs) -> None:
    expected_logs.add("a bug on a lane")
    table, drafts = seated()
    keeper = DraftKeeper(table.desk, "report", "1", dict)
    crashes: list[object] = []
    table.desk.crashed.connect(crashes.append)
    drafts.full = True
    keeper.save()
    drafts.full = False
    keeper.save()
    assert len(crashes) == 1
    assert list(drafts.kept) == ["acceptor:report:1"]
