"""The verbs about callers' keys: `db make-keys`, `db rotate-keys`, `db erase-callers`.

Who holds which key, and what to do when one is lost, is told in docs/callers.md.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getpass
from typing import Any, Final

from sqlalchemy import Engine

from console.bootstrap.places import passphrase, site_of
from console.cli import exits
from console.cli.talk import Talk
from console.settings import Settings
from db.caller_erasure import erase_callers
from db.caller_keys import CallerKeys
from db.caller_rotation import has_plain, make_keys, rotate, seal_plain
from db.engine import command_engine
from db.site import Site, bring_up

Given = Any  # argparse's own bag of values


def tell_open_callers(site: Site, talk: Talk) -> None:
    """Say what is to be done where callers from before sealing still lie open."""
    with _engine(site) as engine:
        if has_plain(engine):
            talk.tell("cli.db.callers_open")


def make(settings: Settings, _given: Given, talk: Talk) -> int:
    """The first keys of a place; callers kept open before are sealed with them."""
    with _brought_up(settings) as (site, engine):
        made = make_keys(engine, _opened(site, talk))
        talk.tell("cli.db.keys_made" if made else "cli.db.keys_there", file=site.keys.file)
        sealed = seal_plain(engine, site.keys, _progress(talk))
        talk.end_progress()
    if sealed:
        talk.tell("cli.db.callers_sealed", count=sealed)
    return exits.DONE


def rotate_keys(settings: Settings, given: Given, talk: Talk) -> int:
    """A new key pair; everything sealed anew with it."""
    with _brought_up(settings) as (site, engine):
        keys = _opened(site, talk)
        seal_plain(engine, keys)
        done = rotate(engine, keys, _progress(talk), lost=given.lost)
        talk.end_progress()
    talk.tell("cli.db.rotated", key=done.key_id, count=done.resealed, file=site.keys.file)
    if not done.lost:
        return exits.DONE
    talk.tell("cli.db.unreadable", count=done.lost)
    return exits.FOUND


def erase(settings: Settings, _given: Given, talk: Talk) -> int:
    """Erase callers kept long enough."""
    with _brought_up(settings) as (_, engine):
        talk.tell("cli.db.erased", count=erase_callers(engine, datetime.now(UTC)))
    return exits.DONE


def _opened(site: Site, talk: Talk) -> CallerKeys:
    """The keys, with the passphrase asked for when the terminal is somebody's."""
    if not site.keys.protected or passphrase() or not sys.stdin.isatty():
        return site.keys
    typed = getpass(talk.say("cli.db.passphrase"))
    return site.keys.opened_with(lambda: typed)


def _progress(talk: Talk) -> Callable[[int, int], None]:
    return lambda done, of: talk.progress("callers", done, of)


@contextmanager
def _brought_up(settings: Settings) -> Iterator[tuple[Site, Engine]]:
    """The place with this program's schema, and a line of its owner to it."""
    with site_of(settings) as site:
        bring_up(site)
        with _engine(site) as engine:
            yield site, engine


@contextmanager
def _engine(site: Site) -> Iterator[Engine]:
    engine = command_engine(site.url)
    try:
        yield engine
    finally:
        engine.dispose()


CALLER_PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {
    "make-keys": make,
    "rotate-keys": rotate_keys,
    "erase-callers": erase,
}
