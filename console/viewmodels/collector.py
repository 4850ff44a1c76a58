"""Cyclic garbage is collected on the window's thread, and on no other.

Left alone, Python collects on whichever thread an allocation crosses a threshold. On a lane's
thread the end of a Qt object then holds Qt's lock of connections and waits for the interpreter,
while the window's thread has the interpreter and waits for that lock: the window stands still for
ever.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

BEAT_MS: Final = 500


class Collector(QObject):
    """Collects on the thread it is made on, between `start` and `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Nothing is collected elsewhere from now on; what is here already stays for good.

        Modules and catalogues never go, and looking through them each time would be felt: so would
        looking through them once, before the window is there.
        """
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Python does it again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """The oldest generation that is due, as Python itself would."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if due:
            gc.collect(due[-1])
