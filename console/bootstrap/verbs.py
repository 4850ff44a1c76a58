"""The verbs of the command line, each put together from its parts. Messages: `console.cli`.

What only some verbs need (the demo city, workbooks with numpy behind them) is imported inside them:
together it would keep the console's window back by about two seconds.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL

from console.bootstrap import late_verbs
from console.bootstrap.archiving import anchor_today, archive
from console.bootstrap.beside import world_beside
from console.bootstrap.databases import database
from console.bootstrap.loading import loading
from console.bootstrap.made import demo_passwords, is_demo, was_interrupted
from console.bootstrap.places import site_of
from console.bootstrap.tiles import DoorWithTiles
from console.cli import exits
from console.cli.arguments import FIRST_DAYS
from console.cli.doctor import tell_findings
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.case import Actor
from console.domain.catalogue import GBT30428
from console.domain.finding import Finding
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.signin import SignIn
from console.settings import Settings
from db import OpenStore, open_store
from db.door import refuse_administrator
from db.drafts import SqliteDrafts
from db.engine import command_engine, read_engine
from db.imported import PostgresImported
from db.journal import SqliteJournal
from db.keeping import PostgresKeeping
from db.local_door import LocalDoor, Workstation
from db.mapping import pinyin_initials
from db.pictures import SqlitePictures
from db.signin import PostgresSignIn
from db.site import Site, bring_up, has_cases, only_builder, start_over
from db.upgrade import refuse_other

if TYPE_CHECKING:
    from console.cli.importing import Wish

Given = Any  # argparse's own bag of values; each verb knows its words
Verb = Callable[[Settings, Given, Talk], int]

IMPORTER: Final = Actor(operator="system", post=Post.ADMINISTRATOR, seat="import")
DRAFTS: Final = "drafts"
"""What is being typed, and what waits for a lost server."""
DRAFTS_KEPT: Final = timedelta(days=7)
SHOWN_AS: Final = "chenlei"
"""The demo operator with all posts: signs in at once, and pictures are taken in his name."""
ADMINISTRATOR: Final = "gaoyuan"
"""The demo's administrator: pictures of the administration are taken in his."""


def console(settings: Settings, _given: Given, talk: Talk) -> int:
    """The window; a first start builds a small demo city, so that it opens on a living one."""
    with loading():
        from console.views.app import run_console
        from console.views.screen import screen_missing

    if screen_missing(os.environ, sys.platform):
        return run_console(_nobody, settings)  # it says why, and what to do
    with loading():
        pinyin_initials("")  # its dictionary comes now, not within the operator's first act
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
            _fill(site, talk)
            anchor_today(site)
        else:
            with _while_gone():
                _refuse_administrator(site)
        with _world(site, settings):
            return run_console(lambda: door_of(site), settings, login=_at_once(site))


@contextmanager
def _while_gone() -> Iterator[None]:
    """Go on while the server is gone: a seat comes in by what this machine keeps."""
    try:
        yield
    except StoreUnavailable as failure:
        if not failure.gone:
            raise


def _refuse_administrator(site: Site) -> None:
    """A seat of a city's server neither upgrades it nor works in its administrator's name."""
    engine = read_engine(site.url)
    try:
        refuse_administrator(engine)
    finally:
        engine.dispose()


def _at_once(site: Site) -> str:
    """Who sits down without being asked: in a demo city its operator of all posts, else nobody.

    A first start shows the city at work; the list of operators is one command away.
    """
    return SHOWN_AS if SHOWN_AS in demo_passwords(site.folder) else ""


def _nobody() -> SignIn:
    raise RuntimeError("there is no door without a screen")


def _world(site: Site, settings: Settings) -> AbstractContextManager[None]:
    """The outside world beside the console of an embedded demo, unless a setting keeps it still."""
    engine = command_engine(site.url)
    try:
        played = site.embedded and settings.outside_world and is_demo(PostgresKeeping(engine))
    finally:
        engine.dispose()
    return world_beside(site, 1.0) if played else nullcontext()


def door_of(site: Site) -> SignIn:
    """The way in to a place; to a city's server also while it is gone."""
    passwords = demo_passwords(site.folder)
    drafts = drafts_in(site.folder, _now())
    revive = _revival(site) if site.embedded else None
    journal = SqliteJournal(site.folder / DRAFTS)
    journal.drop_unnamed(_now() - DRAFTS_KEPT)
    files = site.open_files()
    door = PostgresSignIn(
        site.url,
        site.files,
        passwords,
        drafts,
        revive,
        journal=journal,
        keys=site.keys,
        kept=files,
        look=None if site.embedded else refuse_administrator,
    )
    if site.embedded:
        return DoorWithTiles(door, site.folder)
    here = Workstation(
        pictures=SqlitePictures(site.folder / DRAFTS),
        files=files,
        drafts=drafts,
        journal=journal,
        demo=passwords,
    )
    return DoorWithTiles(LocalDoor(door, here, lambda: datetime.now(UTC)), site.folder)


def _revival(site: Site) -> Callable[[], URL]:
    return lambda: site.revive().url


def drafts_in(folder: Path, now: datetime) -> SqliteDrafts:
    """The drafts of a folder, without those nobody took up: they may name callers (article 23)."""
    drafts = SqliteDrafts(folder / DRAFTS)
    drafts.forget_before(now - DRAFTS_KEPT)
    return drafts


def demo(settings: Settings, given: Given, talk: Talk) -> int:
    """Build the demo city where there is none; with `--live` play the world around it."""
    with site_of(settings) as site:
        bring_up(site)
        if not _fill(site, talk, days=given.days, seed=given.seed):
            talk.tell("cli.demo.there")
        if given.live:
            return _live(site, given.speed, talk)
    return exits.DONE


def _live(site: Site, speed: float, talk: Talk) -> int:
    """Play the outside world until Ctrl+C."""
    from console.bootstrap.living import play_live

    talk.tell("cli.live.begun", speed=f"{speed:g}")
    try:
        address = site.url.render_as_string(hide_password=False)
        play_live(address, site.files, site.keys.file, speed, _waited)
    except LookupError:
        talk.tell("cli.live.none")
        return exits.REFUSED
    except KeyboardInterrupt:
        talk.tell("cli.stopped")
    return exits.DONE


def _waited(seconds: float) -> bool:
    sleep(seconds)
    return False


def _fill(site: Site, talk: Talk, *, days: int = FIRST_DAYS, seed: int = 1) -> bool:
    """Build the demo unless somebody has worked here already; whether it was built."""
    with only_builder(site):
        return _wants_building(site) and _build(site, talk, days, seed)


def _wants_building(site: Site) -> bool:
    """Whether nothing was ever reported here, or only by a demo that was never finished."""
    engine = command_engine(site.url)
    try:
        if not was_interrupted(PostgresKeeping(engine)):
            return not has_cases(engine)
    finally:
        engine.dispose()
    if not site.embedded:
        return not has_cases(engine)
    start_over(site)
    return True


def _build(site: Site, talk: Talk, days: int, seed: int) -> bool:
    from console.bootstrap.building import build_demo
    from console.bootstrap.playing import Plan

    if days:
        talk.tell("cli.demo.building", days=days)
    else:
        talk.tell("cli.demo.building_today")
    plan = Plan(clock=_now, days=days, seed=seed)
    played = build_demo(site, plan, talk.progress)
    talk.end_progress()
    talk.tell("cli.demo.built", count=played.cases, steps=played.steps)
    return True


def shot(settings: Settings, given: Given, talk: Talk) -> int:
    """A picture of a screen with the data there are."""
    refuse_unwritable(given.out)
    with _ready(settings) as site:
        if site.embedded:
            _fill(site, talk)
        ended_by = (late_verbs.wall_shot if given.screen == "wall" else _shot)(
            site, settings, given
        )
    if ended_by:
        talk.tell("cli.stopped")
        return exits.SIGNALLED + ended_by
    talk.tell("cli.shot.done", file=given.out)
    return exits.DONE


def _shot(site: Site, settings: Settings, given: Given) -> int:
    from console.views.shot import render
    from console.views.shot_errors import NothingToShowError

    door = door_of(site)
    try:
        administration = given.screen.startswith("administration")
        admission = door.sign_in(ADMINISTRATOR if administration else SHOWN_AS, "")
        look = (settings.theme, settings.language)
        return render(given.screen, given.size, *look, given.out, admission)
    except NothingToShowError:
        raise Refusal("cli.shot.nothing") from None
    finally:
        door.close()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def standards(settings: Settings, given: Given, talk: Talk) -> int:
    """`import-standards`."""
    from console.cli.importing import import_standards

    with _opened(settings) as store:
        wish = _wish(given)
        return import_standards(wish, store.reading, store.keeping, talk, _finding(talk))


def written_standards(settings: Settings, given: Given, talk: Talk) -> int:
    """`export-standards`."""
    from console.cli.exporting import export_standards, refuse_target

    refuse_target(given.file, force=given.force)
    with _opened(settings) as store:
        return export_standards(given.file, given.scheme, store.reading, _now(), talk)


def cases(settings: Settings, given: Given, talk: Talk) -> int:
    """`import-cases`."""
    from console.cli.importing import import_cases

    with _opened(settings) as store:
        kept = PostgresImported(store.engines[0])
        return import_cases(_wish(given), store.reading, kept, talk, _finding(talk))


def ground(settings: Settings, given: Given, talk: Talk) -> int:
    """`import-geo`."""
    from console.bootstrap.ground import run_ground

    return run_ground(settings, given, talk, _opened, _now)


@contextmanager
def _ready(settings: Settings) -> Iterator[Site]:
    """The settings' place at this program's schema; only one's own is brought there unasked.

    Raises `StoreUnavailable` "store.schema_older" or "store.schema_newer" for a city's server.
    """
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        else:
            _refuse_other_schema(site)
        yield site


def _refuse_other_schema(site: Site) -> None:
    engine = read_engine(site.url)
    try:
        refuse_other(engine)
    finally:
        engine.dispose()


@contextmanager
def _opened(settings: Settings) -> Iterator[OpenStore]:
    """The store of the settings' place as its administrator."""
    with _ready(settings) as site:
        store = open_store(site.url, files_folder=site.files, keys=site.keys)
        try:
            yield store
        finally:
            store.dispose()


def _wish(given: Given) -> "Wish":
    from console.cli.importing import Wish

    return Wish(
        file=given.file,
        apply=given.apply,
        as_json=given.json,
        at=_now(),
        actor=IMPORTER,
        mapping=getattr(given, "mapping", None),
        scheme=getattr(given, "scheme", GBT30428),
    )


def _finding(talk: Talk) -> Callable[[Finding], str]:
    return lambda one: talk.say(one.code, **one.facts)


def doctor(settings: Settings, _given: Given, talk: Talk) -> int:
    """What works on this machine and what does not."""
    from console.bootstrap.looking import look_around

    return tell_findings(look_around(settings), talk)


VERBS: Final[Mapping[str, Verb]] = {
    "console": console,
    "demo": demo,
    "db": database,
    "archive": archive,
    "basemap": late_verbs.basemap,
    "assess": late_verbs.assess,
    "form": late_verbs.form,
    "list": late_verbs.listed,
    "scheme": late_verbs.scheme,
    "wall": late_verbs.wall,
    "shot": shot,
    "import-standards": standards,
    "import-cases": cases,
    "import-geo": ground,
    "export-standards": written_standards,
    "doctor": doctor,
}
