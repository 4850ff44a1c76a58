"""The pictures of a case: which there are, where they lie, how far from it they were taken."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.coordinates import distance_m
from console.ports.files import Files, FileState
from console.ports.rows import CaseDetail
from console.ports.work import Photo
from console.viewmodels.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFact:
    """One picture. `path` is None when it is not ready. `metres` from the case's point."""

    digest: str
    after: bool
    path: Path | None
    state: FileState = FileState.READY
    taken_at: datetime | None = None
    by: str = ""
    metres: float | None = None


class CasePhotos(QObject):
    """The pictures of the case in hand; files are looked for off the window's thread.

    Signals: `changed` when others are shown.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked: tuple[object, ...] | None = None
        self.before: tuple[PhotoFact, ...] = ()
        self.after: tuple[PhotoFact, ...] = ()
        self._detail: CaseDetail | None = None
        desk.asked_anew.connect(self.again)

    def show(self, detail: CaseDetail | None) -> None:
        """Show the pictures of a case; the same ones are not looked for twice."""
        pictures = () if detail is None else tuple(one for _seq, one in detail.photos)
        key = (detail.case.id if detail else None, *(one.digest for one in pictures))
        if key == self._asked:
            return
        self._asked, self._detail = key, detail
        self.before = self.after = ()
        self.changed.emit()
        if detail is not None and pictures:
            self._look(detail)

    def _look(self, detail: CaseDetail) -> None:
        pictures = tuple(one for _seq, one in detail.photos)
        files = self._desk.outside.files
        self._desk.ask(
            "photos",
            lambda _reading: tuple(_fact(one, detail, files) for one in pictures if _seen(one)),
            self._on_found,
        )

    @Slot()
    def again(self) -> None:
        """Look for missing files once more (F5); what is shown stays meanwhile."""
        missing = any(one.path is None for one in (*self.before, *self.after))
        if missing and self._detail is not None:
            self._look(self._detail)

    def _on_found(self, found: tuple[PhotoFact, ...]) -> None:
        self.before = tuple(one for one in found if not one.after)
        self.after = tuple(one for one in found if one.after)
        self.changed.emit()


def _seen(photo: Photo) -> bool:
    return photo.mime.startswith("image/")


def _fact(photo: Photo, detail: CaseDetail, files: Files) -> PhotoFact:
    point = detail.case.place.point
    far = distance_m(point, photo.point) if point is not None and photo.point is not None else None
    found = files.find(photo.digest)
    return PhotoFact(
        digest=photo.digest,
        after=photo.role == "after",
        path=found.path,
        state=found.state,
        taken_at=photo.taken_at,
        by=photo.by,
        metres=far,
    )
