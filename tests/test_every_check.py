"""All checks and all tests in one command: side by side, and red where any of them is."""

import os
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import start
from tests import every_check

Runs = list[list[str]]
Answering = Callable[[list[str]], tuple[int, str]]


@pytest.fixture
def whole_run(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answering], tuple[int, Runs]]:
    """A run of everything whose commands answer as told; its exit code and what was run."""
    monkeypatch.setattr(start, "prepare", lambda purpose: None)

    def run_all(answering: Answering) -> tuple[int, Runs]:
        commands: Runs = []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            commands.append(command)
            return subprocess.CompletedProcess(command, *answering(command))

        monkeypatch.setattr("subprocess.run", run)
        return start.main(["test"]), commands

    return run_all


@pytest.mark.parametrize(
    ("red", "tests_answer", "exit_code"), [("", 0, 0), ("mypy", 0, 1), ("", 5, 5), ("ruff", 5, 5)]
)
def test_all_checks_run_beside_the_tests_whatever_is_red(
    whole_run: Callable[[Answering], tuple[int, Runs]], red: str, tests_answer: int, exit_code: int
) -> None:
    def answering(command: list[str]) -> tuple[int, str]:
        return (tests_answer if "pytest" in command else int(red in command), "")

    code, commands = whole_run(answering)
    assert code == exit_code
    wanted = [*every_check.checks(start.PYTHON).values()]
    wanted += every_check.tests(start.PYTHON, []).values()
    assert sorted(commands) == sorted(wanted)


@pytest.mark.parametrize("red", ["--cov", f"--ignore={every_check.DOMAIN}"])
@pytest.mark.parametrize("answer", [1, -9])
def test_a_red_or_killed_half_of_the_tests_makes_the_whole_red(
    whole_run: Callable[[Answering], tuple[int, Runs]], red: str, answer: int
) -> None:
    assert whole_run(lambda command: (answer if red in command else 0, ""))[0] == answer


def test_a_red_check_is_shown_whole_and_a_green_one_by_its_last_line(
    whole_run: Callable[[Answering], tuple[int, Runs]], capsys: pytest.CaptureFixture[str]
) -> None:
    def answering(command: list[str]) -> tuple[int, str]:
        if "mypy" in command:
            return 1, "a.py:1: wrong\nFound 1 error\n"
        return (0, "Contracts\n8 kept\n") if "lint-imports" in command[0] else (0, "")

    code, _ = whole_run(answering)
    said = capsys.readouterr().out
    assert code == 1
    assert "== types: RED\na.py:1: wrong\nFound 1 error\n" in said
    assert "== contracts: 8 kept\n" in said
    assert said.endswith("Red beside the tests: types\n")


def test_the_checks_stop_with_the_tests_when_the_keyboard_stops_them(
    whole_run: Callable[[Answering], tuple[int, Runs]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()
    shutdown = ThreadPoolExecutor.shutdown

    def stops(lane: ThreadPoolExecutor, **words: bool) -> None:
        shutdown(lane, wait=False, **words)
        stopped.set()
        shutdown(lane)

    def answering(command: list[str]) -> tuple[int, str]:
        if "-n" in command:
            raise KeyboardInterrupt
        assert stopped.wait(30)
        return 0, ""

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", stops)
    code, commands = whole_run(answering)
    assert code == start.EXIT_INTERRUPTED
    assert len(commands) <= 2  # the tests and what was running beside them


def test_programs_that_tests_start_find_the_console_compiled(
    whole_run: Callable[[Answering], tuple[int, Runs]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    code, _ = whole_run(lambda _: (int("PYTHONDONTWRITEBYTECODE" in os.environ), ""))
    assert code == 0


def test_the_two_halves_of_a_whole_run_are_every_test() -> None:
    measured, others = every_check.tests(start.PYTHON, []).values()
    assert measured[-2:] == [every_check.DOMAIN, "--cov"]
    assert others[-1] == f"--ignore={every_check.DOMAIN}"
    assert (start.ROOT / every_check.DOMAIN).is_dir()


def test_arguments_of_a_test_run_choose_the_tests_and_drop_the_coverage() -> None:
    (command,) = every_check.tests(start.PYTHON, ["tests/domain", "-k", "clock"]).values()
    assert command[-3:] == ["tests/domain", "-k", "clock"]
    assert not [word for word in command if word.startswith("--cov")]
