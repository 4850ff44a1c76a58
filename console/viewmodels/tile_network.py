"""Tiles asked of servers: only of those a template names, never further, nothing of theirs kept.

Qt's own line in a thread of its own, because the system's proxy may take seconds to be found. What
comes back is bytes that still have to be looked at (`ports.basemaps.TilePlace.check`) or a
`Trouble`; no address and no key is in any message.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Final

from PySide6.QtCore import QObject, Qt, QThread, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkProxyFactory,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
    QSslError,
)

from console.domain.basemap import Server, Trouble

AT_ONCE: Final = 6
SILENCE_MS: Final = 5_000
WHOLE_MS: Final = 10_000
"""A tile that drips is given up by then."""
MOST_BYTES: Final = 2 * 1024 * 1024
PATIENCE_MS: Final = 3_000
PICTURES: Final = frozenset(
    {"image/png", "image/jpeg", "image/jpg", "image/webp", "application/octet-stream", ""}
)
"""Kinds of content that are worth looking at; what they are is seen by decoding."""
FINE: Final = 200
NOTHING: Final = frozenset({204, 404, 410})
FORBIDDEN: Final = frozenset({401, 403, 407, 418})
_Error = QNetworkReply.NetworkError
_Attribute = QNetworkRequest.Attribute
_TIMES: Final = frozenset(
    {QSslError.SslError.CertificateNotYetValid, QSslError.SslError.CertificateExpired}
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave: bytes; neither, when it has no such tile; or what the trouble is."""

    content: bytes | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    address: str = field(repr=False)  # holds the key
    servers: frozenset[Server]


class _Line(QObject):
    """The end in the other thread."""

    fetched = Signal(int, object)
    ended = Signal()

    def __init__(self, whole_ms: int) -> None:
        super().__init__()
        self._whole_ms = whole_ms
        self._manager: QNetworkAccessManager | None = None
        self._waiting: OrderedDict[int, _Wanted] = OrderedDict()
        self._running: dict[int, QNetworkReply] = {}
        self._late: set[int] = set()

    @Slot(int, object)
    def want(self, ticket: int, wanted: _Wanted) -> None:
        self._waiting[ticket] = wanted
        self._next()

    @Slot(int)
    def drop(self, ticket: int) -> None:
        """Nobody waits for this any more."""
        self._waiting.pop(ticket, None)
        reply = self._running.get(ticket)
        if reply is not None:
            reply.abort()

    @Slot()
    def end(self) -> None:
        self._waiting.clear()
        for reply in list(self._running.values()):
            reply.abort()
        if self._manager is not None:
            self._manager.deleteLater()
        self.ended.emit()

    @Slot()
    def _next(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            ticket, wanted = self._waiting.popitem(last=False)
            self._send(ticket, wanted)

    def _send(self, ticket: int, wanted: _Wanted) -> None:
        url = QUrl(wanted.address)
        if not url.isValid() or server_of(url) not in wanted.servers or url.userInfo():
            self.fetched.emit(ticket, Fetched(trouble=Trouble.ANSWER))
            return
        if self._manager is None:
            self._manager = _manager(self)
        self._manager.setProxy(_proxy_for(url))
        reply = self._manager.get(_request(url))
        reply.setReadBufferSize(2 * MOST_BYTES)  # it fills up a little below
        self._running[ticket] = reply
        late = QTimer(reply)
        late.setSingleShot(True)
        late.timeout.connect(partial(self._on_late, ticket))
        late.start(self._whole_ms)
        reply.setProperty("time", False)  # noqa: FBT003 - Qt's signature
        reply.sslErrors.connect(partial(_on_tls, reply))
        reply.metaDataChanged.connect(partial(_on_head, reply))
        reply.readyRead.connect(partial(_on_bytes, reply))
        reply.finished.connect(partial(self._on_finished, ticket))

    def _on_late(self, ticket: int) -> None:
        self._late.add(ticket)
        reply = self._running.get(ticket)
        if reply is not None:
            reply.abort()

    def _on_finished(self, ticket: int) -> None:
        reply = self._running.pop(ticket)
        late = ticket in self._late
        self._late.discard(ticket)
        self.fetched.emit(ticket, Fetched(trouble=Trouble.AWAY) if late else _judged(reply))
        reply.deleteLater()
        QTimer.singleShot(0, self, self._next)  # what is called off meanwhile is not sent first


def server_of(url: QUrl) -> Server:
    """The server an address leads to, its host as it goes over the line.

    A Chinese domain stands in a template as `xn--…`, of which Qt would give the characters.
    """
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return Server(url.scheme(), host.lower(), url.port(443 if url.scheme() == "https" else 80))


def _manager(parent: QObject) -> QNetworkAccessManager:
    made = QNetworkAccessManager(parent)
    made.setRedirectPolicy(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    made.setAutoDeleteReplies(False)
    return made


def _proxy_for(url: QUrl) -> QNetworkProxy:
    """The system's proxy for an address, for this line alone; the page's engine is told of none.

    Asked before each request: a proxy factory of ours, called from within Qt, ends the process.
    """
    found = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(url))
    return found[0] if found else QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)


def _request(url: QUrl) -> QNetworkRequest:
    request = QNetworkRequest(url)
    request.setTransferTimeout(SILENCE_MS)
    manual = QNetworkRequest.LoadControl.Manual
    for attribute in (
        _Attribute.CookieLoadControlAttribute,
        _Attribute.CookieSaveControlAttribute,
        _Attribute.AuthenticationReuseAttribute,
    ):
        request.setAttribute(attribute, manual)
    request.setAttribute(
        _Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    )
    request.setAttribute(
        _Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
    )
    request.setAttribute(_Attribute.CacheSaveControlAttribute, False)  # noqa: FBT003 - as above
    request.setRawHeader(b"Accept", b"image/png,image/jpeg,image/webp")
    # Packed bodies are not asked for, and not unpacked when they come.
    request.setRawHeader(b"Accept-Encoding", b"identity")
    request.setRawHeader(b"User-Agent", b"WanmiConsole")
    return request


def _on_tls(reply: QNetworkReply, errors: list[QSslError]) -> None:
    """The certificate does not hold: only at this time, or at all. Nothing is overlooked."""
    reply.setProperty("time", bool(errors) and all(one.error() in _TIMES for one in errors))


def _on_head(reply: QNetworkReply) -> None:
    told = reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
    if isinstance(told, int) and told > MOST_BYTES:
        _too_much(reply)


def _on_bytes(reply: QNetworkReply) -> None:
    if reply.bytesAvailable() > MOST_BYTES:
        _too_much(reply)


def _too_much(reply: QNetworkReply) -> None:
    if not reply.property("much"):
        reply.setProperty("much", True)  # noqa: FBT003 - Qt's signature
        reply.abort()


def _judged(reply: QNetworkReply) -> Fetched:
    """What a finished reply is worth."""
    if reply.property("much"):
        return Fetched(trouble=Trouble.ANSWER)
    status = reply.attribute(_Attribute.HttpStatusCodeAttribute)
    if status in FORBIDDEN:
        return Fetched(trouble=Trouble.KEY)
    if status in NOTHING:
        return Fetched()
    if isinstance(status, int) and (300 <= status < 400 or 200 < status < 300):
        return Fetched(trouble=Trouble.ANSWER)
    if reply.error() is not _Error.NoError or status != FINE:
        return Fetched(trouble=Trouble.TIME if reply.property("time") else Trouble.AWAY)
    return _content(reply)


def _content(reply: QNetworkReply) -> Fetched:
    told = str(reply.header(QNetworkRequest.KnownHeaders.ContentTypeHeader) or "")
    kind = told.partition(";")[0].strip().lower()
    packed = bytes(reply.rawHeader("Content-Encoding").data()).strip().lower()
    if kind not in PICTURES or packed not in {b"", b"identity"}:
        return Fetched(trouble=Trouble.KEY if "html" in kind or "json" in kind else Trouble.ANSWER)
    content = bytes(reply.readAll().data())
    return Fetched(content=content) if content else Fetched(trouble=Trouble.ANSWER)


class TileNetwork(QObject):
    """Asks servers, at most six tiles at once; answers come on the owner's thread."""

    _wanted = Signal(int, object)
    _dropped = Signal(int)
    _ending = Signal()

    def __init__(self, parent: QObject | None = None, whole_ms: int = WHOLE_MS) -> None:
        super().__init__(parent)
        self._whole_ms = whole_ms
        self._tickets = count(1)
        self._answers: dict[int, Callable[[Fetched], None]] = {}
        self._thread: QThread | None = None
        self._line: _Line | None = None

    def fetch(
        self, address: str, servers: frozenset[Server], answer: Callable[[Fetched], None]
    ) -> int:
        """Ask for one tile; the number calls it off."""
        ticket = next(self._tickets)
        self._answers[ticket] = answer
        if self._thread is None:
            self._begin()
        self._wanted.emit(ticket, _Wanted(address, servers))
        return ticket

    def cancel(self, ticket: int) -> None:
        """Nobody waits any more: what runs is broken off, and nothing is answered."""
        if self._answers.pop(ticket, None) is not None:
            self._dropped.emit(ticket)

    def close(self) -> None:
        """Break everything off and end the thread."""
        self._answers.clear()
        if self._thread is not None:
            self._ending.emit()
            self._thread.wait(PATIENCE_MS)
            self._thread = self._line = None

    def _begin(self) -> None:
        self._thread, self._line = QThread(self), _Line(self._whole_ms)
        self._line.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._wanted.connect(self._line.want, queued)
        self._dropped.connect(self._line.drop, queued)
        self._ending.connect(self._line.end, queued)
        self._line.fetched.connect(self._on_fetched, queued)
        self._line.ended.connect(self._thread.quit, Qt.ConnectionType.DirectConnection)
        self._thread.finished.connect(self._line.deleteLater)
        self._thread.start()

    @Slot(int, object)
    def _on_fetched(self, ticket: int, fetched: Fetched) -> None:
        answer = self._answers.pop(ticket, None)
        if answer is not None:
            answer(fetched)
