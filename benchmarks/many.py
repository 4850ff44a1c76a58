"""A database of so many cases, for measuring: some are lived through the services, the rest are
copies of them with other numbers, houses and places.

Only what lists and searches read is copied, so the copies have no trail; nothing but a measurement
may use such a database.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from console.domain.place import Point
from console.domain.stage import Move, Post
from db.bulk import BulkStore
from db.embedded import stop
from db.engine import command_engine
from db.site import Site, bring_up, open_embedded
from db.watchdog import take_time
from tests.db.lives import MORNING, Life, standard
from tests.db.town import settle

LIVED = 500
_STREETS = ("中兴路", "建设路", "矿工路", "开源路", "湛南路", "姚电大道", "凌云路", "光明路")
_THINGS = ("雨水井盖", "污水井盖", "通讯井盖", "路灯", "行道树", "交通护栏", "公交站亭", "果皮箱")
_FAULTS = ("破损", "缺失", "倾斜", "堵塞", "不亮", "倒伏", "移位", "松动下沉")
_DUMPS = ("暴露垃圾", "店外经营", "占道经营", "非法小广告", "道路遗撒", "积存渣土")

_COLUMNS = text(
    "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
    " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :table"
)
_CHANGED = {
    "id": "id + {shift}",
    "number": "left(number, 10) || lpad((right(number, 6)::int + {shift})::text, 6, '0')",
    "lon": "lon + (id + {turn}) % 97 * 0.0004",
    "lat": "lat + (id + {turn}) % 89 * 0.0003",
    "due": "due + ((id * 7 + {turn} * 13) % 2880) * interval '1 min'",
    "near_at": "near_at + ((id * 7 + {turn} * 13) % 2880) * interval '1 min'",
    "address": r"regexp_replace(address, '\d+', ((id + {turn} * 31) % 900)::text)",
    "words": r"regexp_replace(words, '\d+', ((id + {turn} * 31) % 900)::text)",
}


@contextmanager
def empty_city() -> Iterator[tuple[Site, Engine]]:
    """An embedded server of its own with the schema and no case, and its owner; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wm-city-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        site = open_embedded(folder)
        try:
            bring_up(site)
            owner = command_engine(site.url)
            yield site, owner
            owner.dispose()
        finally:
            site.close()
            stop(folder)


def fill(owner: Engine, cases: int) -> None:
    """Make `cases` cases, one in ten of them open, in an empty database with reference data."""
    settle(owner)
    _live(owner)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        take_time(connection)
        for turn in range(1, cases // LIVED):
            for table in ("case_file", "case_text"):
                names = str(connection.execute(_COLUMNS, {"table": table}).scalar_one())
                values = ", ".join(
                    _CHANGED.get(name, name).format(shift=turn * LIVED, turn=turn)
                    for name in names.split(", ")
                )
                connection.execute(
                    text(  # both halves are made here, of the table's own columns
                        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}"  # noqa: S608
                        " WHERE id <= (SELECT min(id) FROM case_file) + :most"
                    ),
                    {"most": LIVED - 1},
                )
        # Cases that come later have ids behind these.
        last = text("SELECT setval('public.case_number_2026', :cases)")
        connection.execute(last, {"cases": cases + LIVED})
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def fill_facts(owner: Engine, cases: int) -> None:
    """The facts of the cases `fill` made, over the thirty days before the lived ones'."""
    shift = "mod({turn}, 30) * interval '1 day'"
    moments = ("reported_at", "accepted_at", "registered_at", "dispatched_at", "handled_at")
    changed = {name: f"{name} - {shift}" for name in (*moments, "closed_at", "ended", "due")}
    changed |= {"case_id": "case_id + {shift}", "number": _CHANGED["number"]}
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        take_time(connection)
        names = str(connection.execute(_COLUMNS, {"table": "case_fact"}).scalar_one())
        for turn in range(1, cases // LIVED):
            values = ", ".join(
                changed.get(name, name).format(shift=turn * LIVED, turn=turn)
                for name in names.split(", ")
            )
            connection.execute(
                text(  # both halves are made here, of the table's own columns
                    f"INSERT INTO case_fact ({names}) SELECT {values} FROM case_fact"  # noqa: S608  ours
                    " WHERE case_id <= (SELECT min(case_id) FROM case_fact) + :most"
                ),
                {"most": LIVED - 1},
            )
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE case_fact"))


def _live(owner: Engine) -> None:
    """The lived ones: every tenth stays open in one of the stages."""
    chance, store = random.Random(3), BulkStore(owner, letters=False)
    life = Life(store, at=MORNING - timedelta(days=2), minutes=1)
    for number in range(LIVED):
        life.at = MORNING - timedelta(days=2) + timedelta(minutes=3 * number)
        words = f"{chance.choice(_THINGS)}{chance.choice(_FAULTS)}"
        if number % 3 == 0:
            words = f"{chance.choice(_DUMPS)}约{chance.randrange(1, 9)}平方米"
        where = f"{chance.choice(_STREETS)}{chance.randrange(1, 900)}号"
        point = Point(113.29 + chance.random() * 0.03, 33.72 + chance.random() * 0.03)
        case = life.report(f"{words}，请尽快处理", address=where, point=point)
        ways = (life.to_dispatch, life.to_handling) if number % 10 == 0 else (life.to_end,)
        if number % 30 != 0:
            chance.choice(ways)(case, standard=standard())
        if number % 40 == 10:
            life.act(case, Move.NOTE, Post.VERIFIER, text="已电话核对")
    store.flush()
