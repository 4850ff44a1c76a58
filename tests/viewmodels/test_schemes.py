"""Schemes at a seat: open, write, undo, preview, keep, put in force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.evaluation.scheme_json import read_scheme
from console.ports.errors import StoreUnavailable
from console.viewmodels.scheme_document import Place
from console.viewmodels.scheme_list import DRAFT, State
from console.viewmodels.scheme_names import usable, used
from tests.evaluation.schemes import SHIPPED
from tests.fakes_schemes import with_shipped
from tests.schemes_seat import WORDS, SchemeSeat, a_scheme_seat

STANDARD = ("department", "standard", 1)
MINE = ("department", "standard", DRAFT)


@pytest.fixture
def seat(qapp: object) -> Iterator[SchemeSeat]:
    """A supervisor with the schemes read."""
    del qapp
    made = a_scheme_seat()
    made.page.reload()
    yield made
    made.leave()


def write(seat: SchemeSeat) -> None:
    seat.page.choose(STANDARD)
    seat.page.begin()


def test_the_scheme_in_force_is_open_first_with_its_preview(seat: SchemeSeat) -> None:
    assert seat.page.list.state is State.THERE
    assert len(seat.page.list.lines) == len(SHIPPED)
    assert seat.page.key == ("department", "jinhua", 1)
    seat.page.choose(STANDARD)
    trial = seat.page.preview.trial
    assert trial is not None
    assert (trial.period.code, trial.standing) == ("2026-11", 1)
    assert trial.rows
    assert all(row.change in (0, None) and row.moved in (0, None) for row in trial.rows)


def test_a_changed_weight_is_seen_in_the_preview_without_asking_again(seat: SchemeSeat) -> None:
    write(seat)
    asked = seat.facts.asked
    seat.type("components", 0, "weight", "0")
    seat.type("components", 2, "weight", "0.4")
    seat.page.preview.now()
    trial = seat.page.preview.trial
    assert trial is not None
    assert any(row.change for row in trial.rows)
    assert seat.facts.asked == asked


def test_the_sum_of_weights_is_told_while_it_is_wrong(seat: SchemeSeat) -> None:
    write(seat)
    assert seat.page.edit.weights() == "1"
    seat.type("components", 0, "weight", "0.25")
    assert seat.page.edit.weights() == "1.15"
    assert seat.page.edit.refusal is not None
    assert seat.page.edit.refusal.code == "scheme.weights"
    assert seat.page.edit.fault == Place(part="components")
    seat.type("components", 0, "weight", "x")
    assert seat.page.edit.weights() == ""
    assert seat.page.edit.fault == Place(part="components", row=0, column="weight")


def test_letters_of_one_cell_are_one_step_back_and_rows_come_back(seat: SchemeSeat) -> None:
    write(seat)
    edit, place = seat.page.edit, Place(part="components", row=0, column="weight")
    for text in ("", "0", "0.", "0.2"):
        edit.type(place, text)
    edit.seal()
    edit.remove_row("components", 1)
    edit.undo()
    assert seat.text("components", 1, "code") == "archive_score"
    edit.undo()
    assert seat.text("components", 0, "weight") == "0.1"
    assert not edit.can_undo
    edit.redo()
    assert seat.text("components", 0, "weight") == "0.2"
    seat.type("components", 0, "weight", "0.1")
    assert not edit.can_redo


def test_what_is_typed_lies_in_the_database_and_comes_back_after_a_restart(
    seat: SchemeSeat,
) -> None:
    write(seat)
    seat.type("components", 1, "expression", "100 * archiv")
    seat.page.save()
    again = a_scheme_seat(store=seat.store)
    again.page.reload()
    assert again.page.key == MINE
    assert again.text("components", 1, "expression") == "100 * archiv"
    assert again.page.edit.refusal is not None
    assert again.page.writing
    again.leave()


def test_another_line_chosen_keeps_what_was_typed_as_its_draft(seat: SchemeSeat) -> None:
    write(seat)
    seat.type("components", 0, "code", "half")
    seat.page.choose(STANDARD)
    assert not seat.page.writing
    assert '"half"' in seat.store.kept_drafts["department", "standard"].text
    seat.page.begin()
    assert seat.text("components", 0, "code") == "half"


def test_a_draft_thrown_away_is_gone_and_its_version_is_open_again(seat: SchemeSeat) -> None:
    write(seat)
    seat.type("components", 0, "code", "half")
    seat.page.discard()
    assert seat.page.key == STANDARD
    assert not seat.page.writing
    assert seat.store.kept_drafts == {}
    assert seat.text("components", 0, "code") == "volume_score"


def test_a_draft_put_in_force_is_a_new_version_and_no_draft_any_more(seat: SchemeSeat) -> None:
    write(seat)
    seat.type("components", 0, "weight", "0.2")
    assert not seat.page.can_begin  # the weights are wrong
    seat.type("components", 1, "weight", "0.2")
    assert seat.page.first_day == date(2027, 1, 1)
    seat.page.put_in_force(seat.page.first_day, "新办法")
    assert seat.page.key == ("department", "standard", 2)
    assert seat.codes == ["cli.scheme.added"]
    assert seat.store.kept_drafts == {}
    former, later = (
        o for o in seat.store.kept() if o.scheme == "standard" and o.kind == "department"
    )
    assert former.last == date(2026, 12, 31)
    assert later.reason == "新办法"
    assert read_scheme(later.text).version == 2
    told = seat.page.differences()
    assert {(one.row, one.before, one.after) for one in told} == {
        ("volume_score", "0.1", "0.2"), ("archive_score", "0.3", "0.2"),
    }  # fmt: skip


def test_under_another_code_it_is_the_first_version_of_another_scheme(seat: SchemeSeat) -> None:
    write(seat)
    row = 2
    assert seat.text("head", row) == "standard"
    seat.type("head", row, "value", "pds")
    seat.page.put_in_force(date(2027, 1, 1), "")
    assert seat.page.key == ("department", "pds", 1)


def test_a_refused_version_leaves_what_was_typed(seat: SchemeSeat) -> None:
    write(seat)
    seat.store.refusal = Refusal("scheme.stale", kind="department", scheme="standard", version=2)
    seat.page.put_in_force(date(2027, 1, 1), "")
    assert seat.codes == ["scheme.stale"]
    assert seat.page.writing
    assert seat.page.unsaved


def test_a_lost_database_is_told_and_nothing_typed_is_lost(seat: SchemeSeat) -> None:
    write(seat)
    seat.type("components", 0, "code", "half")
    seat.store.refusal = StoreUnavailable("store.lost")
    seat.page.save()
    assert seat.page.unsaved
    assert seat.page.held
    seat.store.refusal = None
    seat.table.desk.found_again()
    seat.page.save()
    assert not seat.page.held
    assert '"half"' in seat.store.kept_drafts["department", "standard"].text


def test_an_offered_version_is_put_in_force_as_it_is(seat: SchemeSeat) -> None:
    at = next(n for n, o in enumerate(seat.store.rows) if o.scheme == "yuncheng")
    seat.store.rows[at] = replace(seat.store.rows[at], begin=None)
    seat.page.reload()
    seat.page.choose(("department", "yuncheng", 1))
    assert seat.page.can_begin
    seat.page.put_in_force(date(2027, 1, 1), "")
    kept = next(o for o in seat.store.kept() if o.scheme == "yuncheng")
    assert kept.first == date(2027, 1, 1)
    assert not seat.page.can_begin


def test_who_may_not_write_reads_everything_and_changes_nothing(qapp: object) -> None:
    del qapp
    seat = a_scheme_seat(Post.SHIFT_LEADER)
    seat.page.reload()
    seat.page.choose(STANDARD)
    seat.page.begin()
    seat.page.edit.type(Place(part="components", row=0, column="weight"), "9")
    assert not seat.page.writing
    assert seat.text("components", 0, "weight") == "0.1"
    assert not seat.page.can_begin
    seat.leave()


def test_a_broken_version_is_a_line_with_its_reason_and_stops_no_other(qapp: object) -> None:
    del qapp
    store = with_shipped()
    for at, one in enumerate(store.rows):
        if one.kind == "department":
            spoilt = "{" if one.scheme == "jinhua" else one.text.replace("archive_rate", "archiv")
            store.rows[at] = replace(one, text=spoilt)
    seat = a_scheme_seat(store=store)
    seat.page.reload()
    seat.page.choose(("department", "jinhua", 1))
    assert seat.page.edit.document is None
    assert seat.page.problem is not None
    assert seat.page.problem.code == "scheme.broken"
    seat.page.choose(STANDARD)
    assert seat.page.edit.document is not None
    assert seat.page.problem is not None
    seat.page.choose(("region", "standard", 1))
    assert seat.page.problem is None
    seat.leave()


def test_a_store_that_does_not_answer_is_told_as_lost(qapp: object) -> None:
    del qapp
    seat = a_scheme_seat()
    seat.table.desk.outside = replace(seat.table.desk.outside, schemes=Gone())  # type: ignore[arg-type]
    seat.page.reload()
    assert seat.page.list.state is State.LOST
    seat.leave()


class Gone:
    def kept(self) -> object:
        raise StoreUnavailable("store.lost")


def test_a_formula_is_told_what_it_may_read_and_what_it_reads(seat: SchemeSeat) -> None:
    seat.page.choose(("department", "yuncheng", 1))
    document = seat.page.edit.document
    assert document is not None
    first = Place(part="values", row=0, column="expression")
    may = {one.code for one in usable(document, first, WORDS.say)}
    assert {"archive_rate", "inst", "team", "otherwise"} <= may
    assert "system" not in may  # a value reads those before it
    component = Place(part="components", row=0, column="expression")
    assert [one.code for one in used(document, component, WORDS.say)] == ["system"]
    rate = next(o for o in usable(document, first, WORDS.say) if o.code == "archive_rate")
    assert rate.meaning == "结案率"
    assert rate.definition
