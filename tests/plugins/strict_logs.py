"""A test fails when the program logs a warning or worse that the test did not announce.

Messages of Qt itself are watched by pytest-qt (`qt_log_level_fail` in pyproject.toml).
"""

import logging
import re
from collections.abc import Iterator
from typing import Final

import pytest

STRICT_FROM: Final = logging.WARNING


class ExpectedLogs:
    """What a test announces: `expected_logs.add("pattern")`, each to be logged at least once."""

    def __init__(self) -> None:
        self._patterns: list[re.Pattern[str]] = []
        self._seen: set[re.Pattern[str]] = set()

    def add(self, pattern: str) -> None:
        """Announce records whose text matches the regular expression somewhere."""
        self._patterns.append(re.compile(pattern))

    def takes(self, record: logging.LogRecord) -> bool:
        """Whether the record was announced; it counts as seen from now on."""
        hits = {one for one in self._patterns if one.search(record.getMessage())}
        self._seen |= hits
        return bool(hits)

    def missing(self) -> list[str]:
        """Announced patterns that nothing was logged for."""
        return [one.pattern for one in self._patterns if one not in self._seen]


class _Recorder(logging.Handler):
    """Keeps every record of a test from STRICT_FROM upwards."""

    def __init__(self) -> None:
        super().__init__(STRICT_FROM)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_logs() -> ExpectedLogs:
    """Announce warnings that belong to what the test shows."""
    return ExpectedLogs()


@pytest.fixture(autouse=True)
def strict_logs(request: pytest.FixtureRequest, expected_logs: ExpectedLogs) -> Iterator[None]:
    """Fail the test on a stray record, or on an announced one that never came.

    A test that asks for pytest's own `caplog` reads the log itself and is not judged here.
    """
    if "caplog" in request.fixturenames:
        yield
        return
    recorder = _Recorder()
    root = logging.getLogger()
    root.addHandler(recorder)
    try:
        yield
    finally:
        root.removeHandler(recorder)
    stray = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in recorder.records
        if not expected_logs.takes(record)
    ]
    if stray:
        pytest.fail("Logged but not announced with expected_logs:\n" + "\n".join(stray))
    if expected_logs.missing():
        pytest.fail(f"Announced but never logged: {expected_logs.missing()}")
