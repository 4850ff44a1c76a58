"""What a list's cover says of how it came about: who, when, which queue, filter and order."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from console.domain.case import Actor
from console.ports.rows import QueueFilter
from console.services.listing import Say

ORDER_TITLE: Final[Mapping[str, str]] = {
    "due": "listing.col.due",
    "number": "queue.col.number",
    "source": "listing.col.source",
    "category": "queue.col.class",
    "description": "queue.col.words",
    "address": "queue.col.place",
    "grid": "queue.col.grid",
    "unit": "listing.col.unit",
    "reported": "listing.col.reported",
    "holder": "queue.col.holder",
}
"""What the database orders by -> the title of its column."""


def cover_lines(
    wanted: QueueFilter,
    actor: Actor | None,
    at: datetime,
    count: int,
    say: Say,
    names: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Label and words, one after the other; `names` are those of districts and classes by code.

    `at` is shown in the zone it has. Without an `actor` the command line has asked.
    """
    yield say("listing.cover.queue"), say(f"queue.{wanted.queue}")
    who = f"{actor.operator}  {actor.seat}".strip() if actor else say("listing.cover.line")
    yield say("listing.cover.who"), who
    yield say("listing.cover.when"), f"{at:%Y-%m-%d %H:%M:%S}"
    filters = say("list.comma").join(filter_words(wanted, say, names))
    yield say("listing.cover.filter"), filters or say("listing.cover.none")
    column = say(ORDER_TITLE.get(wanted.order, ORDER_TITLE["due"]))
    direction = "falling" if wanted.descending else "rising"
    yield say("listing.cover.order"), say(f"listing.order.{direction}", column=column)
    yield say("listing.cover.count"), str(count)


def filter_words(wanted: QueueFilter, say: Say, names: Mapping[str, str]) -> Iterator[str]:
    """Everything that narrows the list."""
    for label, code in (
        ("queue.filter.district", wanted.district),
        ("queue.filter.class", wanted.class_code),
    ):
        if code:
            yield say("listing.filter", label=say(label), value=names.get(code, code))
    if wanted.source:
        source = say(f"source.{wanted.source}")
        yield say("listing.filter", label=say("queue.filter.source"), value=source)
    if wanted.grid:
        yield say("queue.filter.grid", grid=wanted.grid)
    if wanted.unclaimed:
        yield say("queue.filter.free")
    if wanted.text:
        yield say("listing.filter.text", text=wanted.text)
