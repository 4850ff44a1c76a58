"""What must hold after a fault: nothing told to an operator is lost, nothing is there twice.

`Told` is what the seats said; the database and their journals are asked what became of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, text

from console.ports.journal import Entry, EntryState
from db import archive
from db.journal import SqliteJournal
from tests.faults.seat import journal_folder, plan_of

_KNOWN: Final = text("SELECT id FROM command_log WHERE id = ANY(:ids)")
_COMMANDS: Final = text("SELECT id, (result::jsonb->>'version')::int FROM command_log")
_STEPS: Final = text("SELECT command, count(*) FROM case_step GROUP BY command")
_LETTERS: Final = text("SELECT command, count(*) FROM letter GROUP BY command")
_NUMBERS: Final = text("SELECT number FROM case_file GROUP BY number HAVING count(*) > 1")
_CALLERS: Final = text(
    "SELECT count(*) FROM case_file f"
    " WHERE f.callers <> (SELECT count(*) FROM caller c WHERE c.case_id = f.id)"
)


@dataclass(slots=True)
class Told:
    """What one operator's seats have said, over all its runs.

    Attributes:
        tried: Commands begun.
        done: Commands whose form was closed, with the version the store gave; 0 for those that were
            kept on the machine.
        refused: What the seat was refused, with the code.
        steady: When a command was last done by the store while nothing waited (epoch seconds).
        lost: When the banner came, each time (epoch seconds).
    """

    tried: set[str] = field(default_factory=set)
    done: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    begun: int = 0
    waiting: int = 0
    steady: float = 0.0
    lost: list[float] = field(default_factory=list)
    _read: dict[Path, int] = field(default_factory=dict)

    def hear(self, notes: Path) -> None:
        """Take in what a run has said since the last time; half a line was not said."""
        if not notes.exists():
            return
        with notes.open("rb") as file:
            file.seek(self._read.get(notes, 0))
            said = file.read()
        whole = said.rpartition(b"\n")[0]
        self._read[notes] = self._read.get(notes, 0) + len(whole) + bool(whole)
        for line in whole.decode().splitlines():
            self._take_in(*line.split())

    def _take_in(self, verb: str, *words: str) -> None:
        if verb == "try":
            self.tried.add(words[0])
        elif verb == "done":
            command, version, waiting, at = words
            self.done[command], self.waiting = int(version), int(waiting)
            if int(version) and not int(waiting):
                self.steady = float(at)
        elif verb == "waits":
            self.waiting = int(words[0])
        elif verb == "begun":
            self.begun += 1
            self.waiting = 0
        elif verb == "lost":
            self.lost.append(float(words[0]))
        elif verb in {"refused", "crashed"}:
            self.refused.append((words[0], words[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found at the end; everything that is wrong stands in `wrong`, empty is whole."""

    commands: int
    kept_unanswered: int
    cases: int
    steps: int
    wrong: Sequence[str]


def entries_of(folder: Path, login: str) -> Sequence[Entry]:
    """What lies in an operator's journal."""
    journal = SqliteJournal(journal_folder(folder, login))
    try:
        return journal.entries(login)
    finally:
        journal.close()


def missing(engine: Engine, told: Iterable[str], folder: Path, login: str) -> set[str]:
    """Commands of an operator that are neither in the store nor in his journal."""
    kept = {entry.id for entry in entries_of(folder, login)}  # first: it leaves here, to go there
    wanted = sorted(set(told) - kept)
    with engine.connect() as connection:
        known = set(connection.execute(_KNOWN, {"ids": wanted}).scalars())
    return set(wanted) - known


def judge(engine: Engine, told: Mapping[str, Told], folder: Path) -> Verdict:
    """Look at everything, after all journals were sent.

    Args:
        engine: Of the schema's owner.
        told: What each operator's seats said.
        folder: Where the journals lie.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        known: dict[str, int] = dict(map(tuple, connection.execute(_COMMANDS)))
        steps: dict[str, int] = dict(map(tuple, connection.execute(_STEPS)))
        letters: dict[str, int] = dict(map(tuple, connection.execute(_LETTERS)))
        twice = list(connection.execute(_NUMBERS).scalars())
        strangers = connection.execute(_CALLERS).scalar_one()
    tried = set().union(*(one.tried for one in told.values()))
    done = {command: version for one in told.values() for command, version in one.done.items()}
    waiting = [entry for login in told for entry in entries_of(folder, login)]
    refused = [pair for one in told.values() for pair in one.refused]
    found = archive.verify(engine)
    wrong = {
        "lost": sorted(done.keys() - known.keys()),
        "another result": [one for one, at in done.items() if at and known.get(one) != at],
        "double": [one for one, many in steps.items() if many != 1],
        "without its step": sorted(known.keys() - steps.keys()),
        "of nobody": sorted(known.keys() - tried),
        "letters": [
            one for one in known if one in tried and letters.get(one, 0) != letters_of(one)
        ],
        "numbers twice": twice,
        "callers": [strangers] if strangers else [],
        "still waiting": [one.id for one in waiting if one.state is not EntryState.REFUSED],
        "for decision": [one.id for one in waiting if one.state is EntryState.REFUSED],
        "refused": refused,
        "broken": [] if found.whole else [found.broken_number, found.reason],
    }
    return Verdict(
        commands=len(done),
        kept_unanswered=len((tried & known.keys()) - done.keys()),
        cases=found.checked_cases,
        steps=found.checked_steps,
        wrong=[f"{name}: {some[:5]} ({len(some)})" for name, some in wrong.items() if some],
    )


def letters_of(command: str) -> int:
    """How many letters a command sends."""
    _, _, number, index = command.split("-")
    return 0 if number == "note" else plan_of(int(number))[int(index)].letters


def waiting_in(folder: Path, logins: Iterable[str]) -> Counter[str]:
    """How many acts of each operator are still to be sent."""
    return Counter(
        {
            login: sum(one.state is not EntryState.REFUSED for one in entries_of(folder, login))
            for login in logins
        }
    )
