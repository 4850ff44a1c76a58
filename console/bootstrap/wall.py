"""`main.py wall`: a guard, and beside it the wall itself in a process of its own.

The wall comes in by its own account, which reads what walls may see and nothing else. A server that
does not answer yet, as after a machine was started, is waited for on the screen.
"""

import os
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, Final

from sqlalchemy import make_url

from console.bootstrap.at_login import begin_at_login, forget_at_login
from console.bootstrap.loading import loading
from console.bootstrap.places import site_of
from console.bootstrap.wall_guard import ENDS, guard
from console.cli import exits
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.evaluation.scene_json import read_show
from console.export.snapshot_page import Snapshot, keep_snapshot
from console.settings import Settings
from console.views.resources import resource
from console.views.screen import told_missing
from console.views.wall.wish import Caption, WallWish
from db.engine import wall_engine
from db.site import bring_up
from db.wall import PostgresWall
from db.walls import wall_here, wall_url

Given = Any  # argparse's own bag of values

_LINE_GONE: Final = 143
"""How a wall ends whose guard has gone: as one that was asked to."""


def wall(settings: Settings, given: Given, talk: Talk) -> int:
    """`wall`."""
    if given.at_login is not None:
        file = begin_at_login() if given.at_login == "on" else forget_at_login()
        talk.tell(f"cli.wall.at_login.{given.at_login}", file=str(file))
        return exits.DONE
    if given.snapshot is None and told_missing():
        return exits.NO_SCREEN
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
            address = wall_here(site.url, site.wall_password)
        else:
            address = wall_url(site.url, given.name or "wall", _password(given.password_file))
        told = (address.render_as_string(hide_password=False), settings.language, wish_of(given))
        return guard(_serve, told, frozenset({exits.DONE, exits.NO_SCREEN, _LINE_GONE}))


def wish_of(given: Given) -> WallWish:
    """What the words of the command line ask for."""
    return WallWish(
        screen=given.screen,
        name=given.name,
        trial=given.window,
        letters=given.letters,
        sound=given.sound,
        snapshot=given.snapshot,
        every=given.every,
        size=given.size,
    )


def _password(file: Path | None) -> str:
    """What `db wall add --password-file` wrote. Raises `Refusal` `wall.password` without it."""
    if file is None:
        raise Refusal("wall.password", file="--password-file")
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("wall.password", file=str(file)) from error


def _serve(line: Connection, url: str, language: str, wish: WallWish) -> None:
    """The wall's own process; it ends with its guard."""
    if wish.snapshot is not None:  # also where there is a screen: somebody works on it
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with loading():
        from console.views.wall.wall_app import run_wall  # the guard does without Qt

    Thread(target=_watch, args=(line,), name="guard's line", daemon=True).start()
    reading = PostgresWall(wall_engine(make_url(url)))
    show = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
    beat, past, keep = Beat(line), reading.past(), Keeper(wish)
    sys.exit(run_wall(reading, past, show, language, wish, beat=beat, ends=beat.last, keep=keep))


class Beat:
    """A sign of life to the guard."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def __call__(self) -> None:
        """Give it; a guard that has gone ends this process elsewhere."""
        with suppress(OSError):
            self._line.send_bytes(b".")

    def last(self) -> None:
        """Say that the wall was asked to end."""
        with suppress(OSError):
            self._line.send_bytes(ENDS)


class Keeper:
    """Where the wall's pictures go."""

    def __init__(self, wish: WallWish) -> None:
        self._wish = wish

    def __call__(self, picture: bytes, at: datetime, caption: Caption) -> None:
        """Put one in place. Raises OSError."""
        if self._wish.snapshot is not None:
            words = asdict(caption)
            keep_snapshot(
                self._wish.snapshot,
                Snapshot(picture=picture, at=at, every=self._wish.every, **words),
            )


def _watch(line: Connection) -> None:
    """End with the guard, whatever is being done: a wall has nothing to save."""
    with suppress(OSError, EOFError):
        line.poll(None)
    os._exit(_LINE_GONE)
