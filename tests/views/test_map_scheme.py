"""The page's own address: what is served, and the engine's closed doors."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

from console.views.map_scheme import (
    CLOSED_NETWORK,
    DEBUGGING_KEY,
    FLAGS_KEY,
    close_network,
    page_routes,
    register_scheme,
)
from console.views.resources import resource


class Links(HTMLParser):
    """What a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in {"src", "href"}]


def test_everything_the_page_loads_is_served() -> None:
    routes = page_routes()
    links = Links()
    links.feed(routes["/index.html"]()[1].decode())
    assert links.found
    assert {f"/{link}" for link in links.found} <= routes.keys()


def test_every_file_of_the_page_is_served_and_nothing_is_written_in_markup() -> None:
    routes = page_routes()
    for file in resource("map").iterdir():
        assert routes[f"/{file.name}"]()[1] == file.read_bytes()
    page = routes["/index.html"]()[1].decode()
    assert "<style" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "http"])
def test_the_page_has_no_way_to_turn_text_into_markup(word: str) -> None:
    for file in resource("map").glob("*.js"):
        assert word not in file.read_text("utf-8"), file.name


def test_registering_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FLAGS_KEY, "")
    register_scheme()
    register_scheme()
    scheme = QWebEngineUrlScheme.schemeByName(QByteArray(b"console"))
    flag = QWebEngineUrlScheme.Flag
    assert scheme.flags() == flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed


def test_the_engines_network_is_closed_beside_the_flags_a_user_has_set() -> None:
    environ = {FLAGS_KEY: "--disable-gpu"}
    close_network(environ)
    close_network(environ)
    assert environ[FLAGS_KEY] == " ".join(["--disable-gpu", *CLOSED_NETWORK])


def test_a_debugger_from_outside_is_let_in_by_no_environment() -> None:
    told = "--remote-debugging-port=9222 --no-sandbox --remote-allow-origins=*"
    environ = {DEBUGGING_KEY: "9222", FLAGS_KEY: told}
    close_network(environ)
    assert DEBUGGING_KEY not in environ
    assert "--remote" not in environ[FLAGS_KEY]
    assert "--no-sandbox" in environ[FLAGS_KEY]
