"""Text of a case never becomes script, and the page reaches nothing but its own address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pytest
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket, QUdpSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.map_channel import LAYERS
from console.viewmodels.map_feeds import pack_areas
from console.views.map_scheme import HOME
from tests.map import small_city
from tests.map.driver import MapDriver
from tests.map.payloads import payloads
from tests.map.small_city import LAT, LON, pin

pytestmark = pytest.mark.webengine
HERE: Final = QHostAddress(QHostAddress.SpecialAddress.LocalHost)

WAYS_OUT: Final = """
(() => {
  const tries = [
    () => fetch('http://127.0.0.1:PORT/fetch').catch(() => 0),
    () => { const x = new XMLHttpRequest(); x.open('GET', 'http://127.0.0.1:PORT/xhr'); x.send(); },
    () => { new Image().src = 'http://127.0.0.1:PORT/image'; },
    () => new WebSocket('ws://127.0.0.1:PORT/socket'),
    () => new EventSource('http://127.0.0.1:PORT/events'),
    () => navigator.sendBeacon('http://127.0.0.1:PORT/beacon', 'x'),
    () => fetch('file:///etc/passwd').then(() => window.pwned.push('file'), () => 0),
    () => fetch('console://other/data').then((r) => r.ok && window.pwned.push('host'), () => 0),
    () => {
      const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}]});
      peer.createDataChannel('x');
      peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    },
    () => {
      const link = document.createElement('link');
      link.rel = 'preconnect';
      link.href = 'http://127.0.0.1:PORT/';
      document.head.append(link);
    },
    () => {
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.1:PORT/frame';
      document.body.append(frame);
    },
    () => {
      const script = document.createElement('script');
      script.textContent = "window.pwned.push('inline')";
      document.body.append(script);
    },
    () => import('data:text/javascript,window.pwned.push("import")').catch(() => 0),
    () => eval("window.pwned.push('eval')"),
    () => setTimeout("window.pwned.push('later')", 1),
    () => new Worker(URL.createObjectURL(new Blob(["fetch('http://127.0.0.1:PORT/worker')"]))),
    () => navigator.serviceWorker.register('worker.js').then(
      () => window.pwned.push('service'), () => 0),
    () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = "<script>parent.pwned.push('frame')</script>";
      document.body.append(frame);
    },
    () => {
      const form = document.createElement('form');
      form.action = 'http://127.0.0.1:PORT/form';
      document.body.append(form);
      form.submit();
    },
    () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
    },
    () => { window.location = "javascript:window.pwned.push('address')"; },
    () => { window.location = 'data:text/html,<p>elsewhere'; },
    () => { window.location = URL.createObjectURL(new Blob(['x'], {type: 'text/html'})); },
    () => { window.location = 'view-source:console://app/index.html'; },
    () => window.open('http://127.0.0.1:PORT/window'),
    () => { window.location = 'http://127.0.0.1:PORT/location'; },
  ];
  for (const attempt of tries) { try { attempt(); } catch (refused) { /* as it should be */ } }
})()
"""


class Listener:
    """Logs who comes to one port of this machine, by TCP and by UDP: the first line of each."""

    def __init__(self) -> None:
        self.tcp, self.udp = QTcpServer(), QUdpSocket()
        assert self.tcp.listen(HERE)
        self.port = self.tcp.serverPort()
        assert self.udp.bind(HERE, self.port)
        self.log: list[str] = []
        self._lines: list[QTcpSocket] = []
        self.tcp.newConnection.connect(self._on_connection)
        self.udp.readyRead.connect(self._on_datagram)

    def _on_connection(self) -> None:
        line = self.tcp.nextPendingConnection()
        self._lines.append(line)
        self.log.append("connected")
        line.readyRead.connect(self._on_bytes)

    def _on_bytes(self) -> None:
        for line in self._lines:
            if line.bytesAvailable():
                self.log.append(bytes(line.readLine().data()).decode().strip())

    def _on_datagram(self) -> None:
        self.log.append("datagram")
        self.udp.receiveDatagram()

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


@pytest.fixture
def listener(qapp: QApplication) -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def hostile_base(texts: Sequence[str]) -> dict[str, Any]:
    """A base map whose names are attacks, each once among districts, waters, parks and roads."""
    base = small_city.base()
    for kind in ("districts", "water", "parks", "roads"):
        shapes = base[kind]
        base[kind] = [
            shapes[at % len(shapes)] | {"name": text, "code": text} for at, text in enumerate(texts)
        ]
    return base


def test_the_log_would_show_a_visit(qtbot: QtBot, listener: Listener) -> None:
    line = QTcpSocket()
    line.connectToHost(HERE, listener.port)
    line.write(b"GET /seen HTTP/1.1\r\n\r\n")
    qtbot.waitUntil(lambda: listener.log == ["connected", "GET /seen HTTP/1.1"])
    line.abort()


def show_all_at_once(city: MapDriver, texts: Sequence[str]) -> None:
    """Every text as a name of the city, of an imported area, a switch and a line of the legend."""
    ring = [(LON, LAT), (LON + 0.001, LAT), (LON + 0.001, LAT + 0.001)]
    city.view.set_base(hostile_base(texts))
    for layer in ("control", "streets", "duty"):
        city.view.bridge.feeds.set(layer, pack_areas([(text, ring) for text in texts]))
    switches = [{"key": text, "text": text} for text in texts]
    legend = [{"kind": 1, "text": text, "letter": text, "swatch": text} for text in texts]
    names = {"districts": {text: text for text in texts}}
    city.view.set_language({"layers": switches, "legend": legend} | names)
    city.settle()


def show_one_by_one(city: MapDriver, number: int, text: str) -> None:
    """A text as a case's words, a thing under the pointer, the age, a command, a scene."""
    words = {"label": text, "detail": text, "remaining": text, "district": "410404"}
    city.view.patch_cases([pin(number, LON, LAT, **words)])
    city.view.select(number)
    city.view.bridge.set_age(text, old=True)
    badge = MapBadge(text=text, lon=LON, lat=LAT)
    scene = MapScene(lon=LON, lat=LAT, radius_text=text, title=text, subtitle=text, badges=(badge,))
    city.view.show_scene(scene)
    city.view.set_language(
        {"in_view": text, "zoom_in": text, "metre": text, "lang": text, "picking": text}
        | {"locate": {"text": text, "held": text, "key": text}}
        | {"commands": {"layers": {"text": text, "key": text}}}
    )
    city.view.bridge.feeds.tell(text, text, LON, LAT)  # which tells all the rest at once, too


def test_no_text_of_a_case_or_a_city_runs_or_calls_out(qtbot: QtBot, listener: Listener) -> None:
    city = MapDriver(qtbot)
    city.open()
    city.view.bridge.set_layers(dict.fromkeys(LAYERS, True))
    city.run("window.pwned = []")
    attacks = payloads(listener.port)
    assert len(set(attacks)) == 200
    show_all_at_once(city, attacks)
    written = city.js("[...document.querySelectorAll('#layers span')].map(e => e.textContent)")
    assert set(attacks) <= set(written)
    for number, text in enumerate(attacks, start=1):
        show_one_by_one(city, number, text)
        if number % 20 == 0:
            city.settle()
    places = "#tip, #hover, #age, #locate, #count"
    assert sum(text.count(attacks[-1]) for text in city.texts(places)) > 4
    assert city.js("window.pwned") == []
    assert city.js("document.querySelectorAll('iframe, img[src], a[href], script').length") == 3
    assert city.js("location.href").startswith(HOME)
    assert listener.log == []


def test_even_script_in_the_page_gets_nowhere(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, listener: Listener
) -> None:
    city = MapDriver(qtbot)
    city.open()
    city.run("window.pwned = []")
    city.run(WAYS_OUT.replace("PORT", str(listener.port)))
    city.run("window.late = 0; setTimeout(() => { window.late = 1; }, 1500)")
    city.wait_js("window.late === 1")
    assert city.js("window.pwned") == []
    assert city.js("location.href").startswith(HOME)
    assert listener.log == []
    assert "Content Security Policy" in caplog.text
