"""Kill the console and the server at random moments of a scripted shift, and judge what is left.

    python -m benchmarks.killed [--moments 200] [--seed 1]

What is judged after each moment stands in `tests/shift_judge.py`.
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.machine import machine
from db.embedded import stop
from tests.shift_judge import Ending, prepare


def main() -> None:
    """Live through the moments and print what happened."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--moments", type=int, default=200)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="wm-killed-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        prepare(folder)
        begun = time.perf_counter()
        try:
            figures = Ending(folder, given.seed).live_through(given.moments)
        finally:
            stop(folder)
        print(f"{machine()}; {time.perf_counter() - begun:.0f} s")
    print(f"moments                            {sum(figures.moments.values())}")
    for kind, many in figures.moments.items():
        print(f"  {kind:<33}{many}")
    print(f"acknowledged, all of them there    {figures.acknowledged}")
    print(f"unanswered, kept: first result     {figures.unanswered_kept}")
    print(f"unanswered, not kept: done once    {figures.unanswered_lost}")
    print(f"losses the console outlived        {figures.survived_by_console}")
    print(f"cases and steps verified whole     {figures.cases} and {figures.steps}")


if __name__ == "__main__":
    main()
