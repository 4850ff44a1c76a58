"""Pages with the same data: ours, Leaflet's circle markers on canvas, Leaflet.markercluster."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView

from benchmarks.map import city
from benchmarks.map.stage import SIZE, Stage, pause, wait_until
from console.ports.map_rows import MapPin
from console.views.map_labels import map_labels
from console.views.map_page import make_profile
from console.views.map_scheme import HOME, SCHEME, Answer, MapSchemeHandler, page_routes
from console.views.map_view import MapView
from console.views.theme import ThemeName, load_tokens
from console.views.wording import Wording

ZOOM: Final = 14
CLUSTER: Final = "leaflet.markercluster@1.5.3"
_HERE: Final = Path(__file__).parent
_PAINTED: Final = """
window.bench = { map: window.mapParts.map };
window.ready_at = 0;
(() => {
    const look = () => {
        if (!window.mapIdle() || !window.mapParts.store.n) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { window.ready_at = performance.now(); }));
    };
    look();
})()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A page on a stage; `change` gives 100 marks another state and tells how long it took."""

    stage: Stage
    loaded: float
    change: Callable[[], float]
    stir: Callable[[int], None]


@contextmanager
def ours(pins: list[MapPin]) -> Iterator[Contender]:
    """The console's own map, told as the console tells it."""
    view = MapView(load_tokens(ThemeName.LIGHT))
    view.resize(*SIZE)
    view.set_language(map_labels(Wording(), {}))
    view.set_base({"start": [city.LON, city.LAT, ZOOM]})
    view.set_grids(city.grids())
    view.set_cases(pins)

    def find() -> QWebEngineView:
        assert isinstance(view.web, QWebEngineView)
        return view.web

    stage = Stage(find)
    view.show()
    wait_until(lambda: view.bridge.view is not None)
    stage.run(_PAINTED)
    stage.wait_js("window.ready_at > 0")
    other = iter(["over", "near", "new"] * 100_000)

    def stir(count: int) -> None:
        state = next(other)
        view.patch_cases([replace(pin, urgency=state) for pin in pins[:count]])

    def change() -> float:
        stage.run(
            "window.seen_at = 0; window.mapParts.cases.layer.once('shown', () =>"
            " requestAnimationFrame(() => setTimeout(() => {"
            " window.seen_at = performance.timeOrigin + performance.now(); })))"
        )
        stage.js("1")
        begun = float(stage.js("performance.timeOrigin + performance.now()"))
        stir(100)
        stage.wait_js("window.seen_at > 0")
        return float(stage.js("window.seen_at")) - begun

    yield Contender(stage=stage, loaded=stage.js("window.ready_at"), change=change, stir=stir)
    view.end()
    view.deleteLater()
    pause(200)


@contextmanager
def rival(pins: list[MapPin], *, clustered: bool, plugin: Path) -> Iterator[Contender]:
    """Leaflet with one mark per case, or with markers in clusters."""
    profile = make_profile()
    profile.installUrlSchemeHandler(
        QByteArray(SCHEME), MapSchemeHandler(_routes(pins, plugin, clustered=clustered), profile)
    )
    view = QWebEngineView()
    page = QWebEnginePage(profile, view)
    view.setPage(page)
    view.resize(*SIZE)
    view.show()
    page.setUrl(QUrl(HOME + "rival.html"))
    stage = Stage(lambda: view)
    stage.wait_js("Boolean(window.bench && window.bench.loaded)")
    numbers = json.dumps(list(range(100)))
    level = iter([4, 3, 2] * 100_000)

    def stir(count: int) -> None:
        some = json.dumps(list(range(count)))
        stage.run(f"window.bench.change({some}, {next(level)})")

    def change() -> float:
        return stage.done(f"window.bench.change({numbers}, {next(level)})")

    yield Contender(stage=stage, loaded=stage.js("window.bench.loaded"), change=change, stir=stir)
    view.hide()
    view.setPage(None)  # type: ignore[arg-type]  # Qt's way to let a page go; the stub lacks it
    page.deleteLater()
    view.deleteLater()
    pause(200)
    profile.deleteLater()
    pause(50)


def _routes(
    pins: list[MapPin], plugin: Path, *, clustered: bool
) -> dict[str, Callable[[], Answer]]:
    about = {"lon": city.LON, "lat": city.LAT, "zoom": ZOOM, "clustered": clustered}
    css = (plugin / "MarkerCluster.css").read_bytes()
    answers: dict[str, Answer] = {
        "/rival.html": (b"text/html", (_HERE / "rival.html").read_bytes()),
        "/rival.js": (b"text/javascript", (_HERE / "rival.js").read_bytes()),
        "/cluster.js": (b"text/javascript", (plugin / "leaflet.markercluster.js").read_bytes()),
        "/cluster.css": (b"text/css", css + (plugin / "MarkerCluster.Default.css").read_bytes()),
        "/about.json": (b"application/json", json.dumps(about).encode()),
        "/data/grids.bin": (b"application/octet-stream", city.grids().packed),
        "/data/cases.bin": (b"application/octet-stream", city.packed(pins)),
    }
    return page_routes() | {path: _always(answer) for path, answer in answers.items()}


def _always(answer: Answer) -> Callable[[], Answer]:
    return lambda: answer


@contextmanager
def markercluster(folder: Path | None) -> Iterator[Path]:
    """The plug-in's files: in a folder given, or fetched by npm for this run only."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="wm-npm-") as name:
        subprocess.run(  # noqa: S603  fixed words
            ["npm", "install", "--prefix", name, "--ignore-scripts", "--no-audit", CLUSTER],  # noqa: S607  npm as it is installed
            check=True,
            capture_output=True,
        )
        yield Path(name, "node_modules", "leaflet.markercluster", "dist")
