"""Settings and standards: changed with history, seen by every reader, never by registered cases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Engine, text

from console.domain.catalogue import Condition, LimitOrigin
from console.domain.place import AreaLevel
from console.domain.stage import Post
from console.domain.timelimit import LimitStep, LimitUnit, StepLimit, TimeLimit
from db import OpenStore
from db.standing_rows import tone_rule
from tests.db.lives import MORNING, Life, actor

ADMIN = actor(Post.ADMINISTRATOR)


def test_a_setting_is_seen_at_once_and_leaves_its_history(store: OpenStore, owner: Engine) -> None:
    assert store.keeping.setting("extensions_allowed") is None
    assert store.reading.rules().extensions_allowed == 2
    for value in ("3", "4"):
        store.keeping.put_setting("extensions_allowed", value, ADMIN, MORNING)
    store.keeping.put_setting("redispatch_keeps_due", "false", ADMIN, MORNING)
    assert store.keeping.settings() == {
        "extensions_allowed": "4",
        "redispatch_keeps_due": "false",
    }
    rules = store.reading.rules()
    assert (rules.extensions_allowed, rules.redispatch_keeps_due) == (4, False)
    with owner.connect() as connection:
        found = connection.execute(text("SELECT value FROM setting_history ORDER BY id"))
        assert found.scalars().all() == ["3", "4", "false"]


def test_the_warning_time_is_a_setting() -> None:
    assert tone_rule({}).yellow_share == Decimal("0.8")
    chosen = tone_rule({"yellow_share": "0.5", "near_minimum": "30"})
    assert (chosen.yellow_share, chosen.near_minimum) == (Decimal("0.5"), timedelta(minutes=30))


def test_changing_the_warning_time_recounts_open_cases(store: OpenStore) -> None:
    life = Life(store.store)
    life.report()

    def near(minutes: int) -> int:
        moment = MORNING + timedelta(minutes=minutes)
        return store.reading.counts(Post.ACCEPTOR, "chen", moment)[0].near

    assert (near(3), near(6)) == (0, 1)
    store.keeping.put_setting("near_minimum", "13", ADMIN, MORNING)
    assert store.reading.rules().tone.near_minimum == timedelta(minutes=13)
    assert near(3) == 1


def test_a_new_version_of_the_standards_comes_back_exactly_and_leaves_cases_alone(
    store: OpenStore,
) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_dispatch(case)
    before = store.reading.detail(case, "chen").case
    present = store.reading.catalogue(MORNING)
    changed = tuple(_changed(one) for one in present.conditions)
    tomorrow = replace(
        present, version=2, valid_from=date(2026, 11, 24), conditions=changed, fallback=None
    )
    store.keeping.put_catalogue(tomorrow, ADMIN, MORNING)
    assert store.reading.catalogue(MORNING) == present
    assert store.reading.catalogue(MORNING + timedelta(days=1)) == tomorrow
    assert store.reading.detail(case, "chen").case == before


def _changed(condition: Condition) -> Condition:
    limit = TimeLimit(3, LimitUnit.HOUR)
    return replace(
        condition,
        limit=None,
        area_limits=((AreaLevel.FIRST, limit),),
        successive=(StepLimit(limit=limit, step=LimitStep.STOP),),
        units=("市政处", "城管局"),
        version=2,
    )


def test_the_shipped_standards_have_limits_for_their_conditions(store: OpenStore) -> None:
    present = store.reading.catalogue(MORNING)
    manhole = present.category("GBT30428", "component", "0101")
    assert manhole is not None
    first = present.conditions_of(manhole.key)[0]
    assert present.limit_for(first, None).origin is LimitOrigin.CONDITION
    assert len(present.conditions) > 500
