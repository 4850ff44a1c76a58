"""Many seats against a real server: a judged history of random acts, or what the feed costs.

    python -m benchmarks.seats --seats 50 --minutes 10 [--cases 200] [--pause 0.5] [--seed 1]
    python -m benchmarks.seats --feed 20 50 200 [--rate 190] [--seconds 60]
    python -m benchmarks.seats --questions 10000

What is done and judged stands in `tests/history`; the server is the embedded one, durable, with
strict roles and room for all lines.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.seats import questions
from benchmarks.seats.feed import HEAD, WRITERS, Place, measure
from benchmarks.seats.readers import WAYS
from db.embedded import EmbeddedServer, stop
from db.site import Site, bring_up, open_embedded
from tests.history.crowd import Run, let_work, prepare
from tests.history.judge import judge
from tests.history.told import History

LINES = "800"
SHOWN = 20


@contextmanager
def a_server() -> Iterator[Site]:
    """A server of its own with room for everybody, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wm-seats-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        with EmbeddedServer(folder, settings={"max_connections": LINES}):
            site = open_embedded(folder)
            try:
                bring_up(site)
                yield site
            finally:
                site.close()
        stop(folder)


def history(given: argparse.Namespace) -> int:
    """Let the seats work and judge what they left; the number of findings."""
    wanted = Run(
        seats=given.seats,
        cases=given.cases,
        seconds=given.minutes * 60,
        pause=given.pause,
        seed=given.seed,
    )
    with a_server() as site:
        prepare(site.url, site.folder, wanted)
        begun = time.perf_counter()
        left = let_work(site.url, site.folder, wanted)
        taken = time.perf_counter() - begun
    found = judge(left)
    tell(left, taken)
    print(f"findings                       {len(found)}")
    for kind, times in Counter(one.kind for one in found).items():
        print(f"  {kind:<29}{times}")
    for one in found[:SHOWN]:
        print(f"    {one.kind}: {one.words}")
    return len(found)


def tell(left: History, taken: float) -> None:
    """How much there was to find something in."""
    said = Counter(line["is"] for lines in left.lines.values() for line in lines)
    codes = Counter(line["code"] for _, line in left.words("no"))
    over = sum(line["over"] for _, line in left.words("hold"))
    print(f"{machine()}; {taken:.0f} s")
    print(f"seats                          {len(left.lines)}")
    print(f"commands acknowledged          {said['done']} ({said['done'] / taken:.0f} a second)")
    print(f"commands refused               {said['no']}")
    print("  " + ", ".join(f"{code} {times}" for code, times in codes.most_common(8)))
    print(f"answers that had to be asked again {said['lost']}")
    print(f"cases held, of them as leader  {said['hold']}, {over}; takeovers {len(left.taken)}")
    print(f"cases and steps                {len(left.files)} and {len(left.steps())}")
    print(f"looks for news, commits told   {said['news']}, {len(left.feed)}")


def feed(given: argparse.Namespace) -> None:
    """The table of the feed's costs beside its rivals'."""
    operators = max(given.feed) + WRITERS
    with a_server() as site:
        prepare(site.url, site.folder, Run(seats=operators, cases=300))
        place = Place(url=site.url, folder=site.folder, operators=operators)
        print(f"{machine()}, {given.seconds:.0f} s each")
        print(HEAD, flush=True)
        for seats in given.feed:
            for way in ("none", *given.ways):
                print(measure(place, way, seats, given.rate, given.seconds), flush=True)
        print(machine())


def main() -> int:
    """Run what was asked for; 1 when the judge found anything."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.seats")
    wanted.add_argument("--seats", type=int, default=50)
    wanted.add_argument("--minutes", type=float, default=10.0)
    wanted.add_argument("--cases", type=int, default=200)
    wanted.add_argument("--pause", type=float, default=0.5)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--feed", type=int, nargs="+", default=[])
    wanted.add_argument("--rate", type=float, default=190.0)
    wanted.add_argument("--seconds", type=float, default=60.0)
    wanted.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    wanted.add_argument("--questions", type=int, default=0)
    wanted.add_argument("--times", type=int, default=200)
    given = wanted.parse_args()
    if given.questions:
        print(machine())
        questions.tell(given.questions, given.times)
        return 0
    if given.feed:
        feed(given)
        return 0
    return int(history(given) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
