"""Whatever is killed at whatever moment, nothing that was acknowledged is lost.

A sample of the moments; `python -m benchmarks.killed` lives through two hundred.
"""

from pathlib import Path

from tests.shift_judge import KINDS, Ending, prepare

ROUNDS = 2


def test_a_shift_survives_the_killing_of_its_console_and_its_server(data_folder: Path) -> None:
    prepare(data_folder)
    figures = Ending(data_folder, seed=20261123).live_through(ROUNDS * len(KINDS))
    assert figures.moments == dict.fromkeys(KINDS, ROUNDS)
    assert figures.acknowledged > len(KINDS)
