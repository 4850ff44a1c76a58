"""Answers that come after a panel was closed: they are dropped, never called on what is gone."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import Shiboken


def while_alive(owner: QObject, call: Callable[..., Any]) -> Callable[..., None]:
    """`call` as long as `owner` lives; afterwards nothing happens."""

    def guarded(*given: Any) -> None:
        if Shiboken.isValid(owner):
            call(*given)

    return guarded


def while_wanted(
    owner: QObject, given_up: Sequence[bool], call: Callable[..., Any]
) -> Callable[..., None]:
    """The same, as long as `given_up` is not said: a late answer to what was left is none."""
    return while_alive(owner, lambda *given: None if given_up[0] else call(*given))
