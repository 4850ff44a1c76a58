"""Ends a scripted shift (`tests.shift`) or its server at random moments, and judges what is left.

After every end: what was acknowledged is there, once, with its letters; what was announced and not
answered is asked again and is then there exactly once; every chain verifies and every case is what
its trail tells; the draft comes back; nobody stays locked out by the dead seat's claim.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.stage import Post
from console.services.runner import run
from db import OpenStore, archive, open_store
from db.drafts import SqliteDrafts
from db.embedded import status
from db.engine import command_engine
from db.site import bring_up, open_embedded
from tests.db.town import settle
from tests.killing import Child, child
from tests.shift import BEGIN, DRAFT, DRAFTS, SCRIPT, actor_of, deed_of, seat_of

KINDS: Final = ("console", "server", "both", "backend")
"""What is killed: the console's process, the server's first process, both, or one of the server's
own children (after which the server recovers by itself)."""

_LONGEST: Final = 0.5  # seconds of work before the end comes
_OWN_WAIT: Final = timedelta(seconds=45 + 20 + 2)  # a dead seat's claim holds nobody up longer
_STEPS: Final = text("SELECT command FROM case_step")
_LETTERS: Final = text("SELECT command, count(*) FROM letter GROUP BY command")
_COMMANDS: Final = text("SELECT id, (result::jsonb->>'version')::int FROM command_log")
_CALLERS: Final = text(
    "SELECT count(*) FROM case_file f"
    " WHERE f.callers <> (SELECT count(*) FROM caller c WHERE c.case_id = f.id)"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A command that was announced: its case, the master it may join, its second of the shift."""

    command: str
    case: CaseId
    master: CaseId
    second: int


@dataclass(slots=True)
class Told:
    """What all children of a run have said."""

    tried: dict[str, Trial] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    draft: int = 0
    lost: int = 0

    def hear(self, lines: list[str]) -> None:
        """Take in lines of a child, each once."""
        for verb, *words in map(str.split, lines):
            if verb == "try":
                command, case, master, second = words
                self.tried[command] = Trial(
                    command, CaseId(int(case)), CaseId(int(master)), int(second)
                )
            elif verb == "done":
                self.done[words[0]] = int(words[1])
            elif verb == "draft":
                self.draft = int(words[0])
            elif verb == "lost":
                self.lost += 1

    def open(self) -> list[Trial]:
        """Announced and never answered."""
        return [trial for trial in self.tried.values() if trial.command not in self.done]


@dataclass(slots=True)
class Figures:
    """What happened in a run of moments."""

    moments: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    unanswered_kept: int = 0
    unanswered_lost: int = 0
    survived_by_console: int = 0
    cases: int = 0
    steps: int = 0


def prepare(folder: Path) -> None:
    """A data folder with schema, reference data and a small town."""
    site = open_embedded(folder)
    try:
        bring_up(site)
        engine = command_engine(site.url)
        try:
            settle(engine)
        finally:
            engine.dispose()
    finally:
        site.close()


class Ending:
    """A run of moments over one data folder, repeatable by its seed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._told = Told()
        self._heard = 0  # lines of the present child
        self.figures = Figures()

    def live_through(self, moments: int) -> Figures:
        """End something `moments` times, the kinds in turn, and judge after each."""
        kinds = [KINDS[at % len(KINDS)] for at in range(moments)]
        shifts = 0
        while kinds:
            shifts += 1
            self._heard = 0
            with child(SCRIPT, f"s{shifts}", str(self._folder)) as one:
                one.wait_for_line()
                while kinds and self._end(one, kinds.pop(0)):
                    pass
        return self.figures

    def _end(self, one: Child, kind: str) -> bool:
        """One moment. True when the console lives on."""
        ended = one.ended_within(self._chance.uniform(0.0, _LONGEST))
        assert not ended, f"the shift ended by itself: {one.complaint()}"
        self.figures.moments[kind] += 1
        if kind in {"server", "both", "backend"}:
            self._kill_server(kind)
        if kind in {"console", "both"}:
            self._hear(one.kill())
            self._judge(alone=True)
            return False
        one.wait_for_line(lambda line: line.startswith("done"), after=len(one.lines()))
        self._hear(one.lines())
        self._judge(alone=False)
        return True

    def _hear(self, lines: list[str]) -> None:
        self._told.hear(lines[self._heard :])
        self._heard = len(lines)

    def _kill_server(self, kind: str) -> None:
        pid = status(self._folder).pid
        if pid is None:
            return
        process = psutil.Process(pid)
        if kind == "backend":
            process = self._chance.choice(process.children())
        process.kill()

    # --- judging --------------------------------------------------------------------------------

    def _judge(self, *, alone: bool) -> None:
        acknowledged = dict(self._told.done)
        with _looking(self._folder) as (opened, engine):
            if alone:
                self._ask_again(opened, engine)
                self._take_over(opened)
                acknowledged = dict(self._told.done)
            self._compare(engine, acknowledged)
            found = archive.verify(engine)
            assert found.whole, (found.broken_number, found.reason)
        self.figures.cases, self.figures.steps = found.checked_cases, found.checked_steps
        self.figures.acknowledged = len(acknowledged)
        self.figures.survived_by_console = self._told.lost
        self._draft_is_back()

    def _ask_again(self, opened: OpenStore, engine: Engine) -> None:
        """What a console does when it comes back: the same wish under the same id, twice here."""
        known = _versions(engine)
        for trial in self._told.open():
            first = self._wish(trial, opened)
            assert self._wish(trial, opened) == first
            kept = trial.command in known
            assert not kept or known[trial.command] == first
            self.figures.unanswered_kept += kept
            self.figures.unanswered_lost += not kept
            self._told.done[trial.command] = first
        for command in self._chance.sample(sorted(self._told.done), min(3, len(self._told.done))):
            assert self._wish(self._told.tried[command], opened) == self._told.done[command]

    def _wish(self, trial: Trial, opened: OpenStore) -> int:
        deed = deed_of(trial.command)
        at = BEGIN + timedelta(seconds=trial.second)
        wish = deed.make(trial.case, trial.master)
        return run(wish, seat_of(deed.post, at, opened), trial.command).version

    def _take_over(self, opened: OpenStore) -> None:
        last = list(self._told.tried.values())[-1:]
        for trial in last:
            if trial.case:
                at = BEGIN + timedelta(seconds=trial.second) + _OWN_WAIT
                other = actor_of(Post.VERIFIER)
                opened.claims.hold(trial.case, other, at)
                opened.claims.release(trial.case, other)

    def _compare(self, engine: Engine, acknowledged: Mapping[str, int]) -> None:
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            known: dict[str, int] = dict(map(tuple, connection.execute(_COMMANDS)))
            steps = Counter(connection.execute(_STEPS).scalars())
            letters: dict[str, int] = dict(map(tuple, connection.execute(_LETTERS)))
            strangers = connection.execute(_CALLERS).scalar_one()
        missing = [one for one, version in acknowledged.items() if known.get(one) != version]
        assert not missing, f"acknowledged, and not there: {missing}"
        assert steps == dict.fromkeys(known, 1), "a command without its one step, or the reverse"
        wrong = {
            one: letters.get(one, 0)
            for one in acknowledged
            if letters.get(one, 0) != deed_of(one).letters
        }
        assert not wrong, f"letters without a step, or steps without their letters: {wrong}"
        assert letters.keys() <= known.keys(), "a letter without its command"
        assert not strangers, "a case counts other callers than are kept"

    def _draft_is_back(self) -> None:
        drafts = SqliteDrafts(self._folder / DRAFTS)
        try:
            kept = drafts.load(DRAFT)
        finally:
            drafts.close()
        if self._told.draft:
            assert kept is not None
            assert int(kept.text) >= self._told.draft


def _versions(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return dict(map(tuple, connection.execute(_COMMANDS)))


@contextmanager
def _looking(folder: Path) -> Iterator[tuple[OpenStore, Engine]]:
    """A second console of the same folder."""
    site = open_embedded(folder)
    try:
        opened, engine = open_store(site.url, files_folder=site.files), command_engine(site.url)
        try:
            yield opened, engine
        finally:
            opened.dispose()
            engine.dispose()
    finally:
        site.close()
