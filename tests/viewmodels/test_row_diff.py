"""Steps between two orders of keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.viewmodels.row_diff import FINE_STEPS, Insert, Move, Plan, Remove, arrange, plan

KEYS = st.lists(st.integers(0, 30), unique=True, max_size=24)


def carried_out(present: list[int], wanted: list[int], made: Plan) -> list[int]:
    assert made.steps is not None
    shown = list(present)
    for step in made.steps:
        if isinstance(step, Remove):
            del shown[step.first : step.last + 1]
        elif isinstance(step, Move):
            shown.insert(step.target, shown.pop(step.source))
        else:
            shown[step.first : step.first] = wanted[step.first : step.last + 1]
    return shown


@given(KEYS, KEYS)
def test_the_steps_lead_to_the_wanted_order(present: list[int], wanted: list[int]) -> None:
    assert carried_out(present, wanted, plan(present, wanted)) == wanted


def test_one_row_that_changes_place_is_one_move() -> None:
    keys = list(range(10))
    assert plan(keys, [*keys[1:], 0]).steps == (Move(0, 9),)
    assert plan(keys, [9, *keys[:-1]]).steps == (Move(9, 0),)


def test_neighbours_leave_and_join_together() -> None:
    assert plan([1, 2, 3, 4], [1, 4]).steps == (Remove(1, 2),)
    assert plan([1, 4], [1, 2, 3, 4]).steps == (Insert(1, 2),)
    assert plan([], [1, 2]).steps == (Insert(0, 1),)
    assert plan([1, 2], []).steps == (Remove(0, 1),)


def test_a_great_change_asks_for_one_reordering() -> None:
    keys = list(range(FINE_STEPS * 2))
    assert plan(keys, keys[::-1]) == Plan(None)


@given(KEYS, KEYS, st.sets(st.integers(0, 30)))
def test_held_keys_keep_their_order_and_all_wanted_keys_are_shown(
    present: list[int], wanted: list[int], hold: set[int]
) -> None:
    shown, held_back = arrange(present, wanted, hold)
    held = [key for key in present if key in hold]
    assert [key for key in shown if key in held] == held
    assert set(shown) == set(wanted) | set(held)
    assert len(shown) == len(set(shown))
    assert (shown == wanted) or held_back or held


def test_what_is_held_back_is_counted() -> None:
    assert arrange([1, 2, 3], [1, 2, 3], {1, 2, 3}) == ([1, 2, 3], 0)
    assert arrange([1, 2, 3], [3, 1, 2], {1, 2, 3}) == ([1, 2, 3], 1)
    assert arrange([1, 2, 3], [1, 3], {1, 2, 3}) == ([1, 2, 3], 1)


def test_a_new_key_joins_behind_the_key_it_follows() -> None:
    assert arrange([1, 2, 3], [9, 1, 8, 2, 3, 7], {1, 2, 3})[0] == [9, 1, 8, 2, 3, 7]
    assert arrange([1, 2, 3], [3, 8, 2, 1], {1, 2, 3})[0] == [1, 2, 3, 8]


@given(KEYS, KEYS)
def test_while_all_are_held_new_keys_join_and_none_moves(
    present: list[int], wanted: list[int]
) -> None:
    shown, held_back = arrange(present, wanted, set(present))
    assert [key for key in shown if key in present] == present
    assert set(shown) == set(present) | set(wanted)
    assert held_back or shown == wanted


class Counted:
    """A key that counts how often it is hashed."""

    hashed = 0

    def __hash__(self) -> int:
        Counted.hashed += 1
        return id(self)


def test_one_key_that_moves_among_many_is_found_without_looking_at_each() -> None:
    present = [Counted() for _ in range(20_000)]
    wanted = [*present[:50], *present[51:19_000], present[50], *present[19_000:]]
    Counted.hashed = 0
    made = plan(present, wanted)
    assert made == Plan((Move(50, 18_999),))
    assert Counted.hashed < 100
