"""A dishonest preparer with a plain database client, and what is refused of what he hands in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, Engine

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.scheme_json import write_scheme
from console.ports.publications import Head, Mark
from console.services.assessing import Named
from console.services.publishing import prepare, sign
from db import OpenStore
from db.facts import PostgresFacts
from db.publications import PostgresPublications
from tests.db.crew import at_work, operator
from tests.db.lives import MORNING, Life
from tests.evaluation.schemes import shipped

DAY = period_of(PeriodKind.DAY, MORNING.date())
NOVEMBER = period_of(PeriodKind.MONTH, date(2026, 11, 1))
NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
SCHEME = shipped("standard")
UNITS = [Named(code=code, name=code) for code in ("U1", "U2")]
FREEZE = "SELECT api_v1.freeze_publication(%s, '', now())"
SEAL = "SELECT api_v1.seal_publication(%s, %s, '')"
NOTHING = '{"areas":{},"figures":{},"objects":[]}'
Seats = dict[str, psycopg.Connection]


@pytest.fixture
def life(store: OpenStore) -> Life:
    """A case done in time."""
    life = Life(store.store)
    life.to_end(life.report())
    return life


@pytest.fixture
def seats(owner: Engine, database_url: URL, tmp_path: Path, life: Life) -> Iterator[Seats]:
    """Plain clients of two supervisors and of a shift leader."""
    assert life.at < NOW
    second = operator("second", [Post.SUPERVISOR])
    with at_work(owner, database_url, tmp_path, second) as crew:
        lines = {login: crew.line(login) for login in ("guo", "zhou", "ann", "second")}
        for line in lines.values():
            line.autocommit = False
        yield lines
        for line in lines.values():
            line.close()


def wanted(**other: object) -> str:
    """What an honest console asks to be frozen, but for some of it."""
    span = DAY.span(NOW)
    honest: dict[str, Any] = {
        "period": DAY.code, "kind": "department", "grouping": "unit", "person": False,
        "scheme": SCHEME.id, "scheme_version": SCHEME.version, "scheme_text": write_scheme(SCHEME),
        "case_date": SCHEME.case_date.value, "start_at": span.start.isoformat(),
        "end_at": span.end.isoformat(),
    }  # fmt: skip
    return json.dumps({**honest, **other})


def sealed(line: psycopg.Connection, what: str, figures: str = NOTHING) -> int:
    made = line.execute(FREEZE, [what]).fetchone()
    assert made is not None
    line.execute(SEAL, [made[0], figures])
    line.commit()
    return int(made[0])


def refused(line: psycopg.Connection, act: Callable[[], object]) -> str:
    """The state and the detail of what the server refuses."""
    with pytest.raises(psycopg.Error) as caught:
        act()
    line.rollback()
    return f"{caught.value.sqlstate} {caught.value.diag.message_detail}"


def test_no_seat_freezes_under_a_scheme_the_city_does_not_keep(seats: Seats) -> None:
    guo = seats["guo"]
    milder = write_scheme(replace(SCHEME, lowest=Fraction(60)))
    said = json.loads(write_scheme(SCHEME))
    for change, field in (
        ({"scheme_text": milder}, "scheme_text"),
        ({"scheme_text": "no scheme"}, "scheme_text"),
        ({"scheme_text": None}, "scheme_text"),
        ({"scheme_version": 7}, "scheme_text"),
        ({"case_date": "closed_at"}, "scheme"),
        ({"grouping": "colour"}, "grouping"),
        ({"grouping": None}, "grouping"),
        ({"person": True}, "grouping"),
        ({"period": "十月"}, "period"),
        ({"start_at": "-infinity"}, "start_at"),
        ({"end_at": None}, "start_at"),
    ):
        told = refused(guo, lambda change=change: sealed(guo, wanted(**change)))  # type: ignore[misc] # a default names it
        assert told == f'GX059 {{"field": "{field}"}}', (change, told)
    later = json.dumps({**said, "effective_to": "2999-12-31"})
    assert sealed(guo, wanted(scheme_text=later)) == 1


def test_nobody_keeps_a_frozen_moment_unsealed_to_choose_from_later(seats: Seats) -> None:
    guo = seats["guo"]
    guo.execute(FREEZE, [wanted()])
    assert refused(guo, guo.commit) == 'GX059 {"field": "figures"}'
    for figures in ("", "7", '{"open'):
        told = refused(guo, lambda figures=figures: sealed(guo, wanted(), figures))  # type: ignore[misc] # as above
        assert told == 'GX059 {"field": "figures"}'
    assert sealed(guo, wanted()) == 1


def test_nobody_acts_upon_an_older_picture_than_the_others(seats: Seats) -> None:
    made = sealed(seats["guo"], wanted())
    second = seats["second"]
    second.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    assert refused(second, lambda: sealed(second, wanted())) == 'GX059 {"field": "transaction"}'
    told = refused(second, lambda: second.execute(
        "SELECT api_v1.sign_publication(%s, 'withdrawn', '', 'x', '', now())", [made]
    ))  # fmt: skip
    assert told == 'GX059 {"field": "transaction"}'


def test_what_is_withdrawn_is_withdrawn_for_a_reason(owner: Engine, life: Life) -> None:
    assert life.at < NOW
    head = prepare(PostgresPublications(owner, "guo"), SCHEME, NOVEMBER, UNITS, NOW)
    with pytest.raises(Refusal, match=r"publication\.reason"):
        sign(PostgresPublications(owner, "guo"), head.id, Mark.WITHDRAWN, NOW, "  ")


def checked(owner: Engine, head: Head | int, **live: Any) -> None:
    made = head if isinstance(head, int) else head.id
    sign(PostgresPublications(owner, "zhou"), made, Mark.CHECKED, NOW, **live)


def test_nobody_signs_other_moments_than_those_of_the_period_that_is_told(
    owner: Engine, seats: Seats
) -> None:
    span = NOVEMBER.span(NOW)
    month = wanted(start_at=span.start.isoformat(), end_at=DAY.span(NOW).end.isoformat())
    with pytest.raises(Refusal, match=r"publication\.unfit") as caught:
        checked(owner, sealed(seats["guo"], month))
    assert caught.value.facts == {"field": "period"}


def test_figures_that_are_none_are_refused_in_words(owner: Engine, seats: Seats) -> None:
    for at, figures in enumerate(("{}", '{"objects":1}', '{"objects":[],"figures":[],"areas":{}}')):
        made = sealed(seats["guo"], wanted(), figures)
        assert made == at + 1
        with pytest.raises(Refusal, match=r"publication\.(unfit|figures_differ)"):
            checked(owner, made)
        sign(PostgresPublications(owner, "guo"), made, Mark.WITHDRAWN, NOW, "x")


@pytest.mark.parametrize("told", [
    UNITS[:1],
    [*UNITS, Named(code="U3", name="U3")],
    [UNITS[0], replace(UNITS[1], group="districts")],
    [UNITS[0], replace(UNITS[1], name="别的")],
])  # fmt: skip
def test_nobody_signs_a_ranking_that_leaves_a_unit_out_or_puts_it_elsewhere(
    owner: Engine, life: Life, told: list[Named]
) -> None:
    assert life.at < NOW
    head = prepare(PostgresPublications(owner, "guo"), SCHEME, NOVEMBER, told, NOW)
    with pytest.raises(Refusal, match=r"publication\.objects_differ") as caught:
        checked(owner, head, objects=UNITS)
    assert caught.value.facts["object"] in {"U2", "U3"}


def test_nobody_signs_made_up_missed_reports(owner: Engine, life: Life) -> None:
    assert life.at < NOW
    scheme = shipped("standard", ObjectKind.INSPECTOR)
    mine = PostgresPublications(owner, "guo")
    real = prepare(mine, scheme, NOVEMBER, [], NOW)
    sign(mine, real.id, Mark.WITHDRAWN, NOW, "x")
    made_up = json.loads(real.figures)
    made_up["areas"]["I009"] = {"missed_report": 0, "area_inst": 90}
    with mine.freeze(real.wanted, NOW) as frozen:
        frozen.seal(json.dumps(made_up))
        made = frozen.id
    with pytest.raises(Refusal, match=r"publication\.figures_differ") as caught:
        checked(owner, made, live=PostgresFacts(owner))
    assert caught.value.facts["object"] == "I009"
