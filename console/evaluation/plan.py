"""A scheme made ready to score: every formula checked, every name known, the weights added up.

The total is a formula of the same language over the components and deductions, so that a sheet's
total comes from the same text as ours.
"""

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.bands import Bands
from console.evaluation.excel import grade_formula, sheet_formula
from console.evaluation.expression import FUNCTIONS, Formula, parse
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.scheme import POST_OF, Component, Scheme
from console.evaluation.size import size_of

TOTAL: Final = "total"
GRADE: Final = "grade"
DECIMALS: Final = 9
MOST_PARTS: Final = 12
"""Components or deductions of one score; more would not fit a formula or a page."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
Named = Sequence[tuple[str, Formula]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A checked scheme. `components` and `totals` are by group, "" for objects in none."""

    scheme: Scheme
    bands: Mapping[str, Bands]
    values: Named
    components: Mapping[str, Named]
    weights: Mapping[str, Mapping[str, Fraction]]
    deductions: Named
    totals: Mapping[str, Formula]

    def row_formulas(self, group: str, cells: Mapping[str, str]) -> dict[str, str]:
        """Code -> the formula for its cell in an object's row, also for "total" and "grade".

        `cells` names the row's cell of each count, rate, parameter, value, component, deduction
        and the total. Raises `Refusal` `expression.sheet`.
        """
        named = (*self.values, *self.components[group], *self.deductions)
        made = {code: sheet_formula(formula, cells, self.bands) for code, formula in named}
        made[TOTAL] = sheet_formula(self.totals[group], cells, self.bands, rounded=True)
        if self.scheme.grades:
            made[GRADE] = grade_formula(self.scheme.grades, cells[TOTAL])
        return made


def plan_of(scheme: Scheme) -> Plan:
    """Check a scheme whole and make it ready.

    Raises `Refusal` `scheme.*` or `expression.*`; `field` is the path of what is wrong.
    """
    _check_head(scheme)
    _check_bands(scheme)
    _check_grades(scheme)
    known = {*count_names(scheme.kind), *rates_for(scheme.kind, scheme.rework_of)}
    _check_codes(scheme, known)
    known |= {one.code for one in scheme.parameters}
    bands = {one.code: one for one in scheme.bands}
    values: list[tuple[str, Formula]] = []
    for at, value in enumerate(scheme.values):
        place = f"values[{at}].expression"
        values.append((value.code, parse(value.expression, names=known, bands=bands, place=place)))
        known.add(value.code)
    sets = _component_sets(scheme)
    plan = Plan(
        scheme=scheme,
        bands=bands,
        values=values,
        components={
            group: _parsed(place, ((one.code, one.expression) for one in parts), known, bands)
            for group, (place, parts) in sets.items()
        },
        weights={group: {one.code: one.weight for one in sets[group][1]} for group in sets},
        deductions=_parsed(
            "deductions", ((one.code, one.expression) for one in scheme.deductions), known, bands
        ),
        totals={group: _total(scheme, parts) for group, (_, parts) in sets.items()},
    )
    _check_sizes(plan, {group: place for group, (place, _) in sets.items()})
    return plan


def _check_sizes(plan: Plan, places: Mapping[str, str]) -> None:
    sizes: dict[str, int] = {}
    for at, (code, formula) in enumerate(plan.values):
        sizes[code] = size_of(formula, sizes, place=f"values[{at}].expression")
    taken = _sizes(plan.deductions, sizes, "deductions")
    for group, parts in plan.components.items():
        named = _sizes(parts, sizes, places[group])
        size_of(plan.totals[group], {**named, **taken}, place=TOTAL)


def _sizes(named: Named, sizes: Mapping[str, int], place: str) -> dict[str, int]:
    return {
        code: size_of(formula, sizes, place=f"{place}[{at}].expression")
        for at, (code, formula) in enumerate(named)
    }


def _parsed(
    place: str, named: Iterable[tuple[str, str]], known: set[str], bands: Mapping[str, Bands]
) -> Named:
    return [
        (code, parse(text, names=known, bands=bands, place=f"{place}[{at}].expression"))
        for at, (code, text) in enumerate(named)
    ]


def _component_sets(scheme: Scheme) -> dict[str, tuple[str, tuple[Component, ...]]]:
    """Group -> the path and value of the components that score it; checked one by one."""
    sets = {"": ("components", scheme.components)}
    for at, group in enumerate(scheme.groups):
        own = (f"groups[{at}].components", group.components)
        sets[group.code] = own if group.components else sets[""]
    for place, parts in sets.values():
        if not 1 <= len(parts) <= MOST_PARTS:
            raise Refusal("scheme.parts", field=place, most=MOST_PARTS)
        for at, one in enumerate(parts):
            _check_decimal(one.weight, f"{place}[{at}].weight")
        total = sum((one.weight for one in parts), Fraction(0))
        if scheme.weights_total is not None and total != scheme.weights_total:
            raise Refusal(
                "scheme.weights",
                field=place,
                total=decimal_text(total),
                wanted=decimal_text(scheme.weights_total),
            )
    return sets


def _total(scheme: Scheme, parts: tuple[Component, ...]) -> Formula:
    terms = [f"{_written(one.weight)} * {one.code}" for one in parts]
    text = " + ".join(terms) + "".join(f" - {one.code}" for one in scheme.deductions)
    if scheme.lowest is not None:
        text = f"max({_written(scheme.lowest)}, {text})"
    if scheme.highest is not None:
        text = f"min({_written(scheme.highest)}, {text})"
    names = {part.code for part in parts} | {one.code for one in scheme.deductions}
    return parse(text, names=names, bands=(), place=TOTAL)


def _written(value: Fraction) -> str:
    return f"({decimal_text(value)})" if value < 0 else decimal_text(value)


def decimal_text(value: Fraction) -> str:
    """A decimal of at most nine places as text. Raises `ValueError` for other fractions."""
    scaled = abs(value) * 10**DECIMALS
    if scaled.denominator != 1:
        raise ValueError(f"{value} is no decimal of {DECIMALS} places")
    whole, rest = divmod(scaled.numerator, 10**DECIMALS)
    text = f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def _check_decimal(value: Fraction | None, place: str) -> None:
    if value is not None and (
        (value * 10**DECIMALS).denominator != 1 or len(decimal_text(abs(value))) > 12
    ):
        raise Refusal("scheme.number", field=place)


def _check_head(scheme: Scheme) -> None:
    if not _CODE.fullmatch(scheme.id):
        raise Refusal("scheme.code", field="id", part=scheme.id)
    if scheme.version < 1:
        raise Refusal("scheme.whole", field="version", part=scheme.version)
    if scheme.effective_to is not None and scheme.effective_to < scheme.effective_from:
        raise Refusal("scheme.days", field="effective_to")
    if bool(scheme.by) is (scheme.kind in POST_OF):
        raise Refusal("scheme.by", field="by", kind=scheme.kind)
    if len(scheme.deductions) > MOST_PARTS:
        raise Refusal("scheme.parts", field="deductions", most=MOST_PARTS)
    _check_numbers(scheme)


def _check_numbers(scheme: Scheme) -> None:
    for place in ("weights_total", "lowest", "highest"):
        _check_decimal(getattr(scheme, place), place)
    if None not in (scheme.lowest, scheme.highest) and _above(scheme.lowest, scheme.highest):
        raise Refusal("scheme.limits", field="highest")
    for at, parameter in enumerate(scheme.parameters):
        _check_decimal(parameter.default, f"parameters[{at}].default")
    for at, term in enumerate(scheme.exclusions):
        if not term.has and not term.lacks:
            raise Refusal("scheme.exclusion", field=f"exclusions[{at}]")


def _above(low: Fraction | None, high: Fraction | None) -> bool:
    return low is not None and high is not None and low > high


def _check_bands(scheme: Scheme) -> None:
    for at, table in enumerate(scheme.bands):
        place = f"bands[{at}].steps"
        _check_edges([step.start for step in table.steps], place)
        for row, step in enumerate(table.steps):
            _check_decimal(step.score, f"{place}[{row}].score")


def _check_grades(scheme: Scheme) -> None:
    if scheme.grades:
        _check_edges([grade.start for grade in scheme.grades], "grades")
        _check_once([grade.letter for grade in scheme.grades], "grades")


def _check_edges(starts: list[Fraction | None], place: str) -> None:
    """Ascending, and only the first without an edge, so that no figure is left out."""
    if not starts or starts[0] is not None:
        raise Refusal("scheme.first_step", field=f"{place}[0].from")
    former: Fraction | None = None
    for at, start in enumerate(starts[1:], start=1):
        if start is None or (former is not None and start <= former):
            raise Refusal("scheme.steps", field=f"{place}[{at}].from")
        _check_decimal(start, f"{place}[{at}].from")
        former = start


def _check_codes(scheme: Scheme, known: set[str]) -> None:
    """Codes are plain names that mean one thing; the sets of components are apart."""
    shared = [
        *((f"parameters[{at}].code", one.code) for at, one in enumerate(scheme.parameters)),
        *((f"bands[{at}].code", one.code) for at, one in enumerate(scheme.bands)),
        *((f"values[{at}].code", one.code) for at, one in enumerate(scheme.values)),
        *((f"deductions[{at}].code", one.code) for at, one in enumerate(scheme.deductions)),
    ]
    taken = {*known, *FUNCTIONS, TOTAL, GRADE}
    _take(shared, taken)
    _take([(f"components[{at}].code", c.code) for at, c in enumerate(scheme.components)], {*taken})
    for at, group in enumerate(scheme.groups):
        place = f"groups[{at}]"
        own = [(f"{place}.components[{n}].code", c.code) for n, c in enumerate(group.components)]
        _take(own, {*taken})
    _take([(f"groups[{at}].code", one.code) for at, one in enumerate(scheme.groups)], set())
    for what in ("units", "evaluation_groups"):
        _check_once([code for one in scheme.groups for code in getattr(one, what)], "groups")


def _take(codes: Iterable[tuple[str, str]], taken: set[str]) -> None:
    for place, code in codes:
        if not _CODE.fullmatch(code) or keyword.iskeyword(code):
            raise Refusal("scheme.code", field=place, part=code)
        if code in taken:
            raise Refusal("scheme.twice", field=place, part=code)
        taken.add(code)


def _check_once(words: Iterable[str], place: str) -> None:
    for word, times in Counter(words).items():
        if times > 1:
            raise Refusal("scheme.twice", field=place, part=word)
