"""`assess --published` and `--verify`: publications as lines, and what was found, in words."""

from collections.abc import Iterable, Sequence
from typing import Final

from console.cli import exits
from console.cli.talk import Talk
from console.evaluation.periods import ZONE
from console.export.book_compare import CellFinding
from console.ports.publications import Head
from console.services.publication_checks import Finding

_MOST: Final = 20


def tell_publications(heads: Sequence[Head], talk: Talk) -> int:
    """A line for each, newest first."""
    if not heads:
        talk.tell("cli.publication.none")
    for head in heads:
        tell_publication(head, talk)
    return exits.DONE


def tell_publication(head: Head, talk: Talk) -> int:
    """What it is, where it stands, who signed it, and its fingerprint."""
    wanted = head.wanted
    talk.tell(
        "cli.publication.line",
        publication=head.id,
        period=wanted.period,
        objects=talk.say(f"assess.kind.{wanted.kind}"),
        scheme=wanted.scheme,
        version=wanted.scheme_version,
        cases=head.cases,
        fingerprint=head.fingerprint,
    )
    if head.amends:
        talk.tell("cli.publication.amending", publication=head.amends, reason=head.reason)
    for one in head.signed:
        done = talk.say(f"publication.mark.{one.mark.value}")
        at = f"{one.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        talk.tell("cli.publication.signed", done=done, who=one.operator, at=at)
    return exits.DONE


def tell_findings_of(
    head: Head, found: Iterable[Finding], cells: Iterable[CellFinding], talk: Talk
) -> int:
    """The first thing that differs first; exit code 0 where nothing does."""
    told = 0
    for one in found:
        told += _told(talk, talk.say(f"publication.differs.{one.code}", **one.facts), told)
    for cell in cells:
        told += _told(talk, _words(cell, talk), told)
    talk.end_progress()
    if told:
        talk.tell("cli.publication.differs", publication=head.id, found=told)
        return exits.FOUND
    talk.tell("cli.publication.same", publication=head.id, fingerprint=head.fingerprint)
    return exits.DONE


def tell_alone(fingerprint: str, cells: Iterable[CellFinding], talk: Talk) -> int:
    """What a file says of itself, and what that proves."""
    told = 0
    for cell in cells:
        told += _told(talk, _words(cell, talk), told)
    if told:
        talk.tell("cli.publication.alone_differs", found=told)
        return exits.FOUND
    talk.tell("cli.publication.alone_same", fingerprint=fingerprint)
    return exits.DONE


def _words(cell: CellFinding, talk: Talk) -> str:
    facts = {"sheet": cell.sheet, "cell": cell.cell, "theirs": cell.theirs, "ours": cell.ours}
    return talk.say(f"publication.cell.{cell.what}", **facts)


def _told(talk: Talk, words: str, told: int) -> int:
    if told == 0:
        talk.tell("cli.publication.first", found=words)
    elif told < _MOST:
        talk.line(words)
    return 1
