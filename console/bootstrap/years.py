"""`archive detach`, `attach` and `search`: a closed year outside the database, and back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.talk import Talk
from console.domain.stage import Stage
from console.settings import Settings
from db.engine import command_engine
from db.upgrade import refuse_other
from db.year_folder import search_folder
from db.years import attach_year, detach_year

Given = Any  # argparse's own bag of values


def detach(settings: Settings, given: Given, talk: Talk) -> int:
    """Move a year into a folder."""
    with _administered(settings, talk) as engine:
        made = detach_year(engine, given.year, given.to, _now(), talk.progress)
    facts = {"year": made.year, "folder": given.to, "count": made.cases, "steps": made.steps}
    talk.tell("cli.archive.detached", **facts)
    talk.line(made.digest)
    return exits.DONE


def attach(settings: Settings, given: Given, talk: Talk) -> int:
    """Bring a folder's year back."""
    with _administered(settings, talk) as engine:
        made = attach_year(engine, given.folder, _now(), talk.progress)
    talk.tell("cli.archive.attached", year=made.year, count=made.cases, steps=made.steps)
    return exits.DONE


def search(_settings: Settings, given: Given, talk: Talk) -> int:
    """The folder's cases that hold the words, a line each, and how many they are."""
    many = 0
    for one in search_folder(given.folder, given.words, given.most):
        stage = talk.say(f"stage.{Stage(one.stage).value}")
        talk.line("\t".join((one.number, stage, one.category_name, one.address, one.reported_at)))
        many += 1
    talk.tell("cli.archive.found", count=many)
    return exits.DONE


@contextmanager
def _administered(settings: Settings, talk: Talk) -> Iterator[Engine]:
    with site_of(settings) as site:
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            yield engine
        finally:
            talk.end_progress()
            engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


YEAR_PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {
    "detach": detach,
    "attach": attach,
    "search": search,
}
