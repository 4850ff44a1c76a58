"""Units, inspectors, operators and stock phrases of the demo city, from `resources/city`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from console.demo.drawing import read
from console.demo.model import Phrase
from console.domain.organisation import (
    EvaluationGroup,
    Inspector,
    Operator,
    ResponsibleUnit,
    UnitKind,
)

CITY_BUREAU: Final = "2013"
_CERTIFIED_YEARS: Final = 3
_LAST_COURSE: Final = date(2026, 3, 16)


def responsible_units(folder: Path) -> Iterator[ResponsibleUnit]:
    """The forty units; district services belong to their bureau, city services to the city's."""
    for code, name, short, kind, group, areas, categories in read(folder, "units.json")["units"]:
        yield ResponsibleUnit(
            code=code,
            name=name,
            short_name=short,
            kind=UnitKind(kind),
            evaluation_group=EvaluationGroup(group),
            parent=_parent(code, kind),
            areas=tuple(areas),
            categories=tuple(categories),
            contact=f"{short}值班室",
            phone=f"0375-000{code}",
        )


def inspectors(folder: Path, random: Random) -> Iterator[Inspector]:
    """Thirty-six inspectors; certificates run three years, staggered over the last two and a bit.

    All are in force for a year after the last course, so the demo's history never asks an
    uncertified inspector (article 15).
    """
    data: Mapping[str, Any] = read(folder, "people.json")
    names: Sequence[str] = data["inspectors"]
    codes = [
        (area, f"{data['inspector_prefixes'][area]}-{number}")
        for area, (first, last) in data["inspector_numbers"].items()
        for number in range(first, last + 1)
    ]
    for serial, ((area, code), name) in enumerate(zip(codes, names, strict=True), start=1):
        day = _LAST_COURSE - timedelta(days=random.randrange(0, 700))
        yield Inspector(
            code=code,
            name=name,
            certificate=f"平城督证〔{day.year}〕{serial:04d}",
            certified_on=day,
            certified_until=day.replace(year=day.year + _CERTIFIED_YEARS, day=min(day.day, 28)),
            management_area=area,
            phone=f"100{serial:08d}",
        )


def operators(folder: Path) -> Iterator[Operator]:
    """The twelve operators with their posts and seats, the usual post first."""
    for login, name, posts, shift in read(folder, "people.json")["operators"]:
        yield Operator(
            login=login,
            name=name,
            posts=tuple(post for post, _ in posts),
            seats=tuple(seat for _, seat in posts),
            shift=shift,
        )


def phrases(folder: Path) -> Iterator[Phrase]:
    """Stock phrases and instruction templates, most used first within a gesture."""
    for use, key, text in read(folder, "phrases.json")["phrases"]:
        yield Phrase(use=use, key=key, text=text)


def _parent(code: str, kind: str) -> str | None:
    if kind != UnitKind.SERVICE:
        return None
    return CITY_BUREAU if code.startswith("2") else f"{code[:2]}01"
