"""`scheme` put together: the store behind the address, and which day it is."""

from datetime import UTC, datetime
from typing import Any

from console.bootstrap.places import site_of
from console.cli.schemes import PARTS, Terminal, check
from console.cli.talk import Talk
from console.evaluation.periods import local_day
from console.settings import Settings
from db.engine import command_engine
from db.schemes import PostgresSchemes
from db.site import bring_up
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


def schemes(settings: Settings, given: Given, talk: Talk) -> int:
    """`scheme` with its parts, as the role the address carries."""
    if given.part == "check":
        return check(given, talk, settings.language)
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            at = Terminal(
                schemes=PostgresSchemes(engine),
                talk=talk,
                language=settings.language,
                today=local_day(datetime.now(UTC)),
            )
            return PARTS[given.part](given, at)
        finally:
            engine.dispose()
