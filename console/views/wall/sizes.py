"""Sizes of the wall in pixels of its design (3840 × 2160, a wide wall 7680 × 2160).

Every place and every letter is scaled from here to the real screen by one factor. Source: DESIGN
section 3, «08 Wall»; `tokens.json`, section `wall`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from console.views.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class WallSizes:
    """`text` is the smallest letter there is, `frame` that of the past, `map_…` are the marks."""

    width: int
    wide: int
    height: int
    margin: int
    gap: int
    head: int
    pad: int
    text: int
    list: int
    title: int
    value: int
    counter: int
    clock: int
    centre: int
    frame: int
    mark: int
    map_normal: int
    map_new: int
    map_near: int
    map_over: int


@cache
def wall_sizes() -> WallSizes:
    """Read once. Raises TypeError naming a size that is missing or unknown."""
    told = json.loads(resource("theme", "tokens.json").read_text(encoding="utf-8"))
    return WallSizes(**told["wall"])
