"""A tile server on loopback that answers as it is told, and keeps a log of who asked for what."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from tests.made_tiles import picture


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    headers: Mapping[str, str] = field(hash=False)


@dataclass(slots=True)
class Say:
    """What the server answers."""

    status: int = 200
    kind: str = "image/png"
    body: bytes = field(default_factory=picture)
    headers: Mapping[str, str] = field(default_factory=dict)
    endless: bool = False
    drips: bool = False
    wait: Event | None = None


class TileServer:
    """Answers every request with `say`; `close` ends it."""

    def __init__(self) -> None:
        self.say = Say()
        self.log: list[Asked] = []
        self.ended = Event()
        self.at_once = self.most_at_once = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self.port: int = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def template(self) -> str:
        """Where a layer asks for tiles."""
        return f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}?tk={{key}}"

    def close(self) -> None:
        """End."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(server: TileServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.log.append(Asked(self.path, dict(self.headers)))
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            with contextlib.suppress(OSError):
                _answer(self, server)
            server.at_once -= 1

        def log_message(self, *_words: Any) -> None:
            """Nothing to the terminal."""

    return Handler


def _answer(asked: BaseHTTPRequestHandler, server: TileServer) -> None:
    say = server.say
    if say.wait is not None:
        say.wait.wait(20)
    asked.send_response(say.status)
    asked.send_header("Content-Type", say.kind)
    for name, value in say.headers.items():
        asked.send_header(name, value)
    if say.endless or say.drips:
        asked.send_header("Connection", "close")
        asked.end_headers()
        asked.close_connection = True
        while not server.ended.wait(0.05 if say.drips else 0.0):
            asked.wfile.write(b"x" if say.drips else b"x" * 65_536)
            asked.wfile.flush()
        return
    asked.send_header("Content-Length", str(len(say.body)))
    asked.end_headers()
    asked.wfile.write(say.body)


def packed(body: bytes) -> Say:
    """A body that is said to be packed."""
    return Say(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})
