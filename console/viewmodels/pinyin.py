"""Finding by name, code or pinyin initials: 「ld」 finds 「路灯」, with what matched."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from console.domain.catalogue import fold


@lru_cache(maxsize=20_000)
def letters(text: str) -> str:
    """One letter per character: the pinyin initial of a Chinese one, any other as it is.

    Kept, for the city's names come again with every panel and every sign-in.
    """
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to choose: its code, its name, words beside it, and the initials of the name."""

    code: str
    name: str
    hint: str = ""
    initials: str = ""


def an_option(code: str, name: str, hint: str = "") -> Option:
    """An option with the initials of its name."""
    return Option(code=code, name=name, hint=hint, initials=letters(name))


def matched(option: Option, typed: str) -> tuple[int, int] | None:
    """Where the name matches what was typed, as start and length; (0, 0) for a match by code."""
    wanted = fold(typed).replace(" ", "")
    if not wanted:
        return (0, 0)
    for searched in (option.initials, option.name.lower()):
        at = searched.find(wanted)
        if at >= 0:
            return (at, len(wanted))
    return (0, 0) if option.code.lower().startswith(wanted) else None


def narrowed(options: Iterable[Option], typed: str, most: int = 50) -> tuple[Option, ...]:
    """The options that match; those whose name begins so come first."""
    hits = [(found, one) for one in options if (found := matched(one, typed)) is not None]
    if typed.strip():
        hits.sort(key=lambda hit: (hit[0][0], len(hit[1].name)))
    return tuple(one for _found, one in hits)[:most]
