"""Grammar of the codes of space: division, unit grid and component (fact book 2.1).

Parse, print and check. Whether a code exists is the store's business; whether a point lies in a
grid is `gridindex.py`. Case numbers are elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from console.domain.place import DivisionLevel
from console.domain.refusal import Refusal

UNIT_GRID_LENGTHS: Final = (14, 15, 16)
"""15 by DB11 and the national rule; 14 by CJ/T 213-2005; one city keeps 16 (fact book trap 16)."""

_LEVELS: Final = {6: DivisionLevel.DISTRICT, 9: DivisionLevel.STREET, 12: DivisionLevel.COMMUNITY}
_COMPONENT_LENGTH: Final = 16
_LAST_GRID: Final = 999
_LAST_COMPONENT: Final = 999_999


class StreetKind(StrEnum):
    """What a street-level division is, told by its three digits (GB/T 10114 ranges)."""

    STREET = "street"
    TOWN = "town"
    TOWNSHIP = "township"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionCode:
    """A division code of 6, 9 or 12 digits, taken apart; city codes (`410400`) end in two zeros."""

    text: str
    level: DivisionLevel

    @property
    def district(self) -> str:
        """The first six digits: GB/T 2260, or the statistical code of a development zone."""
        return self.text[:6]

    @property
    def street(self) -> str | None:
        """The nine digits of the street, or None above street level."""
        return self.text[:9] if len(self.text) >= 9 else None

    @property
    def community(self) -> str | None:
        """The twelve digits of the community, or None above community level."""
        return self.text if self.level is DivisionLevel.COMMUNITY else None

    @property
    def parent(self) -> str | None:
        """Code of the next division up; a city has none here."""
        if self.level is DivisionLevel.CITY:
            return None
        return f"{self.text[:4]}00" if self.level is DivisionLevel.DISTRICT else self.text[:-3]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentCode:
    """A 16-digit component code: district (6), class + subclass (4), sequence in district (6)."""

    district: str
    category: str
    sequence: int

    @property
    def text(self) -> str:
        """The sixteen digits."""
        return f"{self.district}{self.category}{self.sequence:06d}"


def parse_division(text: str, *, field: str = "division") -> DivisionCode:
    """Read a division code; spaces and full-width digits are forgiven.

    Raises Refusal `code.division_malformed` (facts field, text).
    """
    digits = _digits(text)
    level = _LEVELS.get(len(digits))
    if level is None or not _plain(digits):
        raise Refusal("code.division_malformed", field=field, text=text)
    if level is DivisionLevel.DISTRICT and digits.endswith("00"):
        level = DivisionLevel.CITY
    return DivisionCode(text=digits, level=level)


def street_kind(code: str) -> StreetKind:
    """Street, town, township or other (preparatory groups, management offices) by number range.

    Raises Refusal `code.division_malformed` when `code` is no street or community code.
    """
    street = parse_division(code).street
    if street is None:
        raise Refusal("code.division_malformed", field="street", text=code)
    number = int(street[6:])
    if number < 100:
        return StreetKind.STREET
    if number < 200:
        return StreetKind.TOWN
    return StreetKind.TOWNSHIP if number < 400 else StreetKind.OTHER


def parse_unit_grid(text: str, *, field: str = "unit_grid") -> str:
    """Read a unit-grid code of 14 to 16 digits and give it back bare.

    Raises Refusal `code.unit_grid_malformed` (facts field, text).
    """
    digits = _digits(text)
    if len(digits) not in UNIT_GRID_LENGTHS or not _plain(digits):
        raise Refusal("code.unit_grid_malformed", field=field, text=text)
    return digits


def unit_grid_code(community: str, sequence: int) -> str:
    """The 15-digit code of the `sequence`-th grid of a community, counted from 1.

    Raises Refusal `code.division_malformed`, or `code.sequence_exhausted` (facts within, sequence)
    past 999: the community must then be divided, codes are never used again.
    """
    if parse_division(community).level is not DivisionLevel.COMMUNITY:
        raise Refusal("code.division_malformed", field="community", text=community)
    if not 1 <= sequence <= _LAST_GRID:
        raise Refusal("code.sequence_exhausted", within=community, sequence=sequence)
    return f"{_digits(community)}{sequence:03d}"


def community_of(unit_grid: str) -> str:
    """The community a unit-grid code of any lawful length begins with."""
    return parse_unit_grid(unit_grid)[:12]


def parse_component(text: str, *, field: str = "component") -> ComponentCode:
    """Read a component code. Raises Refusal `code.component_malformed` (facts field, text)."""
    digits = _digits(text)
    if len(digits) != _COMPONENT_LENGTH or not _plain(digits):
        raise Refusal("code.component_malformed", field=field, text=text)
    return ComponentCode(district=digits[:6], category=digits[6:10], sequence=int(digits[10:]))


def component_code(district: str, category: str, sequence: int) -> str:
    """The code of the `sequence`-th component of its category in a district, counted from 1.

    Raises Refusal `code.component_malformed` for a malformed district or category and
    `code.sequence_exhausted` past 999,999.
    """
    head = f"{district}{category}"
    if not 1 <= sequence <= _LAST_COMPONENT:
        raise Refusal("code.sequence_exhausted", within=head, sequence=sequence)
    return parse_component(f"{head}{sequence:06d}").text


def spaced_unit_grid(code: str) -> str:
    """As shown to people: `410403 003 002 017`; other lengths keep their tail as it is."""
    digits = parse_unit_grid(code)
    return f"{digits[:6]} {digits[6:9]} {digits[9:12]} {digits[12:]}"


def spaced_component(code: str) -> str:
    """As shown to people: `4104 0301 0300 0482`."""
    digits = parse_component(code).text
    return " ".join(digits[at : at + 4] for at in range(0, _COMPONENT_LENGTH, 4))


def _digits(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def _plain(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()
