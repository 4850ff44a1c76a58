"""Reference data: complete, and equal to the domain's own tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import URL, Engine, text

from console.domain.stage import Move, Post
from console.domain.timers import TimerKind
from console.domain.ways import WAYS
from db import OpenStore
from db.caller_keys import CallerKeys
from db.seed import reference_catalogue, seed, transition_rows
from db.site import Site, bring_up
from db.upgrade import pending
from tests.db.lives import MORNING, Life


def test_the_server_s_ways_are_the_domain_s_ways(owner: Engine) -> None:
    with owner.connect() as connection:
        kept = {
            tuple(row)
            for row in connection.execute(
                text("SELECT from_stage, move, post, to_stage FROM transition")
            )
        }
    expected = {
        (
            stage.value if stage else "",
            way.move.value,
            post.value,
            "*" if way.prior else way.to.value if way.to else (stage.value if stage else ""),
        )
        for way in WAYS
        for stage in (way.stages or (None,))
        for post in way.posts
    }
    assert kept == expected
    assert len(list(transition_rows())) == len(expected)


def test_what_a_city_changed_survives_seeding_again(store: OpenStore, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE stage_limit SET limit_code = '20 minute' WHERE timer = 'accept'")
        )
    seed(owner)
    assert str(store.reading.rules().stage_limits[TimerKind.ACCEPT].code) == "20 minute"


def test_a_changed_table_of_ways_reaches_a_database_whose_schema_is_this_program_s(
    owner: Engine, database_url: URL, tmp_path: Path, caller_keys: CallerKeys
) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM transition WHERE move = 'refuse_forced_close'"))
        connection.execute(text("UPDATE transition SET to_stage = 'voided' WHERE move = 'close'"))
    assert not pending(owner)
    bring_up(Site(url=database_url, folder=tmp_path, keys=caller_keys))
    test_the_server_s_ways_are_the_domain_s_ways(owner)


def test_two_consoles_that_start_a_new_program_at_once_both_start(owner: Engine) -> None:
    for _ in range(3):
        with owner.begin() as connection:
            connection.execute(text("DELETE FROM transition WHERE move = 'close'"))
        with ThreadPoolExecutor(4) as pool:
            for seeded in [pool.submit(seed, owner) for _ in range(4)]:
                seeded.result(timeout=60)
        test_the_server_s_ways_are_the_domain_s_ways(owner)


def test_the_calendar_in_force_covers_the_official_years(store: OpenStore) -> None:
    calendar = store.reading.rules().calendar
    assert (calendar.first_year, calendar.hours_per_day) == (2024, 8)
    assert not calendar.is_provisional(MORNING)


def test_every_condition_shipped_has_its_category() -> None:
    shipped = reference_catalogue()
    assert {one.category for one in shipped.conditions} <= {one.key for one in shipped.categories}


def test_an_undo_and_an_unmerge_may_lead_to_any_stage_before(store: OpenStore) -> None:
    life = Life(store.store)
    master, other = life.report(), life.report()
    life.act(other, Move.MERGE, Post.ACCEPTOR, master=master)
    life.act(other, Move.UNMERGE, Post.ACCEPTOR, "并错了")
    assert store.reading.rows([other], "chen")[0].stage.value == "accepted"
