"""What the map's soak weighs: memory that is held, also by a thread; not what was freed."""

import subprocess
import sys

import pytest

from benchmarks.map.memory import Memory
from tests.house.tree import ROOT

HELD = 40  # MB
WEIGHED = f"""
from threading import Thread
import psutil
from benchmarks.map.memory import give_back, keep_one_heap, written

keep_one_heap()
bytes(30_000_000)  # a picture came and went: from now on heaps keep as much at their end
held, last = [], []

def hold():
    last.append(bytes([7]) * 2000)  # keeps the thread's heap, if it has one
    held.extend(bytes([7]) * 2000 for _ in range({HELD} * 500))

def look():
    give_back()
    print(written(psutil.Process()))

look()
thread = Thread(target=hold)
thread.start()
thread.join()
look()
held.clear()
look()
"""


def test_what_a_thread_holds_is_weighed_and_what_it_freed_is_not() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    before, held, freed = (float(line) for line in done.stdout.split())
    assert held - before == pytest.approx(HELD, rel=0.1)
    assert freed - before < HELD / 10


def test_growth_is_told_in_percent_an_hour_of_the_middle_whatever_one_look_saw() -> None:
    steady = Memory("page", [(second, 100 + second / 360) for second in range(0, 720, 30)])
    steady.seen[7] = (210.0, 160.0)
    growth, middle = steady.growth(0)
    assert middle == pytest.approx(101, abs=0.1)
    assert growth == pytest.approx(10 / 1.01, rel=0.01)
