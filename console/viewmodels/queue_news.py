"""Whether news move a queue: most change a row where it stands, and its order need not be asked.

Judged by how things stand, never by what changed: a case of the news must be in the queue and lie
between its neighbours, or be neither in the list nor in the queue. Whoever cannot say so asks.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final

from console.domain.case import CaseId
from console.domain.stage import QUEUES
from console.ports.rows import CaseRow, QueueFilter
from console.viewmodels.keyed_table import WindowedTable

KEYS: Final[Mapping[str, Callable[[CaseRow], datetime | None]]] = {
    "due": lambda row: row.due,
    "reported": lambda row: row.reported_at,
}
"""Orders that are compared here as the store compares them; words have its own order."""


def can_tell(wanted: QueueFilter) -> bool:
    """Whether a queue changes by news only and as rows tell: no filter, no clock, no claim."""
    plain = QueueFilter(queue=wanted.queue, order=wanted.order, descending=wanted.descending)
    return wanted == plain and wanted.queue in QUEUES and wanted.order in KEYS


def in_place(table: WindowedTable[CaseRow], cases: Collection[CaseId], wanted: QueueFilter) -> bool:
    """Whether these cases of the table belong to its queue and stand where they are listed."""
    return all(_stands(table, table.row_of(case), wanted) for case in cases)


def _stands(table: WindowedTable[CaseRow], place: int, wanted: QueueFilter) -> bool:
    around = range(max(place - 1, 0), min(place + 2, table.rowCount()))
    rows = [table.row_at(at) for at in around]
    here = table.row_at(place)
    if here is None or here.stage not in QUEUES[wanted.queue]:
        return False
    keys: list[Any] = []
    for row in rows:
        moment = None if row is None else KEYS[wanted.order](row)
        if row is None or moment is None:
            return False
        keys.append((moment, row.id))
    return keys == sorted(keys, reverse=wanted.descending)
