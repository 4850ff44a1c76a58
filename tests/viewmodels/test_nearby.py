"""The ring around a case follows the case in hand and never counts the case itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.domain.stage import Stage
from console.ports.rows import RelatedCase, SimilarCase
from console.viewmodels.case_card import CaseCard
from console.viewmodels.nearby import Nearby
from tests.panels import Table, a_table
from tests.rows import NOW, a_case_id

pytestmark = pytest.mark.usefixtures("qtbot")


def similar(case: int) -> SimilarCase:
    related = RelatedCase(
        id=a_case_id(case),
        number=f"2026-1123-{case:06d}",
        category_name="暴露生活垃圾",
        address="建设路",
        stage=Stage.ACCEPTED,
        reported_at=NOW,
        closed_at=None,
        unit_name="",
        handling_minutes=None,
        on_time=None,
    )
    return SimilarCase(
        case=related,
        likeness="high",
        reasons=(),
        point=Point(113.3, 33.74),
        description="",
        callers=1,
    )


@pytest.fixture
def table() -> Table:
    made = a_table()
    made.advance(Stage.ACCEPTED)
    made.detail()
    return made


def test_it_is_off_until_asked_and_then_knows_what_is_near(qtbot: QtBot, table: Table) -> None:
    own = replace(similar(1), case=replace(similar(1).case, id=table.case.id))
    table.reading.likely = (own, similar(2), similar(3))
    card = CaseCard(table.desk)
    nearby = Nearby(table.desk, card)
    card.show(table.case.id)
    assert nearby.middle is None
    assert not nearby.cases
    with qtbot.waitSignal(nearby.changed):
        nearby.turn()
    assert nearby.middle == table.case.place.point
    assert [one.case.id for one in nearby.cases] == [a_case_id(2), a_case_id(3)]
    nearby.turn()
    assert nearby.middle is None
    assert not nearby.cases


def test_it_goes_with_the_case_in_hand(table: Table) -> None:
    table.reading.likely = (similar(2),)
    card = CaseCard(table.desk)
    nearby = Nearby(table.desk, card)
    nearby.turn()
    assert nearby.middle is None
    card.show(table.case.id)
    assert nearby.middle == table.case.place.point
    assert len(nearby.cases) == 1
    card.show(None)
    assert nearby.middle is None
    assert not nearby.cases


def test_the_same_facts_are_not_asked_for_again(table: Table) -> None:
    card = CaseCard(table.desk)
    nearby = Nearby(table.desk, card)
    nearby.turn()
    card.show(table.case.id)
    before = table.reading.asked.count("similar")
    card.refresh()
    assert table.reading.asked.count("similar") == before
