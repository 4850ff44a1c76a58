"""Unit grids: load told by the clocks, who was there, the card with its history."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from console.domain.gridload import Load
from console.domain.place import ComponentState
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.layer_rows import CellCases, GridCard
from console.ports.positions import Position
from db import OpenStore, city
from tests.db.lives import MORNING, Life, standard
from tests.db.town import EAST, GRIDS, WEST, component, grid, settle

BEFORE = "410402001001900"


def card(store: OpenStore, now: datetime, code: str = GRIDS[0]) -> GridCard:
    return store.reading.grid_card(code, now)


def test_a_cell_names_its_ground_and_who_answers_for_it(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    rows = store.reading.grid_rows()
    assert [row.code for row in rows] == [one.code for one in store.reading.unit_grids()]
    first = rows[0]
    assert first.names == ("新华区", "曙光街街道", "曙光社区")
    assert (first.duty_grid, first.duty_name) == ("D1", "一号责任网格")
    assert (first.inspector, first.inspector_name) == ("I001", "赵巡")


def test_load_equals_the_clocks_of_the_open_cases(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    for _ in range(2):
        life.to_handling(life.report(point=WEST), "U1")
    life.to_end(life.report(point=WEST), "U1")
    life.report(point=EAST)
    for hours in (0, 3, 4, 30):
        now = life.at + timedelta(hours=hours)
        rows = store.reading.open_rows("chen")
        found = {one.grid: one.load for one in store.reading.grid_loads(now)}
        for code in GRIDS:
            mine = [row for row in rows if row.grid == code]
            late = [row for row in mine if row.due is not None and row.due < now]
            near = [
                row
                for row in mine
                if row.near_at is not None and row.due is not None and row.near_at <= now <= row.due
            ]
            assert found[code] == Load(open=len(mine), overdue=len(late), near=len(near))


def test_no_assessment_was_published_yet(store: OpenStore) -> None:
    assert store.reading.grid_grades() is None


def test_a_cell_was_seen_by_a_position_or_by_a_step_there(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    life.to_dispatch(life.report(point=EAST))  # confirmed on site on the way
    at = MORNING - timedelta(hours=5)
    told = [
        Position(inspector="I001", at=at - timedelta(minutes=one), point=WEST, grid=GRIDS[0])
        for one in range(3)
    ]
    assert store.positions.tell(told) == 3
    seen = {one.grid: one.at for one in store.reading.grids_seen(life.at)}
    assert seen[GRIDS[0]] == at
    assert MORNING < seen[GRIDS[1]] < life.at
    assert card(store, life.at).seen == at
    assert card(store, life.at, GRIDS[1]).seen == seen[GRIDS[1]]


def test_what_is_longer_ago_than_a_week_is_not_in_the_layer_but_on_the_card(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    at = MORNING - timedelta(days=8)
    store.positions.tell([Position(inspector="I001", at=at, point=WEST, grid=GRIDS[0])])
    assert store.reading.grids_seen(MORNING) == ()
    assert card(store, MORNING).seen == at


def test_the_card_tells_load_by_stage_and_components_by_class(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    broken = replace(component("4104020101000002"), state=ComponentState.MISSING, category="0101")
    city.put_components(owner, [broken])
    life = Life(store.store)
    life.report(point=WEST)
    life.to_handling(life.report(point=WEST), "U1")
    found = card(store, life.at)
    assert [(one.queue, one.load.open) for one in found.stages] == [("accept", 1), ("handle", 1)]
    assert [(one.name, one.total, one.faulty) for one in found.components] == [("上水井盖", 2, 1)]
    assert card(store, life.at, GRIDS[1]).components == ()


def test_the_same_subclass_three_times_in_thirty_days_recurs(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    cases = []
    for name in ("0101", "0101", "0102", "0101"):
        cases.append(life.report(point=WEST))
        life.to_dispatch(cases[-1], standard=standard(name, name))
    found = card(store, life.at)
    assert [(one.category, one.times) for one in found.recurring] == [("0101", 3)]
    assert found.recurring_names == (("component:0101", "0101"),)
    assert card(store, life.at + timedelta(days=31)).recurring == ()
    since = life.at - timedelta(days=30)
    lines = store.reading.cell_cases(
        CellCases(grid=GRIDS[0], kind="component", category="0101", since=since)
    )
    assert [one.id for one in lines] == [cases[3], cases[1], cases[0]]


def test_a_cell_remembers_what_was_there_before(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    ended = replace(grid(BEFORE, 113.3), valid_from=date(2012, 1, 1), valid_to=date(2024, 1, 1))
    city.put_unit_grids(owner, [ended])
    life = Life(store.store)
    for year in (2026, 2026, 2025):
        case = life.report(point=WEST)
        code = BEFORE if year == 2025 else GRIDS[0]
        with owner.begin() as connection:
            connection.execute(
                text(
                    "UPDATE case_file SET grid = :grid, reported_at = reported_at - :back"
                    " WHERE id = :case"
                ),
                {"grid": code, "back": timedelta(days=365 * (2026 - year)), "case": case},
            )
    found = card(store, life.at)
    assert [(one.code, one.valid_to) for one in found.former] == [(BEFORE, date(2024, 1, 1))]
    assert found.years == ((2026, 2), (2025, 1))
    assert len(store.reading.cell_cases(CellCases(grid=GRIDS[0], year=2025))) == 1
    assert card(store, life.at, GRIDS[1]).former == ()


def test_the_cells_a_cell_replaces_are_its_history_wherever_they_lay(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    first = replace(grid(BEFORE, 113.5), valid_from=date(2012, 1, 1), valid_to=date(2020, 1, 1))
    second = replace(
        grid("410402001001901", 113.6),
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 1, 1),
        replaces=BEFORE,
    )
    city.put_unit_grids(owner, [first, second])
    city.put_unit_grids(owner, [replace(grid(GRIDS[0], 113.3), replaces=second.code)])
    assert [one.code for one in card(store, MORNING).former] == [second.code, BEFORE]


def test_a_year_begins_at_midnight_of_the_city(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    case = life.report(point=WEST)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE case_file SET reported_at = '2025-12-31 16:30+00' WHERE id = :case"),
            {"case": case},
        )
    assert card(store, life.at).years == ((2026, 1),)
    ask = store.reading.cell_cases
    assert [one.id for one in ask(CellCases(grid=GRIDS[0], year=2026))] == [case]
    assert ask(CellCases(grid=GRIDS[0], year=2025)) == ()


def test_each_line_of_the_card_finds_its_cases(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    done = life.report(point=WEST)
    life.to_end(done, "U1")
    waiting, handled = life.report(point=WEST), life.report(point=WEST)
    life.to_handling(handled, "U1")
    life.report(point=EAST)

    def ids(wanted: CellCases, limit: int = 9) -> list[int]:
        return [one.id for one in store.reading.cell_cases(wanted, limit=limit)]

    assert ids(CellCases(grid=GRIDS[0])) == [handled, waiting, done]
    assert ids(CellCases(grid=GRIDS[0], open_only=True)) == [handled, waiting]
    assert ids(CellCases(grid=GRIDS[0], queue="handle")) == [handled]
    assert ids(CellCases(grid=GRIDS[0]), limit=1) == [handled]
    line = store.reading.cell_cases(CellCases(grid=GRIDS[0], queue="accept"))[0]
    assert (line.stage, line.address) == (Stage.ACCEPTED, "中兴路 12 号")


def test_an_unknown_cell_is_refused(store: OpenStore) -> None:
    with pytest.raises(Refusal, match=r"grid\.unknown"):
        card(store, MORNING, "999999999999999")


def test_cells_are_found_by_an_index(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    case = life.report(point=WEST)
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="现场已围挡")
    asked = {
        "cases of a cell": "SELECT 1 FROM case_file f WHERE f.grid = 'x' AND f.reported_at > now()",
        "last sign of a cell": "SELECT max(at) FROM inspector_position WHERE grid = 'x'",
        "last sign of somebody": (
            "SELECT at FROM inspector_position WHERE inspector = 'x' ORDER BY at DESC LIMIT 1"
        ),
        "signs of a day": "SELECT 1 FROM inspector_position WHERE at > now()",
    }
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement in asked.values():
            plan = "\n".join(connection.execute(text(f"EXPLAIN {statement}")).scalars())
            assert "Seq Scan" not in plan, plan
