"""`db operator` and `db grant` put together: the owner's line, and where passwords come from."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getpass
from typing import Any, Final

from console.bootstrap.places import site_of
from console.cli.operators import DEEDS, Terminal, grant
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.services.administering import Administering
from console.settings import Settings
from db.administration import PostgresAdministration
from db.engine import command_engine
from db.reading import PostgresReading
from db.roles import settle_roles
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


def operators(settings: Settings, given: Given, talk: Talk) -> int:
    """`db operator` with its deeds."""
    with _terminal(settings, talk) as terminal:
        return DEEDS[given.deed](given, terminal)


def lend(settings: Settings, given: Given, talk: Talk) -> int:
    """`db grant`."""
    with _terminal(settings, talk) as terminal:
        return grant(given, terminal)


@contextmanager
def _terminal(settings: Settings, talk: Talk) -> Iterator[Terminal]:
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            with engine.begin() as connection:
                settle_roles(connection)
            reading = PostgresReading(engine, Standing())
            door = Administering(PostgresAdministration(engine), reading, _now)
            yield Terminal(door=door, talk=talk, now=_now, password=lambda: _password(talk))
        finally:
            engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def _password(talk: Talk) -> str:
    """Typed twice, or the first line of standard input where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass(talk.say("cli.db.password"))
    if getpass(talk.say("cli.db.password_again")) != typed:
        raise Refusal("admin.password_differs")
    return typed


OPERATOR_PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {
    "operator": operators,
    "grant": lend,
}
