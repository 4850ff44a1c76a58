"""A scheme while it is written: texts in cells, right or wrong, and rows that come, go and move.

A document is a value: every change makes another one, so that undo is a list of them. It is the
scheme's own JSON with every number still as it was typed; `read` makes a scheme of it or says what
is wrong and where.
"""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from console.domain.refusal import Refusal
from console.evaluation.scheme import Scheme
from console.evaluation.scheme_json import read_scheme
from console.viewmodels.scheme_parts import HEAD, PARTS, Cell, Holds

_LISTS: Final = tuple(part for part in PARTS if part != "head")
_PATH: Final = re.compile(r"([a-z_]+)(?:\[(\d+)\])?(?:\.(.*))?")
_STEP: Final = re.compile(r"\s*[;；]\s*")
OWN: Final = -1
"""Group whose components are the scheme's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell of the form: `row` -1 is the part as a whole; `group` whose components, `OWN` else."""

    part: str
    row: int = -1
    column: str = ""
    group: int = OWN


@dataclass(frozen=True, slots=True)
class SchemeDocument:
    """The scheme as it is typed."""

    value: Mapping[str, Any]

    # --- reading ----------------------------------------------------------------------------------

    def rows(self, part: str, group: int = OWN) -> int:
        """How many rows a part has."""
        return len(HEAD) if part == "head" else len(self._list(part, group))

    def cell(self, place: Place) -> Cell:
        """What a place holds. Raises `KeyError` for one that is none."""
        if place.part == "head":
            return HEAD[place.row]
        return next(one for one in PARTS[place.part] if one.key == place.column)

    def text(self, place: Place) -> str:
        """What stands in a cell."""
        found: Any = self.value if place.part == "head" else self._row(place)
        cell = self.cell(place)
        for name in cell.path:
            found = found[name]
        return shown(cell, found)

    def read(self) -> Scheme:
        """The scheme it says. Raises `Refusal` `scheme.*`, `expression.*` with `field`."""
        return read_scheme(self.dumped())

    def dumped(self) -> str:
        """As JSON."""
        version = self.value.get("version", "")
        number = int(version) if str(version).isdigit() else version
        return json.dumps({**self.value, "version": number}, ensure_ascii=False)

    def group_names(self) -> tuple[str, ...]:
        """The codes of its groups, in their order."""
        return tuple(str(one["code"]) for one in self.value["groups"])

    # --- changing ---------------------------------------------------------------------------------

    def with_text(self, place: Place, text: str) -> "SchemeDocument":
        """With another text in a cell."""
        made = self._copy()
        target: Any = made.value if place.part == "head" else made._row(place)
        cell = self.cell(place)
        for name in cell.path[:-1]:
            target = target[name]
        target[cell.path[-1]] = typed(cell, text)
        return made

    def with_row(self, part: str, at: int, group: int = OWN) -> "SchemeDocument":
        """With an empty row before the place `at`."""
        made = self._copy()
        made._list(part, group).insert(at, _empty(part))
        return made

    def without_row(self, part: str, at: int, group: int = OWN) -> "SchemeDocument":
        """Without a row."""
        made = self._copy()
        del made._list(part, group)[at]
        return made

    def moved(self, part: str, at: int, by: int, group: int = OWN) -> "SchemeDocument":
        """With a row some places further down (up where negative), as far as there are places."""
        made = self._copy()
        rows = made._list(part, group)
        rows.insert(max(0, min(len(rows) - 1, at + by)), rows.pop(at))
        return made

    def numbered(self, version: int) -> "SchemeDocument":
        """Under another number."""
        return SchemeDocument({**self.value, "version": version})

    def _copy(self) -> "SchemeDocument":
        return SchemeDocument(deepcopy(dict(self.value)))

    def _list(self, part: str, group: int) -> list[Any]:
        found: Any = self.value["groups"][group] if group != OWN else self.value
        rows: list[Any] = found[part]
        return rows

    def _row(self, place: Place) -> Any:
        return self._list(place.part, place.group)[place.row]


def document_of(text: str) -> SchemeDocument:
    """The document of a text that may be wrong in its cells, not in its shape.

    Raises `Refusal` `schemes.shape`.
    """
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
        document = SchemeDocument(value)
        for part, cells in PARTS.items():
            for row in range(document.rows(part)):
                for cell in cells:
                    document.text(Place(part=part, row=row, column=cell.key))
        for group in range(document.rows("groups")):
            for row in range(document.rows("components", group)):
                for cell in PARTS["components"]:
                    document.text(Place(part="components", row=row, column=cell.key, group=group))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal("schemes.shape") from error
    return document


def place_of(field: str) -> Place:
    """The cell a refusal's `field` names; the head as a whole where it is none."""
    found = _PATH.fullmatch(field)
    if found is None:
        return Place(part="head")
    name, row, rest = found.group(1), int(found.group(2) or -1), found.group(3) or ""
    if name == "groups" and rest.startswith("components"):
        inner = place_of(rest)
        return Place(part=inner.part, row=inner.row, column=inner.column, group=row)
    if name not in _LISTS:
        wanted = name if rest == "" else f"{name}.{rest}"
        at = next((n for n, one in enumerate(HEAD) if one.key in (wanted, name)), -1)
        return Place(part="head", row=at, column="value" if at >= 0 else "")
    keys = [one.key for one in PARTS[name]]
    column = next((key for key in keys if rest == key), "")
    column = column or next((key for key in keys if re.match(rf"{key}[.\[]", rest)), "")
    column = column or (keys[0] if rest else "")
    return Place(part=name, row=row, column=column)


def shown(cell: Cell, value: Any) -> str:
    """A value as it is typed into its cell."""
    if value is None:
        return ""
    if cell.holds is Holds.WORDS:
        return " ".join(str(one) for one in value)
    if cell.holds is Holds.STEPS:
        return "; ".join(
            str(one["score"]) if one["from"] is None else f"{one['from']}:{one['score']}"
            for one in value
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int):
        raise TypeError(type(value).__name__)
    return str(value)


def typed(cell: Cell, text: str) -> Any:
    """What a text in a cell is as a value of the scheme."""
    if cell.holds is Holds.WORDS:
        return re.split(r"[\s,，、]+", text.strip()) if text.strip() else []
    if cell.holds is Holds.STEPS:
        return [_step(one) for one in _STEP.split(text.strip()) if one]
    if cell.holds is Holds.CHOICE and cell.choices == ("true", "false"):
        return text == "true"
    if cell.holds in (Holds.NUMBER, Holds.CODE, Holds.CHOICE):
        text = text.strip()
    return None if cell.nullable and text == "" else text


def _step(text: str) -> dict[str, str | None]:
    start, colon, score = text.replace("：", ":").partition(":")
    if not colon:
        return {"from": None, "score": start.strip()}
    return {"from": start.strip(), "score": score.strip()}


def _empty(part: str) -> dict[str, Any]:
    """A row with nothing in it yet."""
    row: dict[str, Any] = {}
    for cell in PARTS[part]:
        target = row
        for name in cell.path[:-1]:
            target = target.setdefault(name, {})
        target[cell.path[-1]] = cell.choices[0] if cell.holds is Holds.CHOICE else typed(cell, "")
    if part == "bands":
        row |= {"start_included": False, "steps": [{"from": None, "score": "0"}]}
    elif part == "groups":
        row["components"] = []
    return row
