"""Waits of pytest-qt end when what they wait for has come; their limit is only a net for failures.

It is therefore far beyond what a loaded machine takes, and one for all tests. Hypothesis has none:
how long an example takes says nothing of what it promises.
"""

from typing import Final

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

PATIENCE_MS: Final = 30_000
WAITS: Final = (
    QtBot.waitActive,
    QtBot.waitExposed,
    QtBot.waitSignal,
    QtBot.waitSignals,
    QtBot.waitUntil,
    QtBot.waitCallback,
)


def pytest_configure(config: pytest.Config) -> None:
    """Give every wait the one limit where a test names none."""
    del config
    for wait in WAITS:
        defaults = wait.__kwdefaults__
        assert defaults is not None
        defaults["timeout"] = PATIENCE_MS
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")
