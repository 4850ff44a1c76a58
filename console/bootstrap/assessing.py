"""`assess` put together: the city's schemes, the names of who is judged, and the facts."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from console.bootstrap.editions import write_public
from console.bootstrap.finding import lists_found, names_of, with_findings
from console.bootstrap.places import site_of
from console.bootstrap.publishing import published, publishes
from console.bootstrap.supposing import compared, supposes
from console.cli import exits
from console.cli.assess import KINDS, tell_assessment
from console.cli.findings import tell_findings
from console.cli.schemes import read_file
from console.cli.supposing import tell_comparison
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.evaluation.finding_lists import Lists
from console.evaluation.period_text import read_period
from console.evaluation.periods import Period
from console.evaluation.scheme import POST_OF, ObjectKind, Scheme
from console.evaluation.words import kind_code, named
from console.export.assessment_book import Book, sheet_name
from console.export.assessment_export import write_assessment
from console.export.compared_sheet import compared_sheet
from console.export.finding_sheets import sheets_of
from console.ports.facts import Grouping
from console.services.assessing import Assessment, assess
from console.services.assessing_sources import objects_of
from console.services.assessment_books import Written, workbook_of
from console.services.public_breakdowns import breakdowns
from console.services.public_editions import Publication
from console.services.schemes import chosen
from console.services.supposing import Comparison
from console.settings import Settings
from console.views.resources import resource
from db.engine import report_engine
from db.facts import PostgresFacts
from db.reading import PostgresReading
from db.schemes import PostgresSchemes
from db.site import Site, bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, read once; `other` is the supposed scheme."""

    given: Given
    period: Period
    scheme: Scheme
    other: Scheme
    by: Grouping | None
    now: datetime
    talk: Talk
    language: str

    @property
    def title(self) -> str:
        """The period in words."""
        code, words = self.period.title
        return self.talk.say(code, **words)


def assessed(settings: Settings, given: Given, talk: Talk) -> int:
    """`assess`: read only but for publications, as the role the address carries."""
    if publishes(given):
        return published(settings, given, talk)
    if not given.period:
        raise Refusal("publication.period_missing")
    read_period(given.period)  # what is typed wrong is told before a server is asked
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            asked = _asked(settings, given, talk, engine)
            if given.public is not None:
                return _public(asked, engine)
            return _answered(asked, engine, site)
        finally:
            engine.dispose()


def _asked(settings: Settings, given: Given, talk: Talk, engine: Engine) -> Asked:
    if given.findings and supposes(given):
        raise Refusal("findings.alone")
    if given.public is not None and (given.findings or supposes(given)):
        raise Refusal("edition.alone")
    if given.out is not None:
        refuse_unwritable(given.out)
    period, kind = read_period(given.period), KINDS[given.objects]
    scheme = other = _scheme(given.scheme, kind, period.last, engine, talk)
    if given.suppose_scheme:
        other = _scheme(given.suppose_scheme, kind, period.last, engine, talk)
    return Asked(
        given=given,
        period=period,
        scheme=scheme,
        other=other,
        by=Grouping(given.by) if given.by else next(iter(scheme.by), None),
        now=datetime.now(UTC),
        talk=talk,
        language=settings.language,
    )


def _answered(asked: Asked, engine: Engine, site: Site) -> int:
    """The lists, the comparison or the ranking; with a file, a workbook of the ranking and them."""
    reading, talk, out = PostgresReading(engine, Standing()), asked.talk, asked.given.out
    span, names = asked.period.span(asked.now), names_of(reading)
    lists: Lists | None = None
    if asked.given.findings:
        lists = lists_found(engine, site.url, span, asked.scheme.case_date, talk)
        if out is None:
            return tell_findings(lists, asked.title, talk, names)
    objects = objects_of(reading, asked.scheme.kind, asked.by)
    both: Comparison | None = None
    if supposes(asked.given):
        schemes = (asked.scheme, asked.other)
        both = compared(engine, asked.given, schemes, span, objects, asked.by, talk)
        if out is None:
            return tell_comparison(both, asked.title, talk, asked.language)
    with PostgresFacts(engine).at_one_moment() as facts:
        made = assess(facts, asked.scheme, asked.period, objects, asked.now, by=asked.by)
        if out is None:
            return tell_assessment(made, talk, asked.language)
        naming = partial(named, language=asked.language)
        written = workbook_of(made, facts, asked.by, talk.say, naming)
        book = written.book
        if lists is not None:
            book = with_findings(book, lists, talk, names)
        if both is not None:
            book = _with_comparison(book, both, asked)
        return _written(made, replace(written, book=book), out, talk, asked.language)


def _public(asked: Asked, engine: Engine) -> int:
    """The public edition of a period as it stands: a draft."""
    reading = PostgresReading(engine, Standing())
    objects = objects_of(reading, asked.scheme.kind, asked.by)
    with PostgresFacts(engine).at_one_moment() as facts:
        made = assess(facts, asked.scheme, asked.period, objects, asked.now, by=asked.by)
        apart = breakdowns(facts, made, asked.by, asked.talk.say)
    # Not held any more: the names that may not be in it want the connection.
    return write_public(
        made, asked.by, reading, asked.given.public, asked.talk, language=asked.language,
        publication=Publication(), apart=apart, more_names=asked.given.names,
    )  # fmt: skip


def _with_comparison(book: Book, both: Comparison, asked: Asked) -> Book:
    say = asked.talk.say
    sheet = sheet_name(say("whatif.sheet"), sheets_of(book))
    title = say("whatif.title", period=asked.title)
    made = compared_sheet(
        asked.scheme.kind,
        both.rows,
        say,
        title=title,
        sheet=sheet,
        counts=not both.asked.only_scheme,
    )
    return replace(book, texts=(*book.texts, made))


def _written(made: Assessment, written: Written, file: Path, talk: Talk, language: str) -> int:
    """The workbook instead of the table."""
    sheet = "en" if language.startswith("en") else "zh_CN"
    write_assessment(
        written.book,
        written.rows,
        file,
        layout=resource("excel", f"assessment.{sheet}.xlsx"),
        progress=partial(talk.progress, "assess"),
    )
    talk.end_progress()
    told = {"file": file, "objects": len(made.scores.rows)}
    if made.scheme.kind in POST_OF:
        talk.tell("cli.assess.written_acts", acts=written.count, **told)
    else:
        talk.tell("cli.assess.written", cases=written.count, **told)
    return exits.DONE


def _scheme(asked: str, kind: ObjectKind, day: date, engine: Engine, talk: Talk) -> Scheme:
    """The kept version that holds on a period's last day, or for a trial the one of a file.

    Raises `Refusal` as `chosen` and `read_file`, and `assess.other_kind`.
    """
    if not asked.endswith(".json"):
        return chosen(PostgresSchemes(engine).kept(), asked, kind, day)
    scheme = read_file(Path(asked))
    if scheme.kind is not kind:
        said = {"asked": talk.say(kind_code(kind)), "found": talk.say(kind_code(scheme.kind))}
        raise Refusal("assess.other_kind", file=asked, **said)
    talk.tell("cli.assess.trial", file=asked)
    return scheme
