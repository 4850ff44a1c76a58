"""`scheme`: list, read, check, add, put in force and export the assessment's kept schemes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from console.cli import exits
from console.cli.assess import KINDS
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.scheme_json import read_scheme, write_scheme
from console.evaluation.words import kind_code, named
from console.ports.schemes import KeptScheme, Schemes
from console.services.schemes import Known, keep, known_of, next_version

Given = Any  # argparse's own bag of values


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What a part works with: the store, the words, and which day it is in the city."""

    schemes: Schemes
    talk: Talk
    language: str
    today: date


def read_file(file: Path) -> Scheme:
    """A checked scheme of a file.

    Raises `Refusal` `scheme.no_file`, and what `read_scheme` refuses with the fact `file`.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("scheme.no_file", file=str(file)) from error
    try:
        return read_scheme(text)
    except Refusal as no:
        raise Refusal(no.code, **{**no.facts, "file": str(file)}) from no


def check(given: Given, talk: Talk, language: str) -> int:
    """Whether a file holds a scheme that can be kept; needs no database."""
    scheme = read_file(given.file)
    talk.tell(
        "cli.scheme.good",
        file=given.file,
        name=named(scheme.name, language),
        scheme=scheme.id,
        kind=talk.say(kind_code(scheme.kind)),
        parts=len(scheme.components),
    )
    return exits.DONE


def list_schemes(_given: Given, at: Terminal) -> int:
    """Every version a line: whom it judges, name, number, days, whose it is."""
    for one in map(known_of, at.schemes.kept()):
        kept = one.kept
        words = (
            at.talk.say(kind_code(ObjectKind(kept.kind))),
            kept.scheme,
            at.talk.say("scheme.version", version=kept.version),
            days_told(kept, at.today, at.talk.say),
            _title(one, at),
            at.talk.say("scheme.shipped") if kept.shipped else kept.name,
        )
        at.talk.line("\t".join(words))
    return exits.DONE


def show(given: Given, at: Terminal) -> int:
    """The text of a version; the one in force today unless another is named."""
    at.talk.line(_text(given, at).rstrip("\n"))
    return exits.DONE


def export(given: Given, at: Terminal) -> int:
    """The same into a file, to be changed and added again."""
    refuse_unwritable(given.out)
    given.out.write_text(_text(given, at), encoding="utf-8")
    at.talk.tell("cli.scheme.exported", file=given.out, scheme=given.name)
    return exits.DONE


def add(given: Given, at: Terminal) -> int:
    """Keep a file as the next version; in force from a day where one is given."""
    scheme, rows = read_file(given.file), at.schemes.kept()
    version = next_version(rows, scheme.id, scheme.kind)
    kept = keep(at.schemes, scheme, version, given.first, given.reason)
    code = "cli.scheme.offered" if given.first is None else "cli.scheme.added"
    at.talk.tell(code, scheme=kept.id, version=version, day=given.first or "")
    return exits.DONE


def start(given: Given, at: Terminal) -> int:
    """From a day on a version holds that was added before."""
    kind, version = KINDS[given.objects], given.version
    found = known_of(_kept(given.name, kind, version, at))
    if found.broken is not None:
        raise found.broken
    at.schemes.put_in_force(kind.value, given.name, version, given.first, given.reason)
    at.talk.tell("cli.scheme.added", scheme=given.name, version=version, day=given.first)
    return exits.DONE


def days_told(kept: KeptScheme, today: date, say: Callable[..., str]) -> str:
    """On which days a version holds, in words."""
    if kept.begin is None:
        return say("scheme.days.offered")
    if kept.first is None:
        return say("scheme.days.never", first=kept.begin.first_day)
    code = "scheme.days.from" if kept.last is None else "scheme.days.between"
    told = say(code, first=kept.first, last=kept.last or "")
    return say("scheme.days.now", days=told) if kept.holds_on(today) else told


def _title(one: Known, at: Terminal) -> str:
    if one.scheme is not None:
        return named(one.scheme.name, at.language)
    return at.talk.say("scheme.unreadable")


def _text(given: Given, at: Terminal) -> str:
    kept = _kept(given.name, KINDS[given.objects], given.version, at)
    found = known_of(kept)
    if found.scheme is None:
        return kept.text  # broken: as it lies there, so that it can be mended
    return write_scheme(found.scheme)


def _kept(name: str, kind: ObjectKind, version: int | None, at: Terminal) -> KeptScheme:
    mine = [one for one in at.schemes.kept() if (one.scheme, one.kind) == (name, kind.value)]
    for one in mine:
        if one.version == version or (version is None and one.holds_on(at.today)):
            return one
    if not mine or version is None:
        raise Refusal("scheme.none", scheme=name, kind=kind.value)
    raise Refusal("scheme.unknown", scheme=name, kind=kind.value, version=version)


PARTS: Final[Mapping[str, Callable[[Given, Terminal], int]]] = {
    "list": list_schemes,
    "show": show,
    "add": add,
    "start": start,
    "export": export,
}
"""Parts that need the database."""
