"""Making a change of the ground that was read and shown (`ground_import.py`).

What ends or is new is one transaction with its row in the administrators' register. Duty grids and
components stay on the ground they lie on; open cases keep the code they were given, which is their
history, and each gets a note that tells where it lies now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from console.domain.case import Actor, CaseId
from console.domain.gridindex import AreaIndex
from console.domain.ground import DivisionArea, GroundKind, Ring, box_of
from console.domain.ground_diff import ChangeKind
from console.domain.place import DivisionLevel, UnitGrid
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.ground import CaseOnGrid, GroundChangeSet, GroundKeeping, GroundNow
from console.ports.work import Store
from console.services.ground_import import Offer, Tell, in_force
from console.services.noting import NoteCase
from console.services.runner import run
from console.services.seat import Seat

SYSTEM: Final = Actor(operator="system", post=Post.ADMINISTRATOR, seat="import")
_BASE_LISTS: Final[Mapping[DivisionLevel, str]] = {
    DivisionLevel.DISTRICT: "districts",
    DivisionLevel.STREET: "streets",
    DivisionLevel.COMMUNITY: "communities",
}
NoteWords = Callable[[str, str], str]
"""The note for a case: its old grid, and the grid it lies in now ("" for none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was done: the number in the register, and open cases with their old and new grids."""

    change: int
    cases: tuple[tuple[str, str, str], ...] = ()


def write_offer(
    offer: Offer,
    ground: GroundKeeping,
    cases: Store,
    words: NoteWords,
    at: datetime,
    tell: Tell,
    *,
    reason: str = "",
) -> Written:
    """Make the change, then tell the cases; a note that was told is never told twice.

    Raises `Refusal` `geo.nothing` where nothing changes, and as `GroundKeeping.put`.
    """
    if not offer.difference.changes:
        raise Refusal("geo.nothing")
    tell("write", 0, 1)
    change = ground.put(replace(change_set(offer), reason=reason))
    tell("write", 1, 1)
    if offer.wish.kind is not GroundKind.UNIT_GRIDS:
        return Written(change=change)
    return Written(change=change, cases=tell_cases(ground, cases, words, at, tell))


def change_set(offer: Offer) -> GroundChangeSet:
    """The change as the store takes it."""
    changes, kind = offer.difference.changes, offer.wish.kind
    put = [one.after for one in changes if one.after is not None]
    if kind is GroundKind.UNIT_GRIDS:
        put = [one.after for one in changes if one.after and one.kind is not ChangeKind.ENDED]
    heirs = {one.former: one.code for one in changes if one.kind is ChangeKind.RESHAPED}
    gone = dict.fromkeys(one.code for one in changes if one.kind is ChangeKind.ENDED)
    ended: dict[str, str | None] = {**gone, **heirs} if kind is GroundKind.UNIT_GRIDS else {}
    return GroundChangeSet(
        kind=kind,
        stamp=offer.now.stamp,
        put=tuple(put),
        ended=ended,
        told=_told(offer),
        day=offer.wish.day,
        components=_components(offer, ended) if kind is GroundKind.UNIT_GRIDS else {},
        base=_base(offer),
    )


def _told(offer: Offer) -> dict[str, object]:
    """What the register keeps: counts, and every code that began or ended."""
    found = offer.difference
    by_kind = {
        kind.value: [one.code for one in found.changes if one.kind is kind] for kind in ChangeKind
    }
    reshaped = {one.former: one.code for one in found.changes if one.kind is ChangeKind.RESHAPED}
    return {
        **by_kind,
        "reshaped": reshaped,
        "file": offer.wish.file.name,
        "crs": offer.wish.crs or offer.about.crs[:80],
        "kind": offer.wish.kind.value,
        "unchanged": found.unchanged,
        "refused": offer.refused,
    }


def _after(offer: Offer) -> tuple[UnitGrid, ...]:
    """The unit grids in force after the change."""
    found = {one.code: one for one in in_force(offer.now)}
    for change in offer.difference.changes:
        found.pop(change.former, None)
        if isinstance(change.after, UnitGrid) and change.kind is not ChangeKind.ENDED:
            found[change.code] = change.after
    return tuple(found.values())


def _components(offer: Offer, ended: Mapping[str, str | None]) -> dict[str, str]:
    """Where the components of grids that end lie from now on."""
    index = AreaIndex({one.code: one.ring for one in _after(offer)})
    return {
        one.code: index.find(one.point) or ended[one.unit_grid] or ""
        for one in offer.now.components
        if one.unit_grid in ended
    }


def _base(offer: Offer) -> Mapping[str, Any] | None:
    """The base map with the outlines of divisions that came, and its bounds where it had none."""
    base = dict(offer.now.base)
    if offer.wish.kind is GroundKind.UNIT_GRIDS and not base.get("bounds"):
        box = box_of(one.ring for one in _after(offer))
        return {**base, "bounds": list(box)} if box else None
    if offer.wish.kind is not GroundKind.DIVISIONS:
        return None
    areas = {one.code: one for one in offer.now.divisions}
    for change in offer.difference.changes:
        if isinstance(change.after, DivisionArea):
            areas[change.code] = change.after
    drawn = [one for one in areas.values() if one.rings and one.division.valid_to is None]
    for level, name in _BASE_LISTS.items():
        entries = [_entry(one) for one in drawn if one.division.level is level]
        known = {entry["code"] for entry in entries}
        kept = [one for one in base.get(name, ()) if one.get("code") not in known]
        base[name] = [*kept, *entries]
    if not base.get("bounds"):
        box = box_of(ring for one in drawn for ring in one.rings)
        base["bounds"] = list(box) if box else None
    return base


def _entry(area: DivisionArea) -> dict[str, object]:
    rings = [_open(ring) for ring in area.rings]
    return {"code": area.code, "name": area.division.name, "rings": rings}


def _open(ring: Ring) -> list[list[float]]:
    return [[point.lon, point.lat] for point in ring]


def tell_cases(
    ground: GroundKeeping, cases: Store, words: NoteWords, at: datetime, tell: Tell
) -> tuple[tuple[str, str, str], ...]:
    """Give every open case on an ended grid a note of where it lies now; numbers with both codes.

    The command's id follows from case and grids, so that each is told once, whoever tells it.
    """
    now = ground.now()
    ended = [one.code for one in now.unit_grids if one.valid_to is not None]
    index = AreaIndex({one.code: one.ring for one in in_force(now)})
    found = ground.cases_on(ended)
    told = []
    for done, case in enumerate(found):
        tell("cases_told", done, len(found))
        grid = _now_on(case, index, now)
        if _note(case, grid, cases, words, at):
            told.append((case.number, case.unit_grid, grid))
    if found:
        tell("cases_told", len(found), len(found))
    return tuple(told)


def _now_on(case: CaseOnGrid, index: AreaIndex, now: GroundNow) -> str:
    if case.point is not None:
        return index.find(case.point) or ""
    heirs = {one.replaces: one.code for one in now.unit_grids if one.replaces}
    code = case.unit_grid
    while code in heirs:
        code = heirs[code]
    return code if code != case.unit_grid else ""


def _note(case: CaseOnGrid, grid: str, cases: Store, words: NoteWords, at: datetime) -> bool:
    """Whether the note was taken; a case that ended meanwhile needs none."""
    identity = f"ground-{case.case}-{case.unit_grid}-{grid or 'none'}"
    seat = Seat(actor=SYSTEM, now=lambda: at, store=cases, new_command=identity.__str__)
    note = NoteCase(case=CaseId(case.case), text=words(case.unit_grid, grid))
    try:
        run(note, seat, identity)
    except Refusal:
        return False
    return True
