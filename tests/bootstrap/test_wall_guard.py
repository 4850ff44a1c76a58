"""The guard of a wall: it lives again after a crash and a hang, and ends when it is done."""

from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import pytest

from console.bootstrap import wall_guard
from tests.bootstrap.wall_lives import ends, fails_then_ends, says_it_ends_and_hangs
from tests.plugins.strict_logs import ExpectedLogs


def test_a_wall_that_ends_by_itself_is_not_started_again() -> None:
    assert wall_guard.guard(ends, (6,), frozenset({0, 6})) == 6


def test_a_wall_that_crashed_or_hung_is_started_again(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("the wall ended with -6")
    expected_logs.add("the wall ended with None")
    pauses: list[float] = []
    given = (str(tmp_path / "lives"), 0)
    code = wall_guard.guard(fails_then_ends, given, frozenset({0}), silent=0.5, pause=pauses.append)
    assert code == 0
    assert (tmp_path / "lives").read_text(encoding="ascii") == "xxx"
    assert pauses == list(wall_guard.PAUSES[1:3])


def test_a_wall_that_was_asked_to_end_and_waits_for_an_answer_is_not_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wall_guard, "PATIENCE", 0.2)
    assert wall_guard.guard(says_it_ends_and_hangs, (), frozenset({0})) == 0


def test_pauses_grow_to_a_bound(expected_logs: ExpectedLogs) -> None:
    expected_logs.add("the wall ended with 1")
    pauses: list[float] = []

    class Enough(Exception):
        """The test has seen enough lives."""

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Enough

    try:
        wall_guard.guard(ends, (1,), frozenset({0}), pause=pause)
    except Enough:
        assert pauses == [1.0, 2.0, 5.0]


class Ended:
    """A line as Windows has it after its other end has gone: to ask it fails already."""

    def __init__(self) -> None:
        self.beats = [b"."]

    def poll(self, _seconds: float) -> bool:
        if not self.beats:
            raise BrokenPipeError
        return True

    def recv_bytes(self) -> bytes:
        return self.beats.pop()


def test_a_line_that_ended_between_two_looks_is_an_end_and_no_fault_of_the_guard() -> None:
    line = cast(Connection, Ended())
    assert wall_guard._listen(line, 1.0, 1.0) is wall_guard._Heard.LINE_ENDED
