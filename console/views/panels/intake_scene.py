"""What the intake's map shows: the place with its circle, components, and lettered duplicates."""

from __future__ import annotations

from console.ports.map_rows import MapBadge, MapScene
from console.viewmodels.duplicates import LETTERS
from console.viewmodels.intake_draft import IntakeDraft
from console.views.fmt import Formats
from console.views.panels.summary import grid_words


def intake_scene(draft: IntakeDraft, formats: Formats) -> MapScene | None:
    """The scene of a draft; None while there is no place with a point."""
    hit = draft.places.hit
    point = hit.place.point if hit else None
    if hit is None or point is None:
        return None
    badges = tuple(
        MapBadge(text=LETTERS[at], lon=one.point.lon, lat=one.point.lat)
        for at, one in enumerate(draft.likes.cases)
        if one.point is not None
    )
    return MapScene(
        lon=point.lon,
        lat=point.lat,
        radius_m=draft.likes.metres,
        radius_text=formats.distance(draft.likes.metres),
        title=hit.title,
        subtitle=grid_words(hit.place.unit_grid),
        points=draft.points,
        badges=badges,
    )
