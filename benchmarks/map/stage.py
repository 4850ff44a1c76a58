"""Where a map page is shown and moved by a hand: real mouse and wheel events, waits, figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import psutil
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from benchmarks.map.memory import written

SIZE: Final = (1600, 1000)
PATIENCE_S: Final = 3_600.0
FRAME_MS: Final = 16
RECORD: Final = """
(() => {
    window.frames_seen = [];
    window.works_seen = [];
    const turn = window.frames_turn = (window.frames_turn || 0) + 1;
    let last = performance.now();
    let begun = 0;
    const after = new MessageChannel();  // is heard when all of the frame's work is done
    after.port1.onmessage = () => window.works_seen.push(performance.now() - begun);
    const note = (now) => {
        if (window.frames_turn !== turn) return;
        window.frames_seen.push(now - last);
        last = now;
        begun = now;
        after.port2.postMessage(0);
        requestAnimationFrame(note);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(note); });
})();0
"""


def pause(milliseconds: int) -> None:
    """Let the program live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(told: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Raises TimeoutError."""
    for _ in range(int(seconds * 100)):
        if told():
            return
        pause(10)
    raise TimeoutError


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Milliseconds between the frames a page made, and how long its thread worked on each."""

    frames: list[float]
    works: list[float]


class Stage:
    """One shown page; `find` gives its present web view."""

    def __init__(self, find: Callable[[], QWebEngineView]) -> None:
        self._find = find

    def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        answers: list[Any] = []
        loop = QEventLoop()

        def heard(answer: Any) -> None:
            answers.append(answer)
            loop.quit()

        self._find().page().runJavaScript(f"JSON.stringify({code})", heard)
        if not answers:
            loop.exec()
        return json.loads(answers[0]) if answers[0] else None

    def run(self, code: str) -> None:
        """Code whose value does not matter."""
        self._find().page().runJavaScript(code + ";0")

    def wait_js(self, code: str) -> None:
        """Until an expression is true."""
        wait_until(lambda: bool(self.js(code)))

    def done(self, promise: str) -> float:
        """Milliseconds in the page until a promise is kept."""
        self.run(
            "window.took = -1; (async () => { const begun = performance.now();"
            f"await {promise}; window.took = performance.now() - begun; }})()"
        )
        self.wait_js("window.took >= 0")
        return float(self.js("window.took"))

    def frames(self, work: Callable[[], object], rest: int = 400) -> Seen:
        """The page's frames while something is done, and until it rests."""
        self._find().page().runJavaScript(RECORD)
        work()
        pause(rest)
        # A page that still stands has not told its longest frame yet.
        self.done("new Promise((on) => requestAnimationFrame(() => requestAnimationFrame(on)))")
        seen = Seen(frames=self.js("window.frames_seen"), works=self.js("window.works_seen"))
        self.run("window.frames_turn++")
        return seen

    def inside(self) -> QWidget:
        proxy = self._find().focusProxy()
        assert proxy is not None
        return proxy

    def drag(self, dx: int, dy: int, steps: int = 30) -> None:
        """A hand's drag: press, a move each frame, release. A page that goes ends it."""
        target = self.inside()
        start = QPoint((target.width() - dx) // 2, (target.height() - dy) // 2)
        QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, steps + 1):
            QTest.mouseMove(target, start + QPoint(dx * step // steps, dy * step // steps))
            pause(FRAME_MS)
            if not Shiboken.isValid(target):
                return
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=start + QPoint(dx, dy))

    def wheel(self, up: bool) -> None:  # noqa: FBT001  one notch, up or down
        """One notch of the wheel in the middle."""
        spot = QPointF(self.inside().width() / 2, self.inside().height() / 2)
        none, whole = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        delta = QPoint(0, 120 if up else -120)
        phase = Qt.ScrollPhase.NoScrollPhase
        turn = QWheelEvent(spot, spot, QPoint(), delta, none, whole, phase, False)  # noqa: FBT003
        QApplication.sendEvent(self.inside(), turn)

    def glide(self, pans: int, name: str, longest: float = PATIENCE_S) -> int:
        """The view moved by the program, once each frame, in a square; how often in that time."""
        self.run(
            f"window.gone = 0; window.glided = -1; (() => {{ const map = {name};"
            f"const end = performance.now() + {longest * 1000};"
            "const step = () => {"
            f"if (window.gone >= {pans} || performance.now() > end)"
            "{ window.glided = window.gone; return; }"
            "const side = [[9, 0], [0, 9], [-9, 0], [0, -9]][Math.floor(window.gone++ / 40) % 4];"
            "map.panBy(side, {animate: false}); requestAnimationFrame(step); }; step(); })()"
        )
        self.wait_js("window.glided >= 0")
        return int(self.js("window.glided"))

    def process(self) -> psutil.Process:
        """The page's render process."""
        return psutil.Process(self._find().page().renderProcessPid())

    def memory(self) -> float:
        """Megabytes only the render process has written."""
        return written(self.process())

    def worked(self) -> float:
        """Seconds of processor time the render process took so far."""
        times = self.process().cpu_times()
        return float(times.user + times.system)
