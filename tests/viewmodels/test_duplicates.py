"""Nobody is told that nothing is near before somebody has looked."""

import pytest
from pytestqt.qtbot import QtBot

from console.domain.place import Place, Point
from console.viewmodels import duplicates
from console.viewmodels.duplicates import Duplicates
from tests.panels import a_table

HERE = Place(address="中兴路12号", point=Point(113.3, 33.7))


@pytest.mark.usefixtures("qapp")
def test_only_an_answer_says_that_there_is_no_likely_duplicate(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "PAUSE_MS", 1)
    table = a_table()
    likes = Duplicates(table.desk)
    assert likes.nothing == "likeness.before"
    table.reading.lost = True
    likes.compare(HERE, "component", "0101", "")
    assert likes.nothing == "likeness.asking"
    likes.look()
    assert table.desk.is_lost
    assert likes.nothing == "likeness.unasked"
    table.reading.lost = False
    table.desk.found_again()
    qtbot.waitUntil(lambda: likes.nothing == "likeness.none")
    likes.compare(None, "", "", "")
    assert likes.nothing == "likeness.before"
