"""The time left of one case is the same words in every place that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.domain.stage import Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import Timer
from console.ports.rows import QueueCount
from console.viewmodels.case_facts import deadline
from console.viewmodels.explain import gauge_of, why
from console.viewmodels.map_pins import MapPins
from console.viewmodels.rail import Rail
from console.views.card.gauges import GaugeBox
from console.views.card.why_popup import ClockWhy
from console.views.look import Look
from console.views.panels.head import PanelHead
from console.views.row_words import QueueWords
from tests.panels import Table, a_table
from tests.rows import a_case_id, a_case_row

FORTY_HOURS = 40 * 3600


@dataclass(frozen=True)
class Late:
    """A case of five working days, forty working hours past due at `now`."""

    table: Table
    timer: Timer
    now: datetime


@pytest.fixture
def late() -> Late:
    table = a_table()
    table.advance(Stage.HANDLING, Post.DISPATCHER)
    case, rules = table.case, table.desk.rules
    assert case.handling is not None
    limit = TimeLimit(5, LimitUnit.WORK_DAY)
    due = rules.calendar.due(case.handling.started, limit)
    timer = replace(case.handling, limit=limit, due=due)
    now = due
    while rules.calendar.counted_seconds(due, now, limit.unit) < FORTY_HOURS:
        now += timedelta(minutes=30)
    store = table.bench.store
    store.cases[case.id] = replace(case, handling=timer)
    table.bench.at = now
    return Late(table=table, timer=timer, now=now)


def words_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "超 5天"), ("en", "5 d over")])
def test_forty_working_hours_over_are_five_days_over_everywhere(
    qtbot: QtBot, late: Late, language: str, words: str
) -> None:
    look = Look.of("light", language, strict=True)
    table, timer, now = late.table, late.timer, late.now
    desk, rules = table.desk, table.desk.rules

    head = PanelHead(look.theme, look.formats, "")
    qtbot.addWidget(head)
    head.show_case(table.detail(), desk)
    assert words in words_in(head)

    box = GaugeBox(look)
    qtbot.addWidget(box)
    box.show_gauge(gauge_of(timer, now, rules), "", "")
    assert words in words_in(box)

    popup = ClockWhy(why(timer, now, rules), look)
    qtbot.addWidget(popup)
    assert words in popup.total.text()

    row = a_case_row(1, started_at=timer.started, due=timer.due, limit=timer.limit.code)
    assert QueueWords(look.formats).left(deadline(row, now, rules)) == words

    table.reading.put(row)
    pins = MapPins(desk)
    pins.reload()
    cell = pins.time_of(a_case_id(1))
    assert cell is not None
    assert look.formats.left_worded(cell.left, day=cell.day) == words

    count = QueueCount(
        queue="handle", total=1, over=1, near=0, new=0, nearest=timer.due, limit=timer.limit.code
    )
    table.reading.rail = (count,)
    rail = Rail(desk, look.wording.say)
    rail.reload()
    line = rail.stages.row_at(rail.stages.row_of("handle"))
    assert line is not None
    assert look.formats.left_worded(line.nearest, day=line.day) == words
