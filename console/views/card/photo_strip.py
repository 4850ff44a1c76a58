"""Before and after at a glance: two pictures with when, by whom and how far from the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from console.viewmodels.photos import CasePhotos, PhotoFact
from console.views.card.part import Part
from console.views.look import Look
from console.views.theme import body_font
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photo_marks import (
    draw_playable,
    draw_spoiled,
    length_words,
    preview_image,
)

WIDTH: Final = 228
HEIGHT: Final = 171
LOW: Final = 0.6
"""Height by width where room is short (DESIGN 4, 1366×768)."""
BOUND: Final = 640  # px read for a tile: sharp at 200 % scaling
LABEL: Final = 22


class PhotoTile(QAbstractButton):
    """One side; ← → walk through its pictures, Enter or a click opens them large."""

    def __init__(
        self, look: Look, title: str, loader: PhotoLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._title, self._loader = look, title, loader
        self._facts: tuple[PhotoFact, ...] = ()
        self._at = 0
        self._share = HEIGHT / WIDTH
        self._picture = QPixmap()
        self._words = ""
        self._caption = ""
        self._broken = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)
        look.theme.changed.connect(self.update)
        self.show_facts((), "")

    @property
    def fact(self) -> PhotoFact | None:
        """The picture shown."""
        return self._facts[self._at] if self._facts else None

    @property
    def caption(self) -> str:
        """When, by whom and how far away it was taken."""
        return self._caption

    def show_facts(self, facts: Sequence[PhotoFact], empty: str) -> None:
        """Show the newest of these pictures; `empty` says why there is none."""
        self._facts, self._at = tuple(facts), max(0, len(facts) - 1)
        self._words = empty
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def set_low(self, *, low: bool) -> None:
        """Be flatter than the picture; more is cut at top and bottom."""
        self._share = LOW if low else HEIGHT / WIDTH
        self._take_height()

    def _take_height(self) -> None:
        wanted = round(self.width() * self._share)
        if self.height() != wanted:
            self.setFixedHeight(wanted)

    def _show(self) -> None:
        fact, say = self.fact, self._look.wording.say
        self._picture, self._broken = QPixmap(), False
        self._caption = "" if fact is None else self._said(fact)
        if fact is not None:
            self._picture = QPixmap.fromImage(preview_image(fact.preview))
            self._words = say(f"photo.{fact.spoiled or 'loading'}")
            if not fact.seen:
                self._words = ""
            elif fact.path is not None:
                self._loader.load(_request(fact), fact.path, BOUND)
        self.setAccessibleDescription(self._said_over())
        self.setAccessibleName(f"{self._heading()} {self._caption or self._words}".strip())
        self.update()

    def _heading(self) -> str:
        if not self._facts:
            return self._title
        return f"{self._title} {self._at + 1}/{len(self._facts)}"

    def _said(self, fact: PhotoFact) -> str:
        say, formats = self._look.wording.say, self._look.formats
        parts = [formats.time(fact.taken_at) if fact.taken_at else "", fact.by]
        if fact.metres is not None:
            parts.append(say("card.photo.metres", far=formats.distance(fact.metres)))
        return " · ".join(part for part in parts if part)

    @Slot(str, QImage)
    def _on_loaded(self, request: str, image: QImage) -> None:
        fact = self.fact
        if fact is not None and request == _request(fact):
            self._picture = QPixmap.fromImage(image)
            self.update()

    @Slot(str)
    def _on_failed(self, request: str) -> None:
        fact = self.fact
        if fact is not None and request == _request(fact):
            self._broken = True
            self._words = self._look.wording.say("photo.unreadable")
            self.setAccessibleDescription(self._said_over())
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step is not None and self._facts:
            self._at = (self._at + step) % len(self._facts)
            self._show()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._look.theme.tokens
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), tokens.color("panel2"))
        if self._picture.isNull():
            painter.setPen(QPen(tokens.color("line3"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.setPen(tokens.color("ink3"))
            painter.setFont(body_font(12))
            place = self.rect().adjusted(10, LABEL, -10, -LABEL)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(place, flags, self._words)
        else:
            self._draw_picture(painter)
        self._draw_marks(painter)
        self._draw_label(painter, self._heading(), bottom=False)
        if self._caption:
            self._draw_label(painter, self._caption, bottom=True)
        if self.hasFocus():
            painter.setPen(QPen(tokens.color("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw_picture(self, painter: QPainter) -> None:
        """Fill the tile; what does not fit its shape is cut at both sides alike."""
        size = self._picture.size().scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, self._picture)

    def _said_over(self) -> str:
        """What stands over the picture: why its file cannot be shown, or how long it plays."""
        fact = self.fact
        if fact is None:
            return ""
        if fact.spoiled or self._broken:
            return self._look.wording.say(f"photo.{fact.spoiled or 'unreadable'}")
        return length_words(fact.seconds) if fact.plays else ""

    def _draw_marks(self, painter: QPainter) -> None:
        fact, tokens, words = self.fact, self._look.theme.tokens, self._said_over()
        if fact is None or not words:
            return
        if fact.spoiled or self._broken:
            draw_spoiled(painter, self.rect(), tokens, words)
        else:
            draw_playable(painter, self.rect(), tokens, words)

    def _draw_label(self, painter: QPainter, text: str, *, bottom: bool) -> None:
        tokens = self._look.theme.tokens
        painter.setFont(body_font(12))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text) + 14
        if bottom:
            place = QRect(0, self.height() - LABEL, self.width(), LABEL)
        else:
            place = QRect(6, 6, wide, LABEL - 2)
        ground = tokens.color("scrim")
        ground.setAlphaF(0.82)
        painter.fillRect(place, ground)
        painter.setPen(tokens.color("onscrim"))
        inner = place.adjusted(6, 0, -4, 0)
        said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, said)


class PhotoStrip(Part):
    """Both sides. Signals: `opened` both sides are wanted large."""

    opened = Signal()

    def __init__(
        self,
        photos: CasePhotos,
        loader: PhotoLoader,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._photos = photos
        self.before = PhotoTile(look, self.say("photo.before"), loader, self)
        self.after = PhotoTile(look, self.say("photo.after"), loader, self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for tile in (self.before, self.after):
            row.addWidget(tile, 1)
            tile.clicked.connect(self._on_clicked)
        self.column.addLayout(row)
        photos.changed.connect(self.tell)
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show what there is."""
        self.before.show_facts(self._photos.before, self.say("card.photo.none_before"))
        self.after.show_facts(self._photos.after, self.say("card.photo.none_after"))

    def fold(self, *, folded: bool) -> None:
        """Take less height."""
        for tile in (self.before, self.after):
            tile.set_low(low=folded)

    @Slot()
    def _on_clicked(self) -> None:
        if self.before.fact is not None or self.after.fact is not None:
            self.opened.emit()


def _request(fact: PhotoFact) -> str:
    return f"{fact.digest}@{BOUND}"
