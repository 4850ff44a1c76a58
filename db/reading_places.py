"""`ports.reading`: finding places by words, pinyin initials, codes or a point."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import text

from console.domain.coordinates import distance_m
from console.domain.place import Component, Place, Point, UnitGrid
from console.ports.rows import PlaceHit
from db.ground import box_around
from db.mapping import folded, literal_like
from db.reading_base import Reader
from db.standing import City, local_day
from db.standing_rows import component_of

_ADDRESS_METRES: Final = 150.0
_CODE_LEAST: Final = 6  # figures from which a number is taken for a code
_ADDRESSES: Final = text(
    """
    SELECT kind, title, detail, lon, lat FROM address
    WHERE (SELECT bool_and(lower(title || detail) LIKE '%' || w || '%')
            FROM unnest(CAST(:words AS text[])) w)
        OR initials LIKE :initials || '%'
    ORDER BY lower(title) LIKE :first || '%' DESC, length(title), title, id
    LIMIT :limit
    """
)
_COMPONENTS: Final = text(
    """
    SELECT k.*, coalesce(u.short_name, '') AS owner_name
    FROM component k LEFT JOIN unit u ON u.code = k.owner_unit
    WHERE (:code <> '' AND k.code LIKE :code || '%')
        OR (:code = '' AND ((SELECT bool_and(k.name || k.address LIKE '%' || w || '%')
            FROM unnest(CAST(:words AS text[])) w) OR k.initials LIKE :initials || '%'))
    ORDER BY k.code LIMIT :limit
    """
)
_NEAR_COMPONENTS: Final = text(
    """
    SELECT * FROM component
    WHERE point(lon, lat) <@ box(point(:west, :south), point(:east, :north))
        AND (:category = '' OR category = :category)
    """
)
_NEAR_ADDRESS: Final = text(
    """
    SELECT title, lon, lat FROM address
    WHERE point(lon, lat) <@ box(point(:west, :south), point(:east, :north))
        AND kind IN ('address', 'landmark', 'crossing')
    ORDER BY point(lon, lat) <-> point(:lon, :lat) LIMIT 1
    """
)


class PlaceReading(Reader):
    """The gazetteer, the grids and the components as a search."""

    def places(self, words: str, *, limit: int = 12) -> Sequence[PlaceHit]:
        """Addresses, crossings, grids, components by code, text or pinyin initials."""
        wanted = folded(words)
        if not wanted:
            return ()
        city, day = self._city(), local_day(datetime.now(UTC))
        compact = wanted.replace(" ", "")
        if compact.isdecimal() and len(compact) >= _CODE_LEAST:
            grids = _grid_hits(city, compact, limit)
            return (*grids, *self._components(compact, wanted, city, limit))[:limit]
        values = {
            "words": [literal_like(word) for word in wanted.split()],
            "first": literal_like(wanted.split()[0]),
            "initials": literal_like(compact) if compact.isascii() else "\x01",
            "limit": limit,
        }
        found = [
            PlaceHit(
                kind=row.kind,
                title=row.title,
                detail=row.detail,
                place=city.locate(Place(address=row.title, point=Point(row.lon, row.lat)), day),
            )
            for row in self._ask(_ADDRESSES, values)
        ]
        if len(found) < limit:
            found += self._components("", wanted, city, limit - len(found))
        return tuple(found)

    def locate(self, point: Point) -> Place:
        """Grid, divisions, management area of a point; the nearest address as words."""
        near = self._ask(
            _NEAR_ADDRESS,
            {**box_around(point, _ADDRESS_METRES), "lon": point.lon, "lat": point.lat},
        )
        address = near[0].title if near else ""
        return self._city().locate(
            Place(address=address, point=point), local_day(datetime.now(UTC))
        )

    def components_near(
        self, point: Point, metres: float, category: str = ""
    ) -> Sequence[Component]:
        """Components around a point, nearest first."""
        found = self._ask(_NEAR_COMPONENTS, {**box_around(point, metres), "category": category})
        near = [component_of(row._mapping) for row in found]
        reached = [
            (distance, one) for one in near if (distance := distance_m(point, one.point)) <= metres
        ]
        return tuple(one for _, one in sorted(reached, key=lambda pair: (pair[0], pair[1].code)))

    def _components(self, code: str, words: str, city: City, limit: int) -> list[PlaceHit]:
        compact = words.replace(" ", "")
        values = {
            "code": code,
            "words": [literal_like(word) for word in words.split()],
            "initials": literal_like(compact) if compact.isascii() and not code else "\x01",
            "limit": limit,
        }
        return [_component_hit(city, row._mapping) for row in self._ask(_COMPONENTS, values)]


def _component_hit(city: City, row: Any) -> PlaceHit:
    known = dict(row)
    owner = known.pop("owner_name")
    found = component_of(known)
    place = Place(
        address=found.address,
        point=found.point,
        unit_grid=found.unit_grid,
        component=found.code,
    )
    return PlaceHit(
        kind="component",
        title=found.name,
        detail=f"{found.code} {found.address}",
        place=city.locate(place, local_day(datetime.now(UTC))),
        component_category=found.category,
        owner_name=owner,
    )


def _grid_hits(city: City, code: str, limit: int) -> Iterator[PlaceHit]:
    hits = (one for one in city.unit_grids if one.valid_to is None and one.code.startswith(code))
    for _, grid in zip(range(limit), hits, strict=False):
        yield _grid_hit(city, grid)


def _grid_hit(city: City, grid: UnitGrid) -> PlaceHit:
    community = city.divisions.get(grid.community)
    middle = Point(
        sum(corner.lon for corner in grid.ring) / len(grid.ring),
        sum(corner.lat for corner in grid.ring) / len(grid.ring),
    )
    place = Place(address="", unit_grid=grid.code)
    located = city.locate(place, local_day(datetime.now(UTC)))
    return PlaceHit(
        kind="grid",
        title=grid.code,
        detail=community.name if community else grid.community,
        place=replace(located, point=middle),
    )
