"""Ends child processes the hard way, at a moment they cannot foresee.

A child prints one line for each thing it calls done; what it printed before its end is what the
store must still know afterwards.
"""

import contextlib
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[1]
_PATIENCE: Final = 60.0  # seconds until a silent child is given up
_LOOK_EVERY: Final = 0.01
_UNWRITTEN: Final = "PYTHONDONTWRITEBYTECODE"
# Nothing that is imported is garbage: looking for it is a fifth of a child's imports.
_IMPORTING: Final = "import gc; gc.set_threshold(50_000)\n"


class Child:
    """A Python process running `script` with `arguments`; its standard input stays open."""

    def __init__(self, script: str, *arguments: str) -> None:
        # Files, not pipes: a killed child's last words must not hang in a buffer of ours.
        self._notes = tempfile.TemporaryDirectory(prefix="wm-child-")
        self._said = Path(self._notes.name, "said")
        self._complained = Path(self._notes.name, "complained")
        with self._said.open("wb") as said, self._complained.open("wb") as complained:
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"{_IMPORTING}{script}", *arguments],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=complained,
                cwd=PROJECT,
                env=_environment(),
            )

    def lines(self) -> list[str]:
        """The whole lines said so far; half a line was not said."""
        return self._said.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]

    def wait_for_line(
        self, which: Callable[[str], bool] = bool, after: int = 0, patience: float = _PATIENCE
    ) -> str:
        """The first line that `which` accepts, not counting the first `after` ones.

        Args:
            which: Whether a line is the one.
            after: So many lines are left out.
            patience: Seconds until a silent child is given up.

        Raises:
            AssertionError: The child ended or kept silent; its complaint is in the message.
        """
        for _ in range(int(patience / _LOOK_EVERY)):
            found = next(filter(which, self.lines()[after:]), None)
            if found is not None:
                return found
            if self.ended_within(_LOOK_EVERY):
                break
        found = next(filter(which, self.lines()[after:]), None)
        if found is None:
            raise AssertionError(f"the child never said it: {self.complaint()}")
        return found

    def ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close_input(self) -> None:
        """Tell the child to end by itself."""
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def kill(self) -> list[str]:
        """End it as a power cut would, and give its last words."""
        self._process.kill()
        self._process.wait()
        return self.lines()

    def end(self) -> None:
        self.close_input()
        self.kill()
        self._notes.cleanup()

    def complaint(self) -> str:
        """The end of what it said on standard error."""
        return self._complained.read_text(encoding="utf-8", errors="replace")[-2000:]


def _environment() -> dict[str, str]:
    """Ours, with the project in reach, and with compiled modules kept for the next child: without
    them a child's imports alone take seconds.

    Where nothing shall be written beside the sources, a folder of their own is filled with all of
    them, Python's own too.
    """
    places = filter(None, (str(PROJECT), os.environ.get("PYTHONPATH")))
    kept = {key: word for key, word in os.environ.items() if key != _UNWRITTEN}
    if _UNWRITTEN in os.environ:
        kept["PYTHONPYCACHEPREFIX"] = str(PROJECT / ".pytest_cache" / "compiled")
    return {**kept, "PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": "1"}


@contextlib.contextmanager
def child(script: str, *arguments: str) -> Iterator[Child]:
    """A child that is gone at the end of the block, whatever happened in it."""
    one = Child(script, *arguments)
    try:
        yield one
    finally:
        one.end()


def killed_at_random(
    script: str, *arguments: str, chance: random.Random, longest: float
) -> list[str]:
    """Run `script`, kill -9 it at a random moment after its first line, return what it said.

    Args:
        script: Python source; prints (and flushes) a first line when it begins its work.
        arguments: Its `sys.argv[1:]`.
        chance: Source of the moment, seeded by the caller so that a failure can be repeated.
        longest: Seconds after the first line until which it lives at most.
    """
    with child(script, *arguments) as one:
        one.wait_for_line()
        one.ended_within(chance.uniform(0.0, longest))
        return one.kill()
