"""`assess` put together: the city's schemes, the names of who is judged, and the facts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.assess import KINDS, tell_assessment
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.evaluation.period_text import read_period
from console.evaluation.scheme import POST_OF
from console.evaluation.words import named
from console.export.assessment_export import write_assessment
from console.ports.facts import FactReading, Grouping
from console.services.assessing import Assessment, assess
from console.services.assessing_sources import known_schemes, objects_of, scheme_named
from console.services.assessment_books import workbook_of
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
    scheme = scheme_named(known_schemes(_texts()), given.scheme, kind, period.last)
    by = Grouping(given.by) if given.by else next(iter(scheme.by), None)
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
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
    written = workbook_of(made, facts, by, talk.say, partial(named, language=language))
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


def _texts() -> Mapping[str, str]:
    """The shipped schemes."""
    folder = resource("assessment")
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
