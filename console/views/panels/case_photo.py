"""The first photo of a case in a panel, with its caption; read away from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ports.files import Found
from console.ports.work import Photo
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.views.fmt import Formats
from console.views.theme import Theme
from console.views.widgets.photo_loader import PhotoLoader

BAR = 24
BOUND = 900


class CasePhoto(QWidget):
    """One photo filling its frame; says so when there is none or it cannot be read."""

    def __init__(
        self, theme: Theme, formats: Formats, height: int = 258, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._formats = theme, formats
        self._picture = QPixmap()
        self._head = self._foot = ""
        self._words = formats.wording.say("photo.none")
        self._digest = ""
        self._desk: Desk | None = None
        self._loader: PhotoLoader | None = None
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_photos(self, photos: Sequence[Photo], desk: Desk, role: str = "before") -> None:
        """Show the first photo of this role."""
        wanted = [photo for photo in photos if photo.role in (role, "near", "far")]
        if not wanted:
            return
        say, first = self._formats.wording.say, wanted[0]
        self._words = say("photo.loading")
        self._head = f"{say(f'photo.{role}')} 1/{len(wanted)}"
        taken = self._formats.moment(first.taken_at, desk.now()) if first.taken_at else ""
        self._foot = " ".join(word for word in (taken, first.by) if word)
        if self._desk is None:
            self._desk = desk
            self._loader = PhotoLoader(desk.outside.media, self)
            self._loader.loaded.connect(self._on_loaded)
            self._loader.failed.connect(self._on_failed)
            desk.asked_anew.connect(self._look_again)
        self._digest = first.digest
        self._look(desk)

    def _look_again(self) -> None:
        """A photo that is not here is looked for once more (F5)."""
        if self._desk is not None and self._picture.isNull():
            self._look(self._desk)

    def _look(self, desk: Desk) -> None:
        digest = self._digest
        desk.lanes.ask(
            "panel.photo",
            lambda: desk.outside.files.find(digest),
            while_alive(self, self._on_found),
            desk.failed,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.color("panel2"))
        if self._picture.isNull():
            painter.setPen(tokens.color("ink3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        source = self._picture.rect()
        wide = min(source.width(), round(source.height() * self.width() / self.height()))
        tall = min(source.height(), round(source.width() * self.height() / self.width()))
        cut = QRect((source.width() - wide) // 2, (source.height() - tall) // 2, wide, tall)
        painter.drawPixmap(self.rect(), self._picture, cut)
        painter.setPen(tokens.color("onscrim"))
        if self._foot:
            foot = QRect(0, self.height() - BAR, self.width(), BAR)
            painter.fillRect(foot, tokens.color("scrim"))
            painter.drawText(foot.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self._foot)
        head = painter.fontMetrics().boundingRect(self._head).adjusted(-6, -3, 6, 3)
        head.moveTopLeft(self.rect().topLeft())
        painter.fillRect(head.translated(6, 6), tokens.color("scrim"))
        painter.drawText(head.translated(6, 6), Qt.AlignmentFlag.AlignCenter, self._head)

    def _on_found(self, found: Found) -> None:
        if found.path is None:
            self._say(f"photo.{found.state}")
        elif self._loader is not None:
            self._loader.load("first", found.path, BOUND)

    def _on_loaded(self, _key: str, image: QImage) -> None:
        self._picture = QPixmap.fromImage(image)
        self.setAccessibleName(f"{self._head} {self._foot}".strip())
        self.update()

    def _on_failed(self, _key: str) -> None:
        self._say("photo.unreadable")

    def _say(self, code: str) -> None:
        self._words = self._formats.wording.say(code)
        self.setAccessibleName(self._words)
        self.update()
