"""`ports.work` over PostgreSQL: one transaction a command, written through one call at its end.

What a command puts is gathered here and sent by `commit` to `api_v1.record`, which judges and
records it. Python decides what happens; nothing here does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, text

from console.domain.case import Actor, Case, CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import ResponsibleUnit
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.trail import Step, said
from console.ports.work import Caller, Changes, Letter, Photo, Work
from db import mapping
from db.caller_box import sealed_row
from db.caller_keys import CallerKeys
from db.refusals import told_as_refusals
from db.standing import (
    City,
    Stamps,
    Standing,
    catalogue_at,
    local_day,
    parse_stamps,
)


class PostgresStore:
    """Where commands write; one `PostgresWork` a command."""

    def __init__(self, engine: Engine, standing: Standing, keys: CallerKeys) -> None:
        self._engine = engine
        self._standing = standing
        self._keys = keys

    @contextmanager
    def begin(self, command: str, actor: Actor, at: datetime) -> Iterator[Work]:
        """A transaction for one command; leaving it without `commit` changes nothing.

        The command's moment is the server's for a seat; the schema's owner gives his own.
        Raises `Refusal` `command.reused` when another operator used this id, `judge.*` when the
        server does not know who is asking.
        """
        with self._engine.connect() as connection, told_as_refusals():
            found = connection.execute(
                text("SELECT operator, result, stamps, at FROM api_v1.begin_command(:command)"),
                {"command": command},
            ).one()
            if found.operator is not None and found.operator != actor.operator:
                raise Refusal("command.reused")
            done = changes_of(found.result) if found.result is not None else None
            stamps = parse_stamps(found.stamps)
            moment = at if found.at is None else found.at.astimezone(UTC)
            known = (self._standing, self._keys, stamps)
            yield PostgresWork(connection, known, command, actor, moment, done)


class PostgresWork:
    """One transaction of one command. What each method promises: `ports.work.Work`."""

    def __init__(
        self,
        connection: Connection,
        known: tuple[Standing, CallerKeys, Stamps],
        command: str,
        actor: Actor,
        at: datetime,
        done: Changes | None,
    ) -> None:
        self._connection = connection
        self._standing, self._keys, self._stamps = known
        self._command = command
        self._actor = actor
        self._at = at
        self._done = done
        self._cases: dict[CaseId, Case] = {}
        self._steps: list[Step] = []
        self._callers: list[mapping.Row] = []
        self._photos: list[mapping.Row] = []
        self._letters: list[mapping.Row] = []
        self._recalls: list[mapping.Row] = []

    @property
    def done(self) -> Changes | None:
        """The first result of this command id, None when it is new."""
        return self._done

    @property
    def at(self) -> datetime:
        """The moment of this command."""
        return self._at

    # --- what is known --------------------------------------------------------------------------

    def rules(self) -> Rules:
        """The city's rules in force."""
        return self._standing.rules(self._connection, self._stamps)

    def catalogue(self, at: datetime) -> Catalogue:
        """The standards in force at `at`."""
        return catalogue_at(self._standing.catalogues(self._connection, self._stamps), at)

    def unit(self, code: str) -> ResponsibleUnit:
        """A responsible unit. Raises `Refusal` `unit.unknown`."""
        return self._city().unit(code)

    def locate(self, place: Place) -> Place:
        """The place with grids, divisions and management area of today."""
        return self._city().locate(place, local_day(self._at))

    def inspector_for(self, place: Place, at: datetime) -> str | None:
        """Code of the certified inspector bound to the place's duty grid."""
        return self._city().inspector_for(place, local_day(at))

    def case(self, case: CaseId) -> Case:
        """The case, locked. Raises `Refusal` `case.unknown`."""
        if case in self._cases:
            return self._cases[case]
        state = self._connection.execute(
            text("SELECT api_v1.lock_case(:case)"), {"case": case}
        ).scalar_one()
        if state is None:
            raise Refusal("case.unknown", case=case)
        return mapping.case_of(state)

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """All steps in order, those of this command included."""
        kept = self._connection.execute(mapping.TRAIL, {"case": case}).all()
        fresh = (step for step in self._steps if step.case == case)
        return (*(mapping.step_of(row) for row in kept), *fresh)

    def merged_into(self, master: CaseId) -> Mapping[CaseId, int]:
        """Cases merged into `master`, of any area, and how many callers each has."""
        found = self._connection.execute(
            text("SELECT id, callers FROM api_v1.merged_into(:master)"), {"master": master}
        )
        return {CaseId(row.id): row.callers for row in found}

    def new_number(self, at: datetime) -> tuple[CaseId, str]:
        """Next id and number, kept from others until this transaction ends."""
        row = self._connection.execute(
            text("SELECT id, number FROM api_v1.new_number(:at)"), {"at": at}
        ).one()
        return CaseId(row.id), row.number

    # --- what is written ------------------------------------------------------------------------

    def put(self, case: Case, step: Step) -> None:
        """Keep a case's new state and the step that made it."""
        self._cases[case.id] = case
        self._steps.append(step)

    def put_caller(self, case: CaseId, caller: Caller) -> None:
        """Keep a caller of the case, sealed. Raises `Refusal` as `caller_box.sealed_row`."""
        box = self._standing.caller_box(self._connection, self._stamps)
        self._callers.append(sealed_row(case, caller, box, self._keys))

    def put_photos(self, case: CaseId, seq: int, photos: Sequence[Photo]) -> None:
        """Attach photos to the step `seq`."""
        self._photos += [mapping.photo_row(case, seq, at, one) for at, one in enumerate(photos)]

    def post(self, letter: Letter) -> None:
        """Put a letter into the outbox."""
        self._letters.append(mapping.letter_row(letter))

    def recall_letters(self, case: CaseId, after: datetime) -> None:
        """Take back letters posted at or after `after` that have not left."""
        self._recalls.append({"case_id": case, "after": mapping.instant(after)})

    def commit(self) -> Changes:
        """Write everything. Raises `Refusal` `case.stale`, `command.reused`."""
        changes = changes_by(self._command, self._cases)
        with told_as_refusals():
            kept = self._connection.execute(
                text("SELECT api_v1.record(CAST(:entry AS jsonb))"),
                {"entry": json.dumps(self._entry(changes), ensure_ascii=False)},
            ).scalar_one()
            self._connection.commit()
        return changes_of(kept)

    # --- inside ---------------------------------------------------------------------------------

    def _entry(self, changes: Changes) -> Mapping[str, object]:
        rules = self.rules()
        return {
            "command": self._command,
            "digest": digest(self._actor, self._steps),
            "operator": self._actor.operator,
            "seat": self._actor.seat,
            "at": mapping.instant(self._at),
            "result": json.dumps(asdict(changes)),
            "cases": [mapping.case_row(case, rules) for case in self._cases.values()],
            "steps": [mapping.step_row(step) for step in self._steps],
            "callers": self._callers,
            "photos": self._photos,
            "letters": self._letters,
            "recalls": self._recalls,
        }

    def _city(self) -> City:
        return self._standing.city(self._connection, self._stamps)


def digest(actor: Actor, steps: Sequence[Step]) -> str:
    """What a command wanted: who, which moves, why, and what was said.

    Ids, numbers and moments are left out: a second try makes new ones and is still the same wish.
    """
    wishes = [[step.move.value, step.reason, said(step)] for step in steps]
    written = json.dumps([actor.operator, wishes], ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()


def changes_by(command: str, cases: Mapping[CaseId, Case]) -> Changes:
    """What the commit of these cases changes; number, version and stage are the first one's."""
    first = next(iter(cases.values()), None)
    if first is None:
        return Changes(command=command)
    return Changes(
        command=command,
        cases=tuple(cases),
        number=first.number,
        version=first.version,
        stage=first.stage.value,
    )


def changes_of(kept: str) -> Changes:
    """The result kept with a command."""
    known = json.loads(kept)
    return Changes(**{**known, "cases": tuple(CaseId(case) for case in known["cases"])})
