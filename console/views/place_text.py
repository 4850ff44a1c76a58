"""A case or a place as lines to paste elsewhere: codes, address, coordinates with their datum.

Nothing of a caller is in them, nor the words of a report, which may name one.
"""

from __future__ import annotations

from console.domain.gausskrueger import to_metres
from console.domain.place import Place, Point
from console.ports.layer_rows import GridCard
from console.ports.rows import CaseDetail
from console.viewmodels.goto import GotoHit
from console.views.panels.summary import grid_words
from console.views.wording import Wording


def case_text(detail: CaseDetail, wording: Wording) -> str:
    """Number, class and stage, then where it is."""
    case, say = detail.case, wording.say
    category = case.standard.name if case.standard is not None else ""
    first = f"{case.number} {category} {say(f'stage.{case.stage.value}')}"
    return "\n".join((" ".join(first.split()), *_place_lines(case.place, wording)))


def grid_text(card: GridCard, wording: Wording) -> str:
    """A unit grid: its code and divisions, then who answers for it."""
    say, grid = wording.say, card.grid
    first = f"{say('place.grid')} {grid_words(grid.code)} {' '.join(grid.names)}"
    facts = (
        ("copy.level", say(f"level.{grid.area_level.value}")),
        ("copy.duty_grid", f"{grid.duty_grid} {grid.duty_name}".strip()),
        ("copy.inspector", f"{grid.inspector} {grid.inspector_name}".strip()),
    )
    return "\n".join((first, *(say(code, value=value) for code, value in facts if value)))


def hit_text(hit: GotoHit, wording: Wording) -> str:
    """A place that was gone to."""
    place = Place(address=hit.detail, point=hit.point, unit_grid=hit.grid or None)
    return "\n".join(
        (f"{wording.say(f'place.{hit.kind}')} {hit.title}", *_place_lines(place, wording))
    )


def _place_lines(place: Place, wording: Wording) -> list[str]:
    say = wording.say
    facts = (
        ("copy.address", place.address),
        ("copy.grid", grid_words(place.unit_grid)),
        ("copy.duty_grid", place.duty_grid or ""),
        ("copy.component", place.component or ""),
    )
    lines = [say(code, value=value) for code, value in facts if value]
    return lines + (_point_lines(place.point, wording) if place.point is not None else [])


def _point_lines(point: Point, wording: Wording) -> list[str]:
    easting, northing = to_metres(point)
    return [
        wording.say("copy.degrees", lon=f"{point.lon:.6f}", lat=f"{point.lat:.6f}"),
        wording.say("copy.metres", easting=f"{easting:.2f}", northing=f"{northing:.2f}"),
    ]
