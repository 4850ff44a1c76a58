"""`ports.work` for long runs (demo city, imports): thousands of steps a transaction.

Cases stay in memory; `flush` sends what gathered by COPY through the same tables and triggers as a
single command does (database.md 1.2). A run that dies loses what was not flushed, never half of a
command. For the schema's owner, not for seats; command ids are remembered until the flush only.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from sqlalchemy import Engine, text

from console.domain.case import Actor, Case, CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import CENTRE_POSTS
from console.domain.trail import Step
from console.ports.work import Caller, Changes, Letter, Photo, Work
from db import mapping
from db.bulk_flush import Pending, write
from db.caller_box import sealed_row
from db.caller_keys import CallerKeys
from db.standing import Standing, catalogue_at, local_day, read_stamps
from db.watchdog import take_time
from db.work import changes_by

_IDS_AT_ONCE: Final = 200
_OPENED: Final = text(
    """
    INSERT INTO case_opened (case_id, post, version, operator, at)
    SELECT f.id, p.post, f.version, 'system', f.entered_at
    FROM case_file f CROSS JOIN unnest(CAST(:posts AS text[])) AS p (post)
    WHERE f.ended = false AND f.entered_at < :before
    ON CONFLICT ON CONSTRAINT pk_case_opened DO UPDATE SET version = excluded.version
    """
)


class BulkStore:
    """Where a long run writes. One thread; call `flush` at the end, and now and then by yourself.

    Args:
        engine: Commands' engine of the schema's owner.
        steps: How many steps gather before a flush happens by itself.
        letters: Whether letters are kept; history has none to send.
        feed_since: Steps at or after this moment are news for consoles and the list of events.
        keys: Key files of this workstation; without any, no caller with a telephone is kept.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        steps: int = 20_000,
        letters: bool = True,
        feed_since: datetime | None = None,
        keys: CallerKeys | None = None,
    ) -> None:
        self._engine = engine
        self._most = steps
        self.letters = letters
        self._feed_since = feed_since
        self.keys = keys
        self._standing = Standing()
        self._cases: dict[CaseId, Case] = {}
        self._members: dict[CaseId, set[CaseId]] = {}
        self._ids: dict[int, list[int]] = {}
        self._days: dict[date, tuple[int, int]] = {}
        self.pending = Pending()
        self.steps_written = 0
        self._refresh()

    @contextmanager
    def begin(self, command: str, actor: Actor, at: datetime) -> Iterator[Work]:
        """One command; what it commits is written by a later flush."""
        del actor
        yield BulkWork(self, command, at)
        if len(self.pending.steps) >= self._most:
            self.flush()

    def flush(self) -> None:
        """Write what gathered. Raises `Refusal` `case.stale` when a console was faster."""
        with self._engine.begin() as connection:
            write(connection, self.pending, self.rules, self._days, self._feed_since)
        self.steps_written += len(self.pending.steps)
        self._days = {day: (last, last) for day, (_, last) in self._days.items()}
        for case in self.pending.cases.values():
            if not case.open:
                del self._cases[case.id]
        self.pending = Pending()
        self._refresh()

    def finish(self) -> None:
        """Flush, and let the server learn the new sizes, so that it plans well from the start."""
        self.flush()
        with self._engine.begin() as connection:
            take_time(connection)
            connection.execute(text("ANALYZE"))

    def mark_opened(self, before: datetime) -> None:
        """Take cases that entered their queue before this moment as seen by every post."""
        self.flush()
        with self._engine.begin() as connection:
            posts = [post.value for post in CENTRE_POSTS]
            connection.execute(_OPENED, {"posts": posts, "before": before})

    def take(
        self,
        changed: Mapping[CaseId, Case],
        steps: Sequence[Step],
        beside: Mapping[str, list[mapping.Row]],
    ) -> None:
        """Keep what one command committed."""
        for step in steps:
            if step.seq == 1:
                self._members[step.case] = set()
        for case in changed.values():
            if case.master in self._members:
                self._members[case.master].add(case.id)
        self._cases.update(changed)
        self.pending.cases.update(changed)
        self.pending.steps += steps
        for name, rows in beside.items():
            self.pending.beside[name] += rows

    def case(self, case: CaseId) -> Case:
        """The case as this run knows it, else as it is stored."""
        known = self._cases.get(case)
        if known is None:
            with self._engine.connect() as connection:
                state = connection.execute(
                    text("SELECT state FROM case_state WHERE id = :case"), {"case": case}
                ).scalar_one_or_none()
            if state is None:
                raise Refusal("case.unknown", case=case)
            known = mapping.case_of(state)
            self._cases[case] = known
        return known

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """All steps, written or not."""
        with self._engine.connect() as connection:
            kept = connection.execute(mapping.TRAIL, {"case": case}).all()
        fresh = (step for step in self.pending.steps if step.case == case)
        return (*(mapping.step_of(row) for row in kept), *fresh)

    def merged_into(self, master: CaseId) -> Mapping[CaseId, int]:
        """Cases merged into `master`, written or not, and how many callers each has."""
        members: Set[CaseId] | None = self._members.get(master)
        if members is None:
            fresh = {one.id for one in self.pending.cases.values() if one.master == master}
            members = fresh | self._kept_members(master)
        cases = (self.case(one) for one in sorted(members))
        return {case.id: case.callers for case in cases if case.master == master}

    def _kept_members(self, master: CaseId) -> set[CaseId]:
        with self._engine.connect() as connection:
            found = connection.execute(
                text("SELECT id FROM case_file WHERE master = :master"), {"master": master}
            )
            return {CaseId(case) for case in found.scalars()}

    def new_number(self, at: datetime) -> tuple[CaseId, str]:
        """Next id and number, also at a past day."""
        day = local_day(at)
        stored, last = self._days.get(day) or self._stored_day(day)
        self._days[day] = (stored, last + 1)
        return CaseId(day.year * 10**9 + self._next_id(day.year)), f"{day:%Y-%m%d}-{last + 1:06d}"

    def _stored_day(self, day: date) -> tuple[int, int]:
        with self._engine.connect() as connection:
            last = connection.execute(
                text("SELECT last FROM number_day WHERE day = :day"), {"day": day}
            ).scalar_one_or_none()
        return last or 0, last or 0

    def _next_id(self, year: int) -> int:
        free = self._ids.setdefault(year, [])
        if not free:
            with self._engine.begin() as connection:
                free += connection.execute(
                    text("SELECT nextval(:name) FROM generate_series(1, :many)"),
                    {"name": f"public.case_number_{year}", "many": _IDS_AT_ONCE},
                ).scalars()
            free.reverse()
        return free.pop()

    def _refresh(self) -> None:
        with self._engine.connect() as connection:
            stamps = read_stamps(connection)
            self.rules = self._standing.rules(connection, stamps)
            self.catalogues = self._standing.catalogues(connection, stamps)
            self.city = self._standing.city(connection, stamps)
            self.box = self._standing.caller_box(connection, stamps)


class BulkWork:
    """One command of a long run. What each method promises: `ports.work.Work`."""

    def __init__(self, store: BulkStore, command: str, at: datetime) -> None:
        self._store = store
        self._command = command
        self._at = at
        self._cases: dict[CaseId, Case] = {}
        self._steps: list[Step] = []
        self._beside: dict[str, list[mapping.Row]] = {
            name: [] for name in ("callers", "photos", "letters", "recalls")
        }

    @property
    def done(self) -> Changes | None:
        """The first result of this command id within what is not flushed yet."""
        return self._store.pending.done.get(self._command)

    @property
    def at(self) -> datetime:
        """The moment of this command, as given."""
        return self._at

    def rules(self) -> Rules:
        """The city's rules in force."""
        return self._store.rules

    def catalogue(self, at: datetime) -> Catalogue:
        """The standards in force at `at`."""
        return catalogue_at(self._store.catalogues, at)

    def unit(self, code: str) -> ResponsibleUnit:
        """A responsible unit. Raises `Refusal` `unit.unknown`."""
        return self._store.city.unit(code)

    def locate(self, place: Place) -> Place:
        """The place with grids, divisions and management area of the command's day."""
        return self._store.city.locate(place, local_day(self._at))

    def inspector_for(self, place: Place, at: datetime) -> str | None:
        """Code of the certified inspector bound to the place's duty grid."""
        return self._store.city.inspector_for(place, local_day(at))

    def case(self, case: CaseId) -> Case:
        """The case as it stands. Raises `Refusal` `case.unknown`."""
        return self._cases.get(case) or self._store.case(case)

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """All steps in order, those of this command included."""
        fresh = (step for step in self._steps if step.case == case)
        return (*self._store.trail(case), *fresh)

    def merged_into(self, master: CaseId) -> Mapping[CaseId, int]:
        """Cases merged into `master`, and how many callers each has."""
        return self._store.merged_into(master)

    def new_number(self, at: datetime) -> tuple[CaseId, str]:
        """Next id and number of the local day and year of `at`."""
        return self._store.new_number(at)

    def put(self, case: Case, step: Step) -> None:
        """Keep a case's new state and the step that made it."""
        self._cases[case.id] = case
        self._steps.append(step)

    def put_caller(self, case: CaseId, caller: Caller) -> None:
        """Keep a caller of the case, sealed. Raises `Refusal` as `caller_box.sealed_row`."""
        row = sealed_row(case, caller, self._store.box, self._store.keys)
        self._beside["callers"].append(row)

    def put_photos(self, case: CaseId, seq: int, photos: Sequence[Photo]) -> None:
        """Attach photos to the step `seq`."""
        rows = (mapping.photo_row(case, seq, at, one) for at, one in enumerate(photos))
        self._beside["photos"] += rows

    def post(self, letter: Letter) -> None:
        """Put a letter into the outbox, unless this run keeps none."""
        if self._store.letters:
            row = mapping.letter_row(letter) | {"command": self._command}
            self._beside["letters"].append(row | {"posted_at": mapping.instant(self._at)})

    def recall_letters(self, case: CaseId, after: datetime) -> None:
        """Take back letters posted at or after `after`."""
        self._beside["recalls"].append({"case_id": case, "after": mapping.instant(after)})

    def commit(self) -> Changes:
        """Hand everything to the run; it is stored by the next flush."""
        changes = changes_by(self._command, self._cases)
        self._store.take(self._cases, self._steps, self._beside)
        self._store.pending.done[self._command] = changes
        return changes
