"""Ten thousand callers live through a day; look for any of them wherever something was written.

    python -m benchmarks.callers [--many 10000]

What happens on the day, and where is looked, stands in `tests/db/caller_day.py`; the smaller twin
of this in the tests is `test_no_caller_in_the_open.py`. Ends with 1 when anything is readable.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import machine
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer
from tests.db.caller_day import TALKATIVE, Day, a_day, server_files
from tests.open_callers import Search, the_callers
from tests.plugins.stores import build_template


def main() -> int:
    """Live through the day, search, and print what was searched and what was found."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--many", type=int, default=10_000)
    callers = the_callers(wanted.parse_args().many)
    with tempfile.TemporaryDirectory(prefix="wm-callers-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        logging.basicConfig(filename=folder / "console.log", level=logging.DEBUG)
        with EmbeddedServer(folder / "data", settings=TALKATIVE) as address:
            build_template(address.url(), CallerKeys.beside(folder / "files"))
            begun = time.perf_counter()
            with a_day(address.url(), folder, callers) as day:
                day.live_through()
                took = time.perf_counter() - begun
                print(f"{machine()}; {len(callers)} callers, {len(day.cases)} cases, {took:.0f} s")
                return _looked_through(Search(callers), _places(day))


def _places(day: Day) -> Iterator[tuple[str, bytes]]:
    """What was written, by where it is; of the server's files each for itself."""
    yield "console's log", (day.folder / "console.log").read_bytes()
    yield from day.evidence(day.folder / "data").items()
    for file in server_files(day.url, day.folder / "data"):
        kind = "WAL" if file.parent.name == "pg_wal" else "server's files"
        yield kind, file.read_bytes()


def _looked_through(search: Search, places: Iterator[tuple[str, bytes]]) -> int:
    begun = time.perf_counter()
    sizes: dict[str, int] = {}
    found: dict[str, set[bytes]] = {}
    for place, content in places:
        sizes[place] = sizes.get(place, 0) + len(content)
        found[place] = found.get(place, set()) | search.found(content)
    print("| | MB | readable |\n|---|---|---|")
    for place, size in sizes.items():
        print(f"| {place} | {size / 1e6:.1f} | {len(found[place])} |")
    print(f"searched in {time.perf_counter() - begun:.0f} s")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
