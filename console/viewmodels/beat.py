"""The seat's sign of life: holds last while it beats (15 s), and while somebody sits there."""

from PySide6.QtCore import QObject, QTimer, Slot

from console.viewmodels.desk import Desk

BEAT_MS = 15_000


class Beat(QObject):
    """Beats while started; silent while the store is lost, so that orders do not pile up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._active = True
        self._waiting = False
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)
        desk.lost.connect(self._on_lost)

    def start(self) -> None:
        """Beat every 15 s from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    @property
    def active(self) -> bool:
        """Whether somebody was there since the last beat."""
        return self._active

    @Slot()
    def touched(self) -> None:
        """Somebody used a key or the mouse since the last beat."""
        self._active = True

    @Slot()
    def beat(self) -> None:
        """Tell the store that this seat is there."""
        if self._waiting or self._desk.is_lost:
            return
        actor, now, active = self._desk.actor, self._desk.now(), self._active
        self._active, self._waiting = False, True
        self._desk.order(
            lambda outside: outside.claims.beat(actor, now, active=active), self._on_beaten
        )

    def _on_beaten(self, _none: object) -> None:
        self._waiting = False

    @Slot(bool)
    def _on_lost(self, _lost: bool) -> None:  # noqa: FBT001 the signal's own signature
        """A beat that failed gets no answer; the next one must not wait for it."""
        self._waiting = False
