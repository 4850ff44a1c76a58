"""Cases and their acts to the rows of the lists: the definition a store's own has to equal.

What a case does not tell is given: who had the duty grid, when the master was reported, where the
inspector was seen.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from console.domain.case import Case
from console.domain.stage import Move, Post
from console.ports.facts import ActFact
from console.ports.integrity import ReportRow, TaskRow

_ORDERS: Final[Mapping[Move, str]] = {
    Move.ORDER_CONFIRMATION: "confirm",
    Move.ORDER_VERIFICATION: "verify",
    Move.REVERIFY: "verify",
    Move.RETURN_TO_VERIFICATION: "verify",
}
_ANSWERS: Final[Mapping[Move, str]] = {
    Move.ANSWER_CONFIRMATION: "confirm",
    Move.ANSWER_VERIFICATION: "verify",
}


def report_row(
    case: Case,
    acts: Iterable[ActFact],
    *,
    duty_inspector: str,
    master_reported_at: datetime | None = None,
) -> ReportRow:
    """The row of a case; `duty_inspector` had its duty grid when it was reported, "" for none."""
    standard = case.standard
    # Only an inspector can make this move; what others type in begins with another one.
    reporters = [act.operator for act in acts if act.move is Move.REPORT]
    return ReportRow(
        case=case.id,
        source=case.source,
        scheme=standard.scheme if standard else "",
        kind=standard.kind if standard else "",
        category=standard.category if standard else "",
        duty_grid=case.place.duty_grid or "",
        duty_inspector=duty_inspector,
        inspector=reporters[0] if reporters else "",
        reported_at=case.reported_at,
        registered_at=case.registered_at,
        ended_at=case.closed_at,
        close_kind=case.close_kind,
        confirmed=case.confirmed or "",
        master=case.master,
        master_reported_at=master_reported_at,
    )


def task_rows(case: Case, acts: Iterable[ActFact]) -> tuple[TaskRow, ...]:
    """The inspectors' tasks that were answered, each from its last order on.

    One answered by somebody else in the inspector's stead (a verifier, an acceptor) is none of his.
    """
    orders: dict[str, ActFact] = {}
    rows: list[TaskRow] = []
    for act in acts:
        if act.move in _ORDERS:
            orders[_ORDERS[act.move]] = act
        order = orders.get(_ANSWERS.get(act.move, ""))
        if order is not None and act.post is Post.INSPECTOR:
            rows.append(
                TaskRow(
                    case=case.id,
                    kind=_ANSWERS[act.move],
                    inspector=act.inspector,
                    sent_at=order.at,
                    answered_at=act.at,
                    place=case.place.point,
                )
            )
    return tuple(rows)
