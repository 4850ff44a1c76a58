"""The photos of a case as evidence: which side they show, who took them, how far from the place.

Files are found and checked off the window's thread. No wording, no widget; which photo is shown
beside which is the panel's choice.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.coordinates import distance_m, local_m
from console.domain.filekind import AMR, MP4, SUFFIXES
from console.domain.place import Point
from console.domain.stage import Move
from console.ports.files import FileState, Found
from console.ports.rows import CaseDetail
from console.ports.work import Photo
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk

FAR_METRES: Final = 20.0
"""Farther from the place than this a photo hardly shows it (design 05)."""
_ORIGINS: Final = {
    Move.FEEDBACK: "unit",
    Move.ANSWER_VERIFICATION: "verification",
    Move.ANSWER_CONFIRMATION: "confirmation",
}
_COMPASS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One photo. `number` counts from 1 on its side (`after` False: before the handling).

    `origin` is the code of who sent it; `metres` and `toward` (eight winds, `n`…`nw`) tell where
    the camera stood, seen from the place of the case; `path` is None when the file is not ready.
    """

    digest: str
    after: bool
    number: int
    origin: str
    by: str
    taken_at: datetime | None
    point: Point | None = None
    metres: float | None = None
    toward: str = ""
    path: Path | None = None
    state: FileState = FileState.READY
    moving: bool = False
    seconds: float = 0.0
    preview: bytes = b""

    @property
    def far(self) -> bool:
        """Whether it was taken too far from the place to show it."""
        return self.metres is not None and self.metres > FAR_METRES


def shots(detail: CaseDetail, find: Callable[[str], Found]) -> tuple[Shot, ...]:
    """All photos of a case, before first, in the order they came."""
    moves = {step.seq: step.move for step in detail.steps}
    pictures = [one for one in detail.photos if _seen(one[1])]
    ordered = sorted(pictures, key=lambda one: (one[1].role == "after", one[0]))
    counts = {True: 0, False: 0}
    found = []
    for seq, photo in ordered:
        after = photo.role == "after"
        counts[after] += 1
        origin = _ORIGINS.get(moves.get(seq, Move.REPORT), "report")
        found.append(
            _shot(photo, detail.case.place.point, counts[after], origin, find(photo.digest))
        )
    return tuple(found)


def _shot(photo: Photo, place: Point | None, number: int, origin: str, found: Found) -> Shot:
    metres = distance_m(place, photo.point) if place and photo.point else None
    return Shot(
        digest=photo.digest,
        after=photo.role == "after",
        number=number,
        origin=origin,
        by=photo.by,
        taken_at=photo.taken_at,
        point=photo.point,
        metres=metres,
        toward=_wind(place, photo.point) if place and photo.point else "",
        path=found.path,
        state=found.state,
        moving=photo.mime == MP4,
        seconds=photo.seconds,
        preview=photo.preview,
    )


def _seen(photo: Photo) -> bool:
    """A recording shows nothing of a place."""
    return photo.mime in SUFFIXES and photo.mime != AMR


def _wind(place: Point, camera: Point) -> str:
    east, north = local_m(place, camera)
    return _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


class Evidence(QObject):
    """The photos of one case, found once.

    Signals: `changed` when their files have been looked for.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.shots: tuple[Shot, ...] = ()
        self._detail: CaseDetail | None = None
        desk.asked_anew.connect(self.again)

    def load(self, detail: CaseDetail) -> None:
        """Look for the files of this case's photos."""
        self._detail = detail
        files = self._desk.outside.files
        self._desk.lanes.ask(
            "evidence",
            lambda: shots(detail, files.find),
            while_alive(self, self._on_found),
            self._desk.failed,
        )

    @Slot()
    def again(self) -> None:
        """Look for missing files once more (F5); what is shown stays meanwhile."""
        if self._detail is not None and any(one.path is None for one in self.shots):
            self.load(self._detail)

    def side(self, *, after: bool) -> tuple[Shot, ...]:
        """The photos of one side."""
        return tuple(one for one in self.shots if one.after is after)

    def pair(self) -> tuple[Shot | None, Shot | None]:
        """The first photo before, and the last one after: what a verifier compares first."""
        before, after = self.side(after=False), self.side(after=True)
        return (before[0] if before else None, after[-1] if after else None)

    def _on_found(self, found: tuple[Shot, ...]) -> None:
        self.shots = found
        self.changed.emit()
