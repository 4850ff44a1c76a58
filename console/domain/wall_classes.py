"""Classes of cases as a wall treats them: emergencies (突发事件), and what a city keeps off it."""

import re
from typing import Final

from console.domain.catalogue import CJT214, GBT30428
from console.domain.refusal import Refusal

HIDDEN_SETTING: Final = "wall_hidden_classes"
"""The city's setting: `kind:code` by commas, a code's beginning stands for all below it."""

_EMERGENCIES: Final = {GBT30428: "05", CJT214: "04"}
"""The class 突发事件 among the events of each scheme (fact book 3.1)."""
_ONE: Final = re.compile(r"(component|event):[0-9]{1,8}", re.ASCII)


def is_emergency(scheme: str, kind: str, category: str) -> bool:
    """Whether a case of this class is an emergency."""
    code = _EMERGENCIES.get(scheme)
    return kind == "event" and code is not None and category.startswith(code)


def hidden_classes(told: str) -> tuple[str, ...]:
    """The classes of `HIDDEN_SETTING`, each as `event:05`; Chinese commas will do.

    Raises `Refusal` `wall.class_unfit` with the fact `told` for what names no class.
    """
    found = tuple(one.strip() for one in told.replace("，", ",").split(",") if one.strip())
    for one in found:
        if _ONE.fullmatch(one) is None:
            raise Refusal("wall.class_unfit", told=one)
    return found


def is_hidden(kind: str, category: str, hidden: tuple[str, ...]) -> bool:
    """Whether cases of this class are counted by a wall and never named; `hidden` as above."""
    return f"{kind}:{category}".startswith(hidden) if hidden else False
