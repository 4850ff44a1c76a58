"""The verb `db`: what an administrator does with a database."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import make_url

from console.bootstrap.archiving import verify_archive
from console.bootstrap.callers import CALLER_PARTS, tell_open_callers
from console.bootstrap.operators import OPERATOR_PARTS
from console.bootstrap.places import site_of
from console.bootstrap.walls import WALL_PARTS
from console.cli import exits
from console.cli.doctor import Finding, tell_findings
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.settings import DOOR_VARIABLE, Settings
from console.views.wording import Language, Wording
from db.checking import check
from db.create import create
from db.door import seat_address
from db.dumps import backup
from db.restore import restore
from db.site import bring_up
from db.upgrade import newest_revision

Given = Any  # argparse's own bag of values


def database(settings: Settings, given: Given, talk: Talk) -> int:
    """The verb `db` with its parts."""
    return PARTS[given.part](settings, given, talk)


def create_database(settings: Settings, given: Given, talk: Talk) -> int:
    """A city's database from an empty server; told in both languages, for the book of the place."""
    if settings.database_url is None:
        raise Refusal("create.no_server")
    with site_of(settings) as site:
        secret = os.environ.get(DOOR_VARIABLE, "")
        made = create(site.url, door_password=secret, new_door=given.new_door)
    # As it was typed: what TLS adds by itself is of this machine, not of a seat.
    address = seat_address(make_url(settings.database_url), "" if secret else made.password)
    facts = {"database": address.database, "revision": made.revision, "version": made.version}
    begun = "cli.db.created" if made.new_database else "cli.db.completed"
    door = "cli.db.door" if made.password else "cli.db.door_kept"
    if secret:
        door = "cli.db.door_given"
    for wording in (Wording(language, strict=False) for language in Language):
        talk.line(wording.say(begun, **facts))
        if not made.keys:
            talk.line(wording.say("cli.db.keys_next"))
        talk.line(wording.say(door, name=DOOR_VARIABLE))
    talk.line(address.render_as_string(hide_password=False))
    return exits.DONE


def upgrade_database(settings: Settings, _given: Given, talk: Talk) -> int:
    """This program's schema and reference data, and what was changed by hand put right again."""
    with site_of(settings) as site:
        bring_up(site, thorough=True, progress=partial(talk.progress, "facts"))
        talk.end_progress()
        talk.tell("cli.db.upgraded", revision=newest_revision())
        tell_open_callers(site, talk)
    return exits.DONE


def back_up(settings: Settings, _given: Given, talk: Talk) -> int:
    """A dump of all into the folder of backups."""
    with site_of(settings) as site:
        talk.tell("cli.db.backed_up", file=backup(site.url, site.backups))
    return exits.DONE


def check_database(settings: Settings, given: Given, talk: Talk) -> int:
    """Whether database and server are as this program needs them, a line for each thing."""
    with site_of(settings) as site:
        found = (
            Finding(what=one.what, fact=one.fact, problem=one.problem, warning=one.warning)
            for one in check(site.url, _now)
        )
        if not given.json:
            return tell_findings(found, talk, _check_code)
        lines = [asdict(one) for one in found]
    talk.line(json.dumps(lines, ensure_ascii=False, indent=1))
    return exits.FOUND if any(one["problem"] for one in lines) else exits.DONE


def _check_code(what: str) -> str:
    return f"cli.check.{what}"


def _now() -> datetime:
    return datetime.now(UTC)


def restore_database(settings: Settings, given: Given, talk: Talk) -> int:
    """A dump into an empty database, every trail recomputed at the end."""
    with site_of(settings) as site:
        if not given.yes:
            talk.tell("cli.db.restore.would", file=given.file, database=site.url.database)
            return exits.DONE
        restored = restore(site.url, given.file)
        talk.tell("cli.db.restored", count=restored.cases)
        tell_open_callers(site, talk)
    if restored.without_account:
        talk.tell("cli.db.no_account", logins=", ".join(restored.without_account))
    return exits.DONE if given.no_verify else verify_archive(settings, given, talk)


PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {
    "create": create_database,
    "upgrade": upgrade_database,
    "check": check_database,
    "backup": back_up,
    "restore": restore_database,
    **CALLER_PARTS,
    **OPERATOR_PARTS,
    **WALL_PARTS,
}
