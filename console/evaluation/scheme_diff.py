"""What differs between two versions of a scheme, place by place, in no language.

Rows of a list are matched by their code (a grade by its letter), so that a moved row is not told as
two others. Figures are texts as schemes are written. Days and number are not compared: they always
differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.evaluation.scheme import Scheme
from console.evaluation.scheme_json import plain_scheme


class How(StrEnum):
    """How a place differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same rows in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place. `part` is the scheme's field, `row` the code of the row in it ("" for the field
    itself), `field` what of the row differs; `before` and `after` as they are written.
    """

    how: How
    part: str
    row: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


_LEFT_OUT: Final = frozenset({"format", "version", "effective_from", "effective_to"})
_NAMES: Final = ("code", "letter")
Row = Mapping[str, object]


def differences(before: Scheme, after: Scheme) -> tuple[Difference, ...]:
    """Every place where two checked schemes differ, in the order of the fields."""
    then, now = plain_scheme(before), plain_scheme(after)
    found: list[Difference] = []
    for part, value in now.items():
        if part not in _LEFT_OUT and value != then[part]:
            found += _part(part, then[part], value)
    return tuple(found)


def _part(part: str, then: object, now: object) -> Iterator[Difference]:
    rows = (_rows(then), _rows(now))
    if rows[0] is not None and rows[1] is not None:
        yield from _lists(part, rows[0], rows[1])
    else:
        yield Difference(how=How.CHANGED, part=part, before=written(then), after=written(now))


def _rows(value: object) -> Mapping[str, Row] | None:
    """Rows by what names them; None where the value is no list of named rows."""
    if not isinstance(value, list):
        return None
    named: dict[str, Row] = {}
    for one in value:
        name = next((one[n] for n in _NAMES if n in one), None) if isinstance(one, dict) else None
        if name is None:
            return None
        named[str(name)] = one
    return named


def _lists(part: str, then: Mapping[str, Row], now: Mapping[str, Row]) -> Iterator[Difference]:
    for name in then.keys() - now.keys():
        yield Difference(how=How.REMOVED, part=part, row=name, before=told(then[name]))
    for name, row in now.items():
        if name not in then:
            yield Difference(how=How.ADDED, part=part, row=name, after=told(row))
            continue
        for field, value in row.items():
            if value != then[name][field]:
                yield Difference(
                    how=How.CHANGED,
                    part=part,
                    row=name,
                    field=field,
                    before=written(then[name][field]),
                    after=written(value),
                )
    both = [name for name in then if name in now]
    if both != [name for name in now if name in then]:
        yield Difference(how=How.MOVED, part=part, before=", ".join(then), after=", ".join(now))


def told(row: Row) -> str:
    """A row in one line: its formula where it has one."""
    weight = f"{written(row['weight'])} × " if "weight" in row else ""
    return f"{weight}{row['expression']}" if "expression" in row else ""


def written(value: object) -> str:
    """A value in one line, as it stands in a scheme; "" for nothing."""
    match value:
        case None:
            return ""
        case {"zh": str(chinese), "en": str(english)}:
            return " / ".join(one for one in (chinese, english) if one)
        case {"from": start, "score": score}:
            return f"{written(start) or '…'}: {written(score)}"
        case {"has": list(has), "lacks": list(lacks)}:
            return " ".join([*has, *(f"-{one}" for one in lacks)])
        case {"code": code, "weight": weight, "expression": str(formula)}:
            return f"{code} = {written(weight)} × {formula}"
        case {"code": code}:
            return str(code)
        case str():
            return value
        case Sequence():
            return ", ".join(written(one) for one in value)
        case _:
            return str(value)
