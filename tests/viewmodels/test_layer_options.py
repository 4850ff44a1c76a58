"""What a post chose on the map: kept as text, read back, never more than it can be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.gridload import HeatBy
from console.viewmodels.layer_options import LayerOptions, options_of
from console.viewmodels.map_channel import WHOLE_LAYERS, WHOLE_ON

options = st.builds(
    LayerOptions,
    on=st.frozensets(st.sampled_from(WHOLE_LAYERS)),
    heat=st.sampled_from(HeatBy),
    closed_from=st.none() | st.dates(),
    closed_to=st.none() | st.dates(),
    unseen_hours=st.integers(1, 168),
    classes=st.lists(st.sampled_from(("01", "02", "0101")), max_size=3).map(tuple),
)


@given(options)
def test_what_was_kept_comes_back(chosen: LayerOptions) -> None:
    assert options_of(chosen.as_text()) == chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        '{"on": 3, "heat": "x", "closed": "x", "unseen": 0, "classes": [1]}',
        '{"closed": ["today", 5], "unseen": 9999}',
    ],
)
def test_what_is_not_understood_is_as_on_the_first_day(text: str) -> None:
    assert options_of(text) == LayerOptions()


def test_layers_there_are_none_of_any_more_are_left_out() -> None:
    assert options_of('{"on": ["heat", "gone"]}').on == {"heat"}


def test_every_layer_has_a_switch() -> None:
    switches = LayerOptions().switches()
    assert tuple(switches) == WHOLE_LAYERS
    assert {layer for layer, on in switches.items() if on} == WHOLE_ON


def test_a_period_is_whole_days_of_the_city() -> None:
    now = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # one o'clock of the 23rd in the city
    since, until = LayerOptions().closed_span(now)
    assert until == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert until - since == timedelta(days=7)
    turned = LayerOptions(closed_from=date(2026, 3, 9), closed_to=date(2026, 3, 8))
    assert turned.closed_span(now)[0] == datetime(2026, 3, 7, 16, 0, tzinfo=UTC)
    assert turned.closed_span(now)[1] == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
