"""`assess` put together: the city's schemes, the names of who is judged, and the facts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.assess import KINDS, named, tell_assessment
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.scheme import (
    POST_OF,
    ObjectKind,
    Scheme,
    check_versions,
    scheme_in_force,
)
from console.evaluation.scheme_json import read_schemes
from console.export.assessed_book import AssessedBook
from console.export.assessment_export import write_assessment
from console.ports.facts import FactReading, Grouping
from console.ports.reading import Reading
from console.services.assessing import Assessment, Named, assess
from console.settings import Settings
from console.views.resources import resource
from db.engine import report_engine
from db.facts import PostgresFacts
from db.reading import PostgresReading
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


def assessed(settings: Settings, given: Given, talk: Talk) -> int:
    """`assess`: read only, as the role the address carries."""
    now = datetime.now(UTC)
    period, kind = read_period(given.period), KINDS[given.objects]
    scheme = _scheme(given.scheme, kind, period.last)
    by = Grouping(given.by) if given.by else next(iter(scheme.by), None)
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            objects = _objects(PostgresReading(engine, Standing()), kind, by)
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


def _scheme(name: str, kind: ObjectKind, day: date) -> Scheme:
    """The version of a shipped scheme that holds on a period's last day."""
    folder = resource("assessment")
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
    known = read_schemes(texts)
    check_versions(known)
    versions = [one for one in known if (one.id, one.kind) == (name, kind)]
    if not versions:
        fitting = sorted({one.id for one in known if one.kind is kind})
        raise Refusal("assess.scheme", scheme=name, known=", ".join(fitting))
    return scheme_in_force(versions, day)


def _objects(reading: Reading, kind: ObjectKind, by: Grouping | None) -> Sequence[Named]:
    if kind is ObjectKind.DEPARTMENT:
        return [
            Named(code=one.code, name=one.short_name, group=one.evaluation_group.value)
            for one in reading.units()
        ]
    if kind is ObjectKind.INSPECTOR:
        return [Named(code=one.code, name=one.name) for one in reading.inspectors()]
    if kind in POST_OF:
        post = POST_OF[kind].value
        return [
            Named(code=one.login, name=one.name) for one in reading.operators() if post in one.posts
        ]
    return [
        Named(code=one.code, name=one.name)
        for one in reading.divisions()
        if by is not None and one.level.value == by.value
    ]
