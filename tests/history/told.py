"""What a run left behind: the database read by plain SQL, and what each seat wrote down itself.

Nothing of the program is imported here: a mistake shared with it would be found by nobody.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

RECORDS: Final = "*.seat.jsonl"
"""A seat's own record: a line for everything it asked, was told, held and let go;
the file carries the name of its operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of `case_step`; `from_stage` "" for the first."""

    case: int
    seq: int
    move: str
    from_stage: str
    to_stage: str
    operator: str
    post: str
    seat: str
    unit: str
    at: datetime
    reason: str
    payload: str
    command: str
    hash: bytes

    @property
    def said(self) -> Mapping[str, Any]:
        """The details of the act."""
        told: Mapping[str, Any] = json.loads(self.payload)["said"]
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A row of `case_file`."""

    case: int
    number: str
    version: int
    stage: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A row of the feed: what changed and when it was written, by the server's clock."""

    gseq: int
    case: int
    at: datetime


@dataclass(slots=True, kw_only=True)
class History:
    """All of it. `lines` are each seat's own words, in their order; `taken` the case and the two
    operators of every reasoned takeover."""

    files: list[File] = field(default_factory=list)
    trails: dict[int, list[Step]] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    taken: list[tuple[int, str, str]] = field(default_factory=list)
    feed: list[Commit] = field(default_factory=list)
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def steps(self) -> list[Step]:
        """Every step of every case."""
        return [step for trail in self.trails.values() for step in trail]

    def words(self, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
        """The lines of these kinds, each with who wrote it."""
        return [
            (who, one) for who, some in self.lines.items() for one in some if one["is"] in kinds
        ]


_STEPS: Final = """
    SELECT case_id AS case, seq, move, coalesce(from_stage, '') AS from_stage, to_stage, operator,
        post, seat, coalesce(unit, '') AS unit, at, reason, payload, command, hash
    FROM case_step ORDER BY case_id, seq
"""
_FILES: Final = "SELECT id AS case, number, version, stage, source FROM case_file ORDER BY id"
_FEED: Final = "SELECT gseq, case_id AS case, at FROM feed ORDER BY gseq"


def read(address: str, folder: Path) -> History:
    """What stands in the database at `address` and in the seats' records of `folder`."""
    trails: dict[int, list[Step]] = defaultdict(list)
    with psycopg.connect(address, row_factory=dict_row) as line:
        line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for row in line.execute(_STEPS):
            trails[row["case"]].append(Step(**{**row, "hash": bytes(row["hash"])}))
        return History(
            files=[File(**row) for row in line.execute(_FILES)],
            trails=dict(trails),
            commands=[row["id"] for row in line.execute("SELECT id FROM command_log")],
            letters=[row["command"] for row in line.execute("SELECT command FROM letter")],
            taken=[
                (row["case_id"], row["operator"], row["former"])
                for row in line.execute("SELECT case_id, operator, former FROM claim_takeover")
            ],
            feed=[Commit(**row) for row in line.execute(_FEED)],
            lines=records(sorted(folder.glob(RECORDS))),
        )


def records(files: Sequence[Path]) -> dict[str, list[dict[str, Any]]]:
    """Each seat's lines by its name; half a last line was not written."""
    told = {}
    for file in files:
        whole = file.read_text(encoding="utf-8").split("\n")[:-1]
        told[file.name.partition(".")[0]] = [json.loads(line) for line in whole]
    return told
