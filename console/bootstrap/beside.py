"""The outside world in a process of its own, beside a console; what it does is in `living`."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from db.site import Site

_PATIENCE: Final = 3.0
"""Seconds the other process has to end by itself."""


@contextmanager
def world_beside(site: Site, speed: float) -> Iterator[None]:
    """Play in a process of its own, so that the window's thread is never kept waiting."""
    context = get_context("spawn")
    theirs, mine = context.Pipe(duplex=False)
    url = site.url.render_as_string(hide_password=False)
    told = (theirs, url, site.files, site.keys.file, speed)
    worker = context.Process(target=_serve, args=told, daemon=True, name="outside world")
    worker.start()
    theirs.close()
    try:
        yield
    finally:
        mine.close()
        worker.join(_PATIENCE)
        worker.terminate()
        worker.join()


def _serve(line: Connection, url: str, files: Path, key_file: Path, speed: float) -> None:
    """The other process: it ends when the console's end of the line is closed, or the console."""
    from console.bootstrap.living import play_live  # the console's process does without the city

    play_live(url, files, key_file, speed, line.poll)
