"""Faults under load: seats, server, line, disk; how much is lost (nothing) and when all is right.

    python -m benchmarks.faults [--only kills ...] [--seats 6] [--moments 1000] [--acts 180]
        [--outage 0] [--seed 1]

Seats are processes of their own (`tests.faults.seat`): a console without its window, signed in
under its operator's strict role. What is judged stands in `tests.faults.judge`.
"""

import argparse
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine

from benchmarks.machine import machine
from db.caller_keys import CallerKeys
from db.embedded import EmbeddedServer
from db.engine import command_engine
from db.site import DATABASE, FILES, bring_up, open_embedded
from tests.blackhole import line_to
from tests.faults.field import Field, at_work, settle_for_faults
from tests.faults.judge import Verdict
from tests.servers import OwnServer
from tests.standby import in_step, standby_of
from tests.waiting import until

PATIENCE: Final = 300.0  # seconds
FEW: Final = 12
"""Acts of a seat that may wait: two minutes' work, one every ten seconds."""
LONGEST: Final = 0.3  # seconds of a console's work before its end comes
MEGABYTE: Final = bytes(1024 * 1024)
DISK: Final = "size=420m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line said."""

    seats: int
    moments: int
    acts: int
    outage: float
    seed: int
    pace: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A server with a settled town, and a folder for what belongs to the seats."""

    server: OwnServer
    url: URL
    owner: Engine
    folder: Path
    logins: tuple[str, ...]

    def field(self, given: Given, url: URL | None = None, most: int = FEW) -> Field:
        """The seats, by `url` if it is another way to the server; `most` acts of each may wait."""
        return Field(
            owner=self.owner,
            url=url or self.url,
            folder=self.folder,
            logins=self.logins,
            chance=random.Random(given.seed),
            pace=given.pace,
            most=most,
            patience=PATIENCE,
        )


@dataclass(slots=True, kw_only=True)
class Outcome:
    """One line of the table; times in seconds, the slowest seat's."""

    verdict: Verdict
    right: float
    noticed: float | None = None
    waited: int = 0

    def row(self, name: str) -> str:
        """As the README shows it."""
        noticed = "" if self.noticed is None else f"{self.noticed:.1f}"
        found = self.verdict
        return (
            f"| {name} | {noticed} | {self.waited or ''} | {self.right:.1f} | {found.commands}"
            f" | {found.kept_unanswered} | {found.steps} | {len(found.wrong)} |"
        )


HEAD: Final = (
    "| | noticed s | waited | right again s | told done | unanswered, kept | steps | wrong |\n"
    "|---|---|---|---|---|---|---|---|"
)


# --- faults -------------------------------------------------------------------------------------


def kills(ground: Ground, given: Given) -> Outcome:
    """Consoles ended one after the other, each at a moment of its own."""
    with at_work(ground.field(given)) as field:
        for _ in range(given.moments):
            field.end_one(LONGEST)
        right = field.right_again(time.time())
        return Outcome(verdict=field.verdict(), right=right)


def stopped(ground: Ground, given: Given, *, seconds: float, acts: int = 0) -> Outcome:
    """The server is stopped in order for so long, and until so many acts of each seat wait."""
    with at_work(ground.field(given, most=acts or FEW)) as field:
        gone = time.time()
        ground.server.stop()
        _let_pass(gone + seconds)
        field.wait_acts(acts)
        waited = _waiting(field)
        ground.server.start()
        return _outcome(field, gone, waited)


def killed(ground: Ground, given: Given) -> Outcome:
    """The server ends as by a power cut, and is started again at once."""
    with at_work(ground.field(given)) as field:
        gone = time.time()
        ground.server.kill()
        ground.server.start()
        return _outcome(field, gone, 0)


def backend(ground: Ground, given: Given) -> Outcome:
    """One process of the server is killed; it throws everybody out and recovers by itself."""
    with at_work(ground.field(given)) as field:
        gone = time.time()
        ground.server.lose_a_process(field.chance)
        return _outcome(field, gone, 0)


def cut(ground: Ground, given: Given) -> Outcome:
    """The line drops everything for 20 s, open connections included."""
    with line_to(ground.url) as (line, url), at_work(ground.field(given, url)) as field:
        gone = time.time()
        line.cut()
        _let_pass(gone + 20)
        waited = _waiting(field)
        line.mend()
        return _outcome(field, gone, waited)


def full(ground: Ground, given: Given) -> Outcome:
    """The server's disk has no room left, until somebody makes some (and starts the server)."""
    with at_work(ground.field(given)) as field:
        gone = time.time()
        filler = ground.server.folder / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(MEGABYTE)
        field.wait_acts(FEW)
        waited = _waiting(field)
        filler.unlink()
        ground.server.start()
        return _outcome(field, gone, waited)


def promoted(ground: Ground, given: Given) -> Outcome:
    """The primary dies, and the standby that is in step with it is made the primary."""
    with tempfile.TemporaryDirectory(prefix="wm-standby-") as name:
        primary = ground.server.address
        with standby_of(primary, Path(name)) as standby, in_step(ground.server):
            url = standby.both(primary, DATABASE)
            owner = command_engine(url)
            both = replace(ground, owner=owner)
            try:
                with at_work(both.field(given, url)) as field:
                    gone = time.time()
                    ground.server.kill()
                    standby.promote()
                    return _outcome(field, gone, 0)
            finally:
                owner.dispose()


def _outcome(field: Field, gone: float, waited: int) -> Outcome:
    back = time.time()
    right = field.right_again(back)
    noticed = [
        min((at for at in told.lost if at >= gone), default=gone) - gone
        for told in field.told.values()
    ]
    return Outcome(verdict=field.verdict(), right=right, noticed=max(noticed), waited=waited)


def _waiting(field: Field) -> int:
    return max(field.hear(login).waiting for login in field.logins)


def _let_pass(until_then: float) -> None:
    until(lambda: time.time() >= until_then, patience=until_then)


FAULTS: Final[Mapping[str, Callable[[Ground, Given], Outcome]]] = {
    "kills": kills,
    "stopped-1": partial(stopped, seconds=1.0),
    "stopped-30": partial(stopped, seconds=30.0),
    "outage": lambda ground, given: stopped(ground, given, seconds=given.outage, acts=given.acts),
    "killed": killed,
    "backend": backend,
    "cut": cut,
    "full": full,
    "promoted": promoted,
}


# --- the ground ---------------------------------------------------------------------------------


@contextmanager
def ground_of(given: Given, disk: Path | None) -> Iterator[Ground]:
    """A server of its own; its data in `disk` if one is given."""
    with tempfile.TemporaryDirectory(prefix="wm-faults-") as name:
        folder, data = Path(name), disk or Path(name, "server")
        folder.chmod(0o711)  # the server's own user must reach it when root measures
        data.mkdir(exist_ok=True)
        data.chmod(0o711)
        site = open_embedded(data, CallerKeys.beside(folder / FILES))
        share = site.server
        assert isinstance(share, EmbeddedServer)
        owner = command_engine(site.url)
        try:
            bring_up(site)
            yield Ground(
                server=OwnServer(share, data, share.revive()),
                url=site.url,
                owner=owner,
                folder=folder,
                logins=settle_for_faults(owner, given.seats),
            )
        finally:
            owner.dispose()
            site.close()


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk in memory that is soon full; only root may mount it."""
    with tempfile.TemporaryDirectory(prefix="wm-disk-") as name:
        where = Path(name)
        where.chmod(0o711)
        subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "wm-disk", where], check=True)  # noqa: S603, S607  fixed words
        try:
            yield where
        finally:
            subprocess.run(["umount", where], check=True)  # noqa: S603, S607  the same


def live_through(name: str, given: Given) -> Outcome:
    """One fault on a ground of its own."""
    if name == "full":
        with small_disk() as disk, ground_of(given, disk) as ground:
            return full(ground, given)
    with ground_of(given, None) as ground:
        return FAULTS[name](ground, given)


def main() -> None:
    """Live through the faults wanted and print a table."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--only", nargs="+", choices=sorted(FAULTS), default=list(FAULTS))
    wanted.add_argument("--seats", type=int, default=6)
    wanted.add_argument("--moments", type=int, default=1_000, help="kills of consoles")
    wanted.add_argument("--acts", type=int, default=180, help="acts of a seat in 30 minutes")
    wanted.add_argument(
        "--outage", type=float, default=0.0, help="seconds the outage lasts at least"
    )
    wanted.add_argument("--pace", type=int, default=60, help="milliseconds between a seat's acts")
    wanted.add_argument("--seed", type=int, default=1)
    said = vars(wanted.parse_args())
    names = said.pop("only")
    given = Given(**said)
    print(HEAD, flush=True)
    for name in names:
        begun = time.perf_counter()
        outcome = live_through(name, given)
        print(outcome.row(name), flush=True)
        for words in outcome.verdict.wrong:
            print(f"    {words}", flush=True)
        print(f"    {time.perf_counter() - begun:.0f} s; {machine()}", flush=True)


if __name__ == "__main__":
    main()
