"""The photos, videos and recordings of a case: shown at once by what the database keeps of them;
where their files lie is found afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.coordinates import distance_m
from console.domain.filekind import SUFFIXES, is_picture
from console.ports.files import FileState, Found
from console.ports.rows import CaseDetail
from console.ports.work import Photo
from console.viewmodels.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFact:
    """One of them. `found` is None until its file was looked for; `metres` from the case's point.

    `preview` (JPEG) and `seconds` are what the database knows of the file.
    """

    digest: str
    after: bool
    mime: str
    found: Found | None = None
    taken_at: datetime | None = None
    by: str = ""
    metres: float | None = None
    seconds: float = 0.0
    preview: bytes = b""

    @property
    def path(self) -> Path | None:
        """Where the file lies, when it is ready."""
        return self.found.path if self.found else None

    @property
    def spoiled(self) -> FileState | None:
        """Why the file cannot be shown; None while it can, or nobody knows yet."""
        ready = self.found is None or self.found.state is FileState.READY
        return None if ready or self.found is None else self.found.state

    @property
    def plays(self) -> bool:
        """Whether it is seen or heard over some time."""
        return not is_picture(self.mime)

    @property
    def seen(self) -> bool:
        """Whether there is a picture of it."""
        return not self.mime.startswith("audio/")


class CasePhotos(QObject):
    """Those of the case in hand; files are looked for off the window's thread.

    Signals: `changed` when others are shown, or more is known of their files.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked: tuple[object, ...] | None = None
        self.before: tuple[PhotoFact, ...] = ()
        self.after: tuple[PhotoFact, ...] = ()
        desk.asked_anew.connect(self.again)

    def show(self, detail: CaseDetail | None) -> None:
        """Show those of a case; the same ones are not looked for twice."""
        known = () if detail is None else tuple(one for _seq, one in detail.photos)
        key = (detail.case.id if detail else None, *(one.digest for one in known))
        if key == self._asked:
            return
        self._asked = key
        facts = () if detail is None else tuple(_fact(one, detail) for one in known if _shown(one))
        self._take(facts)
        if facts:
            self._look(facts)

    def _look(self, facts: tuple[PhotoFact, ...]) -> None:
        files = self._desk.outside.files
        self._desk.ask(
            "photos",
            lambda _reading: tuple(replace(one, found=files.find(one.digest)) for one in facts),
            self._take,
        )

    @Slot()
    def again(self) -> None:
        """Look for missing files once more (F5); what is shown stays meanwhile."""
        facts = (*self.before, *self.after)
        if any(one.path is None for one in facts):
            self._look(facts)

    def _take(self, facts: tuple[PhotoFact, ...]) -> None:
        self.before = tuple(one for one in facts if not one.after)
        self.after = tuple(one for one in facts if one.after)
        self.changed.emit()


def _shown(photo: Photo) -> bool:
    return photo.mime in SUFFIXES


def _fact(photo: Photo, detail: CaseDetail) -> PhotoFact:
    point = detail.case.place.point
    far = distance_m(point, photo.point) if point is not None and photo.point is not None else None
    return PhotoFact(
        digest=photo.digest,
        after=photo.role == "after",
        mime=photo.mime,
        taken_at=photo.taken_at,
        by=photo.by,
        metres=far,
        seconds=photo.seconds,
        preview=photo.preview,
    )
