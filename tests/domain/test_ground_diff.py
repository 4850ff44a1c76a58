"""What a file changes: outlines within the tolerance, codes that end, codes never taken again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import ground_diff
from console.domain.coordinates import offset
from console.domain.ground_diff import (
    ChangeKind,
    Offered,
    grid_difference,
    keyed_difference,
    next_grid_code,
    same_outline,
    same_outlines,
)
from console.domain.place import AreaLevel, DutyGrid, Point, UnitGrid
from console.domain.refusal import Refusal

DAY = date(2026, 11, 29)
BEFORE = date(2024, 1, 1)
COMMUNITY = "410403001001"
ALL = ("community", "area_level", "land_use")


def square(west: float = 113.3, south: float = 33.74) -> tuple[Point, ...]:
    corner = Point(west, south)
    corners = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0))
    return tuple(offset(corner, east_m=east, north_m=north) for east, north in corners)


def grid(sequence: int, west: float = 113.3, **changes: object) -> UnitGrid:
    made = UnitGrid(
        code=f"{COMMUNITY}{sequence:03d}",
        community=COMMUNITY,
        management_area="410403",
        ring=square(west),
        area_m2=10_000.0,
        perimeter_m=400.0,
        area_level=AreaLevel.FIRST,
        land_use="居住",
        valid_from=BEFORE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def offered(*grids: UnitGrid) -> list[Offered]:
    return [(row, one, ALL) for row, one in enumerate(grids, 1)]


def moved(ring: tuple[Point, ...], at: int, metres: float) -> tuple[Point, ...]:
    changed = [*ring]
    changed[at] = offset(ring[at], east_m=metres, north_m=metres)
    return tuple(changed)


# --- outlines ------------------------------------------------------------------------------------


@given(st.integers(0, 3), st.sampled_from((1, -1)), st.floats(-0.06, 0.06))
def test_an_outline_is_the_same_wherever_it_begins_whichever_way_it_turns_within_blur(
    start: int, way: int, blur: float
) -> None:
    ring = square()
    other = (*ring[start:], *ring[:start])
    other = other[::way]
    assert same_outline(ring, moved(other, 2, blur))


@given(st.integers(0, 3), st.floats(0.2, 0.8))
def test_a_point_added_on_an_edge_changes_no_outline(edge: int, share: float) -> None:
    ring = square()
    a, b = ring[edge], ring[(edge + 1) % 4]
    between = Point(a.lon + (b.lon - a.lon) * share, a.lat + (b.lat - a.lat) * share)
    assert same_outline(ring, (*ring[: edge + 1], between, *ring[edge + 1 :]))


@given(st.integers(0, 3), st.floats(0.2, 30.0) | st.floats(-30.0, -0.2))
def test_a_corner_that_moved_is_another_outline(at: int, metres: float) -> None:
    ring = square()
    assert not same_outline(ring, moved(ring, at, metres))
    assert not same_outline(moved(ring, at, metres), ring)


def test_the_same_corners_joined_in_another_order_are_another_outline() -> None:
    a, b, c, d = square()
    middle = Point((a.lon + c.lon) / 2, a.lat + (c.lat - a.lat) / 4)
    assert not same_outline((a, middle, b, c, d), (a, b, middle, c, d))


def test_nothing_is_no_outline() -> None:
    assert same_outline((), ())
    assert not same_outline((), square())


def test_very_long_outlines_are_compared_by_their_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground_diff, "_COMPARED_ONE_BY_ONE", 1)
    ring = square()
    assert same_outline(ring, (*ring[1:], ring[0]))
    assert not same_outline(ring, moved(ring, 0, 5.0))


def test_outlines_of_several_parts_are_compared_in_any_order() -> None:
    one, other = square(), square(113.4)
    assert same_outlines((one, other), (other, one))
    assert not same_outlines((one, other), (one,))
    assert not same_outlines((one, other), (one, one))


# --- codes ---------------------------------------------------------------------------------------


def test_the_next_code_comes_after_all_that_ever_were() -> None:
    taken = {f"{COMMUNITY}007", f"{COMMUNITY}003", "410403001002999", f"{COMMUNITY}0099"}
    assert next_grid_code(f"{COMMUNITY}003", COMMUNITY, taken) == f"{COMMUNITY}008"
    assert next_grid_code(f"{COMMUNITY}01", COMMUNITY, set()) == f"{COMMUNITY}01"
    assert next_grid_code(f"{COMMUNITY}001", "某社区", set()) == f"{COMMUNITY}001"


def test_a_full_community_has_no_next_code() -> None:
    with pytest.raises(Refusal, match=r"code\.sequence_exhausted"):
        next_grid_code(f"{COMMUNITY}001", COMMUNITY, {f"{COMMUNITY}999"})


# --- grids ---------------------------------------------------------------------------------------


def test_the_same_grids_change_nothing() -> None:
    found = grid_difference([grid(1)], offered(grid(1)), DAY)
    assert (found.changes, found.unchanged) == ((), 1)


def test_a_moved_outline_ends_the_grid_and_takes_a_new_code() -> None:
    fresh = grid(1, ring=moved(square(), 0, 5.0), land_use="商业")
    (change,) = grid_difference(
        [grid(1), grid(2, 113.31)], offered(fresh), DAY, unread=[grid(2).code]
    ).changes
    assert (change.kind, change.former, change.code) == (
        ChangeKind.RESHAPED,
        grid(1).code,
        grid(3).code,
    )
    assert isinstance(change.after, UnitGrid)
    assert (change.after.replaces, change.after.valid_from) == (grid(1).code, DAY)
    assert change.fields == {"land_use": ("居住", "商业")}


def test_attributes_alone_keep_the_code_and_only_what_the_file_says_changes() -> None:
    fresh = grid(1, land_use="商业", area_level=AreaLevel.THIRD)
    (change,) = grid_difference([grid(1)], [(1, fresh, ["land_use"])], DAY).changes
    assert (change.kind, change.code) == (ChangeKind.RELABELLED, grid(1).code)
    assert change.after == grid(1, land_use="商业")


def test_a_file_speaks_for_the_communities_it_names_unless_it_is_the_whole_city() -> None:
    far = grid(1, 113.4, code="410403001002001", community="410403001002")
    here, gone = grid(1), grid(2, 113.31)
    part = grid_difference([here, gone, far], offered(here), DAY)
    assert [(one.code, one.kind) for one in part.changes] == [(gone.code, ChangeKind.ENDED)]
    whole = grid_difference([here, gone, far], offered(here), DAY, whole=True)
    assert {one.code for one in whole.changes} == {gone.code, far.code}
    assert whole.count(ChangeKind.ENDED) == 2


def test_what_the_file_names_without_a_usable_outline_stays() -> None:
    found = grid_difference(
        [grid(1), grid(2, 113.31)], offered(grid(1)), DAY, unread=[grid(2).code]
    )
    assert found.changes == ()


def test_an_old_code_leads_to_the_grid_that_replaced_it() -> None:
    ended = grid(1, valid_to=DAY)
    heir = grid(2, ring=moved(square(), 0, 5.0), replaces=ended.code)
    same = grid_difference([ended, heir], offered(replace(heir, code=ended.code)), DAY)
    assert (same.changes, same.unchanged) == ((), 1)
    (again,) = grid_difference([ended, heir], offered(grid(1)), DAY).changes
    assert (again.former, again.code) == (heir.code, grid(3).code)


def test_a_code_that_ended_for_good_is_refused() -> None:
    found = grid_difference([grid(1, valid_to=DAY)], offered(grid(1)), DAY)
    assert [one.code for one, _ in found.findings] == ["geo.code_ended"]
    assert found.changes == ()


def test_two_features_for_one_grid_are_refused() -> None:
    ended, heir = grid(1, valid_to=DAY), grid(2, replaces=grid(1).code)
    found = grid_difference([ended, heir], offered(heir, grid(1)), DAY)
    assert [(one.code, one.row) for one, _ in found.findings] == [("geo.code_twice", 2)]


def test_a_circle_of_heirs_ends() -> None:
    one, other = grid(1, replaces=grid(2).code), grid(2, replaces=grid(1).code, valid_to=DAY)
    assert grid_difference([one, other], offered(grid(2)), DAY).unchanged == 1


def test_a_moved_grid_of_a_full_community_stays_as_it_is() -> None:
    fresh = grid(999, ring=moved(square(), 0, 5.0))
    found = grid_difference([grid(999)], offered(fresh), DAY)
    assert [one.code for one, _ in found.findings] == ["code.sequence_exhausted"]
    assert found.changes == ()


@given(
    st.sets(st.integers(1, 30), min_size=1),
    st.sets(st.integers(1, 30)),
    st.sets(st.integers(1, 30)),
)
def test_no_code_is_ever_given_twice(
    present: set[int], ended: set[int], offered_: set[int]
) -> None:
    ever = [grid(one, 113.3 + one / 100, valid_to=DAY if one in ended else None) for one in present]
    fresh = [grid(one, 113.3 + one / 100 + 0.0001) for one in sorted(offered_)]
    found = grid_difference(ever, offered(*fresh), DAY)
    made = [one.code for one in found.changes if one.kind in (ChangeKind.NEW, ChangeKind.RESHAPED)]
    assert len(made) == len(set(made))
    assert not set(made) & {one.code for one in ever}


# --- things that keep their codes ----------------------------------------------------------------


def duty(code: str, name: str = "网格") -> DutyGrid:
    return DutyGrid(code=code, name=name, unit_grids=("1",), inspector=None, valid_from=BEFORE)


def by_name(before: DutyGrid, after: DutyGrid) -> tuple[dict[str, tuple[object, object]], bool]:
    differ = {} if before.name == after.name else {"name": (before.name, after.name)}
    return dict(differ), before.unit_grids != after.unit_grids


def test_things_are_new_changed_moved_or_gone_by_their_codes() -> None:
    present = {code: duty(code) for code in ("A", "B", "C", "D", "E")}
    things = [
        (1, duty("A")),
        (2, duty("B", "新名")),
        (3, replace(duty("C"), unit_grids=("2",))),
        (4, duty("N")),
    ]
    found = keyed_difference(
        present, things, by_name, end=lambda one: replace(one, valid_to=DAY), unread=["E"]
    )
    assert {one.code: one.kind for one in found.changes} == {
        "B": ChangeKind.RELABELLED,
        "C": ChangeKind.RESHAPED,
        "D": ChangeKind.ENDED,
        "N": ChangeKind.NEW,
    }
    assert found.unchanged == 1


def test_absence_says_nothing_where_nothing_ends() -> None:
    assert not keyed_difference({"A": duty("A")}, [], by_name).changes
