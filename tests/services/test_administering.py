"""An administrator's seat over the store in memory: fields checked first, defaults shown, undo."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from console.domain.administration import SETTINGS, Deed, Subject
from console.domain.refusal import Refusal
from console.export.standards_sheets import write
from console.ports.administration import Look, Wish
from console.services.administering import Administering
from tests.fake_reading import FakeReading
from tests.fakes_administration import FakeAdministration
from tests.standards import SMALL_STANDARDS

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
INSPECTOR = {
    "code": "WD-1",
    "name": "李某",
    "certificate": "证 1",
    "certified_on": "2026-01-01",
    "certified_until": "2027-01-01",
}


@pytest.fixture
def store() -> FakeAdministration:
    """What the store keeps."""
    kept = FakeAdministration()
    kept.keep(Subject.LIMIT, "accept", timer="accept", limit_code="15 minute")
    kept.keep(Subject.OPERATOR, "lin", login="lin", name="林某", posts=["verifier"], active=True)
    kept.keep(Subject.STANDARDS, "standards", version=3, valid_from="2026-01-01")
    kept.catalogues[3] = SMALL_STANDARDS
    return kept


@pytest.fixture
def reading() -> FakeReading:
    """What every seat may read."""
    return FakeReading(standards=SMALL_STANDARDS)


@pytest.fixture
def seat(store: FakeAdministration, reading: FakeReading) -> Administering:
    """An administrator's seat."""
    return Administering(store, reading, lambda: NOW)


def limit(code: str, seen: int = 0) -> Wish:
    return Wish(
        subject=Subject.LIMIT,
        key="accept",
        seen=seen,
        value={"timer": "accept", "limit_code": code},
        reason=" 高峰 ",
    )


def test_a_change_is_checked_completed_and_made(
    seat: Administering, store: FakeAdministration
) -> None:
    assert seat.change(limit("20 minute")).reason == "高峰"
    with pytest.raises(Refusal, match=r"limit\.unreadable"):
        seat.change(limit("soon", seen=1))
    assert len(store.register) == 1
    wish = Wish(subject=Subject.INSPECTOR, key="WD-1", seen=0, value=INSPECTOR, fresh=True)
    assert seat.change(wish).after == {**INSPECTOR, "management_area": "", "phone": ""}


def test_what_the_store_adds_by_itself_may_be_sent_back(
    seat: Administering, store: FakeAdministration
) -> None:
    store.keep(Subject.CALENDAR, "calendar", version="v1", hours_per_day=8, slots=[], days=[])
    value = {"version": "v1", "hours_per_day": 8, "slots": ["08:00-16:00"], "days": []}
    changed = seat.change(Wish(subject=Subject.CALENDAR, key="calendar", seen=0, value=value))
    assert changed.after == value


def test_only_what_can_be_removed_is(seat: Administering) -> None:
    with pytest.raises(Refusal, match=r"admin\.kept"):
        seat.change(Wish(subject=Subject.OPERATOR, key="lin", seen=0, value=None))
    seat.change(Wish(subject=Subject.INSPECTOR, key="WD-1", seen=0, value=INSPECTOR, fresh=True))
    gone = seat.change(Wish(subject=Subject.INSPECTOR, key="WD-1", seen=1, value=None))
    assert gone.deed is Deed.REMOVE


def test_a_post_is_not_lent_for_a_time_that_is_over(seat: Administering) -> None:
    value = {
        "login": "lin",
        "post": "supervisor",
        "valid_from": "2026-11-27T00:00:00+00:00",
        "valid_until": NOW.isoformat(),
        "reason": "代班",
    }
    with pytest.raises(Refusal) as caught:
        seat.change(Wish(subject=Subject.GRANT, key="", seen=0, value=value, fresh=True))
    assert (caught.value.code, caught.value.facts) == ("admin.past", {"field": "valid_until"})


def test_all_settings_are_there_with_what_holds_by_default(
    seat: Administering, store: FakeAdministration
) -> None:
    store.keep(Subject.SETTING, "quiet_seconds", name="quiet_seconds", value="45")
    store.keep(Subject.SETTING, "made", name="made", value="7")
    found = {one.key: one.value["value"] for one in seat.things(Subject.SETTING)}
    assert list(found) == list(SETTINGS)
    assert (found["quiet_seconds"], found["similar_days"]) == ("45", "7")
    assert [one.key for one in seat.things(Subject.LIMIT)] == ["accept"]


def test_an_undo_and_its_history(seat: Administering) -> None:
    changed = seat.change(limit("20 minute"))
    undone = seat.undo(changed, " 误改 ")
    assert (undone.after, undone.reason) == (changed.before, "误改")
    assert [one.id for one in seat.history(Look())] == [undone.id, changed.id]


def test_passwords_are_checked_and_locks_taken_off(
    seat: Administering, store: FakeAdministration
) -> None:
    with pytest.raises(Refusal, match=r"admin\.password"):
        seat.set_password("lin", "short")
    seat.set_password("lin", "long-enough-for-us", "入职")
    store.lock("lin")
    assert [(one.login, one.may_sign_in) for one in seat.accounts()] == [("lin", False)]
    assert seat.unlock("lin").deed is Deed.UNLOCK
    assert seat.accounts()[0].may_sign_in


def a_workbook(folder: Path, condition: str = "") -> Path:
    """The standards as a workbook, the first condition in other words if given."""
    first, *others = SMALL_STANDARDS.conditions
    changed = replace(first, closing_text=condition or first.closing_text)
    write(folder / "a.xlsx", replace(SMALL_STANDARDS, conditions=(changed, *others)))
    return folder / "a.xlsx"


def test_standards_are_kept_and_their_undo_brings_the_former_back_as_a_new_version(
    seat: Administering, store: FakeAdministration, reading: FakeReading, tmp_path: Path
) -> None:
    kept = seat.put_standards(seat.read_standards(a_workbook(tmp_path, "全部点亮")), "修订")
    assert (kept.after or {})["version"] == 4
    reading.standards = store.catalogues[4]
    undone = seat.undo(kept)
    assert (undone.undoes, undone.reason) == (kept.id, "")
    again = store.catalogues[5]
    assert again.conditions == SMALL_STANDARDS.conditions
    assert again.valid_from == date(2026, 11, 29)
    with pytest.raises(Refusal, match=r"admin\.not_undoable"):
        seat.undo(seat.history(Look())[-1])


def test_a_workbook_that_changes_nothing_is_not_kept(seat: Administering, tmp_path: Path) -> None:
    offer = seat.read_standards(a_workbook(tmp_path))
    with pytest.raises(Refusal, match=r"admin\.nothing"):
        seat.put_standards(offer)
