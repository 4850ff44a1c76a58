"""A decision rests on evidence, has a reason, and binds only when a second person has signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.work import Changes
from console.viewmodels.coordinate_draft import CoordinateDraft
from tests.disputes import a_dispute, disputed, propose
from tests.drafts import DraftsInMemory
from tests.panels import Table
from tests.verifying import stage_of

pytestmark = pytest.mark.usefixtures("qapp")


def ignore(_changes: Changes) -> None:
    """Nothing follows."""


def never(refusal: Refusal, _command: object) -> None:
    raise refusal


def drafted(table: Table, *, signing: bool = False) -> CoordinateDraft:
    draft = CoordinateDraft(table.desk, disputed(table), signing=signing)
    draft.load()
    return draft


def test_the_leading_unit_and_its_evidence_are_proposed_and_count_as_untouched() -> None:
    draft = drafted(a_dispute())
    assert draft.unit == "U1"
    assert draft.basis == ("register.maintenance_unit", "area", "history")
    assert draft.others == ("U2", "U3")
    assert not draft.touched


def test_another_unit_brings_its_own_basis() -> None:
    draft = drafted(a_dispute())
    draft.choose("U2")
    assert draft.basis == ("register.owner_unit",)
    draft.rest_on("area", on=True)
    draft.rest_on("register.owner_unit", on=False)
    assert draft.basis == ("area",)


def test_what_is_missing_is_named_in_reading_order() -> None:
    draft = drafted(a_dispute())
    assert draft.missing() == "reason"
    draft.put(reason="the deed says so")
    assert draft.missing() == "told"
    draft.put(told=True)
    assert draft.missing() == ""
    for key in draft.basis:
        draft.rest_on(key, on=False)
    assert draft.missing() == "basis"
    draft.put(unit="")
    assert draft.missing() == "unit"


def test_a_proposal_waits_for_the_second_signer_and_then_binds() -> None:
    table = a_dispute()
    draft = drafted(table)
    draft.put(reason="the deed says so", scope="component", document="2026-41")
    draft.propose(("deed: all covers",), ignore, never)
    decided = table.case.designation
    assert decided is not None
    assert (decided.unit, decided.scope, decided.document) == ("U1", "component", "2026-41")
    assert stage_of(table) is Stage.COORDINATING
    table.sit(Post.SHIFT_LEADER)
    signer = drafted(table, signing=True)
    assert (signer.unit, signer.reason) == ("U1", "the deed says so")
    due = signer.due()
    signer.sign("agreed", ignore, never)
    assert stage_of(table) is Stage.DISPATCHED
    assert table.case.bound_unit == "U1"
    assert table.case.handling is not None
    assert table.case.handling.due == due


def test_who_decided_cannot_sign() -> None:
    table = a_dispute()
    propose(table)
    table.sit(Post.SHIFT_LEADER)
    assert not drafted(table, signing=True).decided_by_me
    table.desk.actor = replace(table.desk.actor, operator=Post.SUPERVISOR.value)
    draft = drafted(table, signing=True)
    assert draft.decided_by_me
    told: list[str] = []

    def keep(refusal: Refusal, _command: object) -> None:
        told.append(refusal.code)

    draft.sign("agreed", ignore, keep)
    assert told == ["need.second_person"]


def test_a_statement_is_recorded_while_the_decision_stays() -> None:
    table = a_dispute()
    draft = drafted(table)
    draft.put(reason="half a sentence")
    draft.record("U3", "agree", "will repair the road", ignore, never)
    assert table.case.last_move is Move.RECORD_STATEMENT
    assert draft.reason == "half a sentence"


def test_the_decision_and_own_rows_come_back_after_the_form_was_left() -> None:
    table = a_dispute()
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    draft = drafted(table)
    draft.table.add_ground("deed", "clause 4")
    draft.table.turn("own.1", "U2")
    draft.choose("U2")
    draft.put(reason="because")
    draft.keeper.save()
    again = drafted(table)
    assert (again.unit, again.reason) == ("U2", "because")
    assert "own.1" in again.basis
    assert again.table.grounds[-1].name == "deed"
