"""`basemap` put together: the owner's line, what is kept here, and one question to a server."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from getpass import getpass
from typing import TYPE_CHECKING, Any, Final

from console.bootstrap.places import site_of
from console.bootstrap.tiles import tile_place
from console.cli.basemap import DEEDS, Terminal, keep_key
from console.cli.talk import Talk
from console.domain.basemap import Basemap, Trouble, servers_of, tile_address
from console.domain.place import Point
from console.ports.reading import Reading
from console.services.basemap_check import Place
from console.services.basemap_list import BasemapList
from console.settings import Settings
from db.administration import PostgresAdministration
from db.engine import command_engine
from db.reading import PostgresReading
from db.roles import settle_roles
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

Given = Any  # argparse's own bag of values
NOWHERE: Final = Point(105.0, 35.0)
"""Where a server is tried while the city has no ground: the middle of the country."""


def basemaps(settings: Settings, given: Given, talk: Talk) -> int:
    """`basemap` with its parts; a key needs no database."""
    if given.part == "key":
        place = tile_place(settings.data_dir)
        try:
            return keep_key(given, place.keys, talk, partial(_typed, talk))
        finally:
            place.close()
    with _terminal(settings, talk) as terminal:
        return DEEDS[given.part](given, terminal)


@contextmanager
def _terminal(settings: Settings, talk: Talk) -> Iterator[Terminal]:
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine, place = command_engine(site.url), tile_place(site.folder)
        try:
            refuse_other(engine)
            with engine.begin() as connection:
                settle_roles(connection)
            yield Terminal(
                maps=BasemapList(PostgresAdministration(engine)),
                place=place,
                talk=talk,
                now=_now,
                middle=partial(_middle, PostgresReading(engine, Standing())),
                ask=ask_server,
            )
        finally:
            place.close()
            engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def _middle(reading: Reading) -> Point:
    """Some place of the city: a corner of its first unit grid."""
    return next((grid.ring[0] for grid in reading.unit_grids() if grid.ring), NOWHERE)


def _typed(talk: Talk) -> str:
    """Typed unseen, or the first line of standard input where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass(talk.say("cli.basemap.key_asked"))


def ask_server(layer: Basemap, at: Place, key: str) -> bytes | Trouble | None:
    """One tile by the seats' own line: the same hosts, time-outs and sizes."""
    from PySide6.QtCore import QEventLoop

    from console.viewmodels.tile_network import Fetched, TileNetwork

    network, loop = TileNetwork(core()), QEventLoop()
    got: list[Fetched] = []
    heard: Callable[[Fetched], None] = partial(_heard, got, loop.quit)
    network.fetch(tile_address(layer, *at, key), frozenset(servers_of(layer)), heard)
    if not got:
        loop.exec()
    network.close()
    network.deleteLater()
    fetched = got[0]
    return fetched.content if fetched.trouble is None else fetched.trouble


@cache
def core() -> "QCoreApplication":
    """Qt without a screen; one for the whole command."""
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication([])


def _heard(got: list[Any], done: Callable[[], None], fetched: object) -> None:
    got.append(fetched)
    done()
