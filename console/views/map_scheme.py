"""The map page's own address `console://app/…`: a fixed table of paths and their answers.

The page has no other source: no network, no files. A path that is not in the table is not found; no
path is ever built from what the page asks. `register_scheme` must run before QApplication is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from importlib.resources import files
from typing import Final

import PySide6.QtWebChannel  # noqa: F401, loading the library brings the channel's script
from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from console.views.map_tiles import AskTile, answer_tile
from console.views.resources import resource

SCHEME: Final = b"console"
HOME: Final = "console://app/"
PAGE: Final = HOME + "index.html"
FLAGS_KEY: Final = "QTWEBENGINE_CHROMIUM_FLAGS"
DEBUGGING_KEY: Final = "QTWEBENGINE_REMOTE_DEBUGGING"
DEBUGGING_FLAG: Final = "--remote-"
"""Begins the engine's flags for a debugger from outside."""
CLOSED_NETWORK: Final = (
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
"""WebRTC and pre-connects pass by the interceptor; only these two stop them (map_qt.md 5)."""

PAGE_FILES: Final = (
    ("index.html", b"text/html"),
    ("map.css", b"text/css"),
    ("main.js", b"text/javascript"),
    ("canvas.js", b"text/javascript"),
    ("base.js", b"text/javascript"),
    ("roads.js", b"text/javascript"),
    ("grids.js", b"text/javascript"),
    ("gridtiles.js", b"text/javascript"),
    ("buckets.js", b"text/javascript"),
    ("cases.js", b"text/javascript"),
    ("chosen.js", b"text/javascript"),
    ("picture.js", b"text/javascript"),
    ("marks.js", b"text/javascript"),
    ("stamps.js", b"text/javascript"),
    ("painter.js", b"text/javascript"),
    ("worker.js", b"text/javascript"),
    ("geometry.js", b"text/javascript"),
    ("store.js", b"text/javascript"),
    ("scene.js", b"text/javascript"),
    ("layers.js", b"text/javascript"),
    ("areas.js", b"text/javascript"),
    ("difference.js", b"text/javascript"),
    ("heat.js", b"text/javascript"),
    ("points.js", b"text/javascript"),
    ("tools.js", b"text/javascript"),
    ("print.js", b"text/javascript"),
    ("furniture.js", b"text/javascript"),
    ("tiles.js", b"text/javascript"),
    ("vector.js", b"text/javascript"),
)

Answer = tuple[bytes, bytes]
"""Kind of content and the content."""
Routes = Mapping[str, Callable[[], Answer]]


def register_scheme() -> None:
    """Make `console://` known and close the engine's network; again does nothing.

    Must come before QApplication and before the first web profile: later the page loads but cannot
    fetch its data (map_qt.md 9.3).
    """
    close_network(os.environ)
    if not QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def close_network(environ: MutableMapping[str, str]) -> None:
    """Add the engine flags that keep it off the network to what is set already.

    What would open the page to a debugger, by a port or by a pipe, is taken away.
    """
    environ.pop(DEBUGGING_KEY, None)
    told = environ.get(FLAGS_KEY, "")
    present = " ".join(flag for flag in told.split(" ") if not flag.startswith(DEBUGGING_FLAG))
    missing = [flag for flag in CLOSED_NETWORK if flag not in present]
    environ[FLAGS_KEY] = " ".join([present, *missing]).strip()


@cache
def page_routes() -> dict[str, Callable[[], Answer]]:
    """The page's own files, Leaflet from its package and the channel script from Qt.

    Raises FileNotFoundError when a file of the installation is missing.
    """
    answers = {"/" + name: (kind, resource("map", name).read_bytes()) for name, kind in PAGE_FILES}
    leaflet = files("xstatic.pkg.leaflet") / "data"
    answers["/leaflet.js"] = (b"text/javascript", (leaflet / "leaflet.js").read_bytes())
    answers["/leaflet.css"] = (b"text/css", (leaflet / "leaflet.css").read_bytes())
    answers["/qwebchannel.js"] = (b"text/javascript", _channel_script())
    return {path: _always(answer) for path, answer in answers.items()}


def _always(answer: Answer) -> Callable[[], Answer]:
    return lambda: answer


def _channel_script() -> bytes:
    """Qt's own script for the page's end of the channel; refused to the page when left in qrc."""
    script = QFile(":/qtwebchannel/qwebchannel.js")
    if not script.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(script.fileName())
    return bytes(script.readAll().data())


class MapSchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers the page's requests from the table it was given, and tiles from who has them."""

    def __init__(
        self, routes: Routes, parent: QObject | None = None, tiles: AskTile | None = None
    ) -> None:
        super().__init__(parent)
        self._routes, self.tiles = routes, tiles

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        asked = url.host() == "app" and bytes(job.requestMethod().data()) == b"GET"
        if asked and answer_tile(job, url.path(), self.tiles):
            return
        route = self._routes.get(url.path()) if asked else None
        if route is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind, content = route()
        # Read later by the engine's I/O thread, which needs the interpreter for it: a loop on this
        # thread that keeps the interpreter (QTest.qWait) therefore stops the page.
        answer = QBuffer(job)
        answer.setData(QByteArray(content))
        answer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind), answer)
