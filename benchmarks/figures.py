"""Percentiles, and rows of a table for the README."""

import time
from collections.abc import Callable, Sequence

Milliseconds = list[float]


def timed(work: Callable[[], object], times: int) -> Milliseconds:
    """How long each of `times` runs took, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def percentile(taken: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, by the nearest rank."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def row(name: str, taken: Sequence[float]) -> str:
    """One line of a table: name, p50, p95, p99, worst."""
    found = [percentile(taken, share) for share in (0.50, 0.95, 0.99)]
    return f"| {name} | " + " | ".join(f"{one:.1f}" for one in (*found, max(taken))) + " |"


HEAD = "| | p50 ms | p95 ms | p99 ms | worst ms |\n|---|---|---|---|---|"
