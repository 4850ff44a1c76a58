"""Rows of a dispute in words: the name of each piece of evidence and what it says."""

from __future__ import annotations

from collections.abc import Mapping

from console.viewmodels.dispute import Ground
from console.views.widgets.evidence import Bearing, Evidence
from console.views.wording import Wording


def ground_name(ground: Ground, wording: Wording) -> str:
    """「部件普查・权属单位」, or the operator's own name."""
    return ground.name if ground.own else wording.say(f"coordinate.name.{ground.code}")


def ground_content(ground: Ground, wording: Wording, names: Mapping[str, str]) -> str:
    """What the row says, with units named."""
    if ground.own:
        return ground.content
    facts = dict(ground.facts)
    if "unit" in facts:
        facts["unit"] = names.get(str(facts["unit"]), str(facts["unit"]))
    comma = wording.say("list.comma")
    units = facts.get("units")
    if isinstance(units, list):
        facts["units"] = comma.join(names.get(code, code) for code in units)
    counted = facts.get("counted")
    if isinstance(counted, list):
        facts["counted"] = comma.join(f"{names.get(unit, unit)} {done}" for unit, done in counted)
    return wording.say(f"coordinate.content.{ground.code}", **facts)


def ground_words(ground: Ground, wording: Wording, names: Mapping[str, str]) -> str:
    """Name and content in one line, as the decision keeps its basis."""
    return f"{ground_name(ground, wording)}：{ground_content(ground, wording, names)}"


def matrix_row(ground: Ground, wording: Wording, names: Mapping[str, str]) -> Evidence:
    """The row as the matrix shows it."""
    return Evidence(
        key=ground.key,
        name=ground_name(ground, wording),
        content=ground_content(ground, wording, names),
        bearings={unit: Bearing(bears.value) for unit, bears in ground.bears.items()},
    )
