"""A clash compares both versions; additions reach the unit, the rest is kept or thrown away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.trail import fold, said
from console.ports.work import Changes
from console.services.coordinating import OpenCoordination
from console.services.dispatching import DispatchCase
from console.services.feedback import ReceiveCase
from console.viewmodels.conflict import Conflict
from console.viewmodels.dispatch_draft import DispatchDraft
from tests.drafts import DraftsInMemory
from tests.panels import Table, a_table

pytestmark = pytest.mark.usefixtures("qapp")


def ignore(_changes: Changes) -> None:
    """Nothing follows."""


def never(refusal: Refusal, _command: object) -> None:
    raise refusal


def a_clash(post: Post = Post.DISPATCHER, **typed: object) -> tuple[Table, Conflict]:
    """Another seat dispatched to U1 while this one typed."""
    table = a_table(post)
    table.advance(Stage.TO_DISPATCH, then=post)
    version = table.case.version
    theirs = DispatchCase(case=table.case.id, unit="U1", copies=("U2",), instruction="please")
    table.bench.do(Post.DISPATCHER, theirs, operator="faster")
    table.bench.wait(seconds=8)
    given: dict[str, object] = {
        "unit": "U1",
        "copies": ("U2", "U3"),
        "limit": TimeLimit(2, LimitUnit.HOUR),
        "reason": "blocks the way",
        "instruction": "fence it first",
    }
    mine = DispatchCase(case=table.case.id, version=version, **(given | typed))  # type: ignore[arg-type]  # fields by name
    refused: list[Refusal] = []
    table.desk.do(mine, None, refused.append)
    table.detail()
    conflict = Conflict(table.desk, refused[0], mine)
    conflict.load()
    return table, conflict


def test_the_version_check_refuses_the_slower_command_and_changes_nothing() -> None:
    table, conflict = a_clash()
    assert conflict.refusal.code == "case.conflict"
    assert table.case.copies == ("U2",)
    assert conflict.step is not None
    assert conflict.step.operator == "faster"
    assert (conflict.tried_at - conflict.happened_at).total_seconds() == 8


def test_every_field_of_the_two_is_compared() -> None:
    _table, conflict = a_clash()
    rows = {row.name: row for row in conflict.rows}
    assert rows["unit"].same
    assert (rows["copies"].theirs, rows["copies"].mine) == (["U2"], ["U2", "U3"])
    assert (rows["limit"].theirs, rows["limit"].mine) == ("4 work_hour", "2 hour")
    assert (rows["reason"].theirs, rows["reason"].mine) == (None, "blocks the way")
    assert "move" not in rows


def test_only_what_differs_is_an_addition() -> None:
    _table, conflict = a_clash()
    assert {row.name for row in conflict.additions} == {"copies", "limit", "instruction", "reason"}
    _table, same = a_clash(copies=("U2",), limit=None, reason="", instruction="please")
    assert same.additions == ()


def test_an_addition_goes_to_the_unit_and_changes_neither_stage_nor_limit() -> None:
    table, conflict = a_clash()
    before = table.case
    conflict.add("fence it first", ignore, never)
    assert table.case.last_move is Move.URGE
    assert said(table.trail()[-1])["text"] == "fence it first"
    letter = table.bench.store.letters[-1]
    assert (letter.kind, letter.to, letter.body) == ("unit.urge", "U1", "fence it first")
    assert (table.case.stage, table.case.handling) == (before.stage, before.handling)


def test_a_seat_that_may_not_write_to_units_leaves_a_note() -> None:
    table, conflict = a_clash()
    table.sit(Post.VERIFIER)
    assert not conflict.reaches_unit
    conflict.add("fence it first", ignore, never)
    assert table.case.last_move is Move.NOTE


def test_a_wish_for_change_is_noted_and_nothing_else() -> None:
    table, conflict = a_clash()
    before = table.case
    conflict.ask("two hours, please", ignore, never)
    assert table.case.last_move is Move.NOTE
    assert (table.case.unit, table.case.handling) == (before.unit, before.handling)


def test_the_draft_stays_until_it_is_thrown_away_or_sent() -> None:
    table, conflict = a_clash()
    kept = DraftsInMemory()
    table.desk.outside = replace(table.desk.outside, drafts=kept)
    seen = fold(table.trail()[: conflict.command.version])
    draft = DispatchDraft(table.desk, Move.DISPATCH, replace(table.detail(), case=seen))
    draft.put(instruction="fence it first")
    draft.keeper.save()
    assert len(kept.kept) == 1
    conflict.discard()
    assert not kept.kept


def test_the_same_gesture_is_compared_even_when_the_case_went_on_since() -> None:
    table, conflict = a_clash()
    table.bench.do(Post.DISPATCHER, ReceiveCase(case=table.case.id))
    table.detail()
    again = Conflict(table.desk, conflict.refusal, conflict.command)
    again.load()
    assert again.step is not None
    assert again.step.move is Move.DISPATCH


def test_another_gesture_is_named_as_the_difference() -> None:
    table = a_table(Post.DISPATCHER)
    table.advance(Stage.TO_DISPATCH, then=Post.DISPATCHER)
    version = table.case.version
    table.bench.do(Post.DISPATCHER, OpenCoordination(case=table.case.id, reason="unclear"))
    mine = DispatchCase(case=table.case.id, version=version, unit="U2")
    table.detail()
    conflict = Conflict(table.desk, Refusal("case.conflict"), mine)
    conflict.load()
    rows = {row.name: row for row in conflict.rows}
    assert (rows["move"].theirs, rows["move"].mine) == ("open_coordination", "dispatch")
