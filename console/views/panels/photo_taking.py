"""Photos that are dropped on a form or pasted into it (Ctrl+V), wherever its keyboard is.

Words are pasted as ever: taken are files, and a picture that comes without words (a screenshot, a
picture from a chat). Such a picture becomes a file of this machine, so that a draft keeps it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QEvent,
    QIODevice,
    QKeyCombination,
    QMimeData,
    QObject,
    QStandardPaths,
    Qt,
)
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget

from console.domain.refusal import Refusal
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.views.panels.base import Panel
from console.views.panels.entries import PhotosEntry

KEPT_SECONDS: Final = 7 * 24 * 3600
"""A pasted picture's file outlives its draft (kept a week) by nothing."""
DRAGGED: Final = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


def pasted_folder() -> Path:
    """Where pasted pictures lie, of this operator of the machine only."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "pasted"


class PhotoTaking(QObject):
    """Gives a form's entry what is dropped and pasted."""

    def __init__(self, panel: Panel, entry: PhotosEntry, desk: Desk) -> None:
        super().__init__(panel)
        self._panel, self._entry, self._desk = panel, entry, desk
        self._pasted = count(1)
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)
        panel.add_key("Ctrl+V", self.paste)  # text fields have it before, and come here too

    def paste(self) -> None:
        """Take the photos of the clipboard, if there are any (Ctrl+V outside the text fields)."""
        self._take(QGuiApplication.clipboard().mimeData())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Show and watched is self._panel:
            self._watch_fields()
        elif kind in DRAGGED and isinstance(event, QDropEvent):
            return self._dragged(event)
        elif isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress and _is_paste(event):
            return self._take(QGuiApplication.clipboard().mimeData())
        return super().eventFilter(watched, event)

    def _watch_fields(self) -> None:
        """Text fields would take the name of a file for words."""
        fields: list[QWidget] = [
            *self._panel.findChildren(QLineEdit),
            *self._panel.findChildren(QPlainTextEdit),
        ]
        for field in fields:
            field.installEventFilter(self)
            if isinstance(field, QAbstractScrollArea):
                field.viewport().installEventFilter(self)

    def _dragged(self, event: QDropEvent) -> bool:
        if not _offers(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._take(event.mimeData())
        return True

    def _take(self, offered: QMimeData) -> bool:
        """Whether there were photos."""
        paths = _files(offered)
        if not paths and _is_picture(offered):
            self._write(QImage(offered.imageData()))
            return True
        self._add(paths)
        return bool(paths)

    def _write(self, image: QImage) -> None:
        """Off the window's thread: a large screen's picture takes a third of a second."""
        self._desk.lanes.ask(
            f"pasted{next(self._pasted)}",
            lambda: _written(image),
            while_alive(self, self._add),
            while_alive(self, self._on_unwritten),
        )

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._entry.take((*self._entry.paths, *paths))

    def _on_unwritten(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self._panel.complain(Refusal("photo.not_pasted"))
        else:
            self._desk.failed(error)


def _is_paste(event: QKeyEvent) -> bool:
    pressed = QKeyCombination(event.modifiers(), Qt.Key(event.key()))
    return pressed == QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_V) or (
        event.matches(QKeySequence.StandardKey.Paste)
    )


def _offers(offered: QMimeData) -> bool:
    return bool(_files(offered)) or _is_picture(offered)


def _files(offered: QMimeData) -> Sequence[Path]:
    paths = [Path(url.toLocalFile()) for url in offered.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def _is_picture(offered: QMimeData) -> bool:
    """A picture and no words: a table copied from a sheet comes as both, and is meant as words."""
    return offered.hasImage() and not offered.hasText()


def _written(image: QImage) -> Sequence[Path]:
    """The picture as a file named after its content; older ones go."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stub wants the format as bytes, Qt takes text.
    if image.isNull() or not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        return ()
    content = bytes(buffer.data().data())
    folder = pasted_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                old.unlink()
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.png"
    path.write_bytes(content)
    return (path,)
