"""The table of a dispute: what was read for it, an operator's own rows, and the tally per unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.organisation import ResponsibleUnit
from console.ports.reading import Reading
from console.ports.rows import CaseDetail, News, Precedents, RelatedCase
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.dispute import (
    NEXT,
    Bears,
    Ground,
    Statement,
    disputing,
    grounds,
    statements,
)
from console.viewmodels.pinyin import Option, an_option


class DisputeTable(QObject):
    """Evidence for and against the units of one case; read again when news names the case.

    Signals: `read` when it was read (again); `changed` when an own row was added or turned.
    """

    read = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, detail: CaseDetail, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.detail = detail
        self.units: tuple[ResponsibleUnit, ...] = ()
        self.among: tuple[str, ...] = ()
        self.related: tuple[RelatedCase, ...] = ()
        self._registered: tuple[Ground, ...] = ()
        self._own: tuple[Ground, ...] = ()
        desk.news.connect(self._on_news)

    def load(self) -> None:
        """Ask for the case, the units and past cases."""
        case, seat = self.detail.case.id, self._desk.actor.operator

        def read(
            reading: Reading,
        ) -> tuple[CaseDetail, Sequence[ResponsibleUnit], Precedents]:
            return reading.detail(case, seat), reading.units(), reading.precedents(case)

        self._desk.ask("dispute", read, while_alive(self, self._on_read))

    def _on_read(self, found: tuple[CaseDetail, Sequence[ResponsibleUnit], Precedents]) -> None:
        self.detail, units, precedents = found
        self.units = tuple(units)
        self.among = disputing(self.detail, self.units)
        self._registered = grounds(self.detail, self.units, precedents, self.among)
        both = (*self.detail.related, *precedents.cases)
        self.related = tuple({one.id: one for one in both}.values())
        self.read.emit()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.reload or self.detail.case.id in news.cases:
            self.load()

    @property
    def options(self) -> tuple[Option, ...]:
        """All units, to be found by name or pinyin."""
        return tuple(an_option(one.code, one.short_name, one.name) for one in self.units)

    @property
    def names(self) -> Mapping[str, str]:
        """Code -> name of units and of whatever else occurs in the case."""
        return {**{one.code: one.name for one in self.units}, **self.detail.names}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the units said so far."""
        return statements(self.detail.steps)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Every row: the registered ones, then the operator's own."""
        return (*self._registered, *self._own)

    def add_ground(self, name: str, content: str) -> None:
        """Add a row of one's own; it says nothing of any unit yet."""
        number = 1 + max((int(one.key.removeprefix("own.")) for one in self._own), default=0)
        row = Ground(key=f"own.{number}", code="own", own=True, name=name, content=content)
        self._own = (*self._own, row)
        self.changed.emit()

    def turn(self, key: str, unit: str) -> None:
        """An own row says the next thing of a unit: points, excludes, nothing. Others stay."""

        def turned(row: Ground) -> Ground:
            if row.key != key:
                return row
            return replace(row, bears={**row.bears, unit: NEXT[row.on(unit)]})

        self._own = tuple(turned(row) for row in self._own)
        self.changed.emit()

    def tally(self, unit: str) -> tuple[int, int]:
        """How many rows point to the unit, and how many exclude it."""
        all_of = [row.on(unit) for row in self.grounds]
        return all_of.count(Bears.POINTS), all_of.count(Bears.EXCLUDES)

    def leading(self) -> str:
        """The unit more rows point to than to any other; "" when there is none."""
        ranked = sorted(self.among, key=lambda unit: -self.tally(unit)[0])
        if not ranked or not self.tally(ranked[0])[0]:
            return ""
        tied = len(ranked) > 1 and self.tally(ranked[1])[0] == self.tally(ranked[0])[0]
        return "" if tied else ranked[0]

    def own_rows(self) -> list[dict[str, Any]]:
        """The operator's own rows as a draft keeps them."""
        return [
            {
                "key": row.key,
                "name": row.name,
                "content": row.content,
                "bears": {unit: bears.value for unit, bears in row.bears.items()},
            }
            for row in self._own
        ]

    def take_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take own rows from a draft."""
        self._own = tuple(
            Ground(
                key=row["key"],
                code="own",
                own=True,
                name=row["name"],
                content=row["content"],
                bears={unit: Bears(bears) for unit, bears in row["bears"].items()},
            )
            for row in rows
        )
        self.changed.emit()
