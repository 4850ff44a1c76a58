"""Values of a command or a step in words, by the name of their field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from console.domain.timelimit import TimeLimit
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.refusal_words import move_word

FAMILIES: Final = {
    "faults": "verify.fault",
    "scope": "coordinate.scope",
    "measures": "measure",
}
"""Fields whose values are codes, and the family of their texts."""


def value_words(
    name: str, value: Any, move: str, formats: Formats, names: Mapping[str, str]
) -> str:
    """The value as an operator reads it; a dash for nothing."""
    wording = formats.wording
    if value is None or value == []:
        return "—"
    if name == "move":
        return move_word(wording, str(value))
    if name == "limit":
        return limit_words(TimeLimit.from_code(str(value)), wording)
    if name == "until":
        at = datetime.fromisoformat(str(value))
        return formats.moment(at, at)
    if name == "photos":
        return wording.say("steps.photos", count=len(value))
    listed = value if isinstance(value, list) else [value]
    family = f"choice.{move}" if name == "outcome" else FAMILIES.get(name, "")
    words = [_one(f"{family}.{one}", str(one), formats, names) for one in listed]
    return wording.say("list.comma").join(words)


def _one(code: str, value: str, formats: Formats, names: Mapping[str, str]) -> str:
    if code in formats.wording:
        return formats.wording.say(code)
    return names.get(value, value)
