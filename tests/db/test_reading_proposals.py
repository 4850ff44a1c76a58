"""The list names the unit that card and dispatch panel propose first."""

from dataclasses import replace

from sqlalchemy import Engine

from console.domain.case import CaseId
from console.domain.responsibility import is_clear
from console.ports.rows import LikelyUnit
from console.viewmodels.case_card import read_case
from db import OpenStore, city
from tests.db.lives import Life
from tests.db.town import WEST, settle, unit


def likely(store: OpenStore, case: CaseId) -> LikelyUnit:
    return store.reading.likely_units([case])[0]


def test_of_units_with_equal_evidence_list_and_panel_name_the_same(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    city.put_units(owner, [unit("U3", "排水处")])
    life = Life(store.store)
    case = life.report(point=WEST)
    life.to_dispatch(case)
    shown = read_case(store.reading, case, "lin", life.at)
    assert not is_clear(shown.proposals)
    assert {one.count for one in shown.proposals} == {1}
    assert likely(store, case) == LikelyUnit(id=case, unit="U1", name="市政处")
    assert shown.proposals[0].unit == "U1"


def test_history_decides_in_the_list_as_in_the_panel(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    for _ in range(2):
        life.to_end(life.report(point=WEST), "U2")
    case = life.report(point=WEST)
    life.to_dispatch(case)
    shown = read_case(store.reading, case, "lin", life.at)
    assert is_clear(shown.proposals)
    assert likely(store, case).unit == shown.proposals[0].unit == "U2"


def test_a_unit_of_another_area_and_a_case_without_evidence_are_not_named(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    far = [replace(unit(code, "外区"), areas=("410411",)) for code in ("U1", "U2")]
    city.put_units(owner, far)
    life = Life(store.store)
    case = life.report(point=WEST)
    life.to_dispatch(case)
    assert read_case(store.reading, case, "lin", life.at).proposals == ()
    assert likely(store, case) == LikelyUnit(id=case, unit="", name="")


def test_cases_are_answered_in_the_order_asked_each_on_its_own_past(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    life.to_end(life.report(point=WEST), "U2")
    cases = [life.report(point=WEST), life.report(point=None)]
    for case in cases:
        life.to_dispatch(case)
    for wanted in (cases, cases[::-1]):
        found = store.reading.likely_units(wanted)
        assert [one.id for one in found] == wanted
        assert [one.unit for one in found if one.id == cases[0]] == ["U2"]
    assert store.reading.likely_units([]) == ()
