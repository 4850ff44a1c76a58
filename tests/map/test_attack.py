"""Text of a case never becomes script, and the page reaches nothing but its own address."""

from __future__ import annotations

from typing import Any, Final

import pytest
from PySide6.QtNetwork import QHostAddress, QTcpServer, QUdpSocket
from pytestqt.qtbot import QtBot

from console.ports.map_rows import MapBadge, MapScene
from console.views.map_scheme import HOME
from tests.map import small_city
from tests.map.driver import MapDriver
from tests.map.small_city import LAT, LON, pin

pytestmark = pytest.mark.webengine
HERE: Final = QHostAddress(QHostAddress.SpecialAddress.LocalHost)

ATTACKS: Final = (
    "<img src=x onerror=\"window.pwned.push('img')\">",
    "<script>window.pwned.push('script')</script>",
    "<svg onload=\"window.pwned.push('svg')\">",
    "<iframe srcdoc=\"<script>parent.pwned.push('frame')</script>\"></iframe>",
    "<a href=\"javascript:window.pwned.push('link')\" autofocus onfocus=\"pwned.push('f')\">x</a>",
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
    '"><style>@import url(http://127.0.0.1:{port}/b.css)</style>',
    "</script><script>window.pwned.push('closed')</script>",
    "${{window.pwned.push('template')}}",
    "');window.pwned.push('quote');//",
    "\u2028window.pwned.push('line')\u2029",
)

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
    () => window.open('http://127.0.0.1:PORT/window'),
    () => { window.location = 'http://127.0.0.1:PORT/location'; },
  ];
  for (const attempt of tries) { try { attempt(); } catch (refused) { /* as it should be */ } }
})()
"""


class Listener:
    """Counts who knocks on one port of this machine, by TCP and by UDP."""

    def __init__(self) -> None:
        self.tcp, self.udp = QTcpServer(), QUdpSocket()
        assert self.tcp.listen(HERE)
        self.port = self.tcp.serverPort()
        assert self.udp.bind(HERE, self.port)

    def knocks(self) -> tuple[int, int]:
        return int(self.tcp.hasPendingConnections()), int(self.udp.hasPendingDatagrams())

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


def hostile_base(text: str) -> dict[str, Any]:
    """A base map whose every name is an attack."""
    base = small_city.base()
    for kind in ("districts", "water", "parks", "roads"):
        for entry in base[kind]:
            entry["name"] = text
    return base


def test_no_text_of_a_case_or_a_city_runs_or_calls_out(qtbot: QtBot) -> None:
    listener = Listener()
    city = MapDriver(qtbot)
    city.open()
    city.run("window.pwned = []")
    for number, attack in enumerate(ATTACKS, start=1):
        text = attack.replace("{port}", str(listener.port))
        words = {"label": text, "detail": text, "remaining": text, "district": "410404"}
        city.view.set_base(hostile_base(text))
        city.view.patch_cases([pin(number, LON, LAT, **words)])
        city.view.select(number)
        city.view.set_language(
            {"in_view": text, "layers": [{"key": "grids", "text": text}], "zoom_in": text}
            | {"legend": [{"kind": 1, "text": text}], "metre": text, "districts": {"410404": text}}
        )
        badge = MapBadge(text=text, lon=LON, lat=LAT)
        city.view.show_scene(
            MapScene(lon=LON, lat=LAT, radius_text=text, title=text, subtitle=text, badges=(badge,))
        )
        city.settle()
        assert text in "".join(city.texts("#layers, #legend, #tip"))
    assert city.js("window.pwned") == []
    assert city.js("document.querySelectorAll('iframe, img[src], a[href]').length") == 0
    assert city.js("location.href").startswith(HOME)
    assert listener.knocks() == (0, 0)
    listener.close()


def test_even_script_in_the_page_gets_nowhere(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener()
    city = MapDriver(qtbot)
    city.open()
    city.run("window.pwned = []")
    city.run(WAYS_OUT.replace("PORT", str(listener.port)))
    city.run("window.late = 0; setTimeout(() => { window.late = 1; }, 1500)")
    city.wait_js("window.late === 1")
    assert city.js("window.pwned") == []
    assert city.js("location.href").startswith(HOME)
    assert listener.knocks() == (0, 0)
    assert "Content Security Policy" in caplog.text
    listener.close()
