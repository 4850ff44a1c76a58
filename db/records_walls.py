"""The tables of walls: orders, scenes, and the hotline's calls (api/79_walls.sql writes them)."""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Double, Integer, Table, Text, Uuid

from db.records import METADATA, moment, serial, words

WALL_ORDER: Final = Table(
    "wall_order",
    METADATA,
    serial(),
    moment("at"),
    *(words(name) for name in ("wall", "kind", "scene")),
    *(moment(name, null=True) for name in ("until", "moment")),
    Column("speed", Double, nullable=False),
    *(words(name) for name in ("operator", "post")),
)
"""What walls were told, by whom; of each wall at least the last one is kept."""
WALL_SCENES: Final = Table(
    "wall_scenes",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text),
    words("operator"),
    moment("at"),
    words("reason"),
)
"""The city's edited scenes; the newest version holds, null where it is the shipped ones again."""
HOTLINE_CALL: Final = Table(
    "hotline_call",
    METADATA,
    Column("id", Uuid, primary_key=True),
    moment("rang_at"),
    *(moment(f"{name}_at", null=True) for name in ("answered", "given_up", "ended")),
    CheckConstraint("answered_at IS NULL OR given_up_at IS NULL", name="one_fate"),
    CheckConstraint(
        "answered_at >= rang_at AND given_up_at >= rang_at AND ended_at >= rang_at", name="forwards"
    ),
)
"""When it rang and was answered, and nothing else of a call; kept for 400 days."""
HOTLINE_TOLD: Final = Table(
    "hotline_told",
    METADATA,
    Column("whole", Boolean, CheckConstraint("whole", name="one"), primary_key=True),
    moment("at"),
)
"""When the telephone system last told anything, be it that there was no call."""
