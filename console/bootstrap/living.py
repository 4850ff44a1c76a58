"""Keeping the demo city alive: the world around an open store; beside a console see `beside`."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from typing import Final

from console.bootstrap.made import MADE
from console.bootstrap.playing import demo_city
from console.demo.live import Around, LiveCity
from console.demo.outside_world import Album, Cast, Drawn, Pool
from console.demo.patrols import Patrols
from console.demo.photos import PhotoState
from console.demo.problems import Problems
from console.demo.scenario import Scenario
from console.demo.script import Props
from console.ports.errors import StoreUnavailable
from console.ports.work import Keeping
from db import OpenStore, open_store
from db.caller_keys import CallerKeys

COLLEAGUES: Final = "乙班"
"""The shift whose operators are played; the other one is for people."""

PAUSE: Final = 1.0
RETRY: Final = 5.0
"""Seconds between two turns, and after the store was gone."""

LOG: Final = logging.getLogger(__name__)

Stopped = Callable[[float], bool]
"""Waits so many seconds; true when it is time to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a demo city was made."""

    seed: int
    pool: Pool


def made_text(made: Made) -> str:
    """The value of the setting."""
    pool = [
        [family, state.value, [[one.digest, one.size] for one in kept]]
        for (family, state), kept in made.pool.items()
    ]
    return json.dumps({"seed": made.seed, "pool": pool})


def made_of(keeping: Keeping) -> Made | None:
    """How this database's demo city was made; None when it holds none."""
    kept = keeping.setting(MADE)
    if not kept:
        return None
    told = json.loads(kept)
    pool = {
        (family, PhotoState(state)): tuple(Drawn(digest=digest, size=size) for digest, size in some)
        for family, state, some in told["pool"]
    }
    return Made(seed=told["seed"], pool=pool)


def play_live(url: str, files: Path, key_file: Path, speed: float, stopped: Stopped) -> int:
    """Play until told to stop; how many acts were done. A store that is gone is waited for.

    Raises LookupError when the database holds no demo city.
    """
    store = open_store(url, files_folder=files, keys=CallerKeys(key_file))
    acts = 0
    try:
        city = _live_city(store, speed)
        begun = False
        while not stopped(PAUSE):
            try:
                if not begun:
                    city.begin()
                    begun = True
                city.turn()
            except StoreUnavailable as failure:
                LOG.info("the outside world waits for the store: %s", failure.code)
                if stopped(RETRY):
                    break
        acts = city.acts
    finally:
        store.dispose()
    return acts


def _live_city(store: OpenStore, speed: float) -> LiveCity:
    made = made_of(store.keeping)
    if made is None:
        raise LookupError(MADE)
    city = demo_city(made.seed)
    now = _now()
    problems = Problems(city, store.reading.catalogue(now))
    cast = Cast(city, problems.surnames, shift=COLLEAGUES)
    props = Props(cast=cast, album=Album(made.pool), problems=problems)
    scenario = Scenario(props, store.reading.rules().calendar)
    around = Around(
        store=store.store,
        reading=store.reading,
        feed=store.feed,
        clock=_now,
        positions=store.positions,
        calls=store.calls,
    )
    return LiveCity(around, scenario, SystemRandom(), speed=speed, patrols=Patrols(city))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
