"""How fast each contender loads, moves, zooms and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.figures import percentile
from benchmarks.map import city
from benchmarks.map.contenders import Contender, ours, rival
from benchmarks.map.stage import Stage, pause
from console.ports.map_rows import MapPin

DRAGS = 8
GLIDES = 240
GLIDE_S = 15.0  # a slow page makes fewer frames of it
NOTCHES = 6
STIRRED_S = 5
LONGEST_S = 600.0
PER_BEAT = 5  # changes each tenth of a second: fifty a second
HEAD = (
    "| cases | drawn by | loaded | drag p50 | p95 | its longest | work p95 | glide p50 | p95"
    " | work p50 | p95 | zoom p50 | p95 | worst | 50 changes/s: frame p95 | % of a core"
    " | 100 changes painted |\n|" + "---|" * 17
)
Opened = Callable[[list[MapPin]], AbstractContextManager[Contender]]


def contenders(plugin: Path) -> dict[str, Opened]:
    """By name."""
    return {
        "ours": ours,
        "circle markers": lambda pins: rival(pins, clustered=False, plugin=plugin),
        "markercluster": lambda pins: rival(pins, clustered=True, plugin=plugin),
    }


def measure(counts: list[int], plugin: Path, only: list[str]) -> Iterator[str]:
    """The lines of the table."""
    for count in counts:
        pins = city.pins(count)
        for name, opened in contenders(plugin).items():
            if only and name not in only:
                continue
            with opened(pins) as one:
                pause(500)
                yield _line(count, name, one)


def _line(count: int, name: str, one: Contender) -> str:
    stage = one.stage
    each = [stage.frames(partial(_drag, stage, turn)) for turn in range(DRAGS)]
    drags = [frame for seen in each for frame in seen.frames]
    dragging = [work for seen in each for work in seen.works]
    glides = stage.frames(lambda: stage.glide(GLIDES, "window.bench.map", GLIDE_S))
    zooms = stage.frames(lambda: _zooms(stage)).frames
    stirred, share = _stirred(one)
    changes = []
    for _ in range(5):
        changes.append(one.change())
        pause(400)
    cells = (
        f"{count:,}",
        name,
        f"{one.loaded:.0f}",
        *(f"{percentile(drags, at):.0f}" for at in (0.5, 0.95)),
        f"{percentile([max(seen.frames) for seen in each], 0.5):.0f}",
        f"{percentile(dragging, 0.95):.1f}",
        *(f"{percentile(glides.frames, at):.0f}" for at in (0.5, 0.95)),
        *(f"{percentile(glides.works, at):.1f}" for at in (0.5, 0.95)),
        *(f"{percentile(zooms, at):.0f}" for at in (0.5, 0.95)),
        f"{max(zooms):.0f}",
        f"{percentile(stirred, 0.95):.0f}",
        f"{share:.0f}",
        f"{percentile(changes, 0.5):.0f}",
    )
    return "| " + " | ".join(cells) + " |"


def _drag(stage: Stage, turn: int) -> None:
    """There and back in all directions, a rest after each as a hand makes it."""
    dx, dy = [(500, 0), (0, 300), (-500, 0), (0, -300)][turn % 4]
    stage.drag(dx, dy)
    pause(300)


def _zooms(stage: Stage) -> None:
    for turn in range(NOTCHES):
        stage.wheel(up=turn < NOTCHES // 2)
        pause(500)


def _stirred(one: Contender) -> tuple[list[float], float]:
    """Frames during fifty changes a second, and the processor the page took for them."""
    begun, worked = perf_counter(), one.stage.worked()

    def stir() -> None:
        while perf_counter() - begun < STIRRED_S:
            one.stir(PER_BEAT)
            pause(100)

    seen = one.stage.frames(stir, rest=0)
    return seen.frames, (one.stage.worked() - worked) / (perf_counter() - begun) * 100


def memory(count: int, pans: int, plugin: Path, only: list[str]) -> Iterator[str]:
    """The render process before and after so many pans; lines of a table."""
    pins = city.pins(count)
    for name, opened in contenders(plugin).items():
        if only and name not in only:
            continue
        with opened(pins) as one:
            pause(2_000)
            before = one.stage.memory()
            begun = perf_counter()
            made = one.stage.glide(pans, "window.bench.map", LONGEST_S)
            taken = perf_counter() - begun
            pause(5_000)
            after = one.stage.memory()
        yield f"| {count:,} | {name} | {made:,} | {before:.0f} | {after:.0f} | {taken:.0f} |"
