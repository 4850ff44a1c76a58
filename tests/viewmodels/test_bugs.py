"""A bug is told by its place; what was typed stays out of every log."""

import pytest

from console.viewmodels.bugs import where_of
from tests.panels import a_table
from tests.plugins.strict_logs import ExpectedLogs

PHONE = "13900000002"


def a_bug() -> ValueError:
    """An error that quotes what was typed."""
    with pytest.raises(ValueError, match=PHONE) as caught:
        int(f"{PHONE}?")
    return caught.value


def test_kind_and_place_are_told_and_no_words() -> None:
    told = where_of(a_bug())
    assert told.splitlines()[0] == "builtins.ValueError"
    assert "tests/viewmodels/test_bugs.py" in told
    assert PHONE not in told


def test_a_bug_on_a_lane_is_logged_without_what_was_typed(
    caplog: pytest.LogCaptureFixture, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("a bug on a lane: builtins.ValueError")
    table = a_table()
    crashes: list[object] = []
    table.desk.crashed.connect(crashes.append)
    table.desk.failed(a_bug())
    assert len(crashes) == 1
    assert PHONE not in caplog.text
