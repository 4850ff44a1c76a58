"""A city at work beside a wall, full of people's names and numbers: one change each second.

Each caller, note and reason names somebody nobody else is like (`tests.open_callers`), so that any
trace of one on a wall can be told. The telephone system tells that it is there, as a city's does.
"""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from sqlalchemy import text

from console.demo.hotline import Hotline
from console.domain.case import Actor, CaseId
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Post, Source
from console.ports.errors import StoreUnavailable
from console.ports.work import Caller
from console.services.intake import DeclineReport, TakeReport
from console.services.noting import NoteCase
from console.services.registry import Command
from console.services.runner import run
from console.services.seat import Seat
from db import open_store
from db.site import FILES, open_embedded
from tests.open_callers import the_callers

OPERATOR: Final = "chenlei"
OPEN: Final = 40
"""The oldest of so many own reports is declined."""
MIDDLE: Final = (113.3, 33.74)
PEOPLE: Final = 5_000


def change(line: Connection, folder: Path) -> None:
    """One change a second until the line says or is at its end; then how many were made."""
    site = open_embedded(folder)
    opened = open_store(site.url, files_folder=site.folder / FILES)
    seat = Seat(
        actor=Actor(operator=OPERATOR, post=Post.ACCEPTOR, seat="受理 09席"),
        now=_now,
        store=opened.store,
        new_command=_new,
    )
    chance, people = random.Random(5), the_callers(PEOPLE)
    with opened.engines[0].connect() as connection:
        found = connection.execute(
            text("SELECT f.id FROM case_file f JOIN case_state USING (id) WHERE NOT f.ended")
        )
        others = [CaseId(row.id) for row in found]
    mine: list[CaseId] = []
    made = 0
    telephone = Hotline(random.Random(11), _now())
    line.send("there")
    while not line.poll(1.0):
        who = chance.choice(people)
        wanted = _next(chance, who, mine, others)
        try:
            telephone.tell(opened.calls, _now())
            done = run(wanted, seat, _new())
        except (Refusal, StoreUnavailable):  # a case that has ended meanwhile; a store that is away
            continue
        made += 1
        if isinstance(wanted, TakeReport):
            mine += done.cases
    line.send(made)
    opened.dispose()
    site.close()


def _next(chance: random.Random, who: Caller, mine: list[CaseId], others: list[CaseId]) -> Command:
    told = f"{who.name}来电 {who.phone}，住{who.address}"
    if len(mine) >= OPEN:
        return DeclineReport(case=mine.pop(0), reason=f"重复上报，已告知{told}")
    if others and chance.random() < 0.5:
        return NoteCase(case=chance.choice(others), text=told)
    lon, lat = (middle + chance.random() * 0.02 for middle in MIDDLE)
    place = Place(address=f"{who.address}，找{who.name}", point=Point(lon, lat))
    return TakeReport(source=Source.HOTLINE, place=place, description=told, caller=who)


def _now() -> datetime:
    return datetime.now(UTC)


def _new() -> str:
    return str(uuid.uuid4())
