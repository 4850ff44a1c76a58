"""A city's grids from an office's Shapefile to the database: 6,000 with every fault, step by step.

    python -m benchmarks.geo [--rounds 3]

The file is generated (EPSG:4547, GBK without a word on it, faults of `tests/ground_files.py`). Each
round has a database of its own: read and compare with an empty city, write, read again (nothing
changes), then 60 outlines moved by a metre. Ends with 1 when anything came out otherwise.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.machine import machine
from console.domain.ground import GroundKind
from console.domain.ground_diff import ChangeKind
from console.geo.reader import GroundReader
from console.services.ground_import import Offer, Wish, read_offer
from console.services.ground_writing import change_set
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer
from db.engine import command_engine
from db.ground_import import PostgresGround
from tests.ground_files import cell, code_at, faulty_city, forget_encoding
from tests.plugins.stores import build_template

DAY: Final = date(2026, 11, 29)
MOVED: Final = 60
T = TypeVar("T")


def main() -> int:
    """Measure the rounds and print a table."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--rounds", type=int, default=3)
    rounds = wanted.parse_args().rounds
    print(machine())
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="wm-geo-") as name:
            folder = Path(name)
            folder.chmod(0o711)  # the server's own user must reach it when root measures
            _round(folder, number, taken)
    print("| | s, best | s, worst |\n|---|---|---|")
    for step, seconds in taken.items():
        print(f"| {step} | {min(seconds):.2f} | {max(seconds):.2f} |")
    return 0


def _round(folder: Path, number: int, taken: dict[str, list[float]]) -> None:
    def timed(step: str, work: Callable[[], T]) -> T:
        begun = time.perf_counter()
        done = work()
        taken.setdefault(step, []).append(time.perf_counter() - begun)
        return done

    made, _ = faulty_city()
    file = made.write(folder / "grids.shp", encoding="GBK")
    forget_encoding(file)
    with EmbeddedServer(folder / "data") as address:
        build_template(address.url(), CallerKeys.beside(folder / "files"))
        engine, reader = command_engine(address.url()), GroundReader()
        ground = PostgresGround(engine)
        try:
            offer = timed(
                "read, check and compare, empty city", lambda: _read(file, ground, reader)
            )
            assert offer.difference.count(ChangeKind.NEW) == 5_992
            timed("write 5,992 grids", lambda: ground.put(change_set(offer)))
            again = timed("read again, nothing changes", lambda: _read(file, ground, reader))
            assert not again.difference.changes
            moved = _moved(folder)
            offer = timed("read with 60 outlines moved", lambda: _read(moved, ground, reader))
            assert offer.difference.count(ChangeKind.RESHAPED) == MOVED
            timed("write them: 60 end, 60 new", lambda: ground.put(change_set(offer)))
            print(f"round {number + 1}: reading process {reader.peak_bytes >> 20} MiB at most")
        finally:
            reader.close()
            engine.dispose()


def _moved(folder: Path) -> Path:
    town, _ = faulty_city()
    for column in range(MOVED):
        town.put(code_at(column, 50), cell(column, 50, west=-1))
    return town.write(folder / "moved.shp")


def _read(file: Path, ground: PostgresGround, reader: GroundReader) -> Offer:
    wish = Wish(file=file, kind=GroundKind.UNIT_GRIDS, day=DAY)
    return read_offer(wish, ground, reader, _untold)


def _untold(_part: str, _done: int, _of: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    sys.exit(main())
