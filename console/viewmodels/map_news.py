"""What the page has not been told yet: gathered, and sent as one JSON text per beat of 100 ms.

Knows nothing of what the news mean; `map_bridge` fills them in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from console.viewmodels.map_channel import MapChannel
from console.viewmodels.map_state import PinTable

BEAT_MS: Final = 100
MANY: Final = 2000
"""More changed cases than this in one beat, and the page fetches them all packed instead."""


class MapNews(QObject):
    """The outgoing side of one page; silent until a page listens."""

    def __init__(self, channel: MapChannel, pins: PinTable, parent: QObject) -> None:
        super().__init__(parent)
        self._channel = channel
        self._pins = pins
        self._listening = False
        self._news: dict[str, Any] = {}
        self._put: dict[int, None] = {}
        self._gone: dict[int, None] = {}
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.flush)

    def waiting(self, key: str) -> Any:
        """News under this key not told yet, or None."""
        return self._news.get(key)

    def tell(self, **news: Any) -> None:
        """Tell this at the next beat; later news under the same key replace earlier ones."""
        self._news.update(news)
        self._wake()

    def reload(self, what: str) -> None:
        """Let the page fetch one of its data files again."""
        self._news.setdefault("data", {})[what] = True
        self._wake()

    def reload_feed(self, layer: str) -> None:
        """Let the page fetch a packed layer again."""
        self._news.setdefault("feeds", {})[layer] = True
        self._wake()

    def put(self, handle: int) -> None:
        self._put[handle] = None
        self._wake()

    def drop(self, handle: int) -> None:
        self._put.pop(handle, None)
        self._gone[handle] = None
        self._wake()

    def start(self, whole: Mapping[str, Any]) -> None:
        """A page is there: send it the whole state; what was waiting is part of it."""
        self._listening = True
        self._forget()
        self._say(whole)

    def pause(self) -> None:
        """The page is gone: keep quiet until the next one says `ready`."""
        self._listening = False
        self._forget()

    def flush(self) -> None:
        """Tell the page now what has changed since the last beat."""
        if not self._listening:
            return
        if len(self._put) > MANY:
            self.reload("cases")
            self._put.clear()
        news = self._news | {
            "put": self._pins.rows(self._put),
            "gone": list(self._gone),
            "districts": self._pins.districts.codes(),
        }
        self._forget()
        self._say(news)

    def _wake(self) -> None:
        if self._listening and not self._beat.isActive():
            self._beat.start()

    def _forget(self) -> None:
        self._beat.stop()
        self._news = {}
        self._put.clear()
        self._gone.clear()

    def _say(self, news: Mapping[str, Any]) -> None:
        self._channel.told.emit(json.dumps(news, ensure_ascii=False, separators=(",", ":")))
