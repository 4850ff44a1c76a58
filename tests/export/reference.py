"""The reference tables as a catalogue: the categories and 519 conditions of one real city."""

import csv
from datetime import date
from pathlib import Path

from console.domain.catalogue import (
    GBT30428,
    Catalogue,
    Category,
    CategoryKey,
    Condition,
    closing_rule,
)
from console.domain.timelimit import LimitUnit, TimeLimit

REFERENCE = Path(__file__).resolve().parents[2] / "db" / "reference"


def yuncheng() -> Catalogue:
    """The reference rows as a catalogue: 519 real conditions of one city."""
    with (REFERENCE / "conditions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (REFERENCE / "categories.csv").open(encoding="utf-8") as file:
        categories = [
            Category(
                key=CategoryKey(row["scheme"], row["kind"], row["code"]),
                class_code=row["class_code"],
                class_name=row["class_name"],
                name=row["name"],
                name_en=row["name_en"],
            )
            for row in csv.DictReader(file)
            if row["scheme"] == GBT30428
        ]
    conditions = [
        Condition(
            category=CategoryKey(row["scheme"], row["kind"], row["code"]),
            ordinal=int(row["ordinal"]),
            text=row["text"],
            closing_text=row["closing_text"],
            closing_rule=closing_rule(row["closing_text"]),
            limit=TimeLimit(int(row["limit_value"]), LimitUnit(row["limit_unit"])),
            limit_words=row["limit_words"],
        )
        for row in rows
    ]
    return Catalogue(
        version=1,
        valid_from=date(2026, 1, 1),
        categories=tuple(sorted(categories, key=lambda one: one.key)),
        conditions=tuple(sorted(conditions, key=lambda one: (one.category, one.ordinal))),
    )
