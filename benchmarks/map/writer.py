"""Another process at work: reports taken into the store the console looks into, and ended again."""

from __future__ import annotations

import json
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from console.domain.case import Actor, CaseId
from console.domain.place import Place, Point
from console.domain.stage import Post, Source
from console.services.intake import DeclineReport, TakeReport
from console.services.runner import run
from console.services.seat import Seat
from db import open_store
from db.site import FILES, open_embedded

SCRIPT: Final = "import sys; from benchmarks.map.writer import work; work(sys.argv[1])"
OPERATOR: Final = "chenlei"
READY: Final = "ready"


def work(told: str) -> None:
    """One commit for each line of the input (lon and lat), its moment for answer.

    It is a report at that place; when `most` of them are open, the oldest is declined instead.
    """
    given = json.loads(told)
    site = open_embedded(Path(given["folder"]))
    opened = open_store(site.url, files_folder=site.folder / FILES)
    seat = Seat(
        actor=Actor(operator=OPERATOR, post=Post.ACCEPTOR, seat="受理 09席"),
        now=lambda: datetime.now(UTC),
        store=opened.store,
        new_command=lambda: str(uuid.uuid4()),
    )
    alive: list[CaseId] = []
    print(READY, flush=True)
    for line in sys.stdin:
        lon, lat = json.loads(line)
        if len(alive) >= given["most"]:
            end = DeclineReport(case=alive.pop(0), reason="重复上报，不予受理")
            run(end, seat, str(uuid.uuid4()))
        else:
            alive += run(_report(lon, lat), seat, str(uuid.uuid4())).cases
        print(json.dumps([lon, lat, time.time()]), flush=True)
    opened.dispose()
    site.close()


def _report(lon: float, lat: float) -> TakeReport:
    return TakeReport(
        source=Source.SUPERIOR,
        place=Place(address="建设路 1 号门前", point=Point(lon, lat)),
        description="门前堆放杂物，影响通行",
    )
