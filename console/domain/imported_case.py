"""A case of another system, kept as it was told: history, not a case of ours.

It has no trail and no clock here; where it is stored it stays marked as imported. Columns of real
exports: fact book 6.7. Callers' names and telephone numbers have no field on purpose.
"""

from dataclasses import dataclass
from datetime import datetime

from console.domain.place import Crs, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCase:
    """One row of another system's list or analysis export.

    Times are aware and in UTC. `point` is WGS84, `crs` the system it was written in with its
    numbers `x` and `y`. `raw_state` is the other system's word for the stage (`[办结]`).
    `extended` and `reworked` are None where the export does not say.
    `sheet` and `row` tell where in the file it stood.
    """

    task_number: str
    reported_at: datetime
    source: str = ""
    kind_name: str = ""
    class_name: str = ""
    subclass_name: str = ""
    description: str = ""
    raw_state: str = ""
    unit: str = ""
    handling_deadline: datetime | None = None
    bundled_deadline: datetime | None = None
    closed_at: datetime | None = None
    area: str = ""
    district: str = ""
    street: str = ""
    community: str = ""
    duty_grid: str = ""
    address: str = ""
    inspector: str = ""
    extended: bool | None = None
    reworked: bool | None = None
    point: Point | None = None
    crs: Crs | None = None
    x: float | None = None
    y: float | None = None
    sheet: str = ""
    row: int = 0
