"""`assess --suppose-…` put together: what is supposed, from files and words of the command line."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from console.cli.talk import Talk
from console.domain.refusal import Refusal
from console.evaluation.plan import plan_of
from console.evaluation.scheme import Scheme
from console.evaluation.whatif import NOTHING_ELSE, Supposition
from console.evaluation.whatif_text import read_calendar, read_factor, read_limits
from console.ports.facts import Grouping, Span
from console.services.assessing import Named
from console.services.supposing import Comparison, Supposed, suppose
from db.facts import PostgresFacts
from db.integrity import PostgresIntegrity
from db.standing import Standing

Given = Any  # argparse's own bag of values
_WAYS: Final = ("suppose_limits", "suppose_factor", "suppose_calendar", "suppose_scheme")


def supposes(given: Given) -> bool:
    """Whether the command line supposes anything."""
    return any(getattr(given, name) is not None for name in _WAYS)


def compared(
    engine: Engine,
    given: Given,
    schemes: tuple[Scheme, Scheme],
    span: Span,
    objects: Sequence[Named],
    by: Grouping | None,
    talk: Talk,
) -> Comparison:
    """The period both ways; `schemes` are the real and the supposed one."""
    with engine.connect() as connection:
        facts = PostgresFacts(engine, connection)
        cases = PostgresIntegrity(engine, Standing(), connection)
        real, other = (plan_of(one) for one in schemes)
        asked = Supposed(plan=real, other=other, supposition=_supposition(given, cases))
        tell = partial(talk.progress, "suppose")
        found = suppose(facts, cases, asked, span, objects, by=by, progress=tell)
    talk.end_progress()
    if found is None:
        raise RuntimeError("nobody stopped it")
    return found


def _supposition(given: Given, reading: PostgresIntegrity) -> Supposition:
    if not any(getattr(given, name) is not None for name in _WAYS[:3]):
        return NOTHING_ELSE
    limits, calendar = {}, None
    if given.suppose_limits is not None:
        limits = read_limits(_text(given.suppose_limits))
    if given.suppose_calendar is not None:
        calendar = read_calendar(_text(given.suppose_calendar), reading.calendar_of(""))
    factor = read_factor(given.suppose_factor or "1")
    return Supposition(limits=limits, factor=factor, calendar=calendar)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal("file.unreadable", name=file.name) from None
