"""Schemes as JSON text and back, strictly: what is not known is refused, with the path to it.

The text is the same for the same scheme, byte for byte, so that it can be fingerprinted. Numbers
are decimals, written as text where they have a fraction, never floats; days are ISO dates.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from console.domain.refusal import Refusal
from console.evaluation.bands import Bands, BandStep, Grade, GradeColour, Label
from console.evaluation.plan import decimal_text, plan_of
from console.evaluation.scheme import (
    Component,
    Deduction,
    ObjectKind,
    Parameter,
    ReworkOf,
    Scheme,
    UnitGroup,
    Value,
    check_versions,
)
from console.evaluation.strict import Node, parsed
from console.ports.facts import ASSESSED_BY, FactDate, Flag, Grouping, Term

_FORMAT = "assessment-scheme-1"
"""First field of every file; another one belongs to a later version of the program."""


def read_scheme(text: str) -> Scheme:
    """Read and check a scheme. Raises `Refusal` `scheme.*` or `expression.*` with `field`."""
    scheme = _scheme(parsed(text))
    plan_of(scheme)
    return scheme


def read_schemes(texts: Mapping[str, str]) -> tuple[Scheme, ...]:
    """Read several files by name, and check their versions against each other.

    Raises `Refusal` as `read_scheme` and `check_versions`; `file` says in which one.
    """
    schemes: list[Scheme] = []
    for name, text in texts.items():
        try:
            schemes.append(read_scheme(text))
        except Refusal as no:
            raise Refusal(no.code, **{**no.facts, "file": name}) from no
    check_versions(schemes)
    return tuple(schemes)


def write_scheme(scheme: Scheme) -> str:
    """A checked scheme as text, which reads back equal. Raises `Refusal` as `plan_of`."""
    plan_of(scheme)
    return json.dumps(plain_scheme(scheme), ensure_ascii=False, indent=2) + "\n"


_FIELDS = (
    "format", "id", "name", "version", "effective_from", "effective_to", "kind", "case_date", "by",
    "rework_of", "weights_total", "lowest", "highest", "exclusions", "parameters", "bands",
    "values", "components", "deductions", "groups", "grades", "notes", "source",
)  # fmt: skip


def _scheme(node: Node) -> Scheme:
    at = node.fields(*_FIELDS)
    if at["format"].text() != _FORMAT:
        raise Refusal("scheme.format", field="format", wanted=_FORMAT)
    ending = at["effective_to"].given()
    return Scheme(
        id=at["id"].text(),
        name=_label(at["name"]),
        version=at["version"].whole(),
        effective_from=at["effective_from"].day(),
        effective_to=ending.day() if ending else None,
        kind=at["kind"].one_of(ObjectKind),
        case_date=at["case_date"].one_of(FactDate, ASSESSED_BY),
        by=tuple(one.one_of(Grouping) for one in at["by"].items()),
        rework_of=at["rework_of"].one_of(ReworkOf),
        weights_total=at["weights_total"].decimal_or_none(),
        lowest=at["lowest"].decimal_or_none(),
        highest=at["highest"].decimal_or_none(),
        exclusions=tuple(map(_term, at["exclusions"].items())),
        parameters=tuple(map(_parameter, at["parameters"].items())),
        bands=tuple(map(_bands, at["bands"].items())),
        values=tuple(map(_value, at["values"].items())),
        components=tuple(map(_component, at["components"].items())),
        deductions=tuple(map(_deduction, at["deductions"].items())),
        groups=tuple(map(_group, at["groups"].items())),
        grades=tuple(map(_grade, at["grades"].items())),
        notes=tuple(map(_label, at["notes"].items())),
        source=at["source"].text(),
    )


def _label(node: Node) -> Label:
    at = node.fields("zh", "en")
    return Label(zh=at["zh"].text(), en=at["en"].text())


def _term(node: Node) -> Term:
    at = node.fields("has", "lacks")
    return Term(
        has=tuple(one.one_of(Flag) for one in at["has"].items()),
        lacks=tuple(one.one_of(Flag) for one in at["lacks"].items()),
    )


def _parameter(node: Node) -> Parameter:
    at = node.fields("code", "name", "default")
    return Parameter(
        code=at["code"].text(),
        name=_label(at["name"]),
        default=at["default"].decimal_or_none(),
    )


def _bands(node: Node) -> Bands:
    at = node.fields("code", "start_included", "steps")
    steps = [one.fields("from", "score") for one in at["steps"].items()]
    return Bands(
        code=at["code"].text(),
        start_included=at["start_included"].yes_or_no(),
        steps=tuple(
            BandStep(start=one["from"].decimal_or_none(), score=one["score"].decimal())
            for one in steps
        ),
    )


def _value(node: Node) -> Value:
    at = node.fields("code", "name", "expression")
    return Value(
        code=at["code"].text(), name=_label(at["name"]), expression=at["expression"].text()
    )


def _deduction(node: Node) -> Deduction:
    at = node.fields("code", "name", "expression")
    return Deduction(
        code=at["code"].text(), name=_label(at["name"]), expression=at["expression"].text()
    )


def _component(node: Node) -> Component:
    at = node.fields("code", "name", "weight", "expression")
    return Component(
        code=at["code"].text(),
        name=_label(at["name"]),
        expression=at["expression"].text(),
        weight=at["weight"].decimal(),
    )


def _group(node: Node) -> UnitGroup:
    at = node.fields("code", "name", "units", "evaluation_groups", "components")
    return UnitGroup(
        code=at["code"].text(),
        name=_label(at["name"]),
        units=tuple(one.text() for one in at["units"].items()),
        evaluation_groups=tuple(one.text() for one in at["evaluation_groups"].items()),
        components=tuple(map(_component, at["components"].items())),
    )


def _grade(node: Node) -> Grade:
    at = node.fields("letter", "name", "from", "colour")
    return Grade(
        letter=at["letter"].text(),
        name=_label(at["name"]),
        start=at["from"].decimal_or_none(),
        colour=at["colour"].one_of(GradeColour),
    )


def plain_scheme(scheme: Scheme) -> dict[str, object]:
    """A scheme as JSON has it, the fields in the order of the format; it need not hold."""
    made = {name: _plain(getattr(scheme, name)) for name in _FIELDS[1:]}
    return {_FIELDS[0]: _FORMAT, **made}


def _plain(value: object) -> object:
    """A part of a scheme as JSON has it."""
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case Label(zh=zh, en=en):
            return {"zh": zh, "en": en}
        case Term(has=has, lacks=lacks):
            return {"has": list(has), "lacks": list(lacks)}
        case BandStep(start=start, score=score):
            return {"from": _plain(start), "score": _plain(score)}
        case Bands() | Parameter() | Value() | Deduction() | UnitGroup() | Component() | Grade():
            names = _ORDER[type(value)]
            return {("from" if n == "start" else n): _plain(getattr(value, n)) for n in names}
        case date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
        case _:
            return _number(value)


_ORDER: Mapping[type[object], Iterable[str]] = {
    Bands: ("code", "start_included", "steps"),
    Parameter: ("code", "name", "default"),
    Value: ("code", "name", "expression"),
    Deduction: ("code", "name", "expression"),
    Component: ("code", "name", "weight", "expression"),
    UnitGroup: ("code", "name", "units", "evaluation_groups", "components"),
    Grade: ("letter", "name", "start", "colour"),
}


def _number(value: object) -> int | str:
    text = decimal_text(value) if isinstance(value, Fraction) else ""
    if not text:
        raise TypeError(f"a scheme holds no {type(value).__name__}")
    return text if "." in text else int(text)
