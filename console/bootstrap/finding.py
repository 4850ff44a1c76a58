"""`assess --findings` put together: looks of new pictures, then the period's lists and names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from sqlalchemy import URL, Engine

from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.evaluation.finding_lists import Lists
from console.export.assessment_book import Book
from console.export.finding_sheets import finding_sheets, sheets_of
from console.media.likeness import picture_look
from console.ports.facts import FactDate, Span
from console.ports.reading import Reading
from console.services.finding import Keep, complete_looks, lists_of
from db.engine import command_engine
from db.integrity import PostgresIntegrity, PostgresLooks
from db.standing import Standing


def lists_found(engine: Engine, url: URL, span: Span, date: FactDate, talk: Talk) -> Lists:
    """A period's lists, read over `engine`; looks of pictures are made first, and kept at `url`."""
    reading = PostgresIntegrity(engine, Standing())
    with _keeping(url) as keep:
        tell = partial(talk.progress, "looks")
        looks = complete_looks(reading, span, look_of, keep, progress=tell)
    tell = partial(talk.progress, "findings")
    with reading.at_one_moment() as held:
        lists = lists_of(held, span, date, looks, progress=tell)
    talk.end_progress()
    if lists is None:
        raise RuntimeError("nobody stopped it")
    return lists


@contextmanager
def _keeping(url: URL) -> Iterator[Keep]:
    """Keeps looks where the role may; who may not makes them for this time only."""
    engine = command_engine(url)
    try:
        yield partial(_keep, PostgresLooks(engine))
    finally:
        engine.dispose()


def _keep(looks: PostgresLooks, told: Mapping[str, int | None]) -> None:
    try:
        looks.keep(told)
    except Refusal as refusal:
        if refusal.code != "judge.post":
            raise


def look_of(preview: bytes) -> int | None:
    """The hash of a preview; None for one that cannot be read."""
    try:
        return picture_look(preview)
    except Refusal:
        return None


def names_of(reading: Reading) -> dict[str, str]:
    """Whoever may stand in a list, by code."""
    return {
        **{one.login: one.name for one in reading.operators()},
        **{one.code: one.name for one in reading.inspectors()},
        **{one.code: one.short_name for one in reading.units()},
    }


def with_findings(book: Book, lists: Lists, talk: Talk, names: Mapping[str, str]) -> Book:
    """The book with the lists behind its definitions."""
    more = finding_sheets(lists, talk.say, names, sheets_of(book))
    return replace(book, texts=(*book.texts, *more))
