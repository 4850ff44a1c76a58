"""Building the demo city: its ground and people, accounts, photographs, and a lively past.

The only place where the demo's values meet the store. What happens in the city's past is decided in
`console.demo`.
"""

import json
import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from console.bootstrap.living import Made, made_text
from console.bootstrap.made import ACCOUNTS, BEGUN, MADE
from console.bootstrap.playing import Plan, Tell, demo_city, play
from console.demo.citymap import city_map
from console.demo.history import Played
from console.demo.hotline import calls_between
from console.demo.model import City
from console.demo.outside_world import Keep, Pool, draw, drawings, fill_pool
from console.demo.pacing import start_of_day
from console.demo.patrols import Patrols
from console.domain.case import Actor
from console.domain.stage import Post
from console.media.reader import MediaReader
from console.ports.media import Looked
from db import city as ground
from db.bulk_flush import keep_previews
from db.caller_rotation import make_keys
from db.calls import PostgresCalls
from db.engine import command_engine
from db.keeping import PostgresKeeping
from db.mapping import preview_row
from db.positions import PostgresPositions
from db.roles import create_operator
from db.site import Site

BASE_MAP: Final = "map.base"
FEW_DAYS: Final = 7
"""A demo as short as this makes do with one scene of a kind, to be there soon."""

WALKED: Final = timedelta(hours=26)
"""How far back the inspectors' ways of a fresh demo reach: today and most of yesterday."""

_SEEDS: Final = 2
_BUILDER: Final = Actor(operator="system", post=Post.ADMINISTRATOR, seat="system")


def build_demo(site: Site, plan: Plan, tell: Tell) -> Played:
    """Fill an empty database with the demo city and its past.

    Raises:
        StoreUnavailable: what the store knows; the database is then best thrown away.
    """
    engine = command_engine(site.url)
    try:
        tell("city", 0, 1)
        PostgresKeeping(engine).put_setting(BEGUN, str(plan.seed), _BUILDER, plan.clock())
        make_keys(engine, site.keys)  # on a server too: the demo's callers are invented
        city = demo_city(plan.seed)
        _load(engine, city, plan.clock())
        _open_accounts(engine, city, site.folder)
        tell("city", 1, 1)
        pool = _photographs(
            site.open_files().keep, engine, _SEEDS if plan.days > FEW_DAYS else 1, tell
        )
        played = play(site, pool, plan, tell)
        now = plan.clock()
        walked = Patrols(city).between(now - WALKED, now)
        PostgresPositions(engine).tell(tuple(walked))
        rang = calls_between(start_of_day(now), now, plan.seed)
        PostgresCalls(engine).tell(tuple(rang))
        made = made_text(Made(seed=plan.seed, pool=pool))
        PostgresKeeping(engine).put_setting(MADE, made, _BUILDER, plan.clock())
        return played
    finally:
        engine.dispose()


def _load(engine: Engine, city: City, now: datetime) -> None:
    ground.put_divisions(engine, city.divisions)
    ground.put_unit_grids(engine, city.unit_grids)
    ground.put_units(engine, city.units)
    ground.put_inspectors(engine, city.inspectors)
    ground.put_duty_grids(engine, city.duty_grids)
    ground.put_components(engine, city.components)
    ground.put_operators(engine, city.operators)
    ground.put_phrases(
        engine, ((phrase.use, f"{phrase.key}｜{phrase.text}") for phrase in city.phrases)
    )
    entries = (
        ground.GazetteerEntry(
            kind=one.kind.value, title=one.title, detail=one.detail, point=one.point
        )
        for one in city.addresses
    )
    ground.put_addresses(engine, entries)
    base = json.dumps(city_map(city), ensure_ascii=False, separators=(",", ":"))
    PostgresKeeping(engine).put_setting(BASE_MAP, base, _BUILDER, now)


def _open_accounts(engine: Engine, city: City, folder: Path) -> None:
    """A role of the server for every operator; the passwords stay in a file of its owner's only."""
    passwords = {operator.login: secrets.token_urlsafe(18) for operator in city.operators}
    for login, password in passwords.items():
        create_operator(engine, login, password)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / ACCOUNTS
    place.unlink(missing_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file)


def _photographs(keep: Keep, engine: Engine, seeds: int, tell: Tell) -> Pool:
    """Draw the pool with all processors, and keep it with what it shows."""
    wanted = drawings(seeds)
    drawn = {}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        for one, content in zip(wanted, workers.map(draw, wanted), strict=True):
            drawn[one] = content
            tell("photos", len(drawn), len(wanted))
    looked: dict[str, Looked] = {}
    media = MediaReader()

    def kept(content: bytes, mime: str) -> str:
        digest = keep(content, mime)
        looked[digest] = media.look(content)
        return digest

    try:
        pool = fill_pool(drawn, kept)
    finally:
        media.close()
    with engine.begin() as connection:
        keep_previews(connection, [preview_row(*one) for one in looked.items()])
    return pool
