"""Before and after: two photos side by side, slid over each other, or in turn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.ports.files import FileState
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton, KeyLabel
from console.views.widgets.photo_loader import BOUND, PhotoLoader
from console.views.widgets.photo_view import Look, PhotoView
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

BLINK_MS: Final = 700
SEAM_STEP: Final = 0.05
FIRST_MARK: Final = QRectF(0.4, 0.4, 0.2, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One side of the pair; `key` is its digest, `label` its worded caption."""

    key: str
    path: Path | None = None
    label: str = ""
    state: FileState = FileState.READY


class Mode(StrEnum):
    SIDE = "side"
    SLIDE = "slide"
    BLINK = "blink"


MODE_KEYS: Final = {Qt.Key.Key_1: Mode.SIDE, Qt.Key.Key_2: Mode.SLIDE, Qt.Key.Key_3: Mode.BLINK}


class PhotoPair(QWidget):
    """Keys: 1 side, 2 slide (← → move the seam), 3 blink, Z link, A annotate, O original.

    With A on, a drag draws a rectangle on the after photo; A then Enter puts one in the middle,
    Backspace takes the last away.
    """

    annotated = Signal(object)  # tuple of QRectF in parts of the after photo

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        loader: PhotoLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording, self._loader = wording, loader
        self._photos: tuple[Photo | None, Photo | None] = (None, None)
        self._pixmaps = [QPixmap(), QPixmap()]
        self._marks: tuple[QRectF, ...] = ()
        self._seam, self._covering = 0.5, False
        self.views = (PhotoView(self), PhotoView(self))
        self.labels = tuple(self._made_label(view) for view in self.views)
        self._modes = Segmented(
            theme,
            [
                (mode.value, wording.say(f"photo.{mode.value}"), str(at))
                for at, mode in enumerate(Mode, start=1)
            ],
        )
        self._modes.chosen.connect(self._on_mode_chosen)
        self._link = QCheckBox(wording.say("photo.link"), self)
        self._link.setChecked(True)
        self._annotate = KeyButton(theme, wording.say("photo.annotate"), "A", size="small")
        self._annotate.setCheckable(True)
        self._annotate.toggled.connect(self.views[1].mark)
        self._original = KeyButton(theme, wording.say("photo.original"), "O", size="small")
        self._original.clicked.connect(self.show_original)
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK_MS)
        self._blink.timeout.connect(self._on_blink)
        self._lay_out()
        for view in self.views:
            view.looked.connect(self._on_looked)
        self.views[1].marked.connect(self._on_marked)
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)

    @property
    def mode(self) -> Mode:
        return Mode(self._modes.choice)

    @property
    def annotations(self) -> tuple[QRectF, ...]:
        return self._marks

    def show_pair(self, before: Photo | None, after: Photo | None) -> None:
        """Show two photos; None is a side without a photo yet."""
        self._photos, self._marks = (before, after), ()
        self._pixmaps = [QPixmap(), QPixmap()]
        self.views[1].show_marks(())
        codes = ("photo.before", "photo.after")
        for side, photo in enumerate(self._photos):
            word = self._wording.say(codes[side])
            label = photo.label if photo and photo.label else word
            self.labels[side].setText(label)
            self.labels[side].adjustSize()
            self.views[side].setAccessibleName(label)
            self._ask(side, BOUND)

    def annotate(self, marks: tuple[QRectF, ...]) -> None:
        """Show kept annotations."""
        self._marks = marks
        self.views[1].show_marks(marks)

    def set_mode(self, mode: Mode) -> None:
        self._modes.choose(mode.value)
        self.views[1].setVisible(mode is Mode.SIDE)
        self._blink.stop()
        self._seam, self._covering = 0.5, False
        if mode is Mode.BLINK:
            self._blink.start()
        self._show_cover()

    def toggle_link(self) -> None:
        self._link.toggle()

    def toggle_annotate(self) -> None:
        self._annotate.toggle()

    def show_original(self) -> None:
        """Read both photos in full and show them pixel by pixel."""
        for side in (0, 1):
            self._ask(side, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        acts = {
            Qt.Key.Key_Z: self.toggle_link,
            Qt.Key.Key_A: self.toggle_annotate,
            Qt.Key.Key_O: self.show_original,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in MODE_KEYS:
            self.set_mode(MODE_KEYS[key])
        elif key in acts:
            acts[key]()
        elif not self._take_key(key):
            super().keyPressEvent(event)

    def _take_key(self, key: Qt.Key) -> bool:
        seam = {Qt.Key.Key_Left: -SEAM_STEP, Qt.Key.Key_Right: SEAM_STEP}.get(key)
        if self.mode is Mode.SLIDE and seam is not None:
            self._seam = min(max(self._seam + seam, 0.0), 1.0)
            self._show_cover()
        elif self._annotate.isChecked() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_marked(FIRST_MARK)
        elif self._annotate.isChecked() and key == Qt.Key.Key_Backspace and self._marks:
            self._keep_marks(self._marks[:-1])
        else:
            return False
        return True

    def _made_label(self, view: PhotoView) -> QLabel:
        label = QLabel(view)
        set_look(label, role="photo")
        label.move(6, 6)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for part in (self._modes, self._link, KeyLabel("Z", self), self._annotate, self._original):
            bar.addWidget(part)
        bar.addStretch(1)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        for view in self.views:
            pictures.addWidget(view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addLayout(pictures, 1)

    def _ask(self, side: int, bound: int) -> None:
        photo, view = self._photos[side], self.views[side]
        if photo is None:
            view.show_words("—")
        elif photo.state is not FileState.READY or photo.path is None:
            ready = photo.state is FileState.READY
            state = FileState.MISSING if ready else photo.state
            view.show_words(self._wording.say(f"photo.{state.value}"))
        else:
            if not view.has_picture or bound:
                view.show_words(self._wording.say("photo.loading"))
            self._loader.load(_request(photo.key, bound), photo.path, bound)

    def _on_loaded(self, request: str, image: QImage) -> None:
        for side, photo in enumerate(self._photos):
            if photo is None or request not in (_request(photo.key, BOUND), _request(photo.key, 0)):
                continue
            self._pixmaps[side] = QPixmap.fromImage(image)
            self.views[side].show_picture(self._pixmaps[side])
            if request == _request(photo.key, 0):
                self.views[side].zoom_to_pixels()
            self._show_cover()

    def _on_failed(self, request: str) -> None:
        for side, photo in enumerate(self._photos):
            if photo and request in (_request(photo.key, BOUND), _request(photo.key, 0)):
                self.views[side].show_words(self._wording.say("photo.unreadable"))

    def _on_looked(self, look: Look) -> None:
        if self._link.isChecked():
            for view in self.views:
                if view.look != look:
                    view.look_at(look)

    def _on_mode_chosen(self, code: str) -> None:
        self.set_mode(Mode(code))

    def _on_blink(self) -> None:
        if not self.isVisible():
            return
        self._covering = not self._covering
        self._show_cover()

    def _show_cover(self) -> None:
        """Slide shows the after photo right of the seam, blink shows it every other time."""
        if self.mode is Mode.SIDE:
            self.views[0].cover(QPixmap(), 1)
        elif self.mode is Mode.SLIDE:
            self.views[0].cover(self._pixmaps[1], self._seam)
        else:
            self.views[0].cover(self._pixmaps[1], 0.0 if self._covering else 1.0)

    def _on_marked(self, mark: QRectF) -> None:
        self._keep_marks((*self._marks, mark))

    def _keep_marks(self, marks: tuple[QRectF, ...]) -> None:
        self.annotate(marks)
        self.annotated.emit(marks)


def _request(key: str, bound: int) -> str:
    return f"{key}@{bound}"
