"""The door the page calls through: what gets in and what does not."""

from __future__ import annotations

from PySide6.QtCore import QMetaMethod

from console.viewmodels.map_channel import MapChannel

SLOTS = {
    "ready",
    "drawn",
    "case_clicked",
    "case_under_pointer",
    "grid_clicked",
    "map_clicked",
    "view_changed",
    "layer_clicked",
    "feature_clicked",
    "feature_under_pointer",
    "shape_drawn",
    "case_dropped",
    "command_clicked",
}


def test_the_page_can_call_nothing_but_the_narrow_slots() -> None:
    meta = MapChannel().metaObject()
    own = range(meta.superClass().methodCount(), meta.methodCount())
    methods = [meta.method(at) for at in own]
    slots = [m for m in methods if m.methodType() == QMetaMethod.MethodType.Slot]
    assert {bytes(slot.name().data()).decode() for slot in slots} == SLOTS
    assert meta.propertyCount() == meta.superClass().propertyCount()


def test_numbers_out_of_range_are_heard_by_nobody() -> None:
    channel = MapChannel()
    heard: list[object] = []
    for signal in (channel.case_hit, channel.grid_hit, channel.case_hovered, channel.place_hit):
        signal.connect(heard.append)
    channel.view_moved.connect(heard.append)
    channel.layer_switched.connect(heard.append)
    channel.case_clicked(0)
    channel.case_under_pointer(-1)
    channel.grid_clicked(-1)
    channel.map_clicked(float("nan"), 33.0)
    channel.map_clicked(113.0, 99.0)
    channel.view_changed(1.0, 1.0, float("inf"), 1.0, 15.0, 3, by_hand=True)
    channel.view_changed(1.0, 1.0, 2.0, 2.0, 99.0, 3, by_hand=True)
    channel.view_changed(1.0, 1.0, 2.0, 2.0, 15.0, -3, by_hand=True)
    channel.layer_clicked("__proto__", shown=True)
    assert heard == []
