"""The columns of a section, and the rows its filter leaves."""

from collections.abc import Iterable, Sequence
from functools import partial

from console.domain.administration import CENTRE_POSTS, SETTINGS
from console.domain.stage import Move
from console.domain.timers import TimerKind
from console.viewmodels.administration_sections import Section, fitted
from console.viewmodels.administration_things import AskedField, ThingRow, ValueWords
from console.viewmodels.columns import Column
from console.viewmodels.pinyin import Option, an_option, letters
from console.viewmodels.words import Say

STRETCHED = 160


def section_columns(section: Section, words: ValueWords, say: Say) -> tuple[Column[ThingRow], ...]:
    """The declared columns with their values in words."""
    made = []
    for shown in section.columns:
        asked = section.field(shown.field)
        cell = partial(_cell, section, asked, words, say)
        column: Column[ThingRow] = Column(
            key=shown.field,
            title=asked.words if asked is not None else "administration.field.state",
            value=cell,
            width=shown.width or STRETCHED,
            stretch=not shown.width,
            tone=_tone if shown.field == "state" else None,
            hint=cell,
        )
        made.append(column)
    return tuple(made)


def narrowed_things(
    things: Iterable[ThingRow], columns: Sequence[Column[ThingRow]], text: str
) -> tuple[ThingRow, ...]:
    """Things with these words, or their initials, in one of the columns."""
    wanted = text.strip().lower()
    if not wanted:
        return tuple(things)
    return tuple(one for one in things if _holds(one, columns, wanted))


def _holds(thing: ThingRow, columns: Sequence[Column[ThingRow]], wanted: str) -> bool:
    words = " ".join(column.value(thing) for column in columns).lower()
    return wanted in words or wanted in letters(words)


def _cell(
    section: Section, asked: AskedField | None, words: ValueWords, say: Say, thing: ThingRow
) -> str:
    if asked is not None:
        return words.of(fitted(section, asked, thing.key), thing.values.get(asked.name))
    if not thing.state:
        return ""
    facts = dict(thing.facts)
    if "post" in facts:
        facts["post"] = say(f"post.{facts['post']}")
    return say(f"administration.state.{thing.state}", **facts)


def _tone(thing: ThingRow) -> str:
    return thing.tone


def standing_options(say: Say) -> dict[str, tuple[Option, ...]]:
    """What may be chosen and is known without asking: posts, clocks, gestures, settings."""
    moves = [one for one in Move if one is not Move.UNDO]
    return {
        "posts": tuple(an_option(one, say(f"post.{one}")) for one in CENTRE_POSTS),
        "timers": tuple(an_option(one.value, say(f"timer.{one.value}")) for one in TimerKind),
        "moves": tuple(
            an_option(one.value, say(f"gesture.{one.value}").rstrip("…")) for one in moves
        ),
        "settings": tuple(
            an_option(name, say(f"administration.field.{name}")) for name in SETTINGS
        ),
    }
