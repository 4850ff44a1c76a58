"""Answers that come after a panel was closed: they are dropped, never called on what is gone."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import Shiboken


def while_alive(owner: QObject, call: Callable[..., Any]) -> Callable[..., None]:
    """`call` as long as `owner` lives; afterwards nothing happens."""

    def guarded(*given: Any) -> None:
        if Shiboken.isValid(owner):
            call(*given)

    return guarded
