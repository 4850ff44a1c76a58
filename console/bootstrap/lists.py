"""`list` put together: a queue or the results of a search as a workbook."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from console.bootstrap.places import site_of
from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.export.moments import CITY
from console.ports.reading import Reading
from console.ports.rows import QueueFilter
from console.services.list_words import cover_lines
from console.services.listing import COLUMNS, ListWish, write_list
from console.settings import Settings
from console.views.resources import resource
from db.engine import report_engine
from db.reading import PostgresReading
from db.site import bring_up
from db.standing import Standing
from db.upgrade import refuse_other

Given = Any  # argparse's own bag of values


def written_list(settings: Settings, given: Given, talk: Talk) -> int:
    """`list`: read only, as the role the address carries."""
    refuse_unwritable(given.out)
    for one in given.columns:
        if one not in COLUMNS:
            raise Refusal("listing.columns", column=one, known=", ".join(COLUMNS))
    sheet = "en" if settings.language.startswith("en") else "zh_CN"
    with site_of(settings) as site:
        if site.embedded:
            bring_up(site)
        engine = report_engine(site.url)
        try:
            refuse_other(engine)
            reading = PostgresReading(engine, Standing(), site.keys)
            count = write_list(
                reading,
                _wish(reading, given, datetime.now(UTC), talk),
                given.out,
                talk.say,
                layout=resource("excel", f"assessment.{sheet}.xlsx"),
                progress=partial(talk.progress, "list"),
                cancelled=lambda: False,
            )
        finally:
            engine.dispose()
    talk.end_progress()
    talk.tell("cli.list.written", file=given.out, count=count)
    return exits.DONE


def _wish(reading: Reading, given: Given, now: datetime, talk: Talk) -> ListWish:
    say, at, columns = talk.say, now.astimezone(CITY), tuple(given.columns)
    if given.search is not None:
        cases = tuple(one.id for one in reading.search(given.search, limit=given.most))
        lines = (
            (say("listing.cover.words"), given.search),
            (say("listing.cover.who"), say("listing.cover.line")),
            (say("listing.cover.when"), f"{at:%Y-%m-%d %H:%M:%S}"),
            (say("listing.cover.order"), say("listing.order.newest")),
            (say("listing.cover.count"), str(len(cases))),
        )
        title = say("listing.title", queue=say("listing.search"))
        return ListWish(
            title=title, lines=lines, cases=cases, columns=columns, seat="", at=now
        )  # fmt: skip
    wanted = QueueFilter(queue=given.queue)
    cases = reading.order(wanted, "", now).ids
    return ListWish(
        title=say("listing.title", queue=say(f"queue.{given.queue}")),
        lines=tuple(cover_lines(wanted, None, at, len(cases), say, {})),
        cases=cases,
        columns=columns,
        seat="",
        at=now,
    )
