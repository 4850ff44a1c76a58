"""A lane of a wall: one question at a time, its failures, and whether it counts as lost."""

import logging
from collections.abc import Callable
from typing import Any, Final

from console.ports.errors import StoreUnavailable
from console.viewmodels.lanes import Lanes

LOG = logging.getLogger(__name__)
FAILED: Final = "failed"
SILENT_SECONDS: Final = 6.0
"""A lane that has not answered for so long counts as lost, whatever it waits for."""
RETRIES: Final = (1.0, 2.0)
"""Seconds to wait after the first failure and after every further one: a wall is right again within
ten of its server, and a try may have begun just before that and wait for its own end."""


class Line:
    """Asks on lanes of its own, so that what is slow on another line delays nothing here.

    Args:
        lanes: Its own; closed with it.
        steady: A clock in seconds that is never set.
        told: Called after each failure.
    """

    def __init__(
        self, name: str, lanes: Lanes, steady: Callable[[], float], told: Callable[[], None]
    ) -> None:
        self._name, self._lanes, self._steady, self._told = name, lanes, steady, told
        self._waiting = False
        self._failures = 0
        self.why = ""
        """The code of the last failure, `FAILED` for one that is not known; "" while it is well."""
        self._not_before = 0.0
        self._heard = steady()

    @property
    def well(self) -> bool:
        """Whether the last question was answered, and that not long ago."""
        return not self._failures and self._steady() - self._heard <= SILENT_SECONDS

    @property
    def ready(self) -> bool:
        """Whether a question would be asked now."""
        return not self._waiting and self._steady() >= self._not_before

    def ask(self, work: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        """Ask, unless the question before is still out or its failure is not long ago."""
        if not self.ready:
            return
        self._waiting = True

        def answered(found: Any) -> None:
            self._waiting, self._failures, self._heard = False, 0, self._steady()
            self.why = ""
            answer(found)

        self._lanes.ask(self._name, work, answered, self._failed)

    def close(self) -> None:
        """End its threads; what runs ends first."""
        self._lanes.close()

    def _failed(self, error: Exception) -> None:
        self._waiting = False
        wait = RETRIES[min(self._failures, len(RETRIES) - 1)]
        self._failures += 1
        self._not_before = self._steady() + wait
        former, self.why = self.why, error.code if isinstance(error, StoreUnavailable) else FAILED
        if isinstance(error, StoreUnavailable):
            # What does not mend itself, as a wrong password, is told whoever started the wall.
            known = error.gone or former == self.why
            level = logging.INFO if known else logging.WARNING
            LOG.log(level, "wall, %s: %s; again in %.0f s", self._name, error.code, wait)
        else:  # its text may hold what was read
            LOG.error("wall, %s: %s; again in %.0f s", self._name, type(error).__name__, wait)
        self._told()
