"""`db wall`: accounts of walls, and the scenes they show.

A password goes to a file of its owner alone, or is told once.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Engine

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.scenes import check_scenes, edit_scenes
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.settings import Settings
from console.views.resources import resource
from db.engine import command_engine
from db.key_files import write_private
from db.site import bring_up
from db.upgrade import refuse_other
from db.wall_orders import PostgresWallOrders
from db.walls import drop_wall_account, make_wall_account, wall_accounts

Given = Any  # argparse's own bag of values


def walls(settings: Settings, given: Given, talk: Talk) -> int:
    """`db wall` with its deeds, as the role the address carries."""
    if given.deed == "scenes" and given.check is not None:
        return check_scenes(given.check, talk)
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            return _DEEDS[given.deed](engine, given, talk)
        finally:
            engine.dispose()


def _list(engine: Engine, _given: Given, talk: Talk) -> int:
    for name in wall_accounts(engine):
        talk.line(name)
    return exits.DONE


def _add(engine: Engine, given: Given, talk: Talk) -> int:
    password = make_wall_account(engine, given.name)
    if given.password_file is None:
        talk.tell("cli.db.wall.told", name=given.name)
        talk.line(password)
        return exits.DONE
    try:
        write_private(given.password_file, password.encode("ascii"))
    except OSError as error:
        # Nobody knows this password now: whoever repeats the words gets another one.
        raise Refusal("wall.file", file=given.password_file, why=error.strerror) from None
    talk.tell("cli.db.wall.added", name=given.name, file=given.password_file)
    return exits.DONE


def _remove(engine: Engine, given: Given, talk: Talk) -> int:
    drop_wall_account(engine, given.name)
    talk.tell("cli.db.wall.removed", name=given.name)
    return exits.DONE


def _scenes(engine: Engine, given: Given, talk: Talk) -> int:
    shipped = resource("wall", "scenes.json").read_text(encoding="utf-8")
    return edit_scenes(given, PostgresWallOrders(engine), shipped, talk)


_DEEDS: Final[Mapping[str, Callable[[Engine, Given, Talk], int]]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "scenes": _scenes,
}
WALL_PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {"wall": walls}
