"""A block of the wall as a widget: it paints itself alone, and only when something on it changed.

A block that is older than `FRESH_SECONDS` is drawn without hues under a hatch and says until when
it is true; one that knows nothing yet says «…» and no number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.domain.scene import REPLAYED, SceneBlock
from console.viewmodels.wall_blocks import Block, Shown, is_fresh
from console.views.look import Look
from console.views.wall.sheet import MIDDLE, RIGHT, Sheet, Written

Paint = Callable[[Sheet, Any, SceneBlock], None]
"""Draws a block of its kind that is known; its ground is there already."""
UNTITLED: Final = frozenset({"counters", "ticker"})
"""Kinds without a name of their own."""
CHIP: Final = 64
"""Height of the words that say how old a block is."""
CHIP_PAD: Final = 16
CHIP_EDGE: Final = 10


class Drawn(StrEnum):
    """As what a block stands on the wall."""

    WAITING = "waiting"
    FRESH = "fresh"
    STALE = "stale"
    PAST = "past"


class BlockWidget(QWidget):
    """One block in its place; `paint` draws what it shows, `title` is the code of its name."""

    framed = True
    """Whether its whole place is one card."""

    def __init__(
        self, spot: SceneBlock, look: Look, paint: Paint, title: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.spot, self.look = spot, look
        self.paints = 0
        self.written: tuple[Written, ...] = ()
        self.drawn = Drawn.WAITING
        self.drawn_as_of: datetime | None = None
        self._paint, self._title = paint, title
        self._factor = 1.0
        self._shown: Shown | None = None
        self._state, self._past = Drawn.WAITING, False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def as_of(self) -> datetime | None:
        """Of when it is what the block was told last."""
        return None if self._shown is None else self._shown.as_of

    @property
    def factor(self) -> float:
        """Real pixels of one design pixel."""
        return self._factor

    def set_factor(self, factor: float) -> None:
        """Scale everything anew."""
        if factor != self._factor:
            self._factor = factor
            self.update()

    def show_block(self, shown: Shown) -> None:
        """Take what the block shows from now on; whether that is fresh is said by `age`."""
        before, self._shown = self._shown, shown
        if before is None or before.block != shown.block:
            self.changed(shown.block)
            self.renew()
        elif self._state is Drawn.STALE and before.as_of != shown.as_of:
            self.renew()  # the words that say how old it is

    def age(self, now: datetime, *, past: bool) -> None:
        """Become old, or fresh again, at a moment; `past` shows a moment that is past."""
        state = self.state_at(now, past=past)
        if state is not self._state or past is not self._past:
            self._state, self._past = state, past
            self.renew()

    def state_at(self, now: datetime, *, past: bool) -> Drawn:
        """As what the block must stand there at a moment."""
        shown = self._shown
        if shown is None or shown.block is None or shown.as_of is None:
            return Drawn.WAITING
        if past:
            return Drawn.PAST
        return Drawn.FRESH if is_fresh(shown.as_of, now) else Drawn.STALE

    def changed(self, block: Block | None) -> None:
        """What is shown is another; for blocks that hold more than their picture."""

    def renew(self) -> None:
        """Paint anew with the next beat."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_onto(painter)
        painter.end()

    def paint_onto(self, painter: QPainter) -> None:
        """Draw everything, and note what was drawn."""
        self.paints += 1
        size = QSizeF(self.width() / self._factor, self.height() / self._factor)
        painter.scale(self._factor, self._factor)
        grey = self._state in (Drawn.STALE, Drawn.WAITING)
        sheet = Sheet(painter, self.look, size, grey=grey)
        self.ground(sheet)
        shown = self._shown
        if self._state is Drawn.WAITING or shown is None or shown.block is None:
            self._waiting(sheet)
        else:
            old = shown.as_of if self._state is Drawn.STALE else None
            words = "" if old is None else self._age_words(sheet, old)
            if words:
                sheet.reserved = self._chip_width(sheet, words) + 2 * CHIP_EDGE
            self._paint(sheet, shown.block, self.spot)
            if words:
                self._stale(sheet, words)
        self.written = tuple(sheet.written)
        self.drawn, self.drawn_as_of = self._state, self.as_of

    def ground(self, sheet: Sheet) -> None:
        """What lies under the block."""
        if self.framed:
            sheet.card(QRectF(0, 0, sheet.width, sheet.height))

    def _waiting(self, sheet: Sheet) -> None:
        if self.spot.kind not in UNTITLED:
            sheet.title(sheet.say(self._title))
        place = QRectF(0, 0, sheet.width, sheet.height)
        if self._past and self.spot.kind not in REPLAYED:
            words, size = sheet.say("wall.not_replayed"), sheet.sizes.list
        else:
            words, size = sheet.say("wall.waiting"), sheet.sizes.value
        sheet.write(words, place, size, tone="ink3", align=MIDDLE)

    def _age_words(self, sheet: Sheet, as_of: datetime) -> str:
        """Until when it is true, as short as the block's first line asks: its title stays whole."""
        time = sheet.look.formats.time(as_of, seconds=True)
        short = sheet.say("wall.stopped.short", time=time)
        if self.spot.kind in UNTITLED:
            return short
        words = sheet.say("wall.stopped", time=time)
        title = sheet.measure(sheet.say(self._title), sheet.sizes.title, strong=True)
        room = sheet.width - 2 * sheet.sizes.pad - 2 * CHIP_EDGE - title
        return words if self._chip_width(sheet, words) <= room else short

    def _chip_width(self, sheet: Sheet, words: str) -> float:
        return sheet.measure(words, sheet.sizes.text, strong=True) + 2 * CHIP_PAD

    def _stale(self, sheet: Sheet, words: str) -> None:
        sheet.hatch(QRectF(0, 0, sheet.width, sheet.height))
        width = min(self._chip_width(sheet, words), sheet.width)
        top = min(16.0, (sheet.height - CHIP) / 2)
        chip = QRectF(sheet.width - width - CHIP_EDGE, top, width, CHIP)
        sheet.fill(chip, "panel2")
        room = chip.adjusted(CHIP_PAD, 0, -CHIP_PAD, 0)
        sheet.write(words, room, sheet.sizes.text, tone="ink", strong=True, align=RIGHT)


class OpenBlock(BlockWidget):
    """A block that draws its own grounds."""

    framed = False
