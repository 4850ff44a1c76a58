"""The wall's clock: the server's, carried on by a clock that nobody sets.

A machine's own clock may jump; ages and the time of day of a wall must not. Each answer of the
server says what its clock was at a moment between question and answer. Taking it for the moment of
the question makes the wall's clock go early rather than late, so that nothing looks fresher than it
is; the smallest difference of the last few answers is the nearest to the truth.
"""

import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Final

ANSWERS: Final = 4
"""So many answers, two seconds apart, and a server's clock that was set is believed."""
SET: Final = timedelta(seconds=6)
"""No answer is so late: the server's clock was set forward. Its new time counts at once, or what it
told by it would be taken for younger than it is."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_THROUGH_SLEEP: Final = getattr(time, "CLOCK_BOOTTIME", None)


def steady() -> float:
    """Seconds of a clock that is never set and, where the system tells, goes on in its sleep."""
    return time.monotonic() if _THROUGH_SLEEP is None else time.clock_gettime(_THROUGH_SLEEP)


class ServerClock:
    """The server's time between its answers."""

    def __init__(self) -> None:
        self._ahead: deque[timedelta] = deque(maxlen=ANSWERS)

    def heard(self, as_of: datetime, asked: float) -> None:
        """The server's clock showed `as_of` after `asked` (`steady`), when it was asked."""
        ahead = as_of - _EPOCH - timedelta(seconds=asked)
        if self._ahead and ahead > min(self._ahead) + SET:
            self._ahead.clear()
        self._ahead.append(ahead)

    def now(self, at: float) -> datetime | None:
        """The server's time (UTC) at a moment of `steady`; None before the first answer."""
        return _EPOCH + timedelta(seconds=at) + min(self._ahead) if self._ahead else None
