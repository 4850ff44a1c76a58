"""JSON read strictly: a value knows its path, and every surprise is a `Refusal` that tells it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, NoReturn, TypeVar

from console.domain.refusal import Refusal

MOST_CHARACTERS: Final = 1_000_000
_NATURAL: Final = re.compile(r"0|[1-9]\d{0,5}", re.ASCII)
_DECIMAL: Final = re.compile(r"-?\d{1,12}(?:\.\d{1,9})?", re.ASCII)
Choice = TypeVar("Choice", bound=StrEnum)


class _Number(str):
    """A number as it was written, so that it never is a float."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document and the path to it: `groups[1].components[0].weight`."""

    value: object
    path: str = ""

    def fields(self, *names: str) -> dict[str, "Node"]:
        """The fields of an object, which has exactly these."""
        for no in self.surprises(*names):
            raise no
        return self.among(*names)

    def surprises(self, *names: str) -> Iterator[Refusal]:
        """All that keeps it from being an object with exactly these fields."""
        if not isinstance(self.value, dict):
            yield self._refusal("scheme.object")
            return
        for name in self.value:
            if name not in names:
                yield Refusal(
                    "scheme.unknown_field", field=self._inside(name), known=", ".join(names)
                )
        for name in names:
            if name not in self.value:
                yield Refusal("scheme.missing_field", field=self._inside(name))

    def among(self, *names: str) -> dict[str, "Node"]:
        """Those of these fields that are there; none where it is no object."""
        there = self.value if isinstance(self.value, dict) else {}
        return {name: Node(there[name], self._inside(name)) for name in names if name in there}

    def items(self) -> Sequence["Node"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self._wanted("scheme.list")
        return [Node(one, f"{self.path}[{at}]") for at, one in enumerate(self.value)]

    def given(self) -> "Node | None":
        """Itself, or None where the document says null."""
        return None if self.value is None else self

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str) or isinstance(self.value, _Number):
            self._wanted("scheme.text")
        return self.value

    def yes_or_no(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self._wanted("scheme.yes_or_no")
        return self.value

    def whole(self) -> int:
        """A whole number above zero."""
        if not isinstance(self.value, _Number) or not re.fullmatch(r"[1-9]\d{0,5}", self.value):
            self._wanted("scheme.whole")
        return int(self.value)

    def natural(self) -> int:
        """A whole number from 0 on, written as a number."""
        if not isinstance(self.value, _Number) or not _NATURAL.fullmatch(self.value):
            self._wanted("scheme.number")
        return int(self.value)

    def decimal(self) -> Fraction:
        """A decimal, written as a number or as a text."""
        if not isinstance(self.value, str) or not _DECIMAL.fullmatch(self.value):
            self._wanted("scheme.number")
        return Fraction(self.value)

    def decimal_or_none(self) -> Fraction | None:
        """A decimal or null."""
        return None if self.value is None else self.decimal()

    def day(self) -> date:
        """A day as 2026-11-29."""
        text = self.text()
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise Refusal("scheme.day", field=self.path, part=text[:40]) from error
        if day.isoformat() != text:
            self._wanted("scheme.day")
        return day

    def one_of(self, choices: type[Choice], among: Sequence[Choice] = ()) -> Choice:
        """One of the words of an enumeration, or of some of them."""
        text, offered = self.text(), among or tuple(choices)
        if text not in offered:
            raise Refusal(
                "scheme.choice", field=self.path, part=text[:40], known=", ".join(offered)
            )
        return choices(text)

    def _inside(self, name: str) -> str:
        return f"{self.path}.{name[:40]}" if self.path else name[:40]

    def _wanted(self, code: str) -> NoReturn:
        raise self._refusal(code)

    def _refusal(self, code: str) -> Refusal:
        return Refusal(code, field=self.path or ".", part=str(self.value)[:40])


def parsed(text: str) -> Node:
    """The root of a document. Raises `Refusal` `scheme.json`, `scheme.field_twice`."""
    if len(text) > MOST_CHARACTERS:
        raise Refusal("scheme.large", most=MOST_CHARACTERS)
    try:
        value = json.loads(
            text,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise Refusal("scheme.json", line=error.lineno, position=error.colno) from error
    except RecursionError as error:
        raise Refusal("scheme.json", line=1, position=1) from error
    return Node(value)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise Refusal("scheme.field_twice", field=name[:40])
        made[name] = value
    return made
