"""Tiles for the map page: three numbers and a layer in the address, a picture or nothing back.

An answer may come long after the page has lost interest: then there is no one to give it to, and
the layer is told as soon as that is known. "Nothing" is a transparent point, no failure: the page
then stretches the tile above.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob
from shiboken6 import Shiboken

from console.ports.basemaps import Tile

PATH: Final = re.compile(r"/tiles/(\d{1,6})/(\d{1,2})/(\d{1,8})/(\d{1,8})")
NOTHING: Final = Tile(
    mime="image/png",
    content=base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    ),
)

AskTile = Callable[[int, int, int, int, Callable[[Tile | None], None]], Callable[[], None]]
"""Layer, level, column, row and who is told; gives back what calls it off."""


def answer_tile(job: QWebEngineUrlRequestJob, path: str, ask: AskTile | None) -> bool:
    """Take a request for a tile; False when the path is none of a tile."""
    found = PATH.fullmatch(path)
    if found is None:
        return False
    layer, z, x, y = (int(one) for one in found.groups())
    if ask is None:
        _reply(job, None)
        return True
    cancel = ask(layer, z, x, y, partial(_reply, job))
    if Shiboken.isValid(job):
        job.destroyed.connect(partial(_call_off, cancel))
    return True


def _call_off(cancel: Callable[[], None], _job: object = None) -> None:
    cancel()


def _reply(job: QWebEngineUrlRequestJob, tile: Tile | None) -> None:
    if not Shiboken.isValid(job):
        return
    given = tile or NOTHING
    answer = QBuffer(job)
    answer.setData(QByteArray(given.content))
    answer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(given.mime.encode()), answer)
