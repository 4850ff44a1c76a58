"""The past in memory: what each case was from which moment on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from console.domain.case import CaseId
from console.domain.stage import Source, Stage
from console.ports.wall import WallCase
from tests.rows import NOW, a_case_id


def a_wall_case(
    serial: int,
    version: int = 1,
    stage: Stage = Stage.HANDLING,
    due: datetime = NOW + timedelta(hours=1),
    **more: Any,
) -> WallCase:
    """An open case with speaking defaults."""
    values: dict[str, Any] = {
        "id": a_case_id(serial),
        "number": f"2026-1123-{serial:06d}",
        "version": version,
        "stage": stage,
        "source": Source.HOTLINE,
        "category": "0101",
        "category_name": "上水井盖",
        "emergency": False,
        "shown": True,
        "district": "410403",
        "street": "410403001",
        "grid": "410403001002018",
        "duty_grid": "410403001D01",
        "unit": "2008",
        "lon": 113.3 + serial / 1000,
        "lat": 33.74,
        "reported_at": NOW - timedelta(days=1),
        "started_at": due - timedelta(hours=4),
        "due": due,
        "near_at": due - timedelta(minutes=30),
        "limit": "4 work_hour",
        "paused": False,
    }
    return WallCase(**values | more)


@dataclass
class FakePast:
    """`told` holds (moment, case, what it was from then on; None ended it). `asked` counts."""

    told: list[tuple[datetime, CaseId, WallCase | None]] = field(default_factory=list)
    asked: list[tuple[datetime | None, datetime]] = field(default_factory=list)
    broken: Exception | None = None

    def put(self, at: datetime, case: WallCase) -> None:
        """A step that leaves the case so."""
        self.told.append((at, case.id, case))

    def end(self, at: datetime, serial: int) -> None:
        """A step that ends it."""
        self.told.append((at, a_case_id(serial), None))

    def first(self) -> datetime | None:
        """The earliest step."""
        self._work()
        return min((at for at, _, _ in self.told), default=None)

    def at(self, moment: datetime) -> Sequence[WallCase]:
        """What was open."""
        self._work()
        self.asked.append((None, moment))
        return [one for one in self._then(moment).values() if one is not None]

    def between(
        self, after: datetime, until: datetime
    ) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """What moved."""
        self._work()
        self.asked.append((after, until))
        low, high = sorted((after, until))
        then = self._then(until)
        moved = {case for at, case, _ in self.told if low < at <= high}
        found = {case: then.get(case) for case in moved}
        return (
            [one for one in found.values() if one is not None],
            [case for case, one in found.items() if one is None],
        )

    def _then(self, moment: datetime) -> dict[CaseId, WallCase | None]:
        return {case: one for at, case, one in self.told if at <= moment}

    def _work(self) -> None:
        if self.broken is not None:
            raise self.broken
