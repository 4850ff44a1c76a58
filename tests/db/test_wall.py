"""What a wall reads is what the tables say, of one moment, and nothing that it must not see."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.stage import Move, Post, Stage
from console.evaluation.counts import counted
from console.ports.facts import FactDate, Grouping, Span
from console.ports.positions import Position
from console.ports.wall import OrderKind
from db import OpenStore
from db.engine import command_engine
from db.facts import PostgresFacts
from db.wall import PostgresWall
from tests.db.lives import CALLER, MORNING, Life, actor
from tests.db.town import EAST, GRIDS, WEST, settle
from tests.db.wall_ground import EMERGENCY, live_through, some_cases, wall_of

FIRST = datetime(2026, 9, 1, tzinfo=UTC)
LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def wall(owner: Engine, database_url: URL) -> Iterator[PostgresWall]:
    with wall_of(owner, database_url) as made:
        yield made


def rows(owner: Engine, statement: str, **values: object) -> list[Mapping[str, Any]]:
    with owner.connect() as connection:
        return [dict(row) for row in connection.execute(text(statement), values).mappings()]


def hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_reading_equals_a_naive_count_over_the_tables(
    wall: PostgresWall, store: OpenStore, owner: Engine, seed: int
) -> None:
    some_cases(store, owner)
    live_through(store, Random(seed))
    files = rows(owner, "SELECT * FROM case_file")
    steps = rows(owner, "SELECT * FROM case_step")
    since = FIRST + timedelta(days=Random(seed).randint(0, 60), minutes=17)
    from_hour = hour_of(since)
    with wall.at_one_moment() as moment:
        cases, flows = moment.open_cases(), moment.flows(since)
        hours, events = moment.hours(since), moment.events(1_000)
        tallies = moment.facts.tallies(
            Span(start=FIRST, end=LATER, as_of=moment.as_of), FactDate.REPORTED, [Grouping.UNIT]
        )
    codes = {
        row["code"]
        for table in ("division", "unit_grid", "duty_grid", "unit")
        for row in rows(owner, f"SELECT code FROM {table}")  # noqa: S608 - our own names
    }

    def known(row: Mapping[str, Any], column: str) -> str:
        """A code of nothing the city knows may be anything that somebody typed."""
        return row[column] if row[column] in codes else ""

    open_files = {row["id"]: row for row in files if not row["ended"]}
    assert {one.id for one in cases} == open_files.keys()
    for one in cases:
        row = open_files[one.id]
        assert (one.number, one.version, one.stage.value) == (
            row["number"], row["version"], row["stage"],
        )  # fmt: skip
        assert (one.source.value, one.category) == (row["source"], row["category"])
        places = ("district", "street", "grid", "duty_grid")
        assert [getattr(one, name) for name in places] == [known(row, name) for name in places]
        assert (one.unit, one.lon, one.lat) == (known(row, "unit"), row["lon"], row["lat"])
        assert (one.reported_at, one.started_at, one.due, one.near_at) == (
            row["reported_at"], row["started"], row["due"], row["near_at"],
        )  # fmt: skip
        assert (one.limit, one.paused) == (row["limit_code"], row["paused"])
    entered: Counter[tuple[datetime, str]] = Counter()
    left: Counter[tuple[datetime, str]] = Counter()
    for step in steps:
        if step["from_stage"] != step["to_stage"] and step["at"] >= from_hour:
            entered[hour_of(step["at"]), step["to_stage"]] += 1
            if step["from_stage"] is not None:
                left[hour_of(step["at"]), step["from_stage"]] += 1
    assert {(hour, stage.value): (came, went) for hour, stage, came, went in flows} == {
        key: (entered[key], left[key]) for key in {*entered, *left}
    }
    reported = Counter(hour_of(r["reported_at"]) for r in files if r["reported_at"] >= from_hour)
    closed = Counter(
        hour_of(r["closed_at"])
        for r in files
        if r["closed_at"] and r["closed_at"] >= from_hour
        if r["close_kind"] in {"normal", "forced"}
    )
    assert {h: (came, went) for h, came, went in hours} == {
        h: (reported[h], closed[h]) for h in {*reported, *closed}
    }
    moved = [step for step in steps if step["from_stage"] != step["to_stage"]]
    assert len(events) == len(moved)
    assert Counter((one.at, one.move.value, one.stage.value) for one in events) == Counter(
        (step["at"], step["move"], step["to_stage"]) for step in moved
    )
    assert [one.mark for one in events] == sorted((one.mark for one in events), reverse=True)
    # The assessment's own reading, as its owner's: the same figures.
    span = Span(start=FIRST, end=LATER, as_of=moment.as_of)
    sheet = PostgresFacts(owner).tallies(span, FactDate.REPORTED, [Grouping.UNIT])
    assert {unit: row for (unit,), row in counted(tallies).items() if unit} == {
        unit: row for (unit,), row in counted(sheet).items() if unit in codes
    }
    assert sum(one.cases for one in tallies) == len(files)


def test_the_flows_lead_from_now_back_to_any_hour(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    live_through(store, Random(5), 15)
    since = datetime(2026, 10, 20, 4, tzinfo=UTC)
    with wall.at_one_moment() as moment:
        now = Counter(one.stage for one in moment.open_cases())
        flows = moment.flows(since)
    then: dict[Stage, int] = defaultdict(int, now)
    for flow in flows:
        then[flow.stage] += flow.left - flow.entered
    last = rows(
        owner,
        "SELECT DISTINCT ON (case_id) to_stage FROM case_step WHERE at < :since"
        " ORDER BY case_id, seq DESC",
        since=since,
    )
    at_that_hour = Counter(row["to_stage"] for row in last)
    queues = {one.stage for one in flows} | now.keys()
    ended = {row["stage"] for row in rows(owner, "SELECT stage FROM case_file WHERE ended")}
    for stage in queues:
        if stage.value not in ended:
            assert then[stage] == at_that_hour[stage.value], stage


def test_a_held_moment_does_not_move_while_others_act(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    life, cases = some_cases(store, owner)
    with wall.at_one_moment() as held:
        before = held.open_cases()
        life.report()
        life.act(cases[0], Move.NOTE, Post.ACCEPTOR, text="x")
        assert sorted(held.open_cases()) == sorted(before)
        assert held.facts.tallies(span := _ever(held.as_of), FactDate.REPORTED, []) == (
            held.facts.tallies(span, FactDate.REPORTED, [])
        )
        with held.facts.at_one_moment() as facts:
            assert facts.tallies(span, FactDate.REPORTED, [])[0].cases <= len(cases)
        with wall.at_one_moment() as later:
            assert later.mark > held.mark
            assert later.as_of > held.as_of
            assert len(later.open_cases()) == len(before) + 1
        assert len(held.open_cases()) == len(before)


def _ever(as_of: datetime) -> Span:
    return Span(start=FIRST, end=LATER, as_of=as_of)


def test_the_same_mark_is_the_same_data_and_changes_lead_from_mark_to_mark(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    life, cases = some_cases(store, owner)
    with wall.at_one_moment() as moment:
        mark, known = moment.mark, {one.id: one for one in moment.open_cases()}
    with wall.at_one_moment() as again:
        assert again.mark == mark
        assert again.knows(mark)
        assert again.changed(mark) == ((), [])
    new = life.report()
    life.act(cases[1], Move.DISPATCH, Post.DISPATCHER, unit="U1")
    life.act(cases[0], Move.DECLINE, Post.ACCEPTOR, "不属城管事项")
    with wall.at_one_moment() as later:
        changed, gone = later.changed(mark)
        whole = {one.id: one for one in later.open_cases()}
        assert later.changed(later.mark) == ((), [])
    assert {one.id for one in changed} == {new, cases[1]}
    assert set(gone) == {cases[0]}
    known |= {one.id: one for one in changed}
    assert {case: one for case, one in known.items() if case not in gone} == whole


def test_a_slow_writer_is_not_missed_by_a_mark(
    wall: PostgresWall, store: OpenStore, owner: Engine, database_url: URL
) -> None:
    life, cases = some_cases(store, owner)
    news = text("INSERT INTO feed (case_id, operator, seat) VALUES (:case, 'lin', 's2')")
    slow = command_engine(database_url)
    with slow.connect() as writing:
        writing.execute(news, {"case": cases[1]})
        life.report()  # a later place in the feed, committed before
        with wall.at_one_moment() as moment:
            mark = moment.mark
        writing.commit()
    slow.dispose()
    with wall.at_one_moment() as later:
        assert later.mark > mark
        assert [one.id for one in later.changed(mark)[0]] == [cases[1]]


def test_after_a_lost_line_marks_are_not_known_and_everything_is_told(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    _life, cases = some_cases(store, owner)
    with wall.at_one_moment() as moment:
        mark = moment.mark
    with owner.begin() as connection:
        ended = text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'wall' AND datname = current_database()"
        )
        assert all(connection.execute(ended).scalars())
    with wall.at_one_moment() as later:
        assert not later.knows(mark)
        assert later.mark > mark
        changed, gone = later.changed(mark)
    assert {one.id for one in changed} | set(gone) == set(cases)


def test_emergencies_and_hidden_classes_are_told_by_their_class(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    _life, cases = some_cases(store, owner)
    with wall.at_one_moment() as moment:
        found = {one.id: one for one in moment.open_cases()}
        assert all(one.shown for one in found.values())
    assert [case for case, one in found.items() if one.emergency] == [cases[2]]
    assert found[cases[2]].category_name == "供水管道破裂"
    who = actor(Post.ADMINISTRATOR)
    store.keeping.put_setting("wall_hidden_classes", "component:99，event:05", who, MORNING)
    assert wall.settings() == {"wall_hidden_classes": "component:99，event:05"}
    with wall.at_one_moment() as moment:
        found = {one.id: one for one in moment.open_cases()}
        events = moment.events(500)
    assert [case for case, one in found.items() if not one.shown] == [cases[2]]
    assert found[cases[2]].number not in {one.number for one in events}
    assert found[cases[1]].number in {one.number for one in events}


def test_a_case_is_opened_once_somebody_has_seen_it_since_it_came(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    life, cases = some_cases(store, owner)
    with wall.at_one_moment() as moment:
        assert not any(one.opened for one in moment.open_cases())
    store.claims.hold(cases[1], actor(Post.DISPATCHER), life.at)
    with wall.at_one_moment() as moment:
        assert {one.id for one in moment.open_cases() if one.opened} == {cases[1]}


def test_a_case_opened_again_in_its_next_queue_by_the_seat_that_holds_it_is_news(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    life, cases = some_cases(store, owner)
    who = actor(Post.DISPATCHER)
    store.claims.hold(cases[1], who, life.at)
    life.act(cases[1], Move.DISPATCH, Post.DISPATCHER, unit="U1")
    with wall.at_one_moment() as moment:
        mark = moment.mark
        assert not any(one.opened for one in moment.open_cases())
    store.claims.hold(cases[1], who, life.at)
    with wall.at_one_moment() as moment:
        changed, _ = moment.changed(mark)
        assert moment.mark > mark
    assert [(one.id, one.opened) for one in changed] == [(cases[1], True)]


def test_names_rules_and_scenes_are_read(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    some_cases(store, owner)
    names = wall.names()
    assert {one.code for one in names.units} == {"U1", "U2"}
    assert all(one.phone == "" for one in names.units)
    assert names.streets["410402001"] == "曙光街街道"
    assert names.classes["event:0501"] == "供水管道破裂"
    assert names.classes["event:05"] == "突发事件"
    assert "410402" in {one.code for one in names.districts}
    mine, city = wall.rules(), store.reading.rules()
    assert (mine.stage_limits, mine.tone) == (city.stage_limits, city.tone)
    assert mine.calendar.version == city.calendar.version
    noon = datetime(2026, 11, 23, 4, tzinfo=UTC)
    assert mine.calendar.mark_of(int(noon.timestamp())) == city.calendar.mark_of(
        int(noon.timestamp())
    )
    assert wall.scenes() is None
    store.walls.put_scenes('{"scenes": []}', "试")
    assert wall.scenes() == '{"scenes": []}'
    store.walls.put_scenes(None, "")
    assert wall.scenes() is None


def test_inspectors_and_cells_of_the_day(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    now = datetime.now(UTC)
    with wall.at_one_moment() as moment:
        found = moment.patrols()
    assert (found.listed, found.on_duty, found.cells, found.seen) == (1, 0, 2, 0)
    assert found.unseen == (("D1", 2),)
    sign = Position(inspector="I001", at=now, point=WEST, grid=GRIDS[0])
    yesterday = replace(sign, at=now - timedelta(days=1), point=EAST, grid=GRIDS[1])
    store.positions.tell([sign, yesterday])
    with wall.at_one_moment() as moment:
        found = moment.patrols()
    assert (found.listed, found.on_duty, found.cells, found.seen) == (1, 1, 2, 1)
    assert found.unseen == (("D1", 1),)


def test_who_is_on_duty_is_the_same_on_the_wall_and_on_a_seats_map(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    now = datetime.now(UTC)

    def seats() -> int:
        return sum(one.on_duty for one in store.reading.inspector_rows(datetime.now(UTC)))

    def walls() -> int:
        with wall.at_one_moment() as moment:
            return moment.patrols().on_duty

    late = Position(inspector="I001", at=now - timedelta(minutes=16), point=WEST, grid=GRIDS[0])
    store.positions.tell([late])
    assert (seats(), walls()) == (0, 0)
    store.positions.tell([replace(late, at=now - timedelta(minutes=2))])
    assert (seats(), walls()) == (1, 1)
    with owner.begin() as connection:
        connection.execute(text("UPDATE inspector SET certified_until = '2026-01-31'"))
        connection.execute(text("UPDATE stamp SET version = version + 1"))
    assert (seats(), walls()) == (0, 0)


def test_a_cell_is_seen_by_what_an_inspector_did_there_too(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store, at=datetime.now(UTC).replace(microsecond=0), minutes=0)
    case = life.report(point=WEST)
    with wall.at_one_moment() as moment:
        assert moment.patrols().seen == 0
    life.to_dispatch(case)  # confirmed on site by the inspector
    with wall.at_one_moment() as moment:
        found = moment.patrols()
    assert (found.on_duty, found.seen, found.unseen) == (0, 1, (("D1", 1),))


def test_what_callers_and_operators_typed_never_comes_out_of_a_reading(
    wall: PostgresWall, store: OpenStore, owner: Engine
) -> None:
    planted = "王五 13912345678"
    settle(owner)
    life = Life(store.store)
    spoilt = replace(EMERGENCY, name=planted, text=planted, closing=planted, condition=planted)
    cases = [life.report(planted, planted, caller=CALLER) for _ in range(3)]
    for case in cases:
        life.to_handling(case, standard=spoilt)
        life.act(case, Move.NOTE, Post.ACCEPTOR, planted, text=planted)
    with owner.begin() as connection:
        connection.execute(text("UPDATE unit SET contact = :it, phone = :it"), {"it": planted})
        connection.execute(text("UPDATE inspector SET name = :it"), {"it": planted})
        kept = text("SELECT count(*) FROM case_file WHERE category_name = :it")
        assert connection.execute(kept, {"it": planted}).scalar_one() == 3
    store.walls.send(OrderKind.FREE)
    with wall.at_one_moment() as moment:
        told = [
            moment.open_cases(), moment.changed(0), moment.events(500), moment.flows(FIRST),
            moment.hours(FIRST), moment.calls(FIRST), moment.patrols(),
        ]  # fmt: skip
    told += [wall.names(), wall.settings(), wall.orders(0)]
    said = repr(told)
    for word in ("13912345678", "王五", CALLER.phone, CALLER.name, "chen", "console_admin"):
        assert word not in said
    with wall._engine.connect() as line:
        for view in line.execute(_VIEWS).scalars():
            whole = line.execute(text(f"SELECT string_agg(v::text, '|') FROM {view} v"))  # noqa: S608 - our own names
            said = str(whole.scalar_one())
            for word in ("13912345678", "王五", CALLER.phone, CALLER.name, "console_admin"):
                assert word not in said, view


_VIEWS = text(
    "SELECT c.oid::regclass::text FROM pg_class c"
    " WHERE c.relnamespace = 'wall_v1'::regnamespace ORDER BY 1"
)
