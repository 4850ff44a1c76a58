"""How much memory a process holds (what it has written and shares with nobody), and its growth."""

from __future__ import annotations

import ctypes
import platform
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import psutil

MB: Final = 1024 * 1024
HANDED_OVER: Final = "handed over"
_SHARED: Final = "/dev/shm/"  # noqa: S108  where Linux keeps memory of several processes; none is made here
_ARENA_MAX: Final = -8  # M_ARENA_MAX of glibc's malloc.h


@dataclass(slots=True)
class Memory:
    """Megabytes of one process, by the second of the run."""

    name: str
    seen: list[tuple[float, float]] = field(default_factory=list)

    def with_(self, other: Memory) -> list[tuple[float, float]]:
        """Both processes' megabytes; they are looked at in turn, at the same seconds."""
        pairs = zip(self.seen, other.seen, strict=True)
        return [(mine[0], mine[1] + theirs[1]) for mine, theirs in pairs]

    def growth(self, from_second: float) -> tuple[float, float]:
        """Percent an hour after the warm-up, and the median in MB."""
        points = [one for one in self.seen if one[0] >= from_second] or self.seen[-1:]
        middle = statistics.median(size for _, size in points)
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2)]
        return statistics.median(slopes or [0.0]) * 3600 / middle * 100, middle


def kinds(process: psutil.Process) -> dict[str, float]:
    """Megabytes of memory a process has written and shares with nobody, by what they are.

    The code of libraries is left out: it counts as a process's own until a second one maps the same
    file, so that a browser started beside a measurement would make 50 MB vanish. `HANDED_OVER` came
    from another process: the page gives its picture in memory both map, and a piece counts as the
    program's own for the seconds between the page's letting go and its.
    """
    if sys.platform != "linux":
        return {"all": float(process.memory_full_info().uss) / MB}
    sizes: Counter[str] = Counter()
    for part in process.memory_maps():
        if part.path.startswith("["):
            kind = part.path.strip("[]")
        else:
            kind = HANDED_OVER if part.path.startswith(_SHARED) else "files"
        sizes[kind] += part.private_dirty
    return {kind: size / MB for kind, size in sizes.items()}


def written(process: psutil.Process) -> float:
    """Megabytes of memory a process has written and shares with nobody."""
    return sum(kinds(process).values())


def keep_one_heap() -> None:
    """Give the threads to come one heap together, of which `give_back` can give back all.

    By itself glibc gives threads heaps of their own. What was freed at the end of one stays there:
    15 MB within the first quarter of an hour, and no more after that.
    """
    if _glibc():
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give what the program has freed back to the machine, as far as its allocator can."""
    if _glibc():
        ctypes.CDLL(None).malloc_trim(0)


def _glibc() -> bool:
    return platform.libc_ver()[0] == "glibc"
