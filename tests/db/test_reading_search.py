"""Search by words of two signs and more, likely duplicates, precedents."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text

from console.domain.case import CaseId
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.ports.work import Caller
from db import OpenStore, reading_search
from db.bulk import BulkStore
from db.caller_keys import CallerKeys
from tests.db.lives import CALLER, Life, standard
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


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234-5678", "+86 13812345678", "１３８１２３４５６７８"]
)
def test_a_case_is_found_by_its_caller_s_whole_number(store: OpenStore, typed: str) -> None:
    life = Life(store.store)
    first = life.report(caller=CALLER)
    life.report(caller=Caller(name="李", phone="13812345679"))
    second = life.report(caller=CALLER)
    hits = store.reading.search(typed)
    assert [(hit.id, hit.matched) for hit in hits] == [(second, "phone"), (first, "phone")]


def test_a_part_of_a_number_or_nobody_s_number_finds_no_caller(store: OpenStore) -> None:
    Life(store.store).report(caller=CALLER)
    for typed in ("1381234567", "5678", "13812345679", "138****5678"):
        assert store.reading.search(typed) == ()


def test_a_short_number_is_a_caller_s_first_and_a_case_s_else(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    called = life.report("路灯不亮", caller=Caller(name="李", phone="6608 8888"))
    named = life.report("门牌 66087777 处")
    assert [hit.id for hit in store.reading.search("66088888")] == [called]
    assert [hit.id for hit in store.reading.search("66087777")] == [named]


@pytest.mark.parametrize("typed", ["13812345678", "13999999999", "66088888"])
def test_a_number_that_finds_somebody_or_is_surely_one_goes_to_the_server_as_a_hash_only(
    store: OpenStore, typed: str
) -> None:
    life = Life(store.store)
    life.report(caller=CALLER)
    life.report(caller=Caller(name="李", phone="66088888"))
    sent: list[str] = []

    def hear(_line: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        sent.append(f"{statement} {given}")

    event.listen(store.engines[1], "before_cursor_execute", hear)
    store.reading.search(typed)
    assert any("cases_called_from" in one for one in sent)
    assert not [one for one in sent if typed in one]


def test_a_seat_without_the_right_search_key_is_told(
    store: OpenStore, caller_keys: CallerKeys
) -> None:
    case = Life(store.store).report("门牌 66087777 处")
    for content, code in ((bytes(32), "caller.search_key_other"), (None, "caller.search_key")):
        caller_keys.search_file.unlink()
        if content is not None:
            caller_keys.search_file.write_bytes(content)
        with pytest.raises(Refusal) as refused:
            store.reading.search("13812345678")
        assert refused.value.code == code
        assert [hit.id for hit in store.reading.search("66087777")] == [case]
        caller_keys.search_file.touch()


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
