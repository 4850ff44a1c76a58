"""`assess --public`: the public edition put together, with the names that may not be in it."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from console.bootstrap.edition_child import enter
from console.cli import exits
from console.cli.talk import Talk
from console.domain.place import DivisionLevel
from console.domain.refusal import Refusal
from console.evaluation.words import named
from console.export.edition import EditionTable
from console.export.edition_export import LIMITS, write_edition
from console.export.edition_job import EditionJob
from console.ports.facts import Grouping
from console.ports.reading import Reading
from console.services.assessing import Assessment
from console.services.public_editions import Publication, public_edition
from console.views.resources import resource


def write_public(
    made: Assessment,
    by: Grouping | None,
    reading: Reading,
    folder: Path,
    talk: Talk,
    *,
    language: str,
    publication: Publication,
    apart: Sequence[EditionTable] = (),
    more_names: Path | None = None,
) -> int:
    """Write the three files into a folder and tell which.

    Raises `Refusal` `assess.people`, `edition.*`, `file.unreadable`.
    """
    sheet = "en" if language.startswith("en") else "zh_CN"
    public = public_edition(
        made, by, _city(reading, language), talk.say, partial(named, language=language),
        publication, apart=apart, language=language,
    )  # fmt: skip
    job = EditionJob(
        edition=public.edition,
        book=public.book,
        rows=public.rows,
        layout=resource("excel", f"assessment.{sheet}.xlsx"),
        folder=folder,
        stem=f"{made.period.code}-{made.scheme.id}-{made.scheme.kind.value}",
        names=frozenset((*_names(reading), *_read(more_names))),
        memory_bytes=LIMITS.memory_bytes,
    )
    files = write_edition(job, enter, progress=partial(talk.progress, "edition"))
    talk.end_progress()
    shown = talk.say("edition.and").join(str(file) for file in files)
    talk.tell("cli.assess.published", files=shown, state=public.edition.state)
    return exits.DONE


def _city(reading: Reading, language: str) -> str:
    cities = [one for one in reading.divisions() if one.level is DivisionLevel.CITY]
    names = [(one.name_en or one.name) if language.startswith("en") else one.name for one in cities]
    return names[0] if len(names) == 1 else ""


def _names(reading: Reading) -> Iterator[str]:
    """Of everybody the database names in the clear; callers are sealed there and in no edition."""
    yield from (one.name for one in reading.operators())
    yield from (one.name for one in reading.inspectors())
    yield from (one.contact for one in reading.units() if one.contact)


def _read(file: Path | None) -> tuple[str, ...]:
    """Names of a list, one a line."""
    if file is None:
        return ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        raise Refusal("file.unreadable", name=str(file)) from None
    return tuple(name for line in lines if (name := line.strip()))
