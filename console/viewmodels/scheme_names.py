"""The names a formula of a scheme may use, with what each means, for completion and tool tips."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from console.evaluation.expression import FUNCTIONS
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.scheme import ObjectKind, ReworkOf
from console.evaluation.words import definition_code, name_code
from console.viewmodels.scheme_document import Place, SchemeDocument
from console.viewmodels.words import Say

Word = TypeVar("Word", bound=StrEnum)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """One name: its short meaning and its definition ("" where the short one says it all)."""

    code: str
    meaning: str
    definition: str = ""

    @property
    def line(self) -> str:
        """As a list of suggestions shows it."""
        return f"{self.code}  {self.meaning}"


def usable(document: SchemeDocument, place: Place, say: Say) -> tuple[Usable, ...]:
    """What the formula at a place may read: counts, rates, parameters, values before it, bands."""
    value = document.value
    kind = _choice(ObjectKind, value["kind"], ObjectKind.DEPARTMENT)
    rework = _choice(ReworkOf, value["rework_of"], ReworkOf.NEED_ARCHIVE)
    found: list[Usable] = []
    for name in (*rates_for(kind, rework), *count_names(kind)):
        definition = say(definition_code(kind, name, rework))
        found.append(Usable(code=name, meaning=say(name_code(kind, name)), definition=definition))
    before = place.row if place.part == "values" else len(value["values"])
    found += _own(value["parameters"])
    found += _own(value["values"][:before])
    found += (
        Usable(code=str(one["code"]), meaning=say("schemes.name.bands")) for one in value["bands"]
    )
    found += (Usable(code=name, meaning=say(f"schemes.name.{name}")) for name in FUNCTIONS)
    return tuple(one for one in found if one.code)


def used(document: SchemeDocument, place: Place, say: Say) -> tuple[Usable, ...]:
    """What the formula at a place does read, each name once, in its order."""
    words = dict.fromkeys(_NAME.findall(document.text(place)))
    known = {one.code: one for one in usable(document, place, say)}
    return tuple(known[word] for word in words if word in known)


def _own(rows: list[Any]) -> Iterator[Usable]:
    for one in rows:
        yield Usable(code=str(one["code"]), meaning=one["name"]["zh"] or one["name"]["en"])


def _choice(kind: type[Word], text: str, usual: Word) -> Word:
    return kind(text) if text in tuple(kind) else usual
