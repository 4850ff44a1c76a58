"""The preview of a file of ground in its window: keys go through it, the map shows each line."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.finding import notice
from console.domain.ground import GroundKind, Shape
from console.domain.refusal import Refusal
from console.geo.parts import Fault
from console.ports.ground import GroundNow
from console.services.ground_import import Wish, read_offer
from console.services.ground_writing import Written
from console.viewmodels.ground_preview import KINDS, GroundPreview, pack_difference
from console.viewmodels.lanes import AtOnceLanes
from console.views.ground_preview import GroundPreviewWindow
from console.views.look import Look
from tests.fake_ground import DAY, FakeGround, FakeReader, community, drawn, grid, square
from tests.map.payloads import payloads
from tests.map.test_attack import Listener

NOW = GroundNow(
    stamp=1, divisions=(community(),), unit_grids=tuple(grid(at) for at in (1, 2, 3, 4))
)
HOSTILE = "<img src=x onerror=alert(1)>"


@dataclass
class Hands:
    """The window and what was written."""

    qtbot: QtBot
    refuse: str = ""
    written: list[int] = field(default_factory=list)
    look: Look = field(default_factory=lambda: Look.of("light", "zh", strict=True))
    items: list[Any] = field(default_factory=list)
    now: GroundNow = NOW

    def __post_init__(self) -> None:
        items = self.items or [
            drawn(1, grid(1).code, square(1, 0.0012)),
            drawn(2, grid(2).code, square(2), land_use=HOSTILE),
            drawn(3, grid(3).code, square(3)),
            drawn(5, grid(5).code, square(5)),
            drawn(6, "x", square(6)),
            Fault(
                finding=notice("geo.overlap", key="a", other="b", area="9.0").at("", 1),
                key=grid(1).code,
                shape=Shape(rings=(square(2, 0.0002),)),
            ),
        ]
        wish = Wish(file=Path("grids.shp"), kind=GroundKind.UNIT_GRIDS, day=DAY)
        columns = ("code", "area_level", "land_use")
        offer = read_offer(wish, FakeGround(self.now), FakeReader(items, columns), lambda *_: None)
        self.preview = GroundPreview(offer, self.write, AtOnceLanes(), self.look.wording.say)
        self.window = GroundPreviewWindow(self.preview, self.look)
        self.qtbot.addWidget(self.window)

    def write(self) -> Written:
        if self.refuse:
            raise Refusal(self.refuse)
        self.written.append(1)
        return Written(change=7)

    def open(self) -> None:
        with self.qtbot.waitSignal(self.window.map.shown):
            self.window.show()
        self.window.begin()

    def js(self, code: str) -> Any:
        answers: list[Any] = []
        web = self.window.map.web
        assert web is not None
        web.page().runJavaScript(code, answers.append)  # type: ignore[attr-defined]
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def told(self) -> None:
        """Wait until the page has drawn what it was told."""
        self.window.map.bridge.news.flush()
        self.qtbot.waitUntil(lambda: bool(self.js("window.mapIdle()")))

    def press(
        self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.window.list, key, with_)


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    made = Hands(qtbot)
    yield made
    made.window.close()


def test_differences_stand_before_what_is_left_out_and_remarks(hands: Hands) -> None:
    kinds = [row.kind for row in hands.preview.rows]
    assert kinds == ["reshaped", "relabelled", "ended", "new", "finding", "notice"]
    assert set(kinds) == set(KINDS)
    assert hands.preview.rows[0].text == f"{grid(1).code} → {grid(6).code}"


def test_arrows_go_through_the_list_and_stop_at_its_ends(hands: Hands) -> None:
    hands.window.begin()
    seen = [hands.preview.chosen]
    for _ in range(7):
        hands.press(Qt.Key.Key_Down)
        seen.append(hands.preview.chosen)
    assert seen == [0, 1, 2, 3, 4, 5, 5, 5]
    hands.press(Qt.Key.Key_Up)
    assert hands.preview.chosen == 4


def test_ctrl_enter_writes_once(hands: Hands) -> None:
    hands.window.begin()
    for _ in range(2):
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.preview.write()
    assert hands.written == [1]
    assert not hands.window.act.isEnabled()
    assert "7" in hands.window.state.text()


def test_a_refused_writing_says_why_and_may_be_tried_again(hands: Hands) -> None:
    hands.refuse = "ground.stale"
    hands.preview.write()
    assert "没有写入" in hands.window.state.text()
    hands.refuse = ""
    hands.preview.write()
    assert hands.written == [1]


def test_a_bug_while_writing_stays_a_bug(hands: Hands) -> None:
    hands.preview._write = lambda: 1 / 0  # type: ignore[assignment,return-value]
    with pytest.raises(ZeroDivisionError):
        hands.preview.write()
    assert not hands.preview.writing


def test_an_ended_window_tells_that_it_is_closed(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.window.closed):
        hands.window.close()


def test_the_drawing_has_an_outline_for_each_line_that_lies_somewhere(hands: Hands) -> None:
    rows = [row for row in hands.preview.rows if row.rings]
    packed = pack_difference(hands.preview.rows)
    count, points = (int.from_bytes(packed[at : at + 4], "little") for at in (0, 4))
    assert (count, points) == (len(rows), 4 * len(rows))
    assert len(packed) == 8 + 16 * points + 4 * (count + 1) + 4 * count + count


def test_being_asked_to_end_waits_for_a_writing_that_has_begun(hands: Hands) -> None:
    hands.window.show()
    hands.preview.writing = True
    hands.window.end(15)
    assert hands.window.isVisible()
    hands.preview._on_written(Written(change=7))
    assert not hands.window.isVisible()
    assert hands.window.ended_by == 15


@pytest.mark.webengine
def test_no_attribute_of_a_file_runs_or_calls_out(qtbot: QtBot) -> None:
    listener = Listener()
    texts = payloads(listener.port)[::9]
    items = [
        drawn(at, grid(at).code, square(at), land_use=text) for at, text in enumerate(texts, 1)
    ]
    now = replace(NOW, unit_grids=tuple(grid(at) for at in range(1, len(texts) + 1)))
    hands = Hands(qtbot, items=items, now=now)
    hands.open()
    hands.told()
    hands.js("window.pwned = []; 1")
    for at, text in enumerate(texts):
        hands.preview.choose(at)
        hands.told()
        shown = hands.js("document.getElementById('tip').textContent")
        assert text[:30].strip() in shown
    assert hands.js("JSON.stringify(window.pwned)") == "[]"
    assert hands.js("document.querySelectorAll('iframe, img[src], a[href], svg').length") == 0
    assert listener.log == []
    listener.close()
    hands.window.close()


@pytest.mark.webengine
def test_the_map_shows_each_line_and_a_click_chooses_it(hands: Hands) -> None:
    hands.open()
    hands.told()
    legend = hands.js("document.getElementById('legend').textContent")
    assert "新增" in legend
    assert hands.js("document.querySelectorAll('#legend canvas.difference').length") == len(KINDS)
    hands.preview.choose(1)
    hands.told()
    assert HOSTILE in hands.js("document.getElementById('tip').textContent")
    assert hands.js("document.getElementById('tip').querySelector('img') === null")
    middle = (square(2)[0].lon + square(2)[1].lon) / 2

    def went_there() -> None:
        view = hands.window.map.bridge.view
        assert view is not None
        assert view.lon == pytest.approx(middle, abs=1e-4)

    hands.qtbot.waitUntil(went_there)  # the page tells its view once it has moved
    hands.window.map.bridge.channel.feature_clicked("difference", 3)
    assert hands.preview.chosen == 3
    assert hands.window.list.currentIndex().row() == 3
