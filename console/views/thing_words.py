"""What a thing of a layer says under the pointer: a title, and one line of detail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.domain.gridload import HeatBy
from console.ports.layer_rows import AreaRow, ComponentPin, EndedPin, InspectorRow
from console.viewmodels.case_columns import grid_words
from console.viewmodels.layer_things import HeatLegend
from console.viewmodels.map_layers import Cell
from console.views.fmt import Formats

NOTHING = ("", "")


class ThingWords:
    """Words of one language."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._say = formats.wording.say

    def of(self, thing: Any, now: datetime) -> tuple[str, str]:
        """Title and detail; empty for what is not there any more."""
        if isinstance(thing, Cell):
            return self._cell(thing, now)
        if isinstance(thing, InspectorRow):
            return self._inspector(thing, now)
        if isinstance(thing, ComponentPin):
            return self._component(thing)
        if isinstance(thing, EndedPin):
            return self._say("map.layer.closed"), self._say(f"map.ended.{thing.kind}")
        if isinstance(thing, AreaRow):
            return thing.name, ""
        return NOTHING

    def legend(self, legend: HeatLegend) -> tuple[str, ...]:
        """What each tone of the heat means, from the lightest; one sentence without grades."""
        say = self._say
        if legend.by is HeatBy.GRADE:
            if not legend.published:
                return (say("map.heat.no_grades"),)
            return tuple(say(f"grid.grade.{one}") for one in "abcde")
        places = 1 if legend.by is HeatBy.DENSITY else 0
        lowest = [self._formats.number(float(one), places) for one in legend.breaks]
        code = f"map.heat.{legend.by.value}"
        return tuple(say(code, least=one) for one in lowest)

    def _cell(self, cell: Cell, now: datetime) -> tuple[str, str]:
        say, row = self._say, cell.row
        who = row.inspector_name or say("grid.no_inspector")
        parts = [say(f"grid.level.{row.area_level.value}"), who]
        if cell.load is not None:
            parts.append(say("map.cell.load", open=cell.load.open, overdue=cell.load.overdue))
        if cell.seen is not None:
            span = self._formats.span((now - cell.seen).total_seconds())
            parts.append(say("map.cell.seen", span=span))
        return grid_words(row.code), " · ".join(parts)

    def _inspector(self, row: InspectorRow, now: datetime) -> tuple[str, str]:
        say = self._say
        duty = say("map.inspector.on" if row.on_duty else "map.inspector.off")
        if row.last is None:
            return f"{row.name} {row.code}", duty
        span = self._formats.span((now - row.last.at).total_seconds())
        seen = say("map.inspector.seen", span=span)
        return f"{row.name} {row.code}", f"{duty} · {seen}"

    def _component(self, pin: ComponentPin) -> tuple[str, str]:
        say = self._say
        owner = pin.owner or say("map.component.ownerless")
        state = say(f"map.component.{pin.state.value}")
        return f"{pin.name} {pin.code}", f"{state} · {owner}"
