"""A time limit in words: 「4 工作时」, `4 working hours`. How long it lasts is not here."""

from console.domain.timelimit import TimeLimit
from console.views.wording import Wording


def limit_words(limit: TimeLimit, wording: Wording) -> str:
    """The limit as an operator reads it."""
    value = f"{limit.value:f}" if not isinstance(limit.value, int) else str(limit.value)
    shown = value.rstrip("0").rstrip(".") if "." in value else value
    return wording.say(f"limit_of.{limit.unit.value}", value=shown, count=1 if shown == "1" else 2)
