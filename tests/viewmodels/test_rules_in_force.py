"""A desk in use hears of other limits, calendars and choices, and tells of them once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.ports.rows import News
from console.viewmodels import rules_in_force
from console.viewmodels.notices import Notice
from console.viewmodels.rules_in_force import RulesInForce
from tests.builders import city_rules
from tests.panels import Table, a_table


@dataclass
class Desk:
    """A seat that listens, and what it was told."""

    table: Table
    rules: RulesInForce
    said: list[str] = field(default_factory=list)
    read_anew: list[bool] = field(default_factory=list)

    def hear(self, notice: Notice) -> None:
        """Somebody was told something."""
        self.said.append(notice.code)

    def news(self, news: News) -> None:
        """The panes are told something."""
        self.read_anew.append(news.reload)


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    assert qapp is not None
    table = a_table(Post.DISPATCHER)
    made = Desk(table, RulesInForce(table.desk))
    table.desk.notice.connect(made.hear)
    table.desk.news.connect(made.news)
    yield made
    made.rules.stop()


def test_a_changed_setting_reaches_a_desk_in_use_and_what_it_shows_is_read_anew(
    desk: Desk,
) -> None:
    desk.table.reading.city = replace(desk.table.reading.city, similar_metres=500)
    desk.rules.look()
    assert desk.table.desk.rules.similar_metres == 500
    assert desk.read_anew == [True]
    assert desk.said == ["rules.changed"]
    desk.rules.look()
    assert desk.said == ["rules.changed"]


def test_it_is_looked_for_again_and_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_in_force, "BEAT_MS", 1)
    again = RulesInForce(desk.table.desk)
    desk.table.reading.city = replace(desk.table.reading.city, quiet_seconds=60)
    again.start()
    qtbot.waitUntil(lambda: desk.table.desk.rules.quiet_seconds == 60)
    again.stop()


def test_another_version_of_the_calendar_is_a_change_and_the_same_read_again_is_none(
    desk: Desk,
) -> None:
    same = replace(city_rules(), calendar=replace(city_rules().calendar))
    desk.table.reading.city = same
    assert same.calendar is not desk.table.desk.rules.calendar
    desk.rules.look()
    assert desk.said == []
    other = replace(same.calendar, version="calendar-7")
    desk.table.reading.city = replace(same, calendar=other, calendars={"calendar-7": other})
    desk.rules.look()
    assert desk.table.desk.rules.calendar.version == "calendar-7"


def test_after_a_gap_the_rules_are_asked_for_too(desk: Desk) -> None:
    desk.table.reading.city = replace(desk.table.reading.city, similar_days=14)
    desk.table.desk.found_again()
    assert desk.table.desk.rules.similar_days == 14


def test_who_changed_it_is_not_told_what_he_did(desk: Desk) -> None:
    desk.table.reading.city = replace(desk.table.reading.city, similar_days=14)
    desk.rules.look_after_own()
    assert desk.table.desk.rules.similar_days == 14
    assert desk.said == []


def test_without_the_store_the_desk_keeps_its_rules(desk: Desk) -> None:
    desk.rules.look()
    before = desk.table.desk.rules
    desk.table.reading.city = replace(desk.table.reading.city, similar_days=14)
    desk.table.reading.lost = True
    desk.rules.look()
    assert desk.table.desk.rules is before
