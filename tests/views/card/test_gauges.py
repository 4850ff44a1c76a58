"""Where room is short the time left stands whole; the due moment beside it gives way."""

import pytest
from pytestqt.qtbot import QtBot

from console.views.card.gauges import GaugeBox
from console.views.look import Look
from console.views.widgets.keys import KeyLabel


@pytest.mark.parametrize("width", [150, 200, 400])
def test_the_time_left_is_never_cut(qtbot: QtBot, width: int) -> None:
    box = GaugeBox(Look.of("light", "en", strict=True))
    qtbot.addWidget(box)
    box.show_plan("Dispatch (this stage)", "limit 30 min", "14 min over")
    box.due.setText("by today 02:36")
    box.setFixedWidth(width)
    with qtbot.waitExposed(box):
        box.show()
    assert box.left.width() >= box.left.sizeHint().width()
    assert box.due.geometry().right() <= width


@pytest.mark.parametrize("title", ["Handling (total)", "处置（总计）"])
def test_which_clock_it_is_stands_whole_before_a_long_limit(qtbot: QtBot, title: str) -> None:
    box = GaugeBox(Look.of("light", "en", strict=True))
    qtbot.addWidget(box)
    box.show_plan(title, "limit 2 hours round the clock", "Starts at dispatch")
    box.setFixedWidth(184)
    with qtbot.waitExposed(box):
        box.show()
    assert box.title.width() >= box.title.sizeHint().width()
    assert box.limit.geometry().right() <= box.width()
    assert box.limit.toolTip() == "limit 2 hours round the clock"


def test_a_key_cap_is_never_narrower_than_its_key(qtbot: QtBot) -> None:
    cap = KeyLabel("Alt+C")
    qtbot.addWidget(cap)
    assert cap.sizePolicy().horizontalPolicy() is cap.sizePolicy().Policy.Fixed
