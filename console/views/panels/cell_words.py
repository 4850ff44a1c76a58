"""What the card of a grid says, line by line; for the words on the map see `views.layer_words`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final

from console.domain.gridload import Load
from console.ports.layer_rows import GridCard, GridCase
from console.viewmodels.cell_card import CardLine, LineKind
from console.views.fmt import Formats
from console.views.panels.cell_table import CellRow

SECTIONS: Final = {
    LineKind.OPEN: "grid.section.load",
    LineKind.STAGE: "grid.section.load",
    LineKind.COMPONENT: "grid.section.components",
    LineKind.RECURRING: "grid.section.recurring",
    LineKind.FORMER: "grid.section.history",
    LineKind.YEAR: "grid.section.history",
}
HECTARE: Final = 10_000


class CellWords:
    """Words of one language."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._say = formats.wording.say

    # --- the facts at the head --------------------------------------------------------------------

    def facts(self, card: GridCard, now: datetime) -> tuple[tuple[str, str], ...]:
        """Name and value of each fact."""
        grid, say = card.grid, self._say
        person = " ".join(part for part in (grid.inspector_name, grid.inspector) if part)
        level = say(f"grid.level.{grid.area_level.value}")
        area = say("grid.hectares", area=self._formats.number(grid.area_m2 / HECTARE, 2))
        grade = "grid.no_grade" if card.grade is None else f"grid.grade.{card.grade.value}"
        return (
            (say("grid.fact.place"), say("list.comma").join(grid.names) or say("fmt.none")),
            (say("grid.fact.level"), f"{level} · {area}"),
            (say("grid.fact.duty"), grid.duty_name or grid.duty_grid or say("grid.no_duty")),
            (say("grid.fact.inspector"), person or say("grid.no_inspector")),
            (say("grid.fact.seen"), self.seen(card.seen, now)),
            (say("grid.fact.grade"), say(grade)),
        )

    def seen(self, at: datetime | None, now: datetime) -> str:
        """When an inspector was last there."""
        if at is None:
            return self._say("grid.never_seen")
        span = self._formats.span((now - at).total_seconds())
        return self._say("grid.seen", span=span, time=self._formats.moment(at, now))

    # --- lines ------------------------------------------------------------------------------------

    def rows(self, lines: tuple[CardLine, ...], now: datetime) -> Iterator[CellRow]:
        """The lines under the heads of their sections."""
        for section, some in groupby(lines, key=lambda line: SECTIONS[line.kind]):
            yield CellRow(texts=(self._say(section),))
            for line in some:
                yield self._row(line, now)

    def name(self, line: CardLine) -> str:
        """What a line is about."""
        say = self._say
        if line.kind is LineKind.OPEN:
            return say("grid.line.open")
        if line.kind is LineKind.STAGE:
            return say(f"queue.{line.name}")
        if line.kind is LineKind.FORMER and line.former is not None:
            return say("grid.line.former", grid=line.name)
        if line.kind is LineKind.YEAR:
            return say("grid.line.year", year=line.name)
        return line.name

    def _row(self, line: CardLine, now: datetime) -> CellRow:
        name, say = self.name(line), self._say
        if line.load is not None:
            return self._load_row(line, name, line.load)
        figure = ""
        if line.kind is LineKind.COMPONENT:
            figure = say("grid.count", count=line.total)
            if line.faulty:
                faulty = say("grid.faulty", count=line.faulty)
                return CellRow(texts=(name, figure, faulty), tones=("", "", "ink2"), key=line)
        elif line.kind is LineKind.RECURRING and line.at is not None:
            figure = say(
                "grid.recurring", count=line.total, time=self._formats.moment(line.at, now)
            )
        elif line.former is not None:
            first, last = line.former.valid_from, line.former.valid_to
            figure = say("grid.former", first=_iso(first), last=_iso(last))
        else:
            figure = say("grid.cases", count=line.total)
        return CellRow(texts=(name, figure), key=line)

    def _load_row(self, line: CardLine, name: str, load: Load) -> CellRow:
        say = self._say
        near = say("grid.near", count=load.near) if load.near else ""
        over = say("grid.over", count=load.overdue) if load.overdue else ""
        figure = say("grid.cases", count=load.open)
        return CellRow(texts=(name, figure, near, over), tones=("", "", "near", "over"), key=line)

    # --- cases ------------------------------------------------------------------------------------

    def cases(self, cases: tuple[GridCase, ...], now: datetime) -> Iterator[CellRow]:
        """The cases of a line, newest first."""
        say = self._say
        for one in cases:
            yield CellRow(
                texts=(
                    one.number,
                    one.category_name,
                    say(f"stage.{one.stage.value}"),
                    self._formats.moment(one.reported_at, now),
                ),
                tones=("", "", "ink2", "ink2"),
                key=one,
                tip=f"{one.number} {one.category_name} {one.address}",
            )
        if not cases:
            yield CellRow(texts=(say("grid.no_cases"),))


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
