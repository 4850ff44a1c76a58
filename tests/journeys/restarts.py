"""A journey's other way: a second operator's window follows, and between two steps the server is
stopped and started again."""

from __future__ import annotations

from typing import Final

import pytest

from tests.journeys.city import SECOND
from tests.journeys.hands import Hands, Office
from tests.journeys.proof import check_rail
from tests.servers import OwnServer

RESTARTED: Final = "restarted"
BOTH_WAYS: Final = pytest.mark.parametrize("office", ["quiet", RESTARTED], indirect=True)
_CHAIN: Final = 3
"""Orders an act may draw after it: let its case go, take the next one, hold it."""


class Restarts:
    """Called after each step of whoever works."""

    def __init__(self, office: Office, server: OwnServer) -> None:
        self._office, self._server = office, server
        self._second = office.seat(SECOND, folder="second")

    def __call__(self) -> None:
        """Restart the server; every window is right again, the second one shows what was done."""
        windows = [
            Hands(self._office.qtbot, app, self._office.folder)
            for app in self._office.consoles
            if app.shell is not None
        ]
        for window in windows:
            _let_orders_end(window)
        self._server.stop()
        for window in windows:
            window.bench.live.look_now()
        for window in windows:
            window.wait(lambda window=window: window.shell.desk.is_lost)  # type: ignore[misc]
        self._server.start()
        for window in windows:
            window.bench.live.look_now()
        for window in windows:
            window.wait(lambda window=window: not window.shell.desk.is_lost)  # type: ignore[misc]
            assert not window.bench.queued.facts
        check_rail(self._second, self._office.world.store)


def _let_orders_end(window: Hands) -> None:
    for _ in range(_CHAIN):
        ended: list[object] = []
        window.shell.desk.order(lambda _outside: None, ended.append)
        window.wait(lambda ended=ended: bool(ended))  # type: ignore[misc]
