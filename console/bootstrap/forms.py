"""`form` put together: the facts, the city's names and schemes, and the file."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.evaluation.forms import DAY_BEGINS, NIGHT_BEGINS, FormKind, check_period
from console.evaluation.period_text import read_period
from console.evaluation.periods import Period
from console.evaluation.words import named
from console.export.assessment_export import write_assessment
from console.services.form_books import FormWish, form_book, ground_of, judged_by
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


def written_form(settings: Settings, given: Given, talk: Talk) -> int:
    """`form`: read only, as the role the address carries."""
    refuse_unwritable(given.out)
    now, kind = datetime.now(UTC), FormKind(given.form)
    period = read_period(given.period)
    check_period(kind, period)  # what is typed wrong is told before a server is asked
    english = settings.language.startswith("en")
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            wish = _wish(given, kind, period, engine)
            ground = ground_of(PostgresReading(engine, Standing()), kind, now)
            with PostgresFacts(engine).at_one_moment() as facts:
                language = partial(named, language=settings.language)
                made = form_book(facts, ground, wish, now, talk.say, language)
                write_assessment(
                    made.book,
                    made.rows,
                    given.out,
                    layout=resource("excel", f"assessment.{'en' if english else 'zh_CN'}.xlsx"),
                    progress=partial(talk.progress, "form"),
                )
        finally:
            engine.dispose()
    talk.end_progress()
    talk.tell("cli.form.written", file=given.out, count=made.count)
    return exits.DONE


def _wish(given: Given, kind: FormKind, period: Period, engine: Engine) -> FormWish:
    """What is asked for, by the city's own version of the scheme that holds for `assess` too."""
    begins, ends = given.hours or (DAY_BEGINS, NIGHT_BEGINS)
    schemes = PostgresSchemes(engine).kept()
    return FormWish(
        kind=kind,
        period=period,
        scheme=chosen(schemes, given.scheme, judged_by(kind), period.last),
        object=given.object,
        number=given.number,
        begins=begins,
        ends=ends,
    )
