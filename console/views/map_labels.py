"""Every word the map page shows, in the operator's language; the page itself has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.domain.tone import StageFill, Urgency
from console.viewmodels.map_channel import INSET_LAYERS
from console.viewmodels.map_state import kind_number
from console.views.wording import Wording

SWITCHES: Final = ("grids", "districts", "components", "heat", "inspectors")
"""What stands on the large map itself; the rest is in the panel of layers (L)."""
_TIME: Final = (
    ("map.legend.over", Urgency.OVER, StageFill.SOLID),
    ("map.legend.near", Urgency.NEAR, StageFill.SOLID),
    ("map.legend.new", Urgency.NEW, StageFill.SOLID),
)
_STAGE: Final = (
    ("map.legend.hollow", Urgency.NORMAL, StageFill.HOLLOW),
    ("map.legend.half", Urgency.NORMAL, StageFill.HALF),
    ("map.legend.solid", Urgency.NORMAL, StageFill.SOLID),
    ("map.legend.tick", Urgency.NORMAL, StageFill.TICK),
)


def map_labels(
    wording: Wording,
    district_names: Mapping[str, str],
    locate_key: str = "M",
    layers: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Texts of the large map: layers, legend, count, scale, zoom, edge chips.

    `district_names`: division code to the name in the operator's language. `locate_key`: the key
    that brings the chosen case back into view, shown as a cap; the window binds it. `layers`:
    entries of the legend that say how colours and signs of the layers that are on are to be read
    (`layer_words`).
    """
    legend: list[dict[str, Any]] = [_entry(wording, *one) for one in _TIME]
    legend.append({})
    legend += [_entry(wording, *one) for one in _STAGE]
    legend += [{}, *(dict(one) for one in layers)] if layers else []
    return _common(wording, SWITCHES) | {
        "legend": legend,
        "in_view": wording.say("map.in_view", n="{n}"),
        "zoom_in": wording.say("map.zoom_in"),
        "zoom_out": wording.say("map.zoom_out"),
        "home": wording.say("map.home"),
        "locate": {
            "text": wording.say("map.locate"),
            "held": wording.say("map.held"),
            "key": locate_key,
        },
        "commands": {
            "layers": {"text": wording.say("map.layers"), "key": "L"},
            "map_window": {"text": wording.say("map.second_screen"), "key": "F11"},
        },
        "districts": dict(district_names),
    }


def inset_labels(
    wording: Wording,
    layers: Sequence[str] = INSET_LAYERS,
    legend: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Texts of a panel's small map; `layers` are the switches it offers, none hides the bar.

    `legend`: letter and text of a badge, or an empty letter and text for component dots.
    """
    entries = [{"letter": letter, "text": text} for letter, text in legend]
    return _common(wording, layers) | {"legend": entries}


def _common(wording: Wording, layers: Sequence[str]) -> dict[str, Any]:
    return {
        "lang": wording.language.value.replace("_", "-"),
        "layers": [{"key": key, "text": wording.say(f"map.layer.{key}")} for key in layers],
        "metre": wording.say("map.metre"),
        "kilometre": wording.say("map.kilometre"),
        "picking": wording.say("map.picking"),
        "missing": wording.say("map.missing"),
        "restarting": wording.say("map.restarting"),
    }


def _entry(wording: Wording, code: str, urgency: Urgency, fill: StageFill) -> dict[str, Any]:
    return {"kind": kind_number(urgency, fill), "text": wording.say(code)}
