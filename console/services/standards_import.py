"""What a workbook of standards would change, shown before anything is written.

Writing is the caller's: the command line and the administration page keep it each in its own way.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from console.domain.catalogue import GBT30428, Catalogue
from console.domain.catalogue_diff import Change, diff, likelier_scheme, next_version
from console.domain.finding import notice
from console.export import standards_book
from console.export.standards_book import StandardsReading
from console.ports.reading import Reading

LOCAL: Final = timezone(timedelta(hours=8))
_NEWEST: Final = timedelta(days=3_650)
"""So far ahead every version of the standards has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was read, what it would change, and the version that would come of it."""

    found: StandardsReading
    changes: tuple[Change, ...]
    after: Catalogue


def read_offer(file: Path, reading: Reading, at: datetime, scheme: str = GBT30428) -> Offer:
    """Compare a workbook with the newest standards at the moment `at` (aware).

    Raises `Refusal` `book.*`, `StoreUnavailable`.
    """
    newest = newest_standards(reading, at)
    found = _fitting(standards_book.read(file, scheme=scheme), newest)
    after = next_version(
        newest,
        found.incoming,
        version=newest.version + 1,
        valid_from=begins_after(newest, at),
    )
    return Offer(found=found, changes=diff(newest, found.incoming), after=after)


def newest_standards(reading: Reading, at: datetime) -> Catalogue:
    """The newest version of the standards, also one that begins after the moment `at`."""
    return reading.catalogue(at + _NEWEST)


def begins_again(former: Catalogue, reading: Reading, at: datetime) -> Catalogue:
    """The version that brings a former one back."""
    newest = newest_standards(reading, at)
    begins = begins_after(newest, at)
    return replace(former, version=newest.version + 1, valid_from=begins)


def begins_after(newest: Catalogue, at: datetime) -> date:
    """The local day from which the version after `newest` holds.

    Two versions never begin on one day: a second import of a day counts from the next one.
    """
    return max(at.astimezone(LOCAL).date(), newest.valid_from + timedelta(days=1))


def _fitting(found: StandardsReading, newest: Catalogue) -> StandardsReading:
    """The reading, with a word about a numbering scheme that fits the workbook better."""
    likelier = likelier_scheme(newest, found.incoming)
    if likelier is None:
        return found
    facts = {"scheme": found.incoming.scheme, "likelier": likelier}
    return replace(found, findings=(notice("standards.other_scheme", **facts), *found.findings))
