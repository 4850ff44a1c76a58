"""The server reckons every clock of a case by itself, and comes to the domain's own values."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import Case, CaseId, Standard
from console.domain.codec import decode, encode
from console.domain.flow import Birth, begin, go
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import ENDED, Move, Post, Source
from console.domain.timers import Timer, TimerKind
from console.domain.trail import Step
from console.domain.ways import WAYS
from db import OpenStore
from db.mapping import step_row
from db.seed import CALENDAR
from db.standing_rows import load_rules
from tests.builders import a_place
from tests.calendars import city_calendar, read_rows
from tests.db.crew import Crew, at_work
from tests.db.lives import MORNING, Life, actor
from tests.judge_clock import clock_of
from tests.oracle_worktime import MinuteOracle, random_case
from tests.stages import full_act
from tests.standards import GENUINE

WALKS, ACTS = 40, 60
CLOCKS = ("stage_clock", "accepting", "handling", "bundled")


def test_a_limit_ends_for_the_server_at_the_second_it_ends_for_the_domain(owner: Engine) -> None:
    dice, oracle = (
        Random(7),
        MinuteOracle(read_rows("work_slots.csv"), read_rows("work_calendar.csv")),
    )
    clocks = [clock_of(random_case(dice, 900), oracle, city_calendar()) for _ in range(400)]
    timers = [
        Timer(
            kind=TimerKind.HANDLE,
            limit=one.limit,
            started=one.start,
            calendar=CALENDAR,
            due=one.start,
            pauses=one.pauses,
            extensions=one.extensions,
        )
        for one in clocks
    ]
    with owner.connect() as connection:
        found = connection.execute(
            text(
                "SELECT app.limit_ends(t) FROM jsonb_array_elements(CAST(:timers AS jsonb))"
                " WITH ORDINALITY AS x (t, n) ORDER BY n"
            ),
            {"timers": json.dumps(encode(tuple(timers)))},
        ).scalars()
        assert list(found) == [one.due for one in clocks]


class Walk:
    """A case's life by the domain alone, over days and months, by whoever may act."""

    def __init__(self, number: int, rules: Rules, dice: Random) -> None:
        self.rules, self.dice = rules, dice
        self.told: list[dict[str, Any]] = []
        post = Post.ACCEPTOR
        birth = Birth(
            id=CaseId(number),
            number=f"2026-1123-{number:06}",
            source=dice.choice(tuple(Source)),
            place=a_place(),
            description="井盖破损",
        )
        act = replace(full_act(_bare(birth), Move.ACCEPT, post), at=MORNING)
        self.case, step = begin(birth, act, rules, "c0")
        self.tell(None, step)

    def act(self) -> None:
        """Somebody does something lawful, minutes or weeks later."""
        ways = [way for way in WAYS if self.case.stage in way.stages and way.move is not Move.UNDO]
        way = self.dice.choices(
            ways, [1 if one.to in ENDED else 4 if one.to == self.case.stage else 12 for one in ways]
        )[0]
        post = self.dice.choice(sorted(way.posts))
        wished = full_act(self.case, way.move, post, operator=self.dice.choice(("ann", "ben")))
        gap = self.dice.choice((timedelta(seconds=1), timedelta(hours=3), timedelta(days=9)))
        at = wished.at + self.dice.random() * gap
        details = {**wished.details, "standard": GENUINE, "until": at + 3 * gap}
        act = replace(wished, at=at.replace(microsecond=0), details=details)
        before = self.case
        try:
            self.case, step = go(before, act, self.rules, f"c{before.version}")
        except Refusal:
            return
        self.tell(before, step)

    def tell(self, before: Case | None, step: Step) -> None:
        """Keep what the server shall judge: the case before, and the step."""
        self.told.append({"before": encode(before), "step": step_row(step)})


def _bare(birth: Birth) -> Case:
    return Case(
        id=birth.id,
        number=birth.number,
        stage=next(iter(ENDED)),
        source=birth.source,
        place=birth.place,
        description=birth.description,
        reported_at=MORNING,
    )


AT_ONCE: Final = 100
"""Steps in one statement: far from the server's time limit on a busy machine too."""
_JUDGED = text(
    "SELECT app.wrong_clock(nullif(x.t->'before', 'null'), s, s.payload::jsonb->'set',"
    "  s.payload::jsonb->'said', w.clock)"
    " FROM jsonb_array_elements(CAST(:told AS jsonb)) WITH ORDINALITY AS x (t, n)"
    " CROSS JOIN LATERAL jsonb_populate_record(NULL::public.case_step, x.t->'step') AS s"
    " JOIN public.transition w ON w.from_stage = coalesce(s.from_stage, '') AND w.move = s.move"
    "  AND w.post = s.post AND w.to_stage IN (s.to_stage, '*')"
    " ORDER BY x.n"
)


def judged(owner: Engine, told: list[dict[str, Any]]) -> list[str | None]:
    """For each step the clock the server finds wrong, None where all are right."""
    found: list[str | None] = []
    with owner.connect() as connection:
        for at in range(0, len(told), AT_ONCE):
            some = {"told": json.dumps(told[at : at + AT_ONCE])}
            found += connection.execute(_JUDGED, some).scalars().all()
    assert len(found) == len(told)
    return found


Spoil = Callable[[dict[str, Any]], None]


def _later(clock: dict[str, Any]) -> None:
    due = datetime.fromisoformat(clock["due"]) + timedelta(seconds=1)
    clock["due"] = encode(due)


SPOILS: dict[str, Spoil] = {
    "a later deadline": _later,
    "another limit": lambda clock: clock.update(limit="900 work_day"),
    "an earlier start": lambda clock: clock.update(started="2026-01-05T01:00:00Z"),
    "another calendar": lambda clock: clock.update(calendar="mine"),
    "a pause that never was": lambda clock: clock["pauses"].append(
        {"start": clock["started"], "end": clock["due"], "cause": "suspension"}
    ),
    "an extension nobody gave": lambda clock: clock["extensions"].append(
        {"at": clock["started"], "limit": clock["limit"]}
    ),
    "out of the overdue counts": lambda clock: clock.update(exempt=not clock["exempt"]),
    "stopped before": lambda clock: clock.update(stopped=clock["started"] + "0"),
    "another kind": lambda clock: clock.update(kind="mine"),
    "no clock at all": dict.clear,
}


def spoilt(told: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every clock that any of these steps sets, forged in every way, one at a time."""
    for one in told:
        content = json.loads(one["step"]["payload"])
        clocks = [name for name in CLOCKS if content["set"].get(name)]
        for name, (forgery, spoil) in product(clocks, SPOILS.items()):
            forged = deepcopy(content)
            spoil(forged["set"][name])
            step = {**one["step"], "payload": json.dumps(forged)}
            yield f"{step['move']}: {name}: {forgery}", {**one, "step": step}


def test_no_clock_is_anything_but_what_the_server_makes_of_it(owner: Engine) -> None:
    with owner.connect() as connection:
        rules = load_rules(connection, {})
    told: list[dict[str, Any]] = []
    for number in range(WALKS):
        walk = Walk(number + 1, rules, Random(100 + number))
        for _ in range(ACTS):
            walk.act()
        told += walk.told
    forged = dict(spoilt(told))
    found = judged(owner, list(forged.values()))
    assert len(forged) > 300
    taken = [name for name, wrong in zip(forged, found, strict=True) if wrong is None]
    assert not taken


def test_the_clocks_of_long_lives_are_what_the_server_makes_of_each_step(owner: Engine) -> None:
    with owner.connect() as connection:
        kept = load_rules(connection, {})
    for rules in (kept, replace(kept, redispatch_keeps_due=False)):
        told: list[dict[str, Any]] = []
        for number in range(WALKS):
            walk = Walk(number + 1, rules, Random(number))
            for _ in range(ACTS):
                walk.act()
            told += walk.told
        with owner.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO setting VALUES ('redispatch_keeps_due', :kept)"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                ),
                {"kept": str(rules.redispatch_keeps_due).lower()},
            )
        assert set(judged(owner, told)) == {None}
        moves = {one["step"]["move"] for one in told}
        assert len(moves) > 45


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limit", "900 day"),
        ("version", "7"),
        ("closing", "无需恢复"),
        ("condition", "C99"),
        ("by_photo", False),
    ],
)
def test_a_case_is_registered_under_nothing_but_the_city_s_standards(
    crew: Crew, store: OpenStore, field: str, value: object
) -> None:
    case = Life(store.store).report()
    who = actor(Post.ACCEPTOR)
    forged = {**encode(GENUINE), field: value}
    with crew.begin("mine", who, MORNING) as work:
        act = replace(full_act(work.case(case), Move.AMEND, Post.ACCEPTOR), actor=who, at=work.at)
        details = {**act.details, "standard": decode(Standard, forged)}
        work.put(*go(work.case(case), replace(act, details=details), work.rules(), "mine"))
        with pytest.raises(Refusal, match=r"judge\.row"):
            work.commit()
