"""What lies under the pointer on the map, in words; how its colours and signs are to be read."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from console.domain.gridload import Grade, HeatBy
from console.ports.layer_rows import AreaRow, ComponentCard, ComponentPin, EndedPin, InspectorRow
from console.viewmodels.case_columns import grid_words
from console.viewmodels.layer_things import HeatLegend
from console.viewmodels.map_layers import Cell
from console.views.fmt import Formats

Words = tuple[str, str]
NOTHING: Words = ("", "")
SIGNS: Final = (
    ("components", "square", 0, "layers.sign.component"),
    ("components", "square", 1, "layers.sign.faulty"),
    ("closed", "cross", 0, "layers.sign.closed"),
    ("inspectors", "person", 0, "layers.sign.inspector"),
    ("inspectors", "person", 1, "layers.sign.silent"),
)
"""Layer, drawing and state (`resources/map/points.js`) of what the legend names while it is on."""


def words_of(thing: Any, formats: Formats, now: datetime) -> Words:
    """Title and detail of a layer's thing; both empty for one nothing is known of."""
    if isinstance(thing, Cell):
        return _cell(thing, formats, now)
    if isinstance(thing, ComponentPin):
        say = formats.wording.say
        state = say(f"layers.state.{thing.state.value}")
        owner = thing.owner or say("layers.ownerless")
        return f"{thing.name} {thing.code}", f"{state} · {owner}"
    if isinstance(thing, ComponentCard):
        return _component(thing, formats)
    if isinstance(thing, InspectorRow):
        return _inspector(thing, formats, now)
    if isinstance(thing, EndedPin):
        return formats.wording.say(f"layers.ended.{thing.kind}"), formats.wording.say("layers.open")
    if isinstance(thing, AreaRow):
        return thing.name, thing.code
    return NOTHING


def _cell(cell: Cell, formats: Formats, now: datetime) -> Words:
    say, row = formats.wording.say, cell.row
    facts = [say(f"layers.level.{row.area_level.value}"), *row.names[-1:]]
    if row.inspector_name:
        facts.append(say("layers.duty", name=row.inspector_name))
    if cell.load is not None:
        facts.append(say("layers.load", open=cell.load.open, overdue=cell.load.overdue))
    if cell.seen is not None:
        facts.append(say("layers.seen", time=formats.moment(cell.seen, now)))
    return grid_words(row.code), " · ".join(facts)


def _component(card: ComponentCard, formats: Formats) -> Words:
    say, one = formats.wording.say, card.component
    facts = [
        say(f"layers.state.{one.state.value}"),
        say("layers.owner", name=card.owner) if card.owner else say("layers.ownerless"),
        say("layers.competent", name=card.competent) if card.competent else "",
        say("layers.maintenance", name=card.maintenance) if card.maintenance else "",
        say("layers.on_it", open=card.open_cases, closed=card.closed_cases),
        one.address,
    ]
    return f"{one.name} {one.code}", " · ".join(fact for fact in facts if fact)


def _inspector(row: InspectorRow, formats: Formats, now: datetime) -> Words:
    say = formats.wording.say
    facts = [say("layers.on_duty" if row.on_duty else "layers.off_duty"), *row.duty_grids[:1]]
    if row.last is not None:
        age = formats.span((now - row.last.at).total_seconds())
        facts.append(say("layers.last", time=formats.moment(row.last.at, now), age=age))
    return f"{row.name} {row.code}", " · ".join(facts)


def legend_of(legend: HeatLegend | None, formats: Formats) -> list[dict[str, str]]:
    """Swatches of the heat as the page's legend takes them; a word where there is nothing."""
    say = formats.wording.say
    if legend is None:
        return []
    if legend.by is HeatBy.GRADE:
        if not legend.published:
            return [{"text": say("layers.no_assessment")}]
        grades = enumerate(Grade, start=1)
        return [{"swatch": f"grade{at}", "text": grade.value.upper()} for at, grade in grades]
    ends = [_number(one) for one in legend.breaks]
    texts = [_span(ends, at, whole=legend.by is not HeatBy.DENSITY) for at in range(len(ends))]
    tones = zip(legend.tones, texts, strict=True)
    named = [{"swatch": f"density{tone}", "text": text} for tone, text in tones]
    title = say(f"layers.heat.{legend.by.value}")
    return [{"text": title}, *named] if named else [{"text": say("layers.no_load", by=title)}]


def signs_of(on: Container[str], formats: Formats) -> list[dict[str, Any]]:
    """The signs of the layers that are on, as the page's legend takes them."""
    say = formats.wording.say
    return [
        {"form": form, "state": state, "text": say(code)}
        for layer, form, state, code in SIGNS
        if layer in on
    ]


def _span(ends: list[str], at: int, *, whole: bool) -> str:
    """`1–2`, `≥10` of whole numbers; of fractions the lower end alone."""
    if at == len(ends) - 1 or not whole:
        return f"≥{ends[at]}"
    last = int(ends[at + 1]) - 1
    return ends[at] if str(last) == ends[at] else f"{ends[at]}–{last}"


def _number(value: Fraction) -> str:
    """Rounded only here, where it is shown."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"
