"""Waiting for what another process or thread brings about."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Final

PATIENCE: Final = 60.0  # seconds
LOOK_EVERY: Final = 0.02


def until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until a condition holds. Raises AssertionError when it does not come in `patience` s."""
    end, nothing = monotonic() + patience, Event()
    while not true():
        assert monotonic() < end, "it did not come"
        nothing.wait(LOOK_EVERY)
