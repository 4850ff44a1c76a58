"""The last picture of the map, held before it while its page is built anew: nothing flashes."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

CALM_MS: Final = 150
"""After a change so long nothing else changed, and its picture is taken."""
REST: Final = 40
"""A picture costs a few milliseconds; so many times as long none is taken again."""
LOOK_MS: Final = 25
"""Between two looks whether the new page can be seen."""
DEAR_S: Final = 0.025
FEW: Final = 3
"""Where so many pictures one after the other took longer, the window does without."""
POINTS: Final = 24
ALIKE: Final = 0.8
"""Two pictures of the same place have so many of `POINTS` times as many points in common; the rest
is what has changed meanwhile."""
LONGEST_MS: Final = 5_000
"""A page that does not say it has drawn is shown as it is after so long; one that hangs while it
starts has been given up by then (`map_care`)."""


class Cover(QObject):
    """Keeps the picture of what `stage` shows, and shows it in front when asked."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self._shown: QWidget | None = None
        self._kept: QPixmap | None = None
        self._label = QLabel(stage)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label.hide()
        self._not_before = 0.0
        self._dear = 0
        self._calm = _timer(self, CALM_MS, self._take)
        self._end = _timer(self, LONGEST_MS, self.lift)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._compare)

    @property
    def is_held(self) -> bool:
        """Whether the picture stands before the map."""
        return not self._label.isHidden()

    @property
    def is_kept(self) -> bool:
        """Whether a picture has been taken."""
        return self._kept is not None

    def of(self, shown: QWidget | None) -> None:
        """What is pictured from now on; None: what is there is going."""
        self._shown = shown
        self._calm.stop()
        self._look.stop()

    @Slot()
    def changed(self) -> None:
        """What is shown has changed: its picture is taken when it rests."""
        if self._shown is not None and not self._calm.isActive():
            wait = (self._not_before - perf_counter()) * 1000
            self._calm.start(max(CALM_MS, int(wait)))

    def hold(self) -> None:
        """Show the last picture in front, if there is one of this size."""
        stage, kept = self._label.parentWidget(), self._kept
        if stage is None or kept is None or kept.deviceIndependentSize().toSize() != stage.size():
            return
        self._label.setPixmap(kept)
        self._label.setGeometry(stage.rect())
        self._label.show()
        self._label.raise_()
        self._end.start()

    def stay(self) -> None:
        """Something came to the front: the picture is before it again."""
        self._label.raise_()

    def reveal(self, shown: QWidget | None) -> None:
        """What is new there is drawn: the picture goes once it can be seen."""
        self.of(shown)
        if self.is_held:
            self._look.start()
        else:
            self.changed()

    def _compare(self) -> None:
        """Between the page's own word and the screen there is the engine's compositor."""
        if self._shown is None or self._kept is None:
            return
        if alike(self._shown.grab(), self._kept):
            self.lift()

    @Slot()
    def lift(self) -> None:
        """What is shown can be seen again."""
        self._end.stop()
        self._look.stop()
        self._label.hide()
        self._label.clear()
        self.changed()

    def _take(self) -> None:
        shown = self._shown
        if shown is None or self.is_held or not shown.isVisible():
            return
        if self._dear >= FEW:
            self._kept = None
            return
        begun = perf_counter()
        self._kept = shown.grab()
        now = perf_counter()
        self._not_before = now + REST * (now - begun)
        self._dear = self._dear + 1 if now - begun > DEAR_S else 0


def alike(one: QPixmap, other: QPixmap) -> bool:
    """Whether two pictures show the same, but for what may have changed in a second."""
    sizes = QSize(POINTS, POINTS)
    fast = Qt.TransformationMode.FastTransformation
    small = [
        picture.scaled(sizes, Qt.AspectRatioMode.IgnoreAspectRatio, fast).toImage()
        for picture in (one, other)
    ]
    spots = [(x, y) for x in range(POINTS) for y in range(POINTS)]
    same = sum(small[0].pixel(*spot) == small[1].pixel(*spot) for spot in spots)
    return same >= ALIKE * len(spots)


def _timer(parent: Cover, milliseconds: int, due: object) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(due)
    return made
