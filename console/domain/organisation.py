"""Who takes part: responsible units, inspectors and operators of the centre, as values.

What a post may do is not here (`post.py`); passwords and rights belong to the database.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnitKind(StrEnum):
    """Kinds of responsible units (责任单位; founding document article 8)."""

    BUREAU = "bureau"
    DISTRICT = "district"
    SERVICE = "service"
    STREET = "street"
    COMPANY = "company"


class EvaluationGroup(StrEnum):
    """Units are ranked only against units of their own group (article 24; fact book 7.6)."""

    DISTRICTS = "districts"
    CITY_UNITS = "city_units"
    DISTRICT_UNITS = "district_units"
    STREETS = "streets"
    COMPANIES = "companies"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleUnit:
    """A unit that can be given a case (责任单位).

    `areas` are the codes of the management areas or streets it serves, empty for the whole city.
    `phone` is the duty room, an office number and no personal data. `categories` are the
    `kind:code` pairs (`component:0137`, class-wide `event:02`) it usually answers for, its first
    choice first.
    """

    code: str
    name: str
    short_name: str
    kind: UnitKind
    evaluation_group: EvaluationGroup
    parent: str | None = None
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""


def is_certified(begins: date, ends: date, day: date) -> bool:
    """Whether an inspector's certificate is in force on `day`, its last day included."""
    return begins <= day <= ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """A patrol inspector (信息采集督查员) with the certificate that lets him take evidence."""

    code: str
    name: str
    certificate: str
    certified_on: date
    certified_until: date
    management_area: str
    phone: str = ""

    def certified(self, day: date) -> bool:
        """Whether the certificate is in force on `day`, its last day included."""
        return is_certified(self.certified_on, self.certified_until, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person at a seat of the centre: login, name, posts and the seat kept for each post.

    `posts` are post codes (`acceptor`, `shift_leader`, `dispatcher`, `verifier`, `supervisor`,
    `administrator`), the usual one first; `seats` runs beside it (`派遣 03席`).
    """

    login: str
    name: str
    posts: tuple[str, ...]
    seats: tuple[str, ...]
    shift: str = ""
    management_areas: tuple[str, ...] = ()
