"""Tiles from servers: hostile answers are harmless, and nobody but the named servers is asked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from console.domain.basemap import Basemap, Kind, Trouble
from console.ports.basemaps import Tile
from console.viewmodels.tile_network import AT_ONCE, Fetched, TileNetwork
from console.viewmodels.tile_server import ServerLayer
from tests.basemap_seat import BasemapSeat
from tests.made_tiles import picture
from tests.tile_server import Say, TileServer, packed

KEY: Final = "s3cret-key/&x=1"
BOMB: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(
    ">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0
)
SVG: Final = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def server() -> Iterator[TileServer]:
    made = TileServer()
    yield made
    made.close()


@pytest.fixture
def elsewhere() -> Iterator[TileServer]:
    made = TileServer()
    yield made
    made.close()


class Line:
    """One layer of a server at a seat."""

    def __init__(self, qtbot: QtBot, folder: Path, server: TileServer, key: str = KEY) -> None:
        self._qtbot = qtbot
        self.layer = Basemap(id="net", title="网络", kind=Kind.XYZ, address=server.template)
        self.seat = BasemapSeat(folder, self.layer, key=key)
        self.network = TileNetwork(whole_ms=1_200)
        self.tiles = ServerLayer(self.layer, self.seat.place, self.network, self.seat.desk)

    def ask(self, x: int = 0) -> Tile | None:
        """A tile, once it is answered."""
        told: list[Tile | None] = []
        self.tiles.ask(12, 3336 + x, 1639, told.append)
        self._qtbot.waitUntil(lambda: bool(told))
        return told[0]

    def ask_until_troubled(self) -> Trouble:
        """Ask for one tile after the other until the layer says that something is wrong."""
        for x in range(4):
            assert self.ask(x) is None
            if self.tiles.trouble not in (Trouble.FINE, Trouble.WAITING):
                break
        return self.tiles.trouble

    def close(self) -> None:
        """End what runs."""
        self.tiles.close()
        self.network.close()
        self.seat.close()


@pytest.fixture
def line(qtbot: QtBot, tmp_path: Path, server: TileServer) -> Iterator[Line]:
    made = Line(qtbot, tmp_path, server)
    yield made
    made.close()


def test_a_tile_is_asked_for_once_with_its_key_and_then_kept(
    line: Line, server: TileServer
) -> None:
    for _twice in range(2):
        tile = line.ask()
        assert tile is not None
        assert tile.content == picture()
    assert [one.path for one in server.log] == ["/12/3336/1639?tk=s3cret-key%2F%26x%3D1"]
    assert line.tiles.trouble is Trouble.FINE


def test_what_is_kept_is_shown_without_a_net_and_names_no_key(
    line: Line, server: TileServer, tmp_path: Path
) -> None:
    line.ask()
    server.say = Say(status=503)
    assert line.ask() is not None
    for file in (tmp_path / "basemaps").iterdir():
        assert b"s3cret" not in file.read_bytes()


@pytest.mark.parametrize(
    ("say", "trouble"),
    [
        (Say(kind="text/html", body=b"<html><script>alert(1)</script>"), Trouble.KEY),
        (Say(kind="application/json", body=b'{"code": 1, "msg": "key"}'), Trouble.KEY),
        (Say(status=403), Trouble.KEY),
        (Say(status=418, kind="application/json", body=b"{}"), Trouble.KEY),
        (Say(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'}), Trouble.KEY),
        (Say(kind="text/javascript", body=b"alert(1)"), Trouble.ANSWER),
        (Say(kind="image/svg+xml", body=SVG), Trouble.ANSWER),
        (Say(body=SVG), Trouble.ANSWER),
        (Say(body=b"<html>"), Trouble.ANSWER),
        (Say(body=BOMB), Trouble.ANSWER),
        (Say(body=picture(side=1024)), Trouble.ANSWER),
        (Say(body=picture() + bytes(3_000_000)), Trouble.ANSWER),
        (Say(endless=True), Trouble.ANSWER),
        (Say(drips=True), Trouble.AWAY),
        (packed(picture()), Trouble.ANSWER),
        (Say(status=500), Trouble.AWAY),
        (Say(status=206), Trouble.ANSWER),
    ],
    ids=[
        "html", "json", "403", "418", "401", "script", "svg", "svg-as-png", "html-as-png", "bomb",
        "side", "large", "endless", "drip", "packed", "500", "part",
    ],
)  # fmt: skip
def test_a_hostile_answer_is_one_trouble_and_no_tile(
    line: Line, server: TileServer, say: Say, trouble: Trouble
) -> None:
    server.say = say
    assert line.ask_until_troubled() is trouble


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_nowhere(
    line: Line, server: TileServer, elsewhere: TileServer, status: int
) -> None:
    targets = (
        f"http://127.0.0.1:{elsewhere.port}/tile",
        f"http://127.0.0.1:{server.port}/other",
        "file:///etc/passwd",
        f"//localhost:{elsewhere.port}/",
    )
    for at, target in enumerate(targets):
        server.say = Say(status=status, headers={"Location": target})
        assert line.ask(at) is None
    assert elsewhere.log == []
    assert {one.path.partition("?")[0][:4] for one in server.log} == {"/12/"}
    assert line.tiles.trouble is Trouble.ANSWER


def test_no_cookie_is_kept_or_sent_and_nobody_signs_in(line: Line, server: TileServer) -> None:
    server.say = Say(headers={"Set-Cookie": "a=b; Path=/", "ETag": '"x"'})
    line.ask(0)
    line.ask(1)
    sent = {name.lower() for one in server.log for name in one.headers}
    assert not sent & {"cookie", "authorization", "referer", "if-none-match", "origin"}


def test_a_tile_that_is_not_there_is_no_trouble(line: Line, server: TileServer) -> None:
    server.say = Say(status=404)
    assert line.ask() is None
    assert line.tiles.trouble is Trouble.FINE


def test_a_server_in_trouble_is_left_alone_and_comes_back_by_itself(
    qtbot: QtBot, line: Line, server: TileServer
) -> None:
    server.say = Say(status=403)
    assert line.ask_until_troubled() is Trouble.KEY
    asked = len(server.log)
    for x in range(20, 40):
        assert line.ask(x) is None
    assert len(server.log) == asked
    server.say = Say()
    with qtbot.waitSignal(line.tiles.renewed):
        line.tiles.try_again()
    assert line.tiles.trouble is Trouble.FINE
    assert line.ask(20) is not None


def test_without_a_key_nothing_is_asked(qtbot: QtBot, tmp_path: Path, server: TileServer) -> None:
    line = Line(qtbot, tmp_path, server, key="")
    assert line.ask() is None
    assert line.tiles.trouble is Trouble.KEY_MISSING
    assert server.log == []
    line.close()


def test_a_layer_pointed_at_another_server_takes_no_key_along(
    qtbot: QtBot, tmp_path: Path, server: TileServer
) -> None:
    line = Line(qtbot, tmp_path, server)
    elsewhere = replace(line.layer, address=server.template.replace("127.0.0.1", "localhost"))
    assert elsewhere != line.layer
    line.tiles.close()
    line.tiles = ServerLayer(elsewhere, line.seat.place, line.network, line.seat.desk)
    assert line.ask() is None
    assert line.tiles.trouble is Trouble.KEY_MISSING
    assert server.log == []
    line.close()


def test_six_tiles_are_asked_at_once_and_what_left_the_view_is_not(
    qtbot: QtBot, line: Line, server: TileServer
) -> None:
    server.say = Say(wait=Event())
    cancels = [line.tiles.ask(12, 3000 + x, 1639, lambda _tile: None) for x in range(30)]
    qtbot.waitUntil(lambda: len(server.log) == AT_ONCE)
    for cancel in cancels:
        cancel()
    assert server.say.wait is not None
    server.say.wait.set()
    server.say = Say()
    assert line.ask() is not None
    assert server.most_at_once <= 2 * AT_ONCE
    # While they are called off one by one, some of the next are sent; far from all that waited.
    assert len(server.log) < 4 * AT_ONCE < len(cancels)


def test_an_address_outside_the_named_servers_is_never_asked(
    qtbot: QtBot, elsewhere: TileServer
) -> None:
    network = TileNetwork()
    told: list[Fetched] = []
    network.fetch(f"http://127.0.0.1:{elsewhere.port}/1", frozenset(), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].trouble is Trouble.ANSWER
    assert elsewhere.log == []
    network.close()


def test_a_server_that_is_not_there_is_away(qtbot: QtBot, tmp_path: Path) -> None:
    gone = TileServer()
    gone.close()
    line = Line(qtbot, tmp_path, gone)
    assert line.ask_until_troubled() is Trouble.AWAY
    line.close()


def test_no_word_of_a_failure_holds_the_key(
    line: Line, server: TileServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.say = Say(status=403)
    line.ask_until_troubled()
    assert "s3cret" not in caplog.text
    assert "s3cret" not in repr(line.seat.place.keys)
