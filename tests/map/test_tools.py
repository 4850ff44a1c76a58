"""The hand on the real page: boxes, corners and a mark that is dragged, by real mouse events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.map_hand import BOX, POLYGON, RULER, MapHand, Shape
from console.views.map_paper import picture_of
from console.views.map_view import take_picture
from tests.map.driver import SIZE, TOKENS, MapDriver
from tests.map.small_city import LAT, LON, pin

pytestmark = pytest.mark.webengine
EAST = LON + 0.0035
LEFT = Qt.MouseButton.LeftButton


def words(shape: Shape) -> str:
    return f"{shape.metres:.0f} m"


@pytest.fixture
def city(qtbot: QtBot) -> MapDriver:
    made = MapDriver(qtbot)
    made.view.set_cases([pin(1, EAST), pin(2, LON - 0.002)])
    made.open()
    return made


@pytest.fixture
def hand(city: MapDriver) -> MapHand:
    made = MapHand(words, city.view)
    made.attach(city.view.bridge)
    return made


def drag(city: MapDriver, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one place, go to the other in steps, let go."""
    target, a, b = city.inside(), city.point(*start), city.point(*end)
    QTest.mouseMove(target, a)
    QTest.mousePress(target, LEFT, pos=a)
    for step in range(1, 6):
        QTest.mouseMove(target, a + (b - a) * step / 5)
        city.js("0")
    QTest.mouseRelease(target, LEFT, pos=b)
    city.js("0")


def test_a_dragged_box_encloses_and_leaves_the_view_where_it_is(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    before = city.view.bridge.view
    hand.take(BOX)
    city.settle()
    with qtbot.waitSignal(hand.enclosed) as told:
        drag(city, (EAST - 0.001, LAT + 0.001), (EAST + 0.001, LAT - 0.001))
    assert told.args == [(1,)]
    city.settle()
    assert city.view.bridge.view == before
    drag(city, (LON, LAT + 0.003), (LON + 0.001, LAT + 0.003))  # the hand looks again
    qtbot.waitUntil(lambda: city.view.bridge.view != before)


def test_a_box_let_go_over_what_lies_on_the_map_is_a_box(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    hand.take(BOX)
    city.settle()
    edge = city.js("document.getElementById('legend').getBoundingClientRect().top")
    target, start, end = city.inside(), city.point(EAST - 0.001, LAT + 0.001), QPoint(450, edge + 9)
    with qtbot.waitSignal(hand.enclosed) as told:
        QTest.mousePress(target, LEFT, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(target, start + (end - start) * step / 5)
            city.js("0")
        QTest.mouseRelease(target, LEFT, pos=end)
    assert told.args is not None
    city.settle()
    before = city.view.bridge.view
    drag(city, (LON, LAT + 0.003), (LON + 0.001, LAT + 0.003))  # the hand looks again
    qtbot.waitUntil(lambda: city.view.bridge.view != before)


def test_a_tool_put_away_in_the_middle_of_a_drag_draws_nothing_and_stops_no_news(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    hand.take(BOX)
    city.settle()
    target, start = city.inside(), city.point(LON, LAT)
    QTest.mousePress(target, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(target, start + QPoint(20, 10) * step)
        city.js("0")
    hand.stop()
    city.view.bridge.set_age("old", old=True)
    qtbot.waitUntil(lambda: city.texts("#age") == ["old"])
    with qtbot.assertNotEmitted(hand.enclosed), qtbot.assertNotEmitted(city.view.grid_chosen):
        QTest.mouseRelease(target, LEFT, pos=start + QPoint(100, 50))
        city.settle()
    before = city.view.bridge.view
    drag(city, (LON, LAT + 0.003), (LON + 0.001, LAT + 0.003))
    qtbot.waitUntil(lambda: city.view.bridge.view != before)


def test_corners_are_clicked_one_by_one_and_the_first_one_closes(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    hand.take(POLYGON)
    city.settle()
    for at, (x, y) in enumerate(((-0.001, -0.001), (0.002, -0.001), (0.0, 0.002)), start=1):
        city.click(EAST + x, LAT + y)
        qtbot.waitUntil(lambda want=at: len(hand.shape.places) == want)  # type: ignore[misc]
        city.settle()
    city.wait_color(TOKENS.accent, EAST + 0.0005, LAT - 0.001, 3)
    with qtbot.waitSignal(hand.enclosed) as told:
        city.click(EAST - 0.001, LAT - 0.001)
    assert told.args == [(1,)]


def test_a_click_of_the_ruler_chooses_neither_case_nor_cell(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    hand.take(RULER)
    city.settle()
    with qtbot.assertNotEmitted(city.view.chosen), qtbot.assertNotEmitted(city.view.grid_chosen):
        city.click(EAST, LAT)
        qtbot.waitUntil(lambda: len(hand.shape.places) == 1)


def test_the_chosen_mark_is_dragged_and_nothing_is_moved_by_it(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    city.view.select(1)
    city.settle()
    before = city.view.bridge.view
    with qtbot.waitSignal(hand.moved) as told:
        drag(city, (EAST, LAT), (EAST + 0.001, LAT + 0.001))
    assert told.args is not None
    case, there = told.args
    assert case == 1
    assert (there.lon, there.lat) == pytest.approx((EAST + 0.001, LAT + 0.001), abs=4e-5)
    assert city.view.bridge.pins.pins[1].lon == EAST
    assert city.view.bridge.view == before
    hand.end_proposal()
    assert city.view.bridge.tools.tool is None


def test_a_mark_that_is_not_chosen_is_not_dragged(
    city: MapDriver, hand: MapHand, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(hand.moved):
        drag(city, (EAST, LAT), (EAST + 0.001, LAT + 0.001))


def test_a_right_click_on_a_mark_chooses_it_and_asks_for_its_acts(
    city: MapDriver, qtbot: QtBot
) -> None:
    heard: list[str] = []
    city.view.bridge.channel.command_asked.connect(heard.append)
    with qtbot.waitSignal(city.view.chosen) as told:
        spot = city.point(EAST, LAT)
        QTest.mouseMove(city.inside(), spot)
        QTest.mouseClick(city.inside(), Qt.MouseButton.RightButton, pos=spot)
    assert told.args == [1]
    qtbot.waitUntil(lambda: heard == ["more"])


def test_keys_move_the_view_and_lock_it(city: MapDriver, qtbot: QtBot) -> None:
    before = city.view.bridge.view
    assert before is not None
    city.view.bridge.tools.step(0.25, 0, 1)
    qtbot.waitUntil(lambda: city.view.bridge.locked)
    after = city.view.bridge.view
    assert after is not None
    assert after.zoom == before.zoom + 1
    assert after.lon > before.lon


def test_the_picture_for_paper_is_three_times_as_fine_as_the_screen(
    city: MapDriver, qtbot: QtBot
) -> None:
    city.view.set_cases([pin(1, EAST, urgency=Urgency.OVER, stage_fill=StageFill.SOLID)])
    city.settle()
    urls, over = list[str](), TOKENS.overfill.lower()
    assert take_picture(city.view, urls.append) is not None
    qtbot.waitUntil(lambda: bool(urls))
    image = picture_of(urls[0])
    assert (image.width(), image.height()) == (3 * SIZE[0], 3 * SIZE[1])
    spot = city.point(LON - 0.003, LAT + 0.0005) * 3
    near = {image.pixelColor(spot + QPoint(x, 0)).name() for x in range(-6, 7)}
    assert TOKENS.map_park.lower() in near
    mark = city.point(EAST, LAT) * 3
    wide = [x for x in range(-40, 41) if image.pixelColor(mark + QPoint(x, 9)).name() == over]
    assert max(wide) - min(wide) > 20  # a mark of 16 px is 48 wide on paper
    city.settle()  # the page draws on as before
    city.wait_color(TOKENS.map_park, LON - 0.003, LAT + 0.0005, 3)


def test_marks_keep_their_size_on_the_screen_while_paper_is_drawn(
    city: MapDriver, qtbot: QtBot
) -> None:
    city.run(
        "window.sizes = [];"
        "mapParts.cases.layer.on('shown', () => {"
        " const { canvas } = mapParts.cases.layer;"
        " const ratio = canvas.width / parseFloat(canvas.style.width);"
        " const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        " const inked = data.filter((byte, i) => i % 4 === 3 && byte).length;"
        " window.sizes.push(inked / ratio ** 2); })"
    )
    city.run("mapParts.cases.layer.redraw()")
    urls = list[str]()
    assert take_picture(city.view, urls.append) is not None
    qtbot.waitUntil(lambda: bool(urls))
    city.settle()
    sizes = city.js("window.sizes")
    assert len(sizes) > 2
    assert max(sizes) < 1.3 * min(sizes)


def test_a_ring_beside_the_cases_keeps_view_and_words(city: MapDriver, qtbot: QtBot) -> None:
    city.view.select(1)
    city.settle()
    before, words = city.view.bridge.view, city.texts("#tip")
    ring = MapScene(
        lon=EAST,
        lat=LAT,
        radius_m=100,
        radius_text="100 m",
        badges=(MapBadge(text="A", lon=EAST + 0.0004, lat=LAT),),
        stay=True,
    )
    city.view.show_scene(ring)
    city.settle()
    city.wait_color(TOKENS.ink, EAST + 0.0004, LAT, 22)
    assert city.view.bridge.view == before
    assert city.texts("#tip") == words
    city.view.show_scene(None)
    city.settle()
    assert city.texts("#tip") == words
