"""Looks after the map page while it lives: has it come, does it answer, is it not too heavy?

Nothing here builds or ends a page; who owns it is told. The page's process is weighed on a thread
of its own, because the system may take its time to tell.
"""

from __future__ import annotations

import logging
from enum import Enum
from threading import Thread
from time import monotonic
from typing import Final, Protocol

import psutil
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

_log: Final = logging.getLogger(__name__)
MEGABYTE: Final = 1024 * 1024
LEAST_MB: Final = 600
SHARE: Final = 16
"""A page may have this part of the machine's memory, and never less than `LEAST_MB`."""
LOOK_MS: Final = 5_000
WEIGH_EVERY: Final = 6
"""Looks between two weighings."""
SILENT_S: Final = 30.0
"""A page that answers nothing for so long hangs; so does one that has not come at all."""
DEAF_S: Final = 12.0
"""A page is asked at each look; one heard of less lately than this says nothing of now."""
YOUNG_S: Final = 15.0
"""A page built after another is looked at closely for so long. On Linux the engine's font service
now and then never answers one that starts beside much else, whose script then waits for ever."""
YOUNG_LOOK_MS: Final = 500
YOUNG_SILENT_S: Final = 3.0
"""How long such a page may be silent; twice as long after each one that was, up to `SILENT_S`."""
CALM_S: Final = 10.0
"""So long nobody touches the map before a heavy page is built anew."""


class Illness(Enum):
    """Why a page should be built anew."""

    SILENT = "silent"
    HEAVY = "heavy"


class Patient(Protocol):
    """What is needed of a page."""

    def renderer(self) -> int:
        """Process id, 0 for none."""

    def ask(self) -> None:
        """Let the page say something; `PageCare.answered` hears of it."""


class _Chosen:
    """What the workstation's settings say."""

    bound_mb: int = 0
    tools: bool = False


def choose_tools(*, wanted: bool) -> None:
    """Whether the engine's developer tools open beside every page made from now on."""
    _Chosen.tools = wanted


def wants_tools() -> bool:
    """What was chosen; no."""
    return _Chosen.tools


def choose_bound(megabytes: int) -> None:
    """The bound for every page made from now on; 0 leaves it to the machine's size."""
    _Chosen.bound_mb = megabytes


def bound_mb() -> int:
    """Megabytes beyond which a page is built anew."""
    by_machine = int(psutil.virtual_memory().total / MEGABYTE / SHARE)
    return _Chosen.bound_mb or max(LEAST_MB, by_machine)


class PageCare(QObject):
    """Watches one page after the other.

    Signals: `ill` (Illness) the page should go; told once for each page.
    """

    ill = Signal(object)
    _weighed = Signal(int, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page: Patient | None = None
        self._bound = bound_mb()
        self._looks = 0
        self._asked_at: float | None = None
        self._overdue = False
        self._young_until = self._touched_at = self._heard_at = 0.0
        self._lost = 0
        self._heavy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._weighed.connect(self._on_weighed, Qt.ConnectionType.QueuedConnection)

    def watch(self, page: Patient, *, anew: bool = False) -> None:
        """A new page: it has to say something in time. `anew`: it is built after another."""
        self._page, self._heavy, self._looks, self._overdue = page, False, 0, False
        self._asked_at = self._touched_at = monotonic()
        self._young_until = self._touched_at + YOUNG_S if anew else 0.0
        self._timer.start(YOUNG_LOOK_MS if anew else LOOK_MS)

    def leave(self) -> None:
        """The page is gone."""
        self._page = None
        self._timer.stop()

    @Slot()
    def answered(self) -> None:
        """The page said something."""
        self._asked_at, self._overdue = None, False
        self._heard_at = monotonic()

    @property
    def is_heard(self) -> bool:
        """Whether the page answered lately; one that does not may show what was."""
        return self._page is not None and monotonic() - self._heard_at < DEAF_S

    @Slot()
    def touched(self) -> None:
        """The operator works on the map."""
        self._touched_at = monotonic()

    @Slot()
    def look(self) -> None:
        """One look; the timer's, and the tests'."""
        page, now = self._page, monotonic()
        if page is None:
            return
        young = now < self._young_until
        if self._asked_at is None:
            self._asked_at = now
            page.ask()
        elif self._overdue:
            self._lost += young
            self._tell(Illness.SILENT)
            return
        elif now - self._asked_at > (YOUNG_SILENT_S * 2**self._lost if young else SILENT_S):
            self._overdue = True  # if this thread stood still, the answer is heard before the next
        if not young:
            self._grown(page, now)

    def _grown(self, page: Patient, now: float) -> None:
        """What is looked at in a page that has come to stay."""
        if self._timer.interval() != LOOK_MS:
            self._timer.setInterval(LOOK_MS)
            self._lost = 0
        self._looks += 1
        if self._heavy and now - self._touched_at > CALM_S:
            self._tell(Illness.HEAVY)
        elif self._looks % WEIGH_EVERY == 0 and page.renderer():
            Thread(target=self._weigh, args=(page.renderer(),), daemon=True).start()

    def _tell(self, illness: Illness) -> None:
        _log.info("map page is %s and is built anew", illness.value)
        self.leave()
        self.ill.emit(illness)

    def _weigh(self, process: int) -> None:
        try:
            size = psutil.Process(process).memory_full_info().uss / MEGABYTE
            self._weighed.emit(process, size)
        except (psutil.Error, RuntimeError):  # it has ended meanwhile, or we have
            return

    def _on_weighed(self, process: int, size: float) -> None:
        page = self._page
        if page is not None and page.renderer() == process:
            self._heavy = size > self._bound
