"""Before and after large: side by side, slid or in turn, with linked zoom; videos are played."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.ports.files import FileState
from console.viewmodels.desk import Desk
from console.viewmodels.photos import PhotoFact
from console.viewmodels.playing import Playing
from console.views.card.popup import Popup
from console.views.look import Look
from console.views.widgets.keys import KeyButton
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photo_marks import length_words
from console.views.widgets.photos import Photo, PhotoPair


class PhotoPopup(Popup):
    """The two chosen in the strip; P plays a video or recording in the system's own player."""

    def __init__(
        self,
        sides: tuple[PhotoFact | None, PhotoFact | None],
        number: str,
        loader: PhotoLoader,
        desk: Desk,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, look.wording.say("card.photos", number=number), "", parent)
        self.resize(1180, 680)
        self.playing = Playing(desk, self)
        self.playing.ready.connect(self._on_ready)
        self._heard = [one for one in sides if one is not None and one.plays]
        self.players = tuple(self._made_player(one) for one in self._heard)
        self.pair = PhotoPair(look.theme, look.wording, loader, self)
        self.body.addWidget(self.pair, 1)
        if self.players:
            row = QHBoxLayout()
            for button in self.players:
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        before, after = sides
        self.pair.show_pair(self._photo(before, "photo.before"), self._photo(after, "photo.after"))
        self.pair.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P plays the first that can be played."""
        ready = [one for one in self.players if one.isEnabled()]
        if event.key() == Qt.Key.Key_P and not event.modifiers() and ready:
            ready[0].click()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """The copies for the player go with the window."""
        self.playing.close()
        super().done(result)

    def _made_player(self, fact: PhotoFact) -> KeyButton:
        side = self.say("photo.after" if fact.after else "photo.before")
        words = self.say("photo.play", side=side, length=length_words(fact.seconds))
        button = KeyButton(self.look.theme, words, "P", parent=self)
        button.setEnabled(fact.path is not None)
        button.clicked.connect(self._on_play)
        return button

    @Slot()
    def _on_play(self) -> None:
        asked = [
            fact
            for button, fact in zip(self.players, self._heard, strict=True)
            if button is self.sender()
        ]
        for fact in asked:
            self.playing.play(fact)

    @Slot(object)
    def _on_ready(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _photo(self, fact: PhotoFact | None, code: str) -> Photo | None:
        if fact is None or not fact.seen:
            return None
        formats = self.look.formats
        parts = [self.say(code), formats.time(fact.taken_at) if fact.taken_at else "", fact.by]
        return Photo(
            key=fact.digest,
            path=fact.path,
            label=" · ".join(part for part in parts if part),
            state=FileState.READY if fact.found is None else fact.found.state,
        )
