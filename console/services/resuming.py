"""Suspended cases go on by themselves at their date (fact book 5.4; row 17 of table 6.4).

Whoever looks first makes the system's act. The command's id follows from the case and its version,
so consoles that look at the same moment make one step between them.
"""

from datetime import datetime
from typing import Final

from console.domain.case import Actor, CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.reading import Reading
from console.ports.work import Store
from console.services.extending import ResumeCase
from console.services.runner import run
from console.services.seat import Seat

SYSTEM: Final = Actor(operator="system", post=Post.SYSTEM, seat="system")


def resume_due(store: Store, reading: Reading, now: datetime) -> tuple[CaseId, ...]:
    """Resume every case whose suspension is over at `now`; the cases that go on.

    Raises `StoreUnavailable`.
    """
    resumed: list[CaseId] = []
    for case, version in reading.suspensions_over(now):
        identity = f"resume-{case}-{version}"
        seat = Seat(actor=SYSTEM, now=lambda: now, store=store, new_command=identity.__str__)
        try:
            run(ResumeCase(case=case), seat, identity)
        except Refusal:
            continue  # somebody resumed, voided or closed it since we looked
        resumed.append(case)
    return tuple(resumed)
