"""The history of the administration: before and after in words, narrowed, and taken back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.administration import Subject
from console.domain.refusal import Refusal
from console.ports.administration import Wish
from console.ports.errors import StoreUnavailable
from console.viewmodels import administration_history
from tests.administration_samples import an_administration, with_a_past
from tests.administration_seat import Seat, a_seat


@pytest.fixture
def seat(qapp: QApplication) -> Iterator[Seat]:
    assert qapp is not None
    made = a_seat(store=with_a_past(an_administration()))
    made.page.history.reload()
    yield made
    made.leave()


def rows(seat: Seat) -> list[list[str]]:
    """What stands in the list."""
    table = seat.page.history.table
    changes = [seat.page.history.change(int(str(key))) for key in table.keys]
    return [[column.value(one) for column in table.columns] for one in changes if one is not None]


def test_changes_are_told_newest_first_with_before_and_after(seat: Seat) -> None:
    told = rows(seat)
    assert told[0][2:5] == ["操作员", "zhangwei", "多次口令错误，已锁定"]
    assert told[1][2:6] == ["单位", "市市政工程维护处", "电话：0375-1111 → 0375-2222", "换号"]


def test_the_history_is_narrowed_by_section_thing_time_and_words(seat: Seat) -> None:
    history = seat.page.history
    history.narrow(section="unit")
    assert len(rows(seat)) == 2
    history.narrow(section="unit", key="U2")
    assert rows(seat) == []
    history.narrow(section="", key="", span="all")
    history.find("已锁定")
    assert len(rows(seat)) == 1


def test_only_the_newest_change_of_a_thing_can_be_taken_back(seat: Seat) -> None:
    history = seat.page.history
    older, newest = history.change(1), history.change(2)
    assert older is not None
    assert newest is not None
    assert (older.undoable, newest.undoable) == (False, True)
    history.undo(older, "错")
    assert seat.codes[-1] == "admin.later"
    history.undo(newest, "输错了号码")
    assert seat.store.things_kept[Subject.UNIT, "U1"]["phone"] == "0375-1111"
    assert seat.store.register[-1].reason == "输错了号码"
    assert seat.codes[-1] == "administration.done.undo"
    again = history.change(2)
    assert again is not None
    assert again.undone_by == 4
    assert rows(seat)[2][4].startswith("已撤销")


def test_a_history_that_cannot_be_read_says_so(seat: Seat) -> None:
    history = seat.page.history
    seat.store.fail = StoreUnavailable("store.lost")
    history.reload()
    assert isinstance(history.failed, StoreUnavailable)
    history.reload()
    assert history.failed is None
    seat.store.fail = Refusal("judge.post", post="administrator")
    history.reload()
    assert isinstance(history.failed, Refusal)


def test_older_changes_come_page_by_page_and_stay_when_it_is_read_anew(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration_history, "PAGE", 2)
    history = seat.page.history
    history.narrow(span="all")
    assert list(history.table.keys) == [3, 2]
    assert history.older
    history.read_on()
    assert list(history.table.keys) == [3, 2, 1]
    assert not history.older
    asked = seat.store.looks
    history.read_on()
    assert seat.store.looks == asked  # there is nothing further back
    history.reload()
    assert list(history.table.keys) == [3, 2, 1]


def test_words_are_looked_for_in_all_changes_not_in_the_newest_page(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration_history, "PAGE", 1)
    history = seat.page.history
    history.narrow(span="all")
    history.find("0375-1111 →")
    assert list(history.table.keys) == [2]
    history.find("")
    assert len(history.table.keys) == 3


def test_values_of_the_programs_own_are_not_poured_out_and_not_taken_back(seat: Seat) -> None:
    made = Wish(
        subject=Subject.SETTING, key="map.base", seen=0, value={"name": "map.base", "value": "{1}"}
    )
    seat.store.change(made)
    seat.page.history.reload()
    change = seat.page.history.change(4)
    assert change is not None
    assert not change.undoable
    assert "{1}" not in rows(seat)[0][4]
    assert "程序内部值" in rows(seat)[0][4]


def test_a_version_of_the_standards_says_how_many_classes_and_conditions_it_has(
    seat: Seat,
) -> None:
    seat.store.register.append(
        replace(
            seat.store.register[0],
            id=4,
            subject=Subject.STANDARDS,
            key="standards",
            before=None,
            after={"version": 1, "categories": 329, "conditions": 520},
        )
    )
    seat.page.history.reload()
    assert "小类数：（空） → 329" in rows(seat)[0][4]
    assert "立案条件数：（空） → 520" in rows(seat)[0][4]


def test_a_file_of_ground_says_how_many_things_it_changed_not_which_thousands(seat: Seat) -> None:
    told = {
        "file": "grids.shp",
        "new": [f"{at:015d}" for at in range(6_000)],
        "reshaped": {"1": "2"},
        "ended": [],
        "relabelled": [],
        "crs": "EPSG:4547",
        "kind": "unit-grids",
        "unchanged": 3,
        "refused": 0,
    }
    seat.store.register.append(
        replace(
            seat.store.register[0],
            id=4,
            subject=Subject.GROUND,
            key="unit-grids",
            before=None,
            after=told,
        )
    )
    seat.page.history.reload()
    assert rows(seat)[0][2:4] == ["空间数据", "unit-grids"]
    assert "文件：（空） → grids.shp" in rows(seat)[0][4]
    assert "新增：（空） → 6000" in rows(seat)[0][4]
    assert "边界变化：（空） → 1" in rows(seat)[0][4]
