"""What codes are called on a wall: names in hand, looked up by code."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from console.ports.wall import WallNames


@dataclass(frozen=True, slots=True)
class Names:
    """Districts in the order they are listed, units by their short names, classes as `kind:code`.

    A code nobody knows is called by itself.
    """

    districts: Mapping[str, str]
    units: Mapping[str, str]
    classes: Mapping[str, str]

    def district(self, code: str) -> str:
        """A district's name."""
        return self.districts.get(code, code)

    def unit(self, code: str) -> str:
        """A unit's short name."""
        return self.units.get(code, code)


def names_of(told: WallNames, used: Collection[str] = ()) -> Names:
    """The names as they are looked up.

    Listed are the districts that are used: the list of divisions has counties too that no console
    works for. All of them, where none is used yet.
    """
    listed = [one for one in told.districts if one.code in used] or told.districts
    return Names(
        districts={one.code: one.name for one in listed},
        units={one.code: one.short_name or one.name for one in told.units},
        classes=told.classes,
    )
