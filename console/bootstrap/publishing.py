"""`assess` with a publication's switch: prepare, check, publish, withdraw, amend, list, verify."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from console.bootstrap.editions import write_public
from console.bootstrap.places import site_of
from console.cli.assess import KINDS
from console.cli.publication_arguments import ACTS
from console.cli.publications import (
    tell_alone,
    tell_findings_of,
    tell_publication,
    tell_publications,
)
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.export.assessment_export import write_assessment
from console.export.book_compare import (
    CellFinding,
    cells_alone,
    differing_cells,
    fingerprint_in,
)
from console.ports.facts import Grouping
from console.ports.publications import Head, Mark
from console.ports.schemes import KeptScheme
from console.services.assessing_sources import objects_of
from console.services.public_breakdowns import breakdowns
from console.services.public_editions import Publication
from console.services.publication_checks import findings
from console.services.publishing import amend, book_of, figures, prepare, sign
from console.services.schemes import chosen, kept_beside
from console.settings import Settings
from console.views.resources import resource
from console.views.wording import Wording
from db.engine import command_engine
from db.facts import PostgresFacts
from db.publications import PostgresPublications
from db.reading import PostgresReading
from db.schemes import PostgresSchemes
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values
_MARKS = {"check": Mark.CHECKED, "publish": Mark.PUBLISHED, "withdraw": Mark.WITHDRAWN}
_LANGUAGES = ("zh_CN", "en")


def publishes(given: Given) -> bool:
    """Whether the command line speaks of publications."""
    return bool(given.published or given.verify or any(getattr(given, act) for act in ACTS))


def published(settings: Settings, given: Given, talk: Talk) -> int:
    """As the role the address carries; `--operator` is for the schema's owner only."""
    if given.out is not None:
        refuse_unwritable(given.out)
    if given.alone and given.verify is not None:
        return tell_alone(fingerprint_in(given.verify), cells_alone(given.verify), talk)
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = command_engine(site.url)
        try:
            refuse_other(engine)
            publications = PostgresPublications(engine, given.operator)
            if given.verify is not None:
                return verified(publications, PostgresSchemes(engine).kept(), given.verify, talk)
            if given.published and given.public is not None:
                return _public(publications, engine, given, talk, settings.language)
            if given.published and given.out is None:
                return tell_publications(publications.heads(), talk)
            if given.published:
                return _written(publications, _chosen(publications, given), given.out, talk,
                                settings.language)  # fmt: skip
            return tell_publication(_acted(publications, engine, given), talk)
        finally:
            engine.dispose()


def _acted(publications: PostgresPublications, engine: Engine, given: Given) -> Head:
    now = datetime.now(UTC)
    if given.prepare:
        period, kind = read_period(_period(given)), KINDS[given.objects]
        scheme = chosen(PostgresSchemes(engine).kept(), given.scheme, kind, period.last)
        by = Grouping(given.by) if given.by else next(iter(scheme.by), None)
        objects = objects_of(PostgresReading(engine, Standing()), kind, by)
        return prepare(publications, scheme, period, objects, now, by=by)
    head = _chosen(publications, given)
    if given.amend:
        return amend(publications, head.amends or head.id, given.reason, now)
    act = next(name for name in _MARKS if getattr(given, name))
    wanted = head.wanted
    by = Grouping(wanted.grouping) if wanted.grouping else None
    objects = objects_of(PostgresReading(engine, Standing()), ObjectKind(wanted.kind), by)
    return sign(
        publications, head.id, _MARKS[act], now, given.reason,
        objects=objects, live=PostgresFacts(engine),
    )  # fmt: skip


def _public(
    publications: PostgresPublications, engine: Engine, given: Given, talk: Talk, language: str
) -> int:
    """The public edition of a publication's frozen facts; one that is not in force is a draft."""
    head = _chosen(publications, given)
    made, by = figures(publications, head.id), Grouping(head.wanted.grouping or Grouping.UNIT)
    apart = breakdowns(publications.reading(head.id), made, by, talk.say)
    mark = head.mark(Mark.PUBLISHED)
    told = Publication(fingerprint=head.fingerprint, published=mark.at) if mark else Publication()
    return write_public(
        made, by, PostgresReading(engine, Standing()), given.public, talk, language=language,
        publication=told, apart=apart, more_names=given.names,
    )  # fmt: skip


def _period(given: Given) -> str:
    if not given.period:
        raise Refusal("publication.period_missing")
    return str(given.period)


def _chosen(publications: PostgresPublications, given: Given) -> Head:
    """The newest publication of the period and the objects that was not given up."""
    period, kind = read_period(_period(given)).code, KINDS[given.objects].value
    for head in publications.heads():
        wanted = head.wanted
        by = not given.by or wanted.grouping == given.by
        if (wanted.period, wanted.kind) == (period, kind) and by and not head.withdrawn:
            return head
    raise Refusal("publication.unknown", publication=period)


def _written(
    publications: PostgresPublications, head: Head, file: Path, talk: Talk, language: str
) -> int:
    sheet = "en" if language.startswith("en") else "zh_CN"
    write_publication(publications, head, file, sheet, talk)
    talk.end_progress()
    return tell_publication(head, talk)


def write_publication(
    publications: PostgresPublications, head: Head, file: Path, language: str, talk: Talk
) -> None:
    """Write the workbook of a publication; its fingerprint is in cover, headers and properties."""
    written = book_of(publications, head, Wording(language).say, partial(named, language=language))
    write_assessment(
        replace(written.book, fingerprint=head.fingerprint),
        written.rows,
        file,
        layout=resource("excel", f"assessment.{language}.xlsx"),
        progress=partial(talk.progress, "assess"),
    )


def verified(
    publications: PostgresPublications, kept: Sequence[KeptScheme], file: Path, talk: Talk
) -> int:
    """The store first, then the file beside what the store's publication is written as."""
    head = publications.named(fingerprint_in(file))
    now = kept_beside(kept, head.wanted.scheme_text)
    found = list(findings(publications, head, now, partial(talk.progress, "publication")))
    cells: Sequence[CellFinding] = ()
    if not any(one.code in {"scheme", "unreadable"} for one in found):
        cells = _cells(publications, head, file, talk)
    return tell_findings_of(head, found, cells, talk)


def _cells(
    publications: PostgresPublications, head: Head, file: Path, talk: Talk
) -> Sequence[CellFinding]:
    """The differences to the one of our languages that the file is nearest to."""
    nearest: Sequence[CellFinding] | None = None
    with TemporaryDirectory(prefix="wanmi-") as folder:
        for language in _LANGUAGES:
            ours = Path(folder) / f"{language}.xlsx"
            write_publication(publications, head, ours, language, talk)
            cells = list(differing_cells(file, ours))
            missing = any(one.what.startswith("sheet") for one in cells)
            if not missing:
                return cells
            nearest = cells if nearest is None or len(cells) < len(nearest) else nearest
    return nearest or ()
