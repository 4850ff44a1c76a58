"""Small photos in a row to choose from, and one photo with its caption; read in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.evidence import Shot
from console.views.fmt import Formats
from console.views.theme import Theme, body_font, set_look
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photo_marks import (
    draw_playable,
    draw_spoiled,
    length_words,
    preview_image,
)
from console.views.widgets.photo_view import PhotoView

WIDTH: Final = 142
HEIGHT: Final = 90
CAPTION: Final = 20
BOUND: Final = 320
WHOLE: Final = 1280


def shot_name(shot: Shot, formats: Formats) -> str:
    """「处置前 1」."""
    side = "after" if shot.after else "before"
    return formats.wording.say(f"verify.shot.{side}", number=shot.number)


def shot_caption(shot: Shot, formats: Formats) -> str:
    """「09:06 督查员 WD-114」."""
    by = formats.wording.say(f"verify.origin.{shot.origin}")
    taken = formats.time(shot.taken_at) if shot.taken_at else ""
    return " ".join(part for part in (taken, by) if part)


class Thumb(QAbstractButton):
    """One small photo; the checked one of a side is the one compared."""

    def __init__(self, theme: Theme, shot: Shot, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        name, caption = shot_name(shot, formats), shot_caption(shot, formats)
        self._theme, self._name, self._caption, self._shot = theme, name, caption, shot
        self._picture = QPixmap.fromImage(preview_image(shot.preview))
        say = formats.wording.say
        self._spoiled = "" if shot.path is not None else say(f"photo.short.{shot.state}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{name} {caption}".strip())
        why = "" if shot.path is not None else say(f"photo.{shot.state}")
        self.setAccessibleDescription(why)
        self.setToolTip(f"{self.accessibleName()} {why}".strip())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT + CAPTION)

    def show_picture(self, image: QImage) -> None:
        """Show this picture."""
        self._picture = QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._theme.tokens
        place = QRect(2, 2, self.width() - 4, HEIGHT - 4)
        painter.fillRect(place, tokens.color("panel2"))
        if not self._picture.isNull():
            size = self._picture.size().scaled(
                place.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
            )
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(place.center())
            painter.setClipRect(place)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._picture)
            painter.setClipping(False)
        if self._spoiled:
            draw_spoiled(painter, place, tokens, self._spoiled)
        elif self._shot.moving:
            draw_playable(painter, place, tokens, length_words(self._shot.seconds))
        painter.setFont(body_font(12))
        words = QRect(place.left(), place.top(), 0, 18)
        words.setWidth(painter.fontMetrics().horizontalAdvance(self._name) + 10)
        painter.fillRect(words, tokens.color("scrim"))
        painter.setPen(tokens.color("onscrim"))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._name)
        painter.setPen(tokens.color("ink2"))
        below = QRect(2, HEIGHT, self.width() - 4, CAPTION)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._caption)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(tokens.color("accent" if self.isChecked() else "ink"), 2))
            edge = self.hasFocus() * 2
            painter.drawRect(place.adjusted(-1, -1, 0, 0).adjusted(edge, edge, -edge, -edge))


class PhotoStrip(QWidget):
    """All photos of a case.

    Signals: `picked` (Shot) the one to be shown large on its side.
    """

    picked = Signal(object)

    def __init__(
        self, theme: Theme, formats: Formats, loader: PhotoLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._formats, self._loader = theme, formats, loader
        self._thumbs: dict[str, Thumb] = {}
        self._shots: dict[str, Shot] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        loader.loaded.connect(self._on_loaded)

    def show_shots(self, shots: Sequence[Shot]) -> None:
        """Show these photos, each once."""
        for thumb in self._thumbs.values():
            thumb.deleteLater()
        self._thumbs, self._shots = {}, {shot.digest: shot for shot in shots}
        for at, shot in enumerate(self._shots.values()):
            thumb = Thumb(self._theme, shot, self._formats, self)
            thumb.clicked.connect(partial(self._on_clicked, shot.digest))
            self._row.insertWidget(at, thumb)
            self._thumbs[shot.digest] = thumb
            if shot.path is not None:
                self._loader.load(_request(shot.digest), shot.path, BOUND)

    def mark(self, shots: Sequence[Shot | None]) -> None:
        """Outline the photos that are shown large."""
        wanted = {shot.digest for shot in shots if shot is not None}
        for digest, thumb in self._thumbs.items():
            thumb.setChecked(digest in wanted)

    def _on_clicked(self, digest: str) -> None:
        self.picked.emit(self._shots[digest])

    def _on_loaded(self, request: str, image: QImage) -> None:
        thumb = self._thumbs.get(request.removesuffix("@small"))
        if thumb is not None and request.endswith("@small"):
            thumb.show_picture(image)


class OnePhoto(QWidget):
    """One photo in a column, with its name above and where it was taken below."""

    def __init__(
        self, formats: Formats, loader: PhotoLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._formats, self._loader = formats, loader
        self._wanted = ""
        self.view = PhotoView(self)
        self.view.setFixedHeight(256)
        self._name = QLabel(self.view)
        set_look(self._name, role="photo")
        self._name.move(6, 6)
        self._caption = QLabel(self)
        set_look(self._caption, role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.view)
        column.addWidget(self._caption)
        loader.loaded.connect(self._on_loaded)
        self.hide()

    def show_shot(self, shot: Shot | None) -> None:
        """Show this photo; nothing is shown without one."""
        self.setVisible(shot is not None)
        if shot is None:
            return
        self._name.setText(shot_name(shot, self._formats))
        self._name.adjustSize()
        place = place_words(shot, self._formats)
        words = (f"{shot_caption(shot, self._formats)} {shot.by}".strip(), place)
        self._caption.setText("・".join(word for word in words if word))
        self._wanted = f"{shot.digest}@one"
        if shot.path is None:
            self.view.show_words(self._formats.wording.say(f"photo.{shot.state}"))
        else:
            self._loader.load(self._wanted, shot.path, WHOLE)

    def _on_loaded(self, request: str, image: QImage) -> None:
        if request == self._wanted:
            self.view.show_picture(QPixmap.fromImage(image))


def place_words(shot: Shot, formats: Formats) -> str:
    """「距案点 4 m，在其东北」; empty when the camera did not say where it stood."""
    if shot.metres is None:
        return ""
    metres = formats.distance(shot.metres)
    if round(shot.metres) < 1:
        return formats.wording.say("verify.at_place")
    wind = formats.wording.say(f"verify.wind.{shot.toward}")
    code = "verify.too_far" if shot.far else "verify.distance"
    return formats.wording.say(code, metres=metres, wind=wind)


def _request(digest: str) -> str:
    return f"{digest}@small"
