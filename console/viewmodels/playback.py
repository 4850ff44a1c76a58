"""The city at a moment that is past: sought, played, stepped through, left. For map and wall alike.

`clipped`, `advanced` and `typed_moment` are plain arithmetic. `Playback` asks the store on the read
lane, one question at a time; what is wanted meanwhile is asked next and what was wanted before that
is forgotten. Moments are aware UTC datetimes of whole seconds; typed ones are local time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.evaluation.periods import ZONE
from console.ports.wall import PastReading, WallCase
from console.viewmodels.answering import while_alive
from console.viewmodels.lanes import Lanes

TICK_MS: Final = 500
SPEEDS: Final = (1, 10, 60, 300, 600)
"""Seconds of the past for one of now."""
FASTEST: Final = SPEEDS[-1]
NEAR: Final = timedelta(hours=6)
"""Up to here what changed is asked for; over a longer way the whole city is the shorter answer."""
_PANE: Final = "past"
_TYPED: Final = re.compile(
    r"\s*(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The city at `moment`: all open cases, and how they differ from the frame before.

    `drawn` is what whoever shows it made of it on the lane.
    """

    moment: datetime
    cases: Mapping[CaseId, WallCase]
    changed: Sequence[WallCase]
    gone: Sequence[CaseId]
    drawn: Any = field(default=None, compare=False)


Draw = Callable[[Frame, Any], Any]
"""Makes what is shown of a frame, given what was made of the one before (None for the first)."""


def clipped(moment: datetime, first: datetime, now: datetime) -> datetime:
    """The moment in whole seconds, within what there is: from the first step until now."""
    return max(min(moment, now), first).replace(microsecond=0)


def advanced(moment: datetime, since: datetime, now: datetime, speed: float) -> datetime:
    """Where playing has come to from `moment`, shown at `since` by the clock, until `now`.

    A clock that goes back stands still here.
    """
    passed = max(now - since, timedelta(0))
    return min(moment + passed * speed, now)


def typed_moment(text: str, shown: datetime) -> datetime | None:
    """What was typed as a local moment: `2026-11-12 10:42`, `11-12 10:42` or `10:42`.

    What is left out is that of the moment shown. None for anything else.
    """
    found = _TYPED.fullmatch(text.replace("：", ":").replace("/", "-"))
    if found is None:
        return None
    here = shown.astimezone(ZONE)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        local = here.replace(
            year=year or here.year,
            month=month or here.month,
            day=day or here.day,
            hour=hour,
            minute=minute,
            second=second,
            microsecond=0,
        )
    except ValueError:
        return None
    return local.astimezone(UTC)


class Playback(QObject):
    """One map or wall in the past.

    Signals: `begun` the present is left; `shown` (Frame) the city at another moment; `turned`
    whenever what is told beside it changed: on or off, moment, speed; `failed` (Exception) no
    answer, playing has stopped; `left` back in the present, at once.
    """

    begun = Signal()
    shown = Signal(object)
    turned = Signal()
    failed = Signal(object)
    left = Signal()

    def __init__(
        self,
        past: PastReading,
        lanes: Lanes,
        now: Callable[[], datetime],
        draw: Draw | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._past, self._lanes, self._now, self._draw = past, lanes, now, draw
        self.first: datetime | None = None
        """The first moment there is; None until the store has told."""
        self.frame: Frame | None = None
        self.wanted: datetime | None = None
        """Where it goes; None in the present."""
        self.speed = 0.0
        self._from = self._since = now()
        self._asking = False
        self._visit = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def on(self) -> bool:
        """Whether the past is shown."""
        return self.wanted is not None

    @property
    def playing(self) -> bool:
        """Whether time goes on there."""
        return self.speed > 0

    @property
    def moment(self) -> datetime | None:
        """The moment shown; None before the first answer and in the present."""
        return self.frame.moment if self.frame is not None else None

    def seek(self, moment: datetime) -> None:
        """Go to a moment, or as near to it as there is one; from the present too."""
        now, was = self._now(), self.on
        self.wanted = clipped(moment, self.first or moment, now)
        self._from, self._since = self.wanted, now
        if not was:
            self.begun.emit()
        self._ask()
        self.turned.emit()

    def step(self, by: timedelta) -> None:
        """Go on or back by this much; nothing in the present."""
        if self.wanted is not None:
            self.seek(self.wanted + by)

    def play(self, speed: float) -> None:
        """Let time go on, `speed` seconds for one of now (1 to 600); nothing in the present."""
        if self.wanted is None:
            return
        self.tick()
        self.speed = min(max(float(speed), 1.0), FASTEST)
        self._from, self._since = self.wanted, self._now()
        self._timer.start()
        self.turned.emit()

    def stop(self) -> None:
        """Stand still at the moment it has come to."""
        if self.playing:
            self._rest()
            self.turned.emit()

    def leave(self) -> None:
        """Back to the present; what was asked is not told any more."""
        if not self.on:
            return
        self._visit += 1
        self._rest()
        self.wanted, self.frame, self._asking = None, None, False
        self.left.emit()
        self.turned.emit()

    @Slot()
    def tick(self) -> None:
        """Come as far as playing has come by now."""
        if not self.playing or self.wanted is None:
            return
        now = self._now()
        come = advanced(self._from, self._since, now, self.speed).replace(microsecond=0)
        if come > self.wanted:
            self.wanted = come
            self._ask()
        if now - self.wanted < timedelta(seconds=1):
            self._rest()
        self.turned.emit()

    def _rest(self) -> None:
        self.speed = 0.0
        self._timer.stop()

    def _ask(self) -> None:
        if self._asking or self.wanted is None or self.wanted == self.moment:
            return
        self._asking, visit = True, self._visit
        past, before, wanted, first = self._past, self.frame, self.wanted, self.first
        draw = self._draw

        def told(answer: tuple[datetime, Frame]) -> None:
            if visit == self._visit:
                self._on_told(*answer)

        def failed(error: Exception) -> None:
            if visit == self._visit:
                self._on_failed(error)

        self._lanes.ask(
            _PANE,
            lambda: _answer(past, first, before, wanted, draw),
            while_alive(self, told),
            while_alive(self, failed),
        )

    def _on_told(self, first: datetime, frame: Frame) -> None:
        self._asking, self.first = False, first
        if self.wanted is not None:
            self.wanted = clipped(self.wanted, first, self._now())
        self.frame = frame
        self.shown.emit(frame)
        self.turned.emit()
        self._ask()

    def _on_failed(self, error: Exception) -> None:
        """What is shown stays, with its own moment, and nothing goes on by itself."""
        self._asking = False
        self._rest()
        if self.frame is not None:
            self.wanted = self.frame.moment
        self.failed.emit(error)
        self.turned.emit()


def _answer(
    past: PastReading,
    first: datetime | None,
    before: Frame | None,
    wanted: datetime,
    draw: Draw | None,
) -> tuple[datetime, Frame]:
    """The first moment there is, and the frame of what is wanted; on the lane."""
    if first is None:
        first = past.first() or wanted
    frame = _frame(past, before, max(wanted, first))
    if draw is not None:
        frame = replace(frame, drawn=draw(frame, before.drawn if before is not None else None))
    return first, frame


def _frame(past: PastReading, before: Frame | None, moment: datetime) -> Frame:
    if before is not None and abs(moment - before.moment) <= NEAR:
        changed, gone = past.between(before.moment, moment)
        cases = {**before.cases, **{one.id: one for one in changed}}
        for case in gone:
            cases.pop(case, None)
        return Frame(moment=moment, cases=cases, changed=changed, gone=gone)
    cases = {one.id: one for one in past.at(moment)}
    known = before.cases if before is not None else {}
    return Frame(
        moment=moment,
        cases=cases,
        changed=[one for one in cases.values() if known.get(one.id) != one],
        gone=[case for case in known if case not in cases],
    )
