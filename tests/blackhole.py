"""A line to a server that can fall silent as a dropped network does: open, and nothing comes."""

from __future__ import annotations

import contextlib
import selectors
import socket
from collections.abc import Iterator
from threading import Event, Thread
from typing import Final

from sqlalchemy import URL

_LOOK: Final = 0.05
_CHUNK: Final = 65536


class Line:
    """A relay on loopback in front of a server; `cut` keeps what is sent, `mend` passes it on."""

    def __init__(self, server: tuple[int, str] | str) -> None:
        """`server` is a path of a Unix socket, or (port, host)."""
        self._server = server
        self._ends = Event()
        self._silent = Event()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(_LOOK)
        self.port: int = self._door.getsockname()[1]
        self._thread = Thread(target=self._relay, name="blackhole")
        self._thread.start()

    def cut(self) -> None:
        """From now on nothing gets through, and nothing is closed."""
        self._silent.set()

    def mend(self) -> None:
        """Everything that was kept gets through."""
        self._silent.clear()

    def close(self) -> None:
        """End."""
        self._ends.set()
        self._thread.join()

    def _relay(self) -> None:
        with selectors.DefaultSelector() as ears, contextlib.ExitStack() as opened:
            opened.enter_context(self._door)
            ears.register(self._door, selectors.EVENT_READ)
            while not self._ends.is_set():
                if self._silent.is_set():
                    self._ends.wait(_LOOK)
                    continue
                for key, _ in ears.select(_LOOK):
                    if key.fileobj is self._door:
                        self._accept(ears, opened)
                    else:
                        self._pass_on(ears, key.fileobj)

    def _accept(self, ears: selectors.DefaultSelector, opened: contextlib.ExitStack) -> None:
        near, _ = self._door.accept()
        if isinstance(self._server, str):
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._server)
        else:
            far = socket.create_connection((self._server[1], self._server[0]))
        for one, other in ((near, far), (far, near)):
            opened.enter_context(one)
            self._pairs[one] = other
            ears.register(one, selectors.EVENT_READ)

    def _pass_on(self, ears: selectors.DefaultSelector, ready: object) -> None:
        assert isinstance(ready, socket.socket)
        other = self._pairs.get(ready)
        if other is None:  # its other end went in the same round
            return
        with contextlib.suppress(OSError):
            if said := ready.recv(_CHUNK):
                other.sendall(said)
                return
        for one in (ready, other):
            ears.unregister(one)
            del self._pairs[one]
            one.close()


@contextlib.contextmanager
def line_to(url: URL) -> Iterator[tuple[Line, URL]]:
    """A line to the server of `url`, and the address through it."""
    host = str(url.query.get("host") or url.host or "127.0.0.1")
    port = int(str(url.query.get("port") or url.port or 5432))
    line = Line(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (port, host))
    try:
        kept = {key: value for key, value in url.query.items() if key not in {"host", "port"}}
        yield line, url.set(host="127.0.0.1", port=line.port, query=kept)
    finally:
        line.close()
