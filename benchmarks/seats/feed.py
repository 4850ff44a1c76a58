"""What the feed costs the server and how late it is, beside LISTEN/NOTIFY and polling."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import psutil
from sqlalchemy import URL

from benchmarks.figures import percentile
from benchmarks.seats import painted, readers, writers
from tests.history.crowd import logins
from tests.killing import Child, child

PROCESSES = 4
WRITERS = writers.THREADS + 2
SETTLE = 5.0  # seconds before anything is measured
HEAD = (
    "| seats | way | commits/s | server, % of a core | above none | listeners | one console"
    " | heard p50 | p95 | painted p50 | p95 ms | never painted |\n|" + "---|" * 12
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is measured: a database with operators and cases."""

    url: URL
    folder: Path
    operators: int

    @property
    def address(self) -> str:
        """The administrator's address, in words."""
        return self.url.render_as_string(hide_password=False)


@dataclass(slots=True)
class Costs:
    """Seconds of processor the server took; of it the lines of the listeners, and of the console
    with all its questions."""

    whole: float
    listeners: float
    console: float


class Meter:
    """Reads what the server's processes have worked."""

    def __init__(self, place: Place) -> None:
        self._line = readers.plain(place.url)
        found = self._line.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        self._postmaster = psutil.Process(int(found[0].split()[0]))
        self._begun = self._read()

    def _read(self) -> dict[int, float]:
        found = {}
        for one in (self._postmaster, *self._postmaster.children(recursive=True)):
            with_own = one.cpu_times()
            found[one.pid] = with_own.user + with_own.system
        return found

    def stop(self, console: str, listening: Sequence[str]) -> Costs:
        """Since it was made; operators by their logins."""
        worked = {pid: now - self._begun.get(pid, 0.0) for pid, now in self._read().items()}
        asked = "SELECT pid, usename FROM pg_stat_activity WHERE usename IS NOT NULL"
        whose = {pid: name.rpartition("_")[2] for pid, name in self._line.execute(asked)}
        self._line.close()
        return Costs(
            whole=sum(worked.values()),
            listeners=sum(took for pid, took in worked.items() if whose.get(pid) in listening),
            console=sum(took for pid, took in worked.items() if whose.get(pid) == console),
        )


@contextmanager
def telling(script: str, told: dict[str, object], ready: str = "") -> Iterator[Child]:
    """A child that has said its first line."""
    with child(script, json.dumps(told)) as one:
        one.wait_for_line(lambda line: line.startswith(ready), patience=180)
        yield one


def last_words(one: Child) -> object:
    """What a child tells when its input ends."""
    one.close_input()
    if not one.ended_within(120):
        raise TimeoutError("a child does not end")
    if len(one.lines()) < 2:
        raise RuntimeError(one.complaint())
    return json.loads(one.lines()[-1])


def measure(place: Place, way: str, seats: int, rate: float, seconds: float) -> str:
    """One line of the table."""
    names = logins(place.operators)
    mine, listening = names[0], names[1:seats] if way != "none" else []
    with ExitStack() as open_ones:
        told = {"address": place.address, "files": str(place.folder / "files"), "login": mine}
        console = open_ones.enter_context(telling(painted.SCRIPT, told, "["))
        marked = json.loads(console.lines()[0])
        groups = [listening[at::PROCESSES] for at in range(PROCESSES)]
        seated = [
            open_ones.enter_context(
                telling(
                    readers.SCRIPT,
                    {"address": place.address, "way": way, "logins": some, "marked": marked},
                )
            )
            for some in groups
            if some
        ]
        writing = open_ones.enter_context(
            telling(writers.SCRIPT, _load(place, way, marked, rate), "ready")
        )
        Event().wait(SETTLE)
        meter = Meter(place)
        Event().wait(seconds)
        costs = meter.stop(mine, listening)
        written = last_words(writing)
        heard = [seat for one in seated for seat in last_words(one)]
        rows = last_words(console)
    figures = _late(written["marks"], heard, rows)
    return _line(seats, way, written["rate"], costs, seconds, figures)


def _load(place: Place, way: str, marked: list[int], rate: float) -> dict[str, object]:
    with readers.plain(place.url) as line:
        cases = [row[0] for row in line.execute("SELECT id FROM case_file ORDER BY due, id")]
    return {
        "address": place.address,
        "logins": logins(place.operators)[-WRITERS:],
        "notifies": way == "LISTEN/NOTIFY",
        "cases": [case for case in cases if case not in marked],
        "marked": marked,
        "rate": rate,
    }


@dataclass(frozen=True, slots=True)
class Late:
    """Milliseconds from a commit until others heard of it, and until its row was painted."""

    heard: list[float]
    painted: list[float]
    never: int


def _late(marks: list[list], heard: list[list], rows: list[list]) -> Late:
    """Each mark's first news and first paint before the next mark of the same case."""
    until: dict[int, float] = {}
    told, shown, never = [], [], 0
    last = max(moment for _, _, moment in marks)
    for case, holder, moment in reversed(marks):
        end = until.get(case, float("inf"))
        until[case] = moment
        if last - moment < SETTLE * 1e9:
            continue  # its news may not have come before the end
        for seat in heard:
            found = [at for one, at in seat if one == case and moment <= at < end]
            told += [(min(found) - moment) / 1e6] if found else []
        found = [at for one, who, at in rows if (one, who) == (case, holder) and moment <= at < end]
        shown += [(min(found) - moment) / 1e6] if found else []
        never += not found
    return Late(told, shown, never)


def _line(seats: int, way: str, rate: float, costs: Costs, seconds: float, late: Late) -> str:
    share = costs.whole / seconds * 100
    base = BASES.setdefault(seats, share) if way == "none" else BASES[seats]
    figures = [
        f"{percentile(some, at):.0f}" if some else "–"
        for some in (late.heard, late.painted)
        for at in (0.5, 0.95)
    ]
    own = (f"{took / seconds * 100:.1f}" for took in (costs.listeners, costs.console))
    cells = (seats, way, f"{rate:.0f}", f"{share:.1f}", f"{share - base:+.1f}", *own)
    return "| " + " | ".join(map(str, (*cells, *figures, late.never))) + " |"


BASES: dict[int, float] = {}
"""What the server took without listeners, by the number of seats of the run."""
