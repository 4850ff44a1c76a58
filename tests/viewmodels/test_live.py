"""News arrives from the first look on; a lost store is told and looked for again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.rows import News
from console.viewmodels.live import Live
from tests.panels import Table, a_table


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
