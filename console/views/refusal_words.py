"""A refusal or notice as one sentence: codes among its facts become names in the operator's
language.

The domain says `move=dispatch`; the sentence says 「派遣」. Units, operators and other codes that
only the data know are named by `names`. Times are shown in the city's zone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from console.domain.administration import FIELD_NAMES
from console.domain.stage import Stage
from console.views.wording import Wording

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Told(Protocol):
    """A `Refusal` or a `Notice`."""

    @property
    def code(self) -> str:
        """The code of the sentence."""

    @property
    def facts(self) -> Mapping[str, object]:
        """What fills it."""


def move_word(wording: Wording, move: str) -> str:
    """A gesture's name without the dots that promise more input."""
    return wording.say(f"gesture.{move}").rstrip("…")


def sentence(told: Told, wording: Wording, names: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal or notice."""
    return wording.say(told.code, **worded(told.facts, wording, names or {}))


def worded(
    facts: Mapping[str, object], wording: Wording, names: Mapping[str, str]
) -> dict[str, object]:
    """Facts with the names of the codes among them added."""
    filled: dict[str, object] = {name: _shown(value) for name, value in facts.items()}
    for fact, name in (("move", "move_name"), ("mine", "mine_name")):
        if facts.get(fact):
            filled[name] = move_word(wording, str(facts[fact]))
    if facts.get("stage"):
        filled["stage_name"] = wording.say(f"stage.{facts['stage']}")
    if facts.get("post"):
        filled["post_name"] = wording.say(f"post.{facts['post']}")
    if facts.get("field") in FIELD_NAMES:
        filled["field"] = wording.say(f"administration.field.{facts['field']}")
    filled["allowed_names"] = _several(facts.get("allowed"), "post", wording)
    filled["wanted_names"] = _several(_stages(facts.get("wanted")), "stage", wording)
    unit = str(facts.get("unit") or "")
    filled["unit_name"] = names.get(unit, unit)
    filled["unit"] = filled["unit_name"]
    return filled


def _stages(wanted: object) -> object:
    """Stages that are wanted; other refusals want a sum or a file by the same word."""
    codes = str(wanted or "").split(",")
    return wanted if all(code in tuple(Stage) for code in codes) else ""


def _several(codes: object, family: str, wording: Wording) -> str:
    words = [wording.say(f"{family}.{code}") for code in str(codes or "").split(",") if code]
    return wording.say("list.comma").join(words)


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
    return value
