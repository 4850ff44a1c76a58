"""Every command can be reached by keys, and no key means two things in one place."""

from itertools import combinations

import pytest

from console.viewmodels.commands import COMMANDS, by_key, rail_cap, share_a_stage
from console.views.actions import menu_commands
from console.views.wording import Language, Wording

RESERVED = {"Ctrl+Space", "Ctrl+.", "Ctrl+Shift+F", "Ctrl+Shift+0", "F10"}
"""Input methods and Windows own these (DESIGN 5)."""
TEXT_OWNS = {"Ctrl+X", "Ctrl+V", "Ctrl+Y", "Ctrl+Home", "Ctrl+End", "Ctrl+Backspace"}


def test_every_command_has_a_key_or_stands_in_the_menu() -> None:
    menu = {command.id for command in menu_commands()}
    assert [one.id for one in COMMANDS if not one.key and one.id not in menu] == []


def test_a_key_means_one_thing_for_any_case() -> None:
    clashing = [
        (key, one.id, other.id)
        for key, commands in by_key().items()
        for one, other in combinations(commands, 2)
        if share_a_stage(one, other)
    ]
    assert clashing == []


def test_a_key_belongs_to_one_context() -> None:
    # Contexts lie inside each other, so the same key in two of them would fire neither.
    assert [key for key, found in by_key().items() if len({one.context for one in found}) > 1] == []


def test_no_key_is_taken_from_input_methods_the_system_or_text() -> None:
    assert not set(by_key()) & (RESERVED | TEXT_OWNS)


def test_single_letters_work_only_where_no_text_is_typed() -> None:
    assert {one.context for one in COMMANDS if len(one.key) == 1} <= {"L", "D"}


def test_ids_are_unique() -> None:
    ids = [one.id for one in COMMANDS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", list(Language))
def test_every_command_has_words(language: Language) -> None:
    wording = Wording(language)
    assert [one.id for one in COMMANDS if one.words not in wording] == []


def test_the_rail_counts_from_one_to_nothing() -> None:
    assert [rail_cap(at) for at in range(10)] == list("1234567890")
