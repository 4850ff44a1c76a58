"""What each column says of a row, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from console.domain.stage import Stage
from console.domain.tone import Urgency
from console.ports.rows import CaseRow
from console.viewmodels.case_columns import grid_words, place_words, short_seat
from console.viewmodels.case_facts import deadline
from console.viewmodels.cells import DeadlineCell, HolderCell, MarkCell
from tests.builders import city_rules
from tests.rows import NOW, a_case_row
from tests.seats import ME, Seat, a_seat


def cell(seat: Seat, key: str, row: CaseRow) -> object:
    column = next(one for one in seat.queue.table.columns if one.key == key)
    return column.cell(row) if column.cell else column.value(row)


def test_columns_stand_in_the_order_of_the_design(qtbot: QtBot) -> None:
    keys = [column.key for column in a_seat().queue.table.columns]
    design = "mark left number source class words place grid unit reported holder"
    assert keys == design.split()


def test_time_left_is_counted_and_named(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(left=8)
    made = cell(seat, "left", row)
    assert isinstance(made, DeadlineCell)
    assert made.urgency is Urgency.NEAR
    assert made.left == 8 * 60 + 20
    spoken = next(one for one in seat.queue.table.columns if one.key == "left").spoken
    assert spoken is not None
    assert spoken(row) == "临期 8分、雨水井盖 破损、卫东区"


def test_working_days_are_said_as_days_of_eight_hours(qtbot: QtBot) -> None:
    seat = a_seat()
    row = a_case_row(
        started_at=NOW, due=NOW + timedelta(days=7), limit="5 work_day", stage=Stage.HANDLING
    )
    left = next(one for one in seat.queue.table.columns if one.key == "left")
    assert left.value(row) == "5天"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, HolderCell()),
        ({"holder": ME, "holder_seat": "派遣 03席"}, HolderCell(label="我", mine=True)),
        ({"holder": "lixia", "holder_seat": "派遣 02席"}, HolderCell(label="02席")),
    ],
)
def test_the_holder_is_me_or_a_seat(
    qtbot: QtBot, changes: dict[str, object], wanted: HolderCell
) -> None:
    assert cell(a_seat(), "holder", a_case_row(163, 8, **changes)) == wanted


def test_a_case_with_an_act_that_waits_for_the_store_says_so(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(holder=ME, holder_seat="派遣 03席")
    seat.marks.wait_for([row.id])
    assert cell(seat, "holder", row) == HolderCell(label="待发", waiting=True)
    seat.marks.wait_for([])
    assert cell(seat, "holder", row) == HolderCell(label="我", mine=True)


def test_rows_of_others_step_back(qtbot: QtBot) -> None:
    number = next(one for one in a_seat().queue.table.columns if one.key == "number")
    theirs, mine = a_case_row(holder="lixia"), a_case_row(holder=ME)
    assert number.cell_text(theirs).tone == "ink3"
    assert number.cell_text(mine).tone == "ink"
    assert number.cell_text(mine).strong


def test_marks_tell_new_redone_and_picked(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(opened=False, rework=1)
    seat.marks.toggle(row.id)
    assert cell(seat, "mark", row) == MarkCell(new=True, redo=True, picked=True)
    mark = next(one for one in seat.queue.table.columns if one.key == "mark")
    assert mark.value(row) == "新到、返工、已选"


def test_the_unit_is_the_one_at_work_else_the_proposed_one(qtbot: QtBot) -> None:
    seat = a_seat()
    assert cell(seat, "unit", a_case_row()) == ""
    with qtbot.waitSignal(seat.likely.changed):
        pass
    assert cell(seat, "unit", a_case_row()) == "市市政工程维护处"
    assert cell(seat, "unit", a_case_row(unit_name="环卫中心")) == "环卫中心"
    assert cell(seat, "unit", a_case_row(stage=Stage.COORDINATING)) == "协调中"


def test_reports_of_today_show_the_time_and_older_ones_the_day(qtbot: QtBot) -> None:
    seat = a_seat()
    assert cell(seat, "reported", a_case_row(reported_at=NOW)) == "10:42"
    assert cell(seat, "reported", a_case_row(reported_at=NOW - timedelta(days=2))) == "11-21"


@pytest.mark.parametrize(
    ("street", "address", "wanted"),
    [
        ("东安路街道", "建设路888号", "卫东区 东安路街道 · 建设路888号"),
        ("东安路街道", "东安路街道 5 号", "卫东区 东安路街道 5 号"),
        ("东安路街道", "卫东区建设路", "卫东区建设路"),
        ("东安路街道", "", "卫东区 东安路街道"),
        ("", "建设路888号", "卫东区 建设路888号"),
    ],
)
def test_a_place_is_said_once(street: str, address: str, wanted: str) -> None:
    row = replace(a_case_row(), street_name=street, address=address)
    assert place_words(row) == wanted


def test_codes_are_parted_for_the_eye() -> None:
    assert grid_words("410403003002017") == "410403 003 002 017"
    assert grid_words("") == ""
    assert short_seat("派遣 02席") == "02席"
    assert short_seat("") == ""


def test_a_row_is_yellow_from_the_moment_its_clock_and_the_rail_say_so() -> None:
    row = a_case_row(left=14)  # of thirty minutes: not yet near by the row alone
    rules = city_rules()
    assert deadline(row, NOW, rules).urgency is Urgency.NORMAL
    assert deadline(replace(row, near_at=NOW), NOW, rules).urgency is Urgency.NEAR
    later = replace(a_case_row(left=5), near_at=NOW + timedelta(seconds=1))
    assert deadline(later, NOW, rules).urgency is Urgency.NORMAL
