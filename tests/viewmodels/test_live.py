"""News arrives from the first look on; a lost store is told and looked for again."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event, current_thread

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.viewmodels.live import Live
from tests.panels import Table, a_table
from tests.plugins.strict_logs import ExpectedLogs


class Tape:
    """A feed that plays what it was given, then has nothing new."""

    def __init__(self, *looks: News | StoreUnavailable) -> None:
        self._looks: Iterator[News | StoreUnavailable] = iter(looks)

    def start(self) -> None:
        """Nothing was before."""

    def look(self) -> News:
        """The next of the tape."""
        found = next(self._looks, NOTHING)
        if isinstance(found, StoreUnavailable):
            raise found
        return found


NOW = a_table().bench.at
NOTHING = News(cases=(), as_of=NOW)


@pytest.fixture
def table() -> Table:
    """A seat."""
    return a_table(Post.DISPATCHER)


def listening(table: Table, tape: Tape) -> Live:
    """The seat listening to a tape."""
    table.desk.outside = replace(table.desk.outside, feed=tape)
    return Live(table.desk, beat=0.01)


class Deaf:
    """A feed whose look hangs until it is told to end."""

    def __init__(self) -> None:
        self.heard = Event()

    def start(self) -> None:
        """Nothing was before."""

    def look(self) -> News:
        """Wait as a silent server makes one wait."""
        self.heard.wait()
        return NOTHING


def test_a_look_without_an_answer_shows_the_store_as_lost_before_it_ends(
    qtbot: QtBot, table: Table
) -> None:
    deaf = Deaf()
    table.desk.outside = replace(table.desk.outside, feed=deaf)
    live = Live(table.desk, beat=0.01)
    told: list[bool] = []
    table.desk.lost.connect(told.append)
    live.start()
    qtbot.waitUntil(lambda: told == [True])
    assert not deaf.heard.is_set()
    with qtbot.waitSignal(table.desk.news) as heard:
        deaf.heard.set()
    live.stop()
    assert told == [True, False]
    assert heard.args is not None
    assert heard.args[0].reload


def test_what_the_first_look_finds_is_news_too(qtbot: QtBot, table: Table) -> None:
    live = listening(table, Tape(News(cases=(CaseId(7),), as_of=NOW)))
    with qtbot.waitSignal(table.desk.news) as heard:
        live.start()
    live.stop()
    assert heard.args is not None
    assert heard.args[0].cases == (CaseId(7),)


def test_a_lost_store_is_told_and_everything_read_anew_when_it_answers(
    qtbot: QtBot, table: Table
) -> None:
    live = listening(table, Tape(NOTHING, StoreUnavailable("store.lost")))
    told: list[bool] = []
    table.desk.lost.connect(told.append)
    with qtbot.waitSignal(table.desk.news) as heard:
        live.start()
    live.stop()
    assert told == [True, False]
    assert heard.args is not None
    assert heard.args[0].reload


def test_a_loss_only_an_act_has_met_is_over_with_the_next_look(qtbot: QtBot, table: Table) -> None:
    live = listening(table, Tape())
    told: list[bool] = []
    table.desk.lost.connect(told.append)
    table.desk.failed(StoreUnavailable("store.lost"))
    with qtbot.waitSignal(table.desk.news) as heard:
        live.start()
    live.stop()
    assert told == [True, False]
    assert heard.args is not None
    assert heard.args[0].reload


LOST = StoreUnavailable("store.lost")


def revived(
    table: Table, *looks: News | StoreUnavailable, failing: bool = False
) -> tuple[Live, list[str]]:
    """A seat whose store is this workstation's own, and the threads it was brought back on."""
    live = listening(table, Tape(*looks))
    calls: list[str] = []

    def revive() -> None:
        calls.append(current_thread().name)
        if failing:
            raise StoreUnavailable("store.start_failed")

    table.desk.outside = replace(table.desk.outside, revive=revive)
    return live, calls


def test_a_lost_store_of_our_own_is_brought_back_off_the_window_s_thread(
    qtbot: QtBot, table: Table
) -> None:
    live, calls = revived(table, NOTHING, LOST)
    with qtbot.waitSignal(table.desk.news):
        live.start()
    live.stop()
    assert calls == ["feed"]


def test_a_store_that_will_not_come_back_is_not_started_at_every_beat(
    qtbot: QtBot, table: Table
) -> None:
    live, calls = revived(table, *[LOST] * 8, failing=True)
    with qtbot.waitSignal(table.desk.news):
        live.start()
    live.stop()
    assert calls == ["feed"]


def test_f5_tries_to_bring_the_store_back_at_once(qtbot: QtBot, table: Table) -> None:
    live, calls = revived(table, *[LOST] * 100_000, failing=True)
    live.start()
    qtbot.waitUntil(lambda: len(calls) == 1)
    live.look_now()
    qtbot.waitUntil(lambda: len(calls) == 2)
    live.stop()


def test_a_store_that_is_only_busy_is_left_alone(qtbot: QtBot, table: Table) -> None:
    live, calls = revived(table, StoreUnavailable("store.busy"))
    with qtbot.waitSignal(table.desk.news):
        live.start()
    live.stop()
    assert not calls


def test_a_bug_while_the_store_is_brought_back_is_reported(
    qtbot: QtBot, table: Table, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("a bug on a lane: builtins.ZeroDivisionError")
    live, _calls = revived(table, LOST)

    def stumble() -> None:
        raise ZeroDivisionError

    table.desk.outside = replace(table.desk.outside, revive=stumble)
    with qtbot.waitSignal(table.desk.crashed) as heard:
        live.start()
    live.stop()
    assert heard.args is not None
    assert isinstance(heard.args[0], ZeroDivisionError)
