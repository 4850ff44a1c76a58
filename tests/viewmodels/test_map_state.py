"""What the map keeps and packs for its page."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from console.domain.tone import StageFill, Urgency
from console.viewmodels.map_state import (
    FILLS,
    URGENCIES,
    BaseMap,
    Names,
    PinTable,
    is_place,
    kind_number,
    pack_base,
    pack_grids,
)
from tests.map import small_city

LONG_ID = 2026_1123_000_000_187


def test_every_mark_has_its_own_number() -> None:
    numbers = [kind_number(urgency, fill) for urgency in URGENCIES for fill in FILLS]
    assert numbers == list(range(len(Urgency) * len(StageFill)))


def test_overdue_is_drawn_last_and_paused_first() -> None:
    assert (URGENCIES[0], URGENCIES[-1]) == (Urgency.PAUSED, Urgency.OVER)


def test_an_unchanged_pin_is_no_news() -> None:
    table = PinTable()
    assert table.put(small_city.pin(LONG_ID)) == 1
    assert table.put(small_city.pin(LONG_ID, remaining="剩 5分")) is None
    assert table.pins[LONG_ID].remaining == "剩 5分"


def test_a_mark_that_becomes_overdue_keeps_its_handle() -> None:
    table = PinTable()
    table.put(small_city.pin(LONG_ID))
    assert table.put(small_city.pin(LONG_ID, urgency=Urgency.OVER)) == 1
    assert table.rows([1])[0][4] == kind_number(Urgency.OVER, StageFill.HALF)


def test_a_handle_is_never_given_to_another_case() -> None:
    table = PinTable()
    table.put(small_city.pin(1))
    assert table.drop(1) == 1
    assert table.put(small_city.pin(1)) == 2
    assert (table.case(1), table.case(2)) == (None, 1)
    assert table.drop(99) is None
    assert table.rows([1]) == []


@pytest.mark.parametrize(
    "wrong", [{"urgency": "late"}, {"stage_fill": "striped"}, {"lat": float("nan")}, {"lon": 200.0}]
)
def test_an_impossible_pin_is_refused_and_not_kept(wrong: dict[str, Any]) -> None:
    table = PinTable()
    with pytest.raises(ValueError, match=r"not a valid|no place"):
        table.put(small_city.pin(1, **wrong))
    assert not table.pins


def test_cases_are_packed_as_the_page_reads_them() -> None:
    table = PinTable()
    table.put(small_city.pin(LONG_ID, 113.25, 33.5, duty_grid="A"))
    table.put(small_city.pin(2, 113.5, 33.75, duty_grid="B", urgency=Urgency.OVER))
    near, over = (kind_number(u, StageFill.HALF) for u in (Urgency.NEAR, Urgency.OVER))
    assert struct.unpack("<II4d2I2H4B", table.packed()) == (
        *(2, 0, 113.25, 113.5, 33.5, 33.75, 1, 2, 0, 1),
        *(near, over, 0, 1),
    )
    assert table.districts.codes() == ("410402", "410403")


def test_no_cases_pack_to_an_empty_head() -> None:
    assert PinTable().packed() == struct.pack("<II", 0, 0)


def test_grids_are_packed_open_with_the_place_where_each_begins() -> None:
    square = [[0.0, 1.0], [1.0, 1.0], [1.0, 2.0], [0.0, 1.0]]
    shapes = pack_grids([("A", square), ("B", square[:3])])
    n, m, *rest = struct.unpack("<II12d3I", shapes.packed)
    assert (n, m, shapes.codes) == (2, 6, ("A", "B"))
    assert rest[:3] == [0.0, 1.0, 1.0]
    assert rest[-3:] == [0, 3, 6]


def test_more_codes_than_the_page_can_count_share_the_last_number() -> None:
    names = Names(1)
    assert [names.number(code) for code in "abca"] == [0, 1, 1, 0]
    assert names.codes() == ("a", "b")


def test_a_base_map_read_from_text_goes_to_the_page_as_it_was() -> None:
    text = '{ "start": [113.3, 33.7, 14], "roads": [] }'
    base = BaseMap(text)
    assert dict(base) == {"start": [113.3, 33.7, 14], "roads": []}
    assert len(base) == 2
    assert pack_base(base) == text.encode()
    assert not BaseMap()


def test_the_base_map_keeps_its_chinese_names() -> None:
    assert pack_base({"name": "湛河"}) == '{"name":"湛河"}'.encode()


@pytest.mark.parametrize(
    ("lon", "lat", "good"),
    [(113.3, 33.7, True), (181, 0, False), (0, 86, False), (float("inf"), 0, False)],
)
def test_a_place_is_finite_and_on_the_globe(lon: float, lat: float, good: bool) -> None:  # noqa: FBT001, a table of cases
    assert is_place(lon, lat) is good
