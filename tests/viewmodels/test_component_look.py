"""A component looked at: the one asked for is told, one that is gone is a notice."""

from datetime import date

from pytestqt.qtbot import QtBot

from console.domain.place import Component, Point
from console.ports.layer_rows import ComponentCard
from console.viewmodels.component_look import ComponentLook
from console.views.layer_words import words_of
from console.views.look import Look
from tests.rows import NOW
from tests.seats import a_seat

CODE = "4104030202000001"
LAMP = ComponentCard(
    component=Component(
        code=CODE,
        scheme="GBT30428",
        category="0202",
        name="路灯",
        point=Point(113.3, 33.74),
        unit_grid="410403001001001",
        address="建设路 1 号",
        competent_unit="U1",
        owner_unit=None,
        maintenance_unit="U2",
        surveyed_on=date(2024, 1, 1),
        changed_on=date(2024, 1, 1),
    ),
    owner="",
    competent="市城管局",
    maintenance="照明中心",
    open_cases=2,
    closed_cases=5,
)


def test_a_component_that_is_asked_for_is_told(qtbot: QtBot) -> None:
    seat = a_seat()
    seat.reading.thing_cards = {CODE: LAMP}
    look = ComponentLook(seat.desk)
    with qtbot.waitSignal(look.found) as found:
        look.ask(CODE)
    assert found.args == [LAMP]
    title, detail = words_of(LAMP, Look.of("light", "zh", strict=True).formats, NOW)
    assert title == f"路灯 {CODE}"
    for part in ("完好", "权属不明", "主管 市城管局", "养护 照明中心", "在办 2", "已结 5"):
        assert part in detail


def test_one_that_is_gone_is_a_notice(qtbot: QtBot) -> None:
    seat = a_seat()
    look = ComponentLook(seat.desk)
    with qtbot.waitSignal(seat.desk.notice) as told:
        look.ask("gone")
    assert told.args[0].code == "component.unknown"
