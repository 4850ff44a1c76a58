"""The city's basemaps as its administrators change them: one list, one row of the register each."""

from datetime import UTC, datetime

import pytest

from console.domain.administration import Deed, Subject
from console.domain.basemap import BASEMAPS_SETTING, PRESETS, read_basemaps
from console.domain.refusal import Refusal
from console.ports.administration import Look, Wish
from console.services.administering import Administering
from console.services.basemap_list import BasemapList, field_of
from tests.fake_reading import FakeReading
from tests.fakes_administration import FakeAdministration

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
PHOTO = {"id": "photo", "title": "航片", "kind": "mbtiles", "address": "/p.mbtiles", "on": True}


@pytest.fixture
def store() -> FakeAdministration:
    """Two layers of the national platform."""
    kept = FakeAdministration()
    BasemapList(kept).add(PRESETS["tianditu-vec"])
    return kept


@pytest.fixture
def seat(store: FakeAdministration) -> Administering:
    """An administrator's seat."""
    return Administering(store, FakeReading(), lambda: NOW)


def order(store: FakeAdministration) -> list[str]:
    kept = store.things_kept[Subject.SETTING, BASEMAPS_SETTING]["value"]
    return [one.id for one in read_basemaps(str(kept))]


def a_wish(key: str, seen: int, **value: object) -> Wish:
    fresh = seen < 0
    return Wish(
        subject=Subject.BASEMAP, key=key, seen=max(0, seen), value=value or None, fresh=fresh
    )


def test_a_new_layer_is_on_top_with_what_is_usual(
    seat: Administering, store: FakeAdministration
) -> None:
    change = seat.change(a_wish("photo", -1, **PHOTO))
    assert (change.subject, change.key, change.deed) == (Subject.BASEMAP, "photo", Deed.PUT)
    assert order(store) == ["tdt-vec", "tdt-cva", "photo"]
    made = seat.things(Subject.BASEMAP)[-1]
    assert made.value == {**PHOTO, "place": 3, "level": 18, "opacity": 100}


def test_a_place_is_counted_from_the_lowest(seat: Administering, store: FakeAdministration) -> None:
    seat.change(a_wish("photo", -1, **PHOTO, place=1))
    assert order(store) == ["photo", "tdt-vec", "tdt-cva"]
    seen = seat.things(Subject.BASEMAP)[0].version
    seat.change(a_wish("photo", seen, **PHOTO, place=2))
    assert order(store) == ["tdt-vec", "photo", "tdt-cva"]


def test_a_code_is_taken_once_and_a_stranger_is_not_changed(seat: Administering) -> None:
    seat.change(a_wish("photo", -1, **PHOTO))
    with pytest.raises(Refusal, match=r"basemap\.exists"):
        seat.change(a_wish("photo", -1, **PHOTO))
    for value in (PHOTO, {}):
        with pytest.raises(Refusal, match=r"basemap\.unknown"):
            seat.change(a_wish("stranger", 1, **value))


def test_an_address_that_could_ask_anybody_is_not_kept(
    seat: Administering, store: FakeAdministration
) -> None:
    for address in ("file:///etc/{z}/{x}/{y}", "https://{x}.example/{z}/{y}", "https://a@b/{z}/"):
        with pytest.raises(Refusal, match=r"basemap\.address"):
            seat.change(a_wish("bad", -1, **{**PHOTO, "kind": "xyz", "address": address}))
    assert len(store.register) == 1


def test_a_list_changed_meanwhile_is_not_written_over(seat: Administering) -> None:
    seen = seat.things(Subject.BASEMAP)[0].version
    seat.change(a_wish("photo", -1, **PHOTO))
    with pytest.raises(Refusal, match=r"admin\.stale"):
        seat.change(a_wish("tdt-vec", seen))


def test_a_removed_layer_comes_back_with_its_place(
    seat: Administering, store: FakeAdministration
) -> None:
    seen = seat.things(Subject.BASEMAP)[0].version
    gone = seat.change(a_wish("tdt-vec", seen))
    assert order(store) == ["tdt-cva"]
    undone = seat.undo(gone)
    assert undone.subject is Subject.BASEMAP
    assert order(store) == ["tdt-vec", "tdt-cva"]


def test_the_list_can_be_begun_again_after_its_beginning_was_undone() -> None:
    store = FakeAdministration()
    seat = Administering(store, FakeReading(), lambda: NOW)
    seat.undo(seat.change(a_wish("photo", -1, **PHOTO)))
    assert seat.things(Subject.BASEMAP) == ()
    seat.change(a_wish("photo", -1, **PHOTO))
    assert order(store) == ["photo"]


def test_the_register_tells_a_change_layer_by_layer(seat: Administering) -> None:
    seen = seat.things(Subject.BASEMAP)[0].version
    seat.change(a_wish("tdt-cva", seen, **PHOTO, opacity=40))
    newest = seat.history(Look(subject=Subject.BASEMAP, key="tdt-cva"))[0]
    assert newest.before is not None
    assert newest.after is not None
    name = field_of("tdt-cva", "opacity")
    assert (newest.before[name], newest.after[name]) == (100, 40)


def test_a_register_that_cannot_be_read_is_told_as_it_stands(
    seat: Administering, store: FakeAdministration
) -> None:
    broken = {"name": BASEMAPS_SETTING, "value": "["}
    wish = Wish(subject=Subject.SETTING, key=BASEMAPS_SETTING, seen=1, value=broken)
    store.change(wish)
    assert seat.history(Look())[0].after == broken
    with pytest.raises(Refusal, match=r"basemap\.list"):
        seat.things(Subject.BASEMAP)
