"""The outside world in a process of its own, beside a console; what it does is in `living`."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Final

from console.bootstrap.loading import loading
from console.ports.errors import StoreUnavailable
from db.site import Site

LOG: Final = logging.getLogger(__name__)
_GRACE: Final = 1.0
"""Seconds a command that is just being done has to come to its end."""

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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the console, which ends us
    ended = Event()
    Thread(target=_watch, args=(line, ended), daemon=True).start()
    with loading():
        from console.bootstrap.living import play_live  # the console does without the city

    try:
        play_live(url, files, key_file, speed, ended.wait)
    except StoreUnavailable as failure:
        LOG.warning("the outside world stands still: %s", failure.code)


def _watch(line: Connection, ended: Event) -> None:
    """End with the console even while the city is still being made or the store keeps us waiting.

    A command that is cut off is rolled back by the server.
    """
    line.poll(None)
    ended.set()
    sleep(_GRACE)
    os._exit(0)
