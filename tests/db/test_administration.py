"""What an administrator changes by his own strict role: versions, register, undo, two at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.administration import Deed, Subject
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Change, Look, Thing, Value, Wish
from db import OpenStore
from db.administration import PostgresAdministration
from db.city import put_phrases, put_units
from db.engine import command_engine
from db.roles import operator_url
from tests.db.crew import PASSWORD, employ, operator
from tests.db.lives import Life
from tests.fakes import a_unit

ADM, OTHER = "adm", "second"
INSPECTOR: Value = {
    "code": "WD-900",
    "name": "督查员",
    "certificate": "证 900",
    "certified_on": "2026-01-01",
    "certified_until": "2027-01-01",
    "management_area": "",
    "phone": "",
}


@pytest.fixture
def seats(owner: Engine, database_url: URL) -> Iterator[dict[str, PostgresAdministration]]:
    """Two administrators and a dispatcher, each signed in as himself."""
    posts = {ADM: Post.ADMINISTRATOR, OTHER: Post.ADMINISTRATOR, "lin": Post.DISPATCHER}
    employ(owner, *(operator(login, [post]) for login, post in posts.items()))
    engines = {
        login: command_engine(operator_url(database_url, login, PASSWORD)) for login in posts
    }
    yield {login: PostgresAdministration(engine, login) for login, engine in engines.items()}
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def adm(seats: dict[str, PostgresAdministration]) -> PostgresAdministration:
    """The administrator's side."""
    return seats[ADM]


def thing(adm: PostgresAdministration, subject: Subject, key: str) -> Thing:
    return next(one for one in adm.things(subject) if one.key == key)


def put(
    adm: PostgresAdministration, subject: Subject, key: str, value: Value | None, reason: str = ""
) -> Change:
    """A change over what is there now."""
    found = {one.key: one.version for one in adm.things(subject)}
    wish = Wish(subject=subject, key=key, seen=found.get(key, 0), value=value, reason=reason)
    return adm.change(wish)


def make(adm: PostgresAdministration, subject: Subject, key: str, value: Value) -> Change:
    return adm.change(Wish(subject=subject, key=key, seen=0, value=value, fresh=True))


def refused(adm: PostgresAdministration, wish: Wish) -> Refusal:
    with pytest.raises(Refusal) as caught:
        adm.change(wish)
    return caught.value


def test_a_change_tells_who_when_why_and_what_was_before(
    adm: PostgresAdministration, owner: Engine
) -> None:
    before = datetime.now(UTC)
    changed = put(adm, Subject.LIMIT, "accept", {"limit_code": "20 minute"}, " 高峰期 ")
    assert (changed.login, changed.post, changed.reason) == (ADM, "administrator", "高峰期")
    assert changed.before == {"timer": "accept", "limit_code": "15 minute"}
    assert changed.after == {"timer": "accept", "limit_code": "20 minute"}
    assert abs(changed.at - before) < timedelta(minutes=1)
    assert (changed.version, changed.deed, changed.undoable) == (1, Deed.PUT, True)
    assert adm.history(Look(subject=Subject.LIMIT)) == (changed,)
    with owner.connect() as connection:
        assert connection.execute(text("SELECT app.broken_changes()")).all() == []


def test_a_change_over_a_stale_version_is_refused_and_tells_what_is_there(
    seats: dict[str, PostgresAdministration],
) -> None:
    seen = thing(seats[ADM], Subject.LIMIT, "close").version
    put(seats[OTHER], Subject.LIMIT, "close", {"limit_code": "90 minute"})
    mine = Wish(subject=Subject.LIMIT, key="close", seen=seen, value={"limit_code": "1 hour"})
    told = refused(seats[ADM], mine)
    assert told.code == "admin.stale"
    assert told.facts == {
        "version": seen + 1,
        "value": {"timer": "close", "limit_code": "90 minute"},
    }
    assert thing(seats[ADM], Subject.LIMIT, "close").value["limit_code"] == "90 minute"


def test_of_two_at_the_same_moment_one_is_told_that_the_other_was_faster(
    seats: dict[str, PostgresAdministration],
) -> None:
    both = Barrier(2)

    def change(login: str) -> str:
        wish = Wish(subject=Subject.LIMIT, key="close", seen=0, value={"limit_code": "1 hour"})
        both.wait()
        try:
            return seats[login].change(wish).login
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(change, (ADM, OTHER)))
    (kept,) = seats[ADM].history(Look(key="close"))
    assert told == sorted(("admin.stale", kept.login))


def test_an_undo_is_a_new_change_that_puts_back_what_was_there(
    adm: PostgresAdministration,
) -> None:
    changed = put(adm, Subject.LIMIT, "accept", {"limit_code": "20 minute"})
    undone = adm.undo(changed.id, "误改")
    assert (undone.after, undone.undoes, undone.deed) == (changed.before, changed.id, Deed.UNDO)
    former = adm.history(Look(subject=Subject.LIMIT))[-1]
    assert (former.undone_by, former.undoable) == (undone.id, False)
    again = adm.undo(undone.id, "")
    assert again.after == changed.after


def test_what_was_changed_again_since_is_not_undone(adm: PostgresAdministration) -> None:
    first = put(adm, Subject.LIMIT, "accept", {"limit_code": "20 minute"})
    later = put(adm, Subject.LIMIT, "accept", {"limit_code": "25 minute"})
    with pytest.raises(Refusal) as caught:
        adm.undo(first.id, "")
    assert (caught.value.code, caught.value.facts) == ("admin.later", {"id": later.id})
    with pytest.raises(Refusal, match=r"admin\.unknown"):
        adm.undo(later.id + 1_000, "")


def test_inspectors_and_duty_grids_are_made_changed_and_removed(
    adm: PostgresAdministration,
) -> None:
    made = make(adm, Subject.INSPECTOR, "WD-900", INSPECTOR)
    assert (made.before, made.after) == (None, INSPECTOR)
    assert refused(
        adm,
        Wish(subject=Subject.INSPECTOR, key="WD-900", seen=0, value=INSPECTOR, fresh=True),
    ).facts == {"key": "WD-900"}
    grid: Value = {
        "code": "G1",
        "name": "一号",
        "inspector": "WD-900",
        "valid_from": "2026-01-01",
        "valid_to": None,
        "unit_grids": [],
    }
    assert make(adm, Subject.DUTY_GRID, "G1", grid).after == grid
    in_use = Wish(subject=Subject.INSPECTOR, key="WD-900", seen=1, value=None)
    assert refused(adm, in_use).code == "admin.in_use"
    other: Value = {**grid, "inspector": "WD-901"}
    told = refused(adm, Wish(subject=Subject.DUTY_GRID, key="G1", seen=1, value=other))
    assert (told.code, told.facts) == ("admin.field_unfit", {"field": "inspector"})
    gone = put(adm, Subject.DUTY_GRID, "G1", None)
    assert (gone.deed, gone.after, adm.things(Subject.DUTY_GRID)) == (Deed.REMOVE, None, ())
    assert adm.undo(gone.id, "").after == grid


def test_a_unit_with_a_case_is_not_removed(
    adm: PostgresAdministration, owner: Engine, store: OpenStore
) -> None:
    put_units(owner, [a_unit("U1"), a_unit("U9")])
    life = Life(store.store)
    life.to_handling(life.report())
    assert refused(adm, Wish(subject=Subject.UNIT, key="U1", seen=0, value=None)).code == (
        "admin.in_use"
    )
    assert put(adm, Subject.UNIT, "U9", None).deed is Deed.REMOVE


def test_phrases_get_numbers_and_keep_how_often_they_were_used(
    adm: PostgresAdministration, owner: Engine
) -> None:
    put_phrases(owner, [("dispatch", "请速办")])
    with owner.begin() as connection:
        connection.execute(text("UPDATE phrase SET uses = 7"))
    (known,) = adm.things(Subject.PHRASE)
    made = make(adm, Subject.PHRASE, "", {"move": "dispatch", "text": "请今日办结"})
    assert made.key not in ("", known.key)
    put(adm, Subject.PHRASE, known.key, {"text": "请尽快办理"})
    with owner.connect() as connection:
        uses = connection.execute(text("SELECT text, uses FROM phrase ORDER BY uses DESC")).all()
    assert [tuple(row) for row in uses] == [("请尽快办理", 7), ("请今日办结", 0)]


def test_a_changed_calendar_is_a_new_version_and_the_old_one_stays_for_its_cases(
    adm: PostgresAdministration, store: OpenStore
) -> None:
    (now,) = adm.things(Subject.CALENDAR)
    before = store.reading.rules().calendar.version
    value = {**now.value, "slots": ["09:00-12:00", "13:00-18:00"]}
    changed = put(adm, Subject.CALENDAR, "calendar", value)
    rules = store.reading.rules()
    assert rules.calendar.version not in ("", before)
    assert before in rules.calendars
    assert changed.after is not None
    assert changed.after["slots"] == ["09:00-12:00", "13:00-18:00"]
    assert changed.after["days"] == now.value["days"]
    adm.undo(changed.id, "")
    assert store.reading.rules().calendar.version == before


def test_a_setting_is_changed_for_every_seat_and_goes_back_to_what_holds_by_default(
    adm: PostgresAdministration, store: OpenStore
) -> None:
    assert store.reading.rules().quiet_seconds == 30
    made = make(adm, Subject.SETTING, "quiet_seconds", {"name": "quiet_seconds", "value": "45"})
    assert store.reading.rules().quiet_seconds == 45
    adm.undo(made.id, "")
    assert store.reading.rules().quiet_seconds == 30
    assert adm.things(Subject.SETTING) == ()


def test_standards_are_kept_with_their_row_and_a_second_of_the_same_version_is_stale(
    adm: PostgresAdministration,
) -> None:
    (now,) = adm.things(Subject.STANDARDS)
    former = adm.standards(1)
    kept = adm.put_standards(
        type(former)(
            version=2,
            valid_from=former.valid_from + timedelta(days=1),
            categories=former.categories,
            conditions=former.conditions[:10],
            fallback=former.fallback,
        ),
        "年度修订",
    )
    assert kept.before == now.value
    assert (kept.login, kept.reason) == (ADM, "年度修订")
    with pytest.raises(Refusal, match=r"admin\.stale"):
        adm.put_standards(adm.standards(2), "")
    with pytest.raises(Refusal, match=r"admin\.unknown"):
        adm.standards(3)
    with pytest.raises(Refusal, match=r"admin\.not_undoable"):
        adm.undo(kept.id, "")


def test_the_register_is_looked_through_by_subject_person_time_and_page(
    seats: dict[str, PostgresAdministration],
) -> None:
    adm, other = seats[ADM], seats[OTHER]
    rows = [put(adm, Subject.LIMIT, "accept", {"limit_code": f"{n} minute"}) for n in (20, 21)]
    rows.append(put(other, Subject.LIMIT, "close", {"limit_code": "1 hour"}))
    ids = [one.id for one in rows]
    assert [one.id for one in adm.history(Look(most=3))] == ids[::-1]
    assert [one.id for one in adm.history(Look(login=OTHER))] == ids[2:]
    assert [one.id for one in adm.history(Look(key="accept", most=1))] == [ids[1]]
    assert [one.id for one in adm.history(Look(key="accept", below=ids[1]))] == [ids[0]]
    late = rows[2].at
    assert [one.id for one in adm.history(Look(since=late))] == [ids[2]]
    assert ids[2] not in {one.id for one in adm.history(Look(until=late))}


def test_nobody_else_looks_or_changes(seats: dict[str, PostgresAdministration]) -> None:
    lin = seats["lin"]
    wish = Wish(subject=Subject.LIMIT, key="close", seen=0, value={"limit_code": "1 hour"})
    deeds = (
        lambda: lin.things(Subject.UNIT),
        lambda: lin.history(Look()),
        lin.accounts,
        lambda: lin.change(wish),
        lambda: lin.undo(1, ""),
        lambda: lin.set_password("lin", "a-new-password", ""),
        lambda: lin.unlock("lin", ""),
        lambda: lin.put_standards(lin.standards(1), ""),
    )
    for deed in deeds:
        with pytest.raises(Refusal, match=r"judge\.post"):
            deed()


def test_not_even_the_owner_changes_the_register_and_a_superuser_s_change_shows(
    adm: PostgresAdministration, owner: Engine
) -> None:
    changed = put(adm, Subject.LIMIT, "accept", {"limit_code": "20 minute"})
    for deed in ("UPDATE admin_change SET reason = 'x'", "DELETE FROM admin_change"):
        with owner.begin() as connection, pytest.raises(DBAPIError, match="never allowed"):
            connection.execute(text(deed))
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE admin_change SET reason = 'x' WHERE subject = 'limit'"))
    with owner.connect() as connection:
        broken = connection.execute(text("SELECT app.broken_changes()")).scalars().all()
    assert broken == [changed.id]
