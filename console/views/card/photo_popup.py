"""Before and after large: side by side, slid or in turn, with linked zoom."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.viewmodels.photos import PhotoFact
from console.views.card.popup import Popup
from console.views.look import Look
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photos import Photo, PhotoPair, PhotoState


class PhotoPopup(Popup):
    """The two pictures chosen in the strip."""

    def __init__(
        self,
        sides: tuple[PhotoFact | None, PhotoFact | None],
        number: str,
        loader: PhotoLoader,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, look.wording.say("card.photos", number=number), "", parent)
        self.resize(1180, 680)
        self.pair = PhotoPair(look.theme, look.wording, loader, self)
        self.body.addWidget(self.pair, 1)
        before, after = sides
        self.pair.show_pair(self._photo(before, "photo.before"), self._photo(after, "photo.after"))
        self.pair.setFocus()

    def _photo(self, fact: PhotoFact | None, code: str) -> Photo | None:
        if fact is None:
            return None
        formats = self.look.formats
        parts = [self.say(code), formats.time(fact.taken_at) if fact.taken_at else "", fact.by]
        return Photo(
            key=fact.digest,
            path=fact.path,
            label=" · ".join(part for part in parts if part),
            state=PhotoState.READY if fact.path is not None else PhotoState.MISSING,
        )
