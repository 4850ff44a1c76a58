"""Evidence points to units or excludes them; rows are counted and own ones can be turned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.ports.rows import News, Precedents
from console.services.coordinating import RecordStatement
from console.viewmodels.dispute import Bears, disputing, grounds, statements
from console.viewmodels.dispute_table import DisputeTable
from tests.disputes import a_dispute, disputed
from tests.panels import Table

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def table() -> Table:
    return a_dispute()


def read(table: Table) -> DisputeTable:
    made = DisputeTable(table.desk, disputed(table))
    made.load()
    return made


def test_units_in_question_are_those_that_had_it_then_those_registered(table: Table) -> None:
    detail = disputed(table)
    assert disputing(detail, table.reading.known_units) == ("U1", "U2", "U3")
    assert disputing(replace(detail, component=None), table.reading.known_units) == ("U1", "U2")


def test_the_register_points_to_each_of_its_units(table: Table) -> None:
    found = {row.key: row for row in read(table).grounds}
    assert found["register.maintenance_unit"].on("U1") is Bears.POINTS
    assert found["register.owner_unit"].on("U2") is Bears.POINTS
    assert found["register.competent_unit"].on("U3") is Bears.POINTS
    assert found["register.owner_unit"].on("U1") is Bears.NONE


def test_a_unit_that_serves_elsewhere_is_excluded(table: Table) -> None:
    area = next(row for row in read(table).grounds if row.key == "area")
    assert (area.on("U1"), area.on("U2")) == (Bears.POINTS, Bears.EXCLUDES)


def test_past_cases_point_to_who_did_most_and_exclude_who_returned_most(table: Table) -> None:
    history = next(row for row in read(table).grounds if row.key == "history")
    assert (history.on("U1"), history.on("U2")) == (Bears.POINTS, Bears.EXCLUDES)


def test_without_component_and_history_only_the_area_speaks(table: Table) -> None:
    detail = replace(disputed(table), component=None)
    none = Precedents(cases=(), by_unit=())
    rows = grounds(detail, table.reading.known_units, none, ("U1", "U2"))
    assert [row.key for row in rows] == ["area"]


def test_an_ownerless_component_says_so(table: Table) -> None:
    detail = disputed(table)
    assert detail.component is not None
    ownerless = replace(detail.component, owner_unit=None)
    none = Precedents(cases=(), by_unit=())
    rows = grounds(replace(detail, component=ownerless), (), none, ())
    assert [row.code for row in rows if row.key == "register.owner_unit"] == ["register.nobody"]


def test_rows_are_counted_and_the_leading_unit_is_named(table: Table) -> None:
    made = read(table)
    assert made.tally("U1") == (3, 0)
    assert made.tally("U2") == (1, 2)
    assert made.leading() == "U1"


def test_a_tie_names_no_unit(table: Table) -> None:
    table.reading.past = Precedents(cases=(), by_unit=())
    made = read(table)
    made.add_ground("deed", "clause 4")
    made.turn("own.1", "U2")
    assert made.tally("U1")[0] == made.tally("U2")[0]
    assert made.leading() == ""


def test_an_own_row_goes_through_the_three_answers_and_registered_ones_stay(table: Table) -> None:
    made = read(table)
    made.add_ground("deed", "clause 4")
    turns = []
    for _press in range(3):
        made.turn("own.1", "U2")
        turns.append(made.grounds[-1].on("U2"))
    assert turns == [Bears.POINTS, Bears.EXCLUDES, Bears.NONE]
    made.turn("register.owner_unit", "U1")
    assert made.grounds[1].on("U1") is Bears.NONE


def test_each_unit_speaks_once_with_its_newest_word(table: Table) -> None:
    for text in ("first", "second"):
        command = RecordStatement(case=table.case.id, unit="U1", stance="agree", text=text)
        table.bench.do(table.desk.actor.post, command)
    (one,) = statements(table.trail())
    assert (one.unit, one.stance, one.text) == ("U1", "agree", "second")


def test_news_of_the_case_is_read_again(table: Table) -> None:
    made = read(table)
    command = RecordStatement(case=table.case.id, unit="U3", stance="object", text="no")
    table.bench.do(table.desk.actor.post, command)
    disputed(table)
    table.desk.news.emit(News(cases=(table.case.id,), as_of=table.bench.at))
    assert [one.unit for one in made.statements] == ["U3"]
