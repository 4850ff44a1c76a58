"""`archive verify` and `archive anchor`: proof that no trail was touched, and what it leans on."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from console.bootstrap.places import site_of
from console.bootstrap.years import YEAR_PARTS
from console.cli import exits
from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from console.ports.files import FileState
from console.settings import Settings
from db.anchor_file import ANCHORS, keep_anchor, keep_daily, read_lines
from db.anchors import AnchorBreak, check_anchors, make_anchor
from db.archive import VerifyResult, verify
from db.engine import command_engine, report_engine
from db.file_checking import CheckedFile, check_files
from db.site import Site
from db.upgrade import refuse_other
from db.year_folder import verify_folder
from db.years import years_away

Given = Any  # argparse's own bag of values

_LOG: Final = logging.getLogger(__name__)


def archive(settings: Settings, given: Given, talk: Talk) -> int:
    """The verb `archive` with its parts."""
    return PARTS[given.part](settings, given, talk)


def verify_archive(settings: Settings, given: Given, talk: Talk) -> int:
    """Every trail recomputed, then every anchor of the file, then with `--files` each file
    that is named; the last line says what is broken."""
    if given.folder is not None:
        return _verify_folder(given, talk)
    with site_of(settings) as site:
        file = _anchors_of(site, given.anchor)
        lines = () if file is None else read_lines(file)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            result = verify(engine)
            away = years_away(engine)
            missed = check_anchors(engine, lines, away) if result.whole else None
            whole = result.whole and missed is None
            spoiled = _spoiled(engine, site, talk) if whole and _files(given) else None
        finally:
            engine.dispose()
    talk.tell("cli.archive.checked", count=result.checked_cases, steps=result.checked_steps)
    for year, one in sorted(away.items()):
        talk.tell("cli.archive.away", year=year, count=one.cases, digest=one.digest)
    if result.whole and file is not None:
        talk.tell("cli.archive.anchors", count=len(lines), file=file)
    return _judged(result, missed, spoiled, talk)


def _verify_folder(given: Given, talk: Talk) -> int:
    """The same of a year's folder, without a database."""
    lines = None if given.anchor is None else read_lines(given.anchor)
    try:
        found = verify_folder(given.folder, lines, talk.progress)
    finally:
        talk.end_progress()
    result = found.result
    talk.tell("cli.archive.checked", count=result.checked_cases, steps=result.checked_steps)
    if result.whole:
        talk.tell("cli.archive.anchors", count=found.anchors, file=given.anchor or given.folder)
    return _judged(result, found.missed, None, talk)


def _judged(
    result: VerifyResult, missed: AnchorBreak | None, spoiled: CheckedFile | None, talk: Talk
) -> int:
    if not result.whole:
        _tell_broken(result, talk)
    elif missed is not None:
        _tell_missed(missed, talk)
    elif spoiled is not None:
        _tell_spoiled(spoiled, talk)
    else:
        talk.tell("cli.archive.whole")
        return exits.DONE
    return exits.FOUND


def _files(given: Given) -> bool:
    """A restored database is checked by a verb that knows no files."""
    return bool(getattr(given, "files", False))


def _spoiled(engine: Engine, site: Site, talk: Talk) -> CheckedFile | None:
    """All files read; each that is not what its step says is told, the last one given back."""
    count, last = 0, None
    for one in check_files(engine, site.open_files().compare):
        count += 1
        if one.state is not FileState.READY:
            if last is not None:
                _tell_spoiled(last, talk)
            last = one
    talk.tell("cli.archive.files_checked", count=count)
    return last


def _tell_spoiled(found: CheckedFile, talk: Talk) -> None:
    why = talk.say(f"cli.file.{found.state.value}")
    talk.tell("cli.archive.spoiled", number=found.number, digest=found.digest, why=why)


def anchor_archive(settings: Settings, given: Given, talk: Talk) -> int:
    """Make an anchor now; its line is printed, and added to the file."""
    with site_of(settings) as site:
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            if given.out is None:
                anchor = make_anchor(engine, _now())
            else:
                anchor = keep_anchor(engine, given.out, _now())
        finally:
            engine.dispose()
    talk.line(anchor.line())
    return exits.DONE


def anchor_today(site: Site) -> None:
    """The anchor of an embedded place, at most once a day; work never waits for a failed one."""
    engine = command_engine(site.url)
    try:
        keep_daily(engine, site.folder / ANCHORS, _now())
    except (Refusal, StoreUnavailable) as failure:
        _LOG.error("no anchor today: %s", failure)
    finally:
        engine.dispose()


def _anchors_of(site: Site, named: Path | None) -> Path | None:
    """The file that was named, or the one an embedded place keeps."""
    own = site.folder / ANCHORS
    return named or (own if site.embedded and own.exists() else None)


def _tell_broken(result: VerifyResult, talk: Talk) -> None:
    reason = talk.say(f"cli.archive.{result.reason}")
    talk.tell("cli.archive.broken", number=result.broken_number or result.broken_case, why=reason)


def _tell_missed(missed: AnchorBreak, talk: Talk) -> None:
    at = "-" if missed.at is None else f"{missed.at:%Y-%m-%d %H:%M} UTC"
    facts = {"year": missed.year, "then": missed.then, "now": missed.now}
    reason = talk.say(f"cli.anchor.{missed.reason}", **facts)
    talk.tell("cli.archive.missed", number=missed.number, at=at, why=reason)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


PARTS: Final[Mapping[str, Callable[[Settings, Given, Talk], int]]] = {
    "verify": verify_archive,
    "anchor": anchor_archive,
    **YEAR_PARTS,
}
