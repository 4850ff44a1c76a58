"""Rows of the lists to look into: the store's equal those the trails tell, and areas hold."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from alembic import command
from sqlalchemy import URL, Engine, text

from console.domain.case import Case, CaseId
from console.domain.place import DutyGrid, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.domain.trail import Step, fold, follow
from console.evaluation.counts import counted
from console.evaluation.facts import acts_of, case_fact, flags_of
from console.evaluation.integrity import miss_counts, missed_reports
from console.evaluation.integrity_rows import report_row, task_rows
from console.evaluation.unit_findings import unit_cases
from console.ports.facts import FactDate, Flag, Span
from console.ports.integrity import PhotoRow, ReportRow
from console.ports.positions import Position
from console.ports.work import Photo
from db import OpenStore
from db.city import put_duty_grids
from db.facts import PostgresFacts
from db.integrity import PostgresIntegrity, PostgresLooks
from db.migrating import config
from db.positions import PostgresPositions
from db.roles import OWNER
from db.standing import Standing
from db.upgrade import upgrade
from tests.builders import city_rules
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import MORNING, PHOTO, PLACE, Life
from tests.db.town import settle
from tests.evaluation.lives import Histories
from tests.evaluation.miss_oracle import misses

EVER = Span(
    start=datetime(2026, 1, 1, tzinfo=UTC),
    end=datetime(2028, 1, 1, tzinfo=UTC),
    as_of=datetime(2027, 3, 1, tzinfo=UTC),
)
OCTOBER = replace(
    EVER, start=datetime(2026, 10, 1, tzinfo=UTC), end=datetime(2026, 11, 1, tzinfo=UTC)
)
HANDED_OVER = datetime(2026, 10, 15, tzinfo=UTC)
DAYS = 3
LIVES = 24


GRIDS = tuple(f"D{number}" for number in range(4))


class Spread(Histories):
    """Histories in several duty grids, so that not everything was seen by somebody before."""

    def _begin(self, number: int, at: datetime) -> tuple[Case, Step]:
        _, step = super()._begin(number, at)
        elsewhere = step.payload.replace('"D1"', f'"{GRIDS[number % len(GRIDS)]}"')
        moved = replace(step, payload=elsewhere)
        return follow(None, moved), moved


def reading_of(engine: Engine) -> PostgresIntegrity:
    return PostgresIntegrity(engine, Standing())


@pytest.fixture
def trails(store: OpenStore, owner: Engine) -> list[tuple[Step, ...]]:
    """Histories in some duty grids, which I1 gave over to I2 in the middle of October."""
    grids = [
        DutyGrid(code=code, name=code, unit_grids=(), inspector="I2", valid_from=date(2024, 1, 1))
        for code in GRIDS
    ]
    put_duty_grids(owner, grids)
    with owner.begin() as connection:
        for code in GRIDS:
            connection.execute(
                text(
                    "SELECT app.keep_change('duty_grid', :code, 'put', CAST(:before AS jsonb),"
                    " CAST(:after AS jsonb), '', NULL, 'owner', 'owner', :at)"
                ),
                {
                    "code": code,
                    "before": json.dumps({"inspector": "I1"}),
                    "after": json.dumps({"inspector": "I2"}),
                    "at": HANDED_OVER,
                },
            )
    made = Spread(Random(49))
    trails = [made.one(number, most=14) for number in range(1, LIVES + 1)]
    for trail in trails:
        case = None
        for step in trail:
            case = follow(case, step)
            with store.store.begin(step.command, step.actor, step.at) as work:
                work.put(case, step)
                work.commit()
    return trails


def _had(grid: str, at: datetime) -> str:
    if grid not in GRIDS:
        return ""
    return "I1" if at < HANDED_OVER else "I2"


def told(trails: list[tuple[Step, ...]]) -> list[ReportRow]:
    """The rows the trails tell."""
    rows = []
    for trail in trails:
        case = fold(trail)
        duty = "I1" if case.reported_at < HANDED_OVER else "I2"
        rows.append(report_row(case, acts_of(trail), duty_inspector=duty))
    return rows


def test_reports_are_what_their_trails_tell_with_the_inspector_of_that_time(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    rows = told(trails)
    assert reading_of(owner).reports(EVER, DAYS) == rows
    assert len({row.duty_inspector for row in rows}) == 2
    assert any(row.confirmed for row in rows)


def test_a_period_has_its_reports_and_all_that_stand_for_them(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    everything = told(trails)
    rows = reading_of(owner).reports(OCTOBER, DAYS)
    inside = [row for row in everything if OCTOBER.start <= row.reported_at < OCTOBER.end]
    assert [row for row in rows if row.reported_at >= OCTOBER.start] == inside
    assert missed_reports(rows, OCTOBER) == missed_reports(everything, OCTOBER)
    assert len(rows) < len(everything)


@pytest.mark.parametrize("span", [EVER, OCTOBER])
def test_the_servers_miss_counts_are_those_of_the_rows(
    owner: Engine, trails: list[tuple[Step, ...]], span: Span
) -> None:
    counts = PostgresFacts(owner).miss_counts(span)
    assert counts == miss_counts(told(trails), span)
    naive = misses(trails, span.start, span.end, DAYS, _had)
    assert counts == naive
    assert sum(row["missed_report"] for row in counts.values()) > 0
    assert len(counts) == 2


def test_the_city_says_how_many_days_an_own_report_counts(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    with owner.begin() as connection:
        connection.execute(text("INSERT INTO setting VALUES ('integrity_miss_days', '60')"))
    naive = misses(trails, EVER.start, EVER.end, 60, _had)
    assert PostgresFacts(owner).miss_counts(EVER) == naive
    assert naive != misses(trails, EVER.start, EVER.end, DAYS, _had)


def test_tasks_are_what_the_acts_tell_and_where_the_inspector_was_seen_before(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    expected = [row for trail in trails for row in task_rows(fold(trail), acts_of(trail))]
    assert reading_of(owner).tasks(EVER) == expected
    assert len(expected) > 10


def test_a_task_knows_where_its_inspector_was_last_seen_before_the_answer(
    owner: Engine, store: OpenStore
) -> None:
    settle(owner)
    life = Life(store.store)
    case = life.report()
    life.act(case, Move.ORDER_CONFIRMATION, Post.ACCEPTOR, inspector="I001")
    answered = life.at
    life.act(case, Move.ANSWER_CONFIRMATION, Post.INSPECTOR, outcome="true")
    signs = [(answered - timedelta(minutes=5), 113.31), (answered + timedelta(minutes=1), 113.5)]
    PostgresPositions(owner).tell(
        [Position(inspector="I001", at=at, point=Point(lon, 33.74), grid="") for at, lon in signs]
    )
    (task,) = reading_of(owner).tasks(EVER)
    assert (task.place, task.seen) == (PLACE, Point(113.31, 33.74))
    assert task.seen_at == answered - timedelta(minutes=5)


def test_units_are_asked_about_every_case_with_a_trouble_and_no_other(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    rules = city_rules()
    troubles = {Flag.RETURNED, Flag.REWORKED, Flag.LATE, Flag.OVERDUE}
    found = {
        case.id: unit_cases(case, acts, EVER.as_of, rules.calendar_of)
        for case, acts in reading_of(owner).troubled(EVER, FactDate.REPORTED)
    }
    for trail in trails:
        case = fold(trail)
        flags = flags_of(case_fact(case), EVER.as_of)
        assert (case.id in found) is bool(flags & troubles)
        if case.id in found:
            expected = unit_cases(case, acts_of(trail), EVER.as_of, rules.calendar_of)
            assert [row for row in expected if _asked(row)] == list(filter(_asked, found[case.id]))
    assert Counter(row.unit for rows in found.values() for row in rows if row.returns)


def _asked(row: object) -> bool:
    return any(getattr(row, name) for name in ("returns", "reworks", "late", "overdue"))


def test_whole_cases_of_a_period_come_by_their_number(
    owner: Engine, trails: list[tuple[Step, ...]]
) -> None:
    inside = [case for case in map(fold, trails) if OCTOBER.start <= case.reported_at < OCTOBER.end]
    assert list(reading_of(owner).cases(OCTOBER, FactDate.REPORTED)) == inside


def attached(store: OpenStore, photo: Photo = PHOTO) -> tuple[CaseId, datetime]:
    """A case that a unit reported done with one picture; when it was sent to the unit."""
    life = Life(store.store, prefix=f"p{photo.digest[:4]}")
    case = life.report()
    life.to_dispatch(case)
    sent = life.at
    life.act(case, Move.DISPATCH, Post.DISPATCHER, unit="U1")
    life.act(case, Move.RECEIVE, Post.UNIT)
    life.act(
        case,
        Move.FEEDBACK,
        Post.UNIT,
        text="好",
        photos=(photo.digest,),
        beside=lambda work, after: work.put_photos(after.id, after.version, [photo]),
    )
    return case, sent


SEEN = replace(PHOTO, width=10, height=10, preview=b"\xff\xd8\xff\xe0small")


def test_a_picture_knows_its_case_its_place_and_the_task_it_answers(
    owner: Engine, store: OpenStore
) -> None:
    taken = replace(SEEN, taken_at=MORNING, point=Point(113.4, 33.8))
    case, sent = attached(store, taken)
    reading = reading_of(owner)
    (row,) = reading.photos(EVER, 30)
    assert row == PhotoRow(
        digest=PHOTO.digest, case=case, role="after", by="unit",
        attached_at=row.attached_at, ordered_at=sent, taken_at=MORNING,
        point=Point(113.4, 33.8), place=PLACE,
    )  # fmt: skip
    assert row.attached_at > sent
    later = replace(EVER, start=row.attached_at + timedelta(days=29))
    assert reading.photos(later, 30) == [row]
    assert not reading.photos(later, 28)


def test_a_picture_taken_back_is_in_no_list(owner: Engine, store: OpenStore) -> None:
    case, _ = attached(store, SEEN)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE case_step DISABLE TRIGGER USER"))
        connection.execute(
            text(
                "INSERT INTO case_step SELECT case_id, seq + 1, 'undo', to_stage, from_stage,"
                " operator, post, seat, unit, at, reason, payload, command, hash, period"
                " FROM case_step WHERE case_id = :case ORDER BY seq DESC LIMIT 1"
            ),
            {"case": case},
        )
    assert not reading_of(owner).photos(EVER, 30)


def test_a_look_is_kept_once_for_each_picture(owner: Engine, store: OpenStore) -> None:
    attached(store, SEEN)
    reading, looks = reading_of(owner), PostgresLooks(owner)
    assert list(reading.unlooked(EVER, 30)) == [(SEEN.digest, SEEN.preview)]
    assert looks.keep({SEEN.digest: (1 << 127) + 5, "ef" * 32: 7}) == 1
    assert not list(reading.unlooked(EVER, 30))
    assert looks.keep({SEEN.digest: 9}) == 0
    (row,) = reading.photos(EVER, 30)
    assert row.look == (1 << 127) + 5


def test_a_preview_nobody_can_read_is_not_asked_for_again(owner: Engine, store: OpenStore) -> None:
    attached(store, SEEN)
    assert PostgresLooks(owner).keep({SEEN.digest: None}) == 1
    assert not list(reading_of(owner).unlooked(EVER, 30))
    assert reading_of(owner).photos(EVER, 30)[0].look is None


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    settle(owner)
    people = (
        operator("here", [Post.SUPERVISOR], ["410402"]),
        operator("there", [Post.SUPERVISOR], ["410403"]),
    )
    with at_work(owner, database_url, tmp_path, *people) as made:
        yield made


def test_a_district_sees_the_rows_of_its_area_only(crew: Crew, store: OpenStore) -> None:
    attached(store, SEEN)
    here, there = (reading_of(crew.of(name).engines[1]) for name in ("here", "there"))
    for reading, seen in ((here, 1), (there, 0)):
        assert len(reading.reports(EVER, DAYS)) == seen
        assert len(reading.tasks(EVER)) == seen
        assert len(reading.photos(EVER, 30)) == seen
        assert len(list(reading.unlooked(EVER, 30))) == seen
        assert len(list(reading.cases(EVER, FactDate.REPORTED))) == seen
    for name, seen in (("here", 1), ("there", 0)):
        assert len(PostgresFacts(crew.of(name).engines[1]).miss_counts(EVER)) == seen


def test_looks_are_kept_by_those_who_read_whole_lists(crew: Crew, store: OpenStore) -> None:
    attached(store, SEEN)
    with pytest.raises(Refusal, match=r"judge\.post"):
        PostgresLooks(crew.of("lin").engines[0]).keep({SEEN.digest: 9})
    assert PostgresLooks(crew.of("here").engines[0]).keep({SEEN.digest: 9}) == 1


def test_what_callers_answered_is_added_on_the_way_up(
    store: OpenStore, owner: Engine, database_url: URL
) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_end(case)
    life.act(case, Move.CALL_BACK, Post.ACCEPTOR, outcome="satisfied")
    satisfied = text("SELECT callback FROM case_fact")
    with owner.begin() as connection:
        assert connection.execute(satisfied).scalar_one() == "satisfied"
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.downgrade(config(connection), "0021")
    upgrade(database_url)
    with owner.connect() as connection:
        assert connection.execute(satisfied).scalar_one() == "satisfied"
    (counts,) = counted(PostgresFacts(owner).tallies(EVER, FactDate.REPORTED, ())).values()
    assert (counts["call_back"], counts["satisfied"], counts["dissatisfied"]) == (1, 1, 0)
