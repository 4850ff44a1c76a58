"""Which classes are emergencies, and which a city keeps off its walls."""

import pytest

from console.domain.refusal import Refusal
from console.domain.wall_classes import hidden_classes, is_emergency, is_hidden


@pytest.mark.parametrize(
    ("scheme", "kind", "category", "told"),
    [
        ("GBT30428", "event", "0501", True),
        ("GBT30428", "event", "0401", False),
        ("CJT214", "event", "0401", True),
        ("CJT214", "event", "0501", False),
        ("GBT30428", "component", "0501", False),
        ("", "event", "0501", False),
        ("GBT30428", "event", "", False),
    ],
)
def test_an_emergency_is_an_event_of_the_scheme_s_own_class(
    scheme: str, kind: str, category: str, *, told: bool
) -> None:
    assert is_emergency(scheme, kind, category) is told


def test_hidden_classes_are_listed_by_either_comma() -> None:
    assert hidden_classes("") == ()
    assert hidden_classes("event:05， component:0101,") == ("event:05", "component:0101")


@pytest.mark.parametrize("told", ["05", "event", "event:", "events:05", "event:5a", "event:05;x"])
def test_what_names_no_class_is_refused(told: str) -> None:
    with pytest.raises(Refusal) as refused:
        hidden_classes(f"component:01,{told}")
    assert (refused.value.code, refused.value.facts) == ("wall.class_unfit", {"told": told})


def test_a_beginning_hides_all_below_it() -> None:
    hidden = hidden_classes("event:05,component:0101")
    assert is_hidden("event", "0501", hidden)
    assert is_hidden("component", "0101", hidden)
    assert not is_hidden("component", "0501", hidden)
    assert not is_hidden("event", "0105", hidden)
    assert not is_hidden("", "", hidden)
    assert not is_hidden("event", "0501", ())
