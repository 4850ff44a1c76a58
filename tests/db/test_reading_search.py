"""Search by words of two signs and more, likely duplicates, precedents."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from db import OpenStore, reading_search
from db.bulk import BulkStore
from tests.db.lives import Life, standard
from tests.db.town import COMPONENT, GRIDS, WEST, settle


@pytest.mark.parametrize(
    ("words", "matched"),
    [
        ("路灯", "text"),
        ("灯", "text"),
        ("不亮", "text"),
        ("建设路", "text"),
        ("建设路 5", "text"),
        ("jsl", "initials"),
        ("2026-1123-000002", "number"),
        ("000002", "number"),
        (GRIDS[0], "code"),
        (COMPONENT, "code"),
    ],
)
def test_a_case_is_found_by_whatever_is_known_of_it(
    store: OpenStore, owner: Engine, words: str, matched: str
) -> None:
    settle(owner)
    life = Life(store.store)
    life.report("井盖破损", "中兴路 12 号", Point(113.4, 33.8))
    lamp = life.report("路灯不亮", "建设路 5 号", WEST)
    place = Place(address="建设路 5 号", point=WEST, unit_grid=GRIDS[0], component=COMPONENT)
    life.act(lamp, Move.AMEND, Post.ACCEPTOR, place=place)
    hits = store.reading.search(words)
    assert [(hit.id, hit.matched) for hit in hits] == [(lamp, matched)]


@pytest.mark.parametrize("words", ["", "  ", "没有这样的词", "%", "_", "\\", "1%", "\x00"])
def test_odd_words_find_nothing_and_break_nothing(store: OpenStore, words: str) -> None:
    Life(store.store).report()
    assert store.reading.search(words) == ()


def test_rare_words_beyond_the_newest_cases_are_found_by_the_index(
    store: OpenStore, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_search, "_PROBE", 5)
    bulk = BulkStore(owner)
    life = Life(bulk)
    old = life.report("独一无二的石狮子", "老街 1 号")
    for _ in range(20):
        life.report()
    bulk.flush()
    assert [hit.id for hit in store.reading.search("石狮")] == [old]
    assert [hit.id for hit in store.reading.search("石狮子")] == [old]
    assert store.reading.search("狮") == ()  # one sign: the newest cases only


def test_the_index_of_pieces_serves_the_search(owner: Engine) -> None:
    with owner.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(
            text("EXPLAIN SELECT id FROM case_text WHERE app.grams(words) @> app.grams('石狮子')")
        ).scalars()
        assert "grams_idx" in "\n".join(plan)


def test_likely_duplicates_come_with_reasons_likeliest_first(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    near = life.report("井盖破损", point=Point(WEST.lon + 0.0001, WEST.lat))
    life.to_dispatch(near)
    far = life.report("井盖破损", point=Point(WEST.lon + 0.0009, WEST.lat))
    life.to_dispatch(far)
    other = life.report("路灯不亮", point=WEST)
    life.report("井盖破损", point=Point(113.5, 33.9))
    place = Place(address="", point=WEST, unit_grid=GRIDS[0])

    def similar() -> list[tuple[CaseId, str]]:
        found = store.reading.similar(
            place, "component", "0101", "井盖", life.at, metres=150, days=7
        )
        return [(one.case.id, one.likeness) for one in found]

    assert similar() == [(near, "high"), (far, "middle"), (other, "low")]
    life.act(near, Move.VOID, Post.SHIFT_LEADER, "重复")
    assert similar() == [(far, "middle"), (other, "low"), (near, "low")]
    life.at += timedelta(days=9)
    assert [case for case, _ in similar()] == [far, other]


def test_a_place_without_a_point_is_compared_by_grid_and_component(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    inside = life.report(point=WEST)
    found = store.reading.similar(
        Place(address="", unit_grid=GRIDS[0]), "", "", "", life.at, metres=100, days=7
    )
    assert [(one.case.id, one.case.metres, one.likeness) for one in found] == [
        (inside, None, "low")
    ]


def test_precedents_are_of_the_same_class_near_by_and_counted_by_unit(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    done = [life.report(point=WEST) for _ in range(3)]
    for case, unit in zip(done, ("U2", "U2", "U1"), strict=True):
        life.to_end(case, unit)
    lamp = life.report(point=WEST)
    life.to_end(lamp, "U1", standard=standard("0201", "路灯"))
    case = life.report(point=WEST)
    assert store.reading.precedents(case).cases == ()
    life.to_dispatch(case)
    found = store.reading.precedents(case, limit=2)
    assert {one.id for one in found.cases} <= set(done)
    assert len(found.cases) == 2
    assert found.by_unit == (("U2", 2, 0, 0), ("U1", 1, 0, 0))


def test_an_unknown_case_has_no_precedents(store: OpenStore) -> None:
    with pytest.raises(Refusal):
        store.reading.precedents(CaseId(2026000000001))
