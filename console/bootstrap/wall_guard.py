"""Keeps a wall on its screen: a process beside it starts it again when it has ended or hangs.

The wall itself is the other process, so that a page, a driver or a chart that takes it down costs
some seconds and nobody's hand. It beats from its window's own loop: a loop that stands still for
`SILENT` seconds is a hung wall.
"""

import logging
import signal
from collections.abc import Callable
from enum import Enum, auto
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic, sleep
from typing import Any, Final

LOG: Final = logging.getLogger(__name__)
FIRST: Final = 120.0
"""Seconds the first beat may take: a cold machine reads the map's engine for a minute."""
SILENT: Final = 10.0
PAUSES: Final = (0.0, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before each further start; the last one repeats."""
WELL: Final = 60.0
"""Seconds after which an end is a first one again."""
PATIENCE: Final = 5.0
"""Seconds a wall has to end when it is asked to."""

ENDS: Final = b"end"
"""Said in place of a beat by a wall that was asked to end: it is not started again, even if what
it still waits for makes an end of it necessary."""

Target = Callable[..., None]
"""Runs in the other process with its end of the line and what is given; ends by `sys.exit`."""


def guard(
    target: Target,
    given: tuple[Any, ...],
    final: frozenset[int],
    *,
    first: float = FIRST,
    silent: float = SILENT,
    pause: Callable[[float], None] = sleep,
) -> int:
    """Run a wall until it ends with a code of `final`; that is the answer.

    `given` must be picklable. A signal to this process ends both.
    """
    tries = 0
    while True:
        begun = monotonic()
        code = _run(target, given, first, silent)
        if code in final:
            return code
        tries = 0 if monotonic() - begun > WELL else tries + 1
        LOG.warning("the wall ended with %s; it is started again", code)
        pause(PAUSES[min(tries, len(PAUSES) - 1)])


def _run(target: Target, given: tuple[Any, ...], first: float, silent: float) -> int | None:
    """The exit code of one life; None for one that was killed because it hung."""
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    wall = context.Process(target=_live, args=(target, theirs, *given), name="wall")
    wall.start()
    theirs.close()
    heard = _Heard.LINE_ENDED
    try:
        heard = _listen(mine, first, silent)
    finally:
        mine.close()
        killed = _end(wall, at_once=heard is _Heard.NOTHING)
    if heard is _Heard.ENDS and killed:
        return 0
    return None if heard is _Heard.NOTHING else wall.exitcode


class _Heard(Enum):
    """How a line came to its end."""

    NOTHING = auto()  # a silence that was too long
    LINE_ENDED = auto()
    ENDS = auto()  # the wall said so


def _listen(line: Connection, first: float, silent: float) -> _Heard:
    bound = first
    try:
        while line.poll(bound):
            if line.recv_bytes() == ENDS:
                return _Heard.ENDS
            bound = silent
    except (EOFError, OSError):  # on Windows a line that has ended is told by the question itself
        return _Heard.LINE_ENDED
    return _Heard.NOTHING


def _end(wall: BaseProcess, *, at_once: bool) -> bool:
    """Wait for its end, unless `at_once`; whether it had to be killed."""
    if not at_once:
        wall.join(PATIENCE)
    alive = wall.is_alive()
    if alive:
        wall.kill()
    wall.join()
    return alive


def _live(target: Target, line: Connection, *given: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the guard, which ends us
    target(line, *given)
