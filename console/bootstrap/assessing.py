"""`assess` put together: the city's schemes, the names of who is judged, and the facts."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.assess import KINDS, tell_assessment
from console.cli.schemes import read_file
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.words import kind_code, named
from console.export.assessed_book import AssessedBook
from console.export.assessment_export import write_assessment
from console.ports.facts import FactReading, Grouping
from console.services.assessing import Assessment, assess
from console.services.assessing_sources import objects_of
from console.services.schemes import chosen
from console.settings import Settings
from console.views.resources import resource
from db.engine import report_engine
from db.facts import PostgresFacts
from db.reading import PostgresReading
from db.schemes import PostgresSchemes
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


def assessed(settings: Settings, given: Given, talk: Talk) -> int:
    """`assess`: read only, as the role the address carries."""
    now = datetime.now(UTC)
    period, kind = read_period(given.period), KINDS[given.objects]
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            scheme = _scheme(given.scheme, kind, period.last, engine, talk)
            by = Grouping(given.by) if given.by else next(iter(scheme.by), None)
            objects = objects_of(PostgresReading(engine, Standing()), kind, by)
            with PostgresFacts(engine).at_one_moment() as facts:
                made = assess(facts, scheme, period, objects, now, by=by)
                if given.out is not None:
                    return _written(made, facts, by, given.out, talk, settings.language)
        finally:
            engine.dispose()
    return tell_assessment(made, talk, settings.language)


def _written(
    made: Assessment,
    facts: FactReading,
    by: Grouping | None,
    file: Path,
    talk: Talk,
    language: str,
) -> int:
    """The workbook instead of the table."""
    refuse_unwritable(file)
    code, words = made.period.title
    book = AssessedBook(
        made.plan, by or Grouping.UNIT, talk.say(code, **words), made.span.as_of, talk.say,
        partial(named, language=language),
    )  # fmt: skip
    date, sheet = made.scheme.case_date, "en" if language.startswith("en") else "zh_CN"
    cases = made.scores.whole.counts["report"]  # of the same moment as the rows
    write_assessment(
        book.book(made.scores, cases),
        book.rows(facts.facts(made.span, date, {})),
        file,
        layout=resource("excel", f"assessment.{sheet}.xlsx"),
        progress=partial(talk.progress, "assess"),
    )
    talk.end_progress()
    told = {"file": file, "objects": len(made.scores.rows), "cases": cases}
    talk.tell("cli.assess.written", **told)
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
