"""Every check of the project and its tests, side by side: what `python3 start.py test` runs.

Two cores are this suite's limit, not waiting. The tests have workers of their own; what needs one
process only (lint, types, contracts, the measured tests of the domain) runs in one lane beside
them. Only the standard library is used, for start.py imports this before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = "tests/domain"  # what must cover `console/domain` whole
MEASURED, TESTS = "domain", "tests"


def checks(python: Path) -> dict[str, list[str]]:
    """The checks by name, the quick ones first; `python` is the environment's interpreter."""
    return {
        "lint": [str(python), "-m", "ruff", "check", "."],
        "format": [str(python), "-m", "ruff", "format", "--check", "."],
        "contracts": [str(python.with_name(f"lint-imports{python.suffix}"))],
        "types": [str(python), "-m", "mypy"],
    }


def tests(python: Path, arguments: list[str]) -> dict[str, list[str]]:
    """The commands for pytest; a whole run measures the domain's own tests, and them alone."""
    pytest = [str(python), "-m", "pytest"]
    workers = os.environ.get("WANMI_TEST_WORKERS", "3")  # a third of the time tests wait
    # What a file makes once for its tests is made by one worker; tests/plugins/sharing.py orders.
    shared = [*pytest, "-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    if arguments:
        return {TESTS: [*shared, *arguments]}
    # They cover it whole; measured, the others would take up to twice as long for nothing. A worker
    # more would cost them what they take: in each, all is imported anew.
    return {
        MEASURED: [*pytest, DOMAIN, "--cov"],
        TESTS: [*shared, f"--ignore={DOMAIN}"],
    }


def run(python: Path, arguments: list[str]) -> int:
    """Run all of them; `arguments` go to pytest.

    Returns:
        0 when all are green, else pytest's answer (negative when a signal ended it), or 1 when only
        a check is red.
    """
    # Else each of hundreds of programs that tests start would compile the console anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    commands = {**checks(python), **tests(python, arguments)}
    foremost = commands.pop(TESTS)
    lane = ThreadPoolExecutor(1)
    try:
        beside = {name: lane.submit(_aside, name, words) for name, words in commands.items()}
        _say("== tests, and beside them: " + ", ".join(commands))
        answer = subprocess.run(foremost, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        codes = {name: one.result() for name, one in beside.items()}
    finally:
        lane.shutdown(cancel_futures=True)  # stopped by the keyboard, what waits is not begun
    red = [name for name, code in codes.items() if code]
    if red:
        _say(f"Red beside the tests: {', '.join(red)}")
    return codes.get(MEASURED) or answer.returncode or int(bool(red))


def _aside(name: str, command: list[str]) -> int:
    """Run a command of the lane; what it said is shown when it ends, and whole when it is red."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = (answer.stdout or "").strip()
    shown = f"RED\n{said}" if answer.returncode else said.rpartition("\n")[2]
    _say(f"\n== {name}: {shown}")
    return answer.returncode


def _say(words: str) -> None:
    print(words, flush=True)
