"""The head of the wall: whose it is, of when its data are, and what time it is.

When the data have stopped, the head says so with the shape of an alarm; a past moment
stands where the clock stands else, so that nobody takes it for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.viewmodels.wall_blocks import FRESH_SECONDS, STOPPED_SECONDS, WallHead
from console.views.look import Look
from console.views.wall.sheet import RIGHT, Sheet, Written

LAGS: Final = FRESH_SECONDS
"""A channel that lags more is told by a caution."""
AIR: Final = 60
WHY: Final = {"store.sign_in_refused": "wall.store.refused", "failed": "wall.store.failed"}
MARK: Final = 76
NAME_AIR: Final = 30
SCENE_AIR: Final = 40
SHORT: Final = 2400
"""A head narrower than this goes without date and duty: of when the data are comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadWords:
    """What the head says: equal words are not painted twice. `alarm`: the data have stopped."""

    centre: str = ""
    scene: str = ""
    data: str = ""
    lag: str = ""
    date: str = ""
    duty: str = ""
    clock: str = ""
    alarm: bool = False
    past: bool = False


def words_of(head: WallHead, title: str, look: Look) -> HeadWords:
    """The head in words; `title` is the scene's name."""
    say, formats = look.wording.say, look.formats
    past = head.past is not None
    duty = say("wall.on_duty.unknown")
    if head.on_duty is not None:
        duty = say("wall.on_duty", n=formats.number(head.on_duty))
    marks = [title, head.district, say("wall.pinned") if head.pinned else ""]
    clock = formats.time(head.now)
    if past:
        clock = _past_words(head, look)
    data, alarm = _data(head, look)
    return HeadWords(
        centre=head.centre,
        scene=" · ".join(one for one in marks if one),
        data=data,
        lag=" · ".join((_lag(head, look), say("wall.store" if head.store_well else _why(head)))),
        date=formats.day(head.now),
        duty=duty,
        clock=clock,
        alarm=not head.store_well or (alarm and not past),  # of the past all is old
        past=past,
    )


def _why(head: WallHead) -> str:
    """What keeps the figures away: what somebody must mend is not told as a broken line."""
    return WHY.get(head.why, "wall.store.lost")


def _past_words(head: WallHead, look: Look) -> str:
    """Which moment that is past is shown; "" in the present."""
    if head.past is None:
        return ""
    words = look.wording.say("wall.past", moment=_minute(head.past, look))
    return f"{words} ×{head.speed:g}" if head.speed else words


def _minute(at: datetime, look: Look) -> str:
    return f"{look.formats.day(at)[:10]} {look.formats.time(at)}"


def _data(head: WallHead, look: Look) -> tuple[str, bool]:
    """Of when the data are, and whether they have stopped."""
    say = look.wording.say
    if head.data_at is None:
        return say("wall.data.none"), False
    stamp = look.formats.stamp(head.data_at, head.now)
    age = abs((head.now - head.data_at).total_seconds())
    if age > STOPPED_SECONDS:
        return say("wall.stopped", time=stamp), True
    return say("wall.data", time=stamp), age > FRESH_SECONDS


def _lag(head: WallHead, look: Look) -> str:
    say = look.wording.say
    if head.feed_seconds is None:
        return say("wall.lag.unknown")
    return say("wall.lag", span=look.formats.exact(head.feed_seconds))


class HeadWidget(QWidget):
    """Paints the head; `written` is what stands there."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._words = HeadWords()
        self._factor = 1.0
        self.paints = 0
        self.written: tuple[Written, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def words(self) -> HeadWords:
        """What the head was told to say."""
        return self._words

    def set_factor(self, factor: float) -> None:
        """Scale everything anew."""
        self._factor = factor
        self.update()

    def show_words(self, words: HeadWords) -> None:
        """Say this from now on."""
        if words != self._words:
            self._words = words
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paints += 1
        painter = QPainter(self)
        painter.scale(self._factor, self._factor)
        size = QSizeF(self.width() / self._factor, self.height() / self._factor)
        sheet = Sheet(painter, self._look, size)
        _paint(sheet, self._words)
        painter.end()
        self.written = tuple(sheet.written)


def _paint(sheet: Sheet, words: HeadWords) -> None:
    """From the right, so that the name of the centre has what is left."""
    sizes = sheet.sizes
    right = sheet.width - sizes.margin
    if words.past:
        size = sizes.clock - 30
        width = sheet.measure(words.clock, size, strong=True)
        place = QRectF(
            max(sizes.margin, right - width), 0, min(width, right - sizes.margin), sheet.height
        )
        sheet.write(words.clock, place, size, strong=True, align=RIGHT)
        right = place.left() - AIR
        if words.alarm:
            right = _pair(sheet, words.data, words.lag, right, alarm=True)
        _name(sheet, words, right)
        return
    if words.clock:
        width = sheet.measure(words.clock, sizes.clock, strong=True)
        place = QRectF(right - width, 6, width, sheet.height - 6)
        sheet.write(words.clock, place, sizes.clock, strong=True, align=RIGHT)
        right -= width + AIR
    if sheet.width >= SHORT and _fits(sheet, words, right):
        right = _pair(sheet, words.date, words.duty, right)
    _name(sheet, words, _pair(sheet, words.data, words.lag, right, alarm=words.alarm))


def _fits(sheet: Sheet, words: HeadWords, right: float) -> bool:
    """Whether the name of the centre stays whole beside date and duty: it comes before them."""
    sizes = sheet.sizes
    used = sizes.margin + MARK + NAME_AIR + sheet.measure(words.centre, sizes.centre, strong=True)
    if words.scene:
        used += SCENE_AIR + sheet.measure(words.scene, sizes.list)
    for upper, lower in ((words.data, words.lag), (words.date, words.duty)):
        used += AIR + max(sheet.measure(one, sizes.text) for one in (upper, lower))
    return used <= right


def _pair(sheet: Sheet, upper: str, lower: str, right: float, *, alarm: bool = False) -> float:
    """Two lines that end at the right; answers where they begin, with air before."""
    size = sheet.sizes.text
    width = max(sheet.measure(upper, size, strong=alarm), sheet.measure(lower, size))
    width = min(width + 2, max(0.0, right - sheet.sizes.margin))
    half = sheet.height / 2
    top = QRectF(right - width, half - 58, width, 58)
    tone = "over" if alarm else "ink2"
    used = sheet.write(upper, top, size, tone=tone, strong=alarm, align=RIGHT)
    sheet.write(lower, QRectF(right - width, half, width, 58), size, tone="ink2", align=RIGHT)
    left = right - width
    if alarm:
        mark = QRectF(right - used - 62, top.center().y() - 24, 48, 48)
        sheet.state(mark, "over")
        left = min(left, mark.left())
    return left - AIR


def _name(sheet: Sheet, words: HeadWords, right: float) -> None:
    sizes = sheet.sizes
    _mark(sheet, QRectF(sizes.margin, (sheet.height - MARK) / 2, MARK, MARK))
    left = sizes.margin + MARK + NAME_AIR
    room = QRectF(left, 0, max(0.0, right - left), sheet.height)
    beside = sheet.measure(words.scene, sizes.list) + SCENE_AIR if words.scene else 0.0
    size = _size_of_name(sheet, words.centre, room.width() - beside)
    if size or not words.scene:
        used = sheet.write(words.centre, room, size or sizes.title, strong=True)
        room.setLeft(left + used + SCENE_AIR)
    if words.scene and room.width() > 2 * sizes.list:  # what is shown says more than whose it is
        sheet.write(words.scene, room.adjusted(0, 4, 0, 4), sizes.list, tone="ink2")


def _size_of_name(sheet: Sheet, name: str, room: float) -> int:
    """The largest letters in which a centre's name stands whole; 0 where none are small enough."""
    sizes = range(sheet.sizes.centre, sheet.sizes.title - 1, -2)
    return next((one for one in sizes if sheet.measure(name, one, strong=True) <= room), 0)


def _mark(sheet: Sheet, place: QRectF) -> None:
    """The mark of the console: nine cells, the middle one full."""
    third = place.width() / 3
    for at in range(9):
        cell = QRectF(place.left() + at % 3 * third, place.top() + at // 3 * third, third, third)
        if at == 4:
            sheet.fill(cell, "ink")
    for at in range(4):
        x, y = place.left() + at * third, place.top() + at * third
        sheet.line(x, place.top(), x, place.bottom(), "ink2", 4)
        sheet.line(place.left(), y, place.right(), y, "ink2", 4)
