"""Ports in memory: a store whose work is as strict as the real one, for services and viewmodels."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.case import Actor, Case, CaseId
from console.domain.catalogue import Catalogue
from console.domain.organisation import EvaluationGroup, ResponsibleUnit, UnitKind
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.trail import Step
from console.ports.work import Caller, Changes, Letter, Photo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_unit(code: str, name: str = "") -> ResponsibleUnit:
    """A responsible unit with a speaking name."""
    return ResponsibleUnit(
        code=code,
        name=name or code,
        short_name=name or code,
        kind=UnitKind.SERVICE,
        evaluation_group=EvaluationGroup.CITY_UNITS,
    )


@dataclass
class FakeStore:
    """Cases, trails, callers and letters in dictionaries; commits all or nothing."""

    city: Rules
    standards: Catalogue
    units: dict[str, ResponsibleUnit] = field(default_factory=dict)
    inspector: str | None = "WD-114"
    cases: dict[CaseId, Case] = field(default_factory=dict)
    trails: dict[CaseId, tuple[Step, ...]] = field(default_factory=dict)
    callers: dict[CaseId, tuple[Caller, ...]] = field(default_factory=dict)
    photos: list[tuple[CaseId, int, Photo]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    results: dict[str, Changes] = field(default_factory=dict)
    numbers: int = 0

    @contextmanager
    def begin(self, command: str, actor: Actor, at: datetime) -> Iterator["FakeWork"]:
        """One transaction."""
        del actor
        yield FakeWork(self, command, at)


class FakeWork:
    """One transaction over a `FakeStore`; nothing is seen before `commit`."""

    def __init__(self, store: FakeStore, command: str, at: datetime) -> None:
        self._store = store
        self.at = at
        self._command = command
        self._steps: list[tuple[Case, Step]] = []
        self._callers: list[tuple[CaseId, Caller]] = []
        self._photos: list[tuple[CaseId, int, Photo]] = []
        self._letters: list[Letter] = []
        self._recalls: list[tuple[CaseId, datetime]] = []

    @property
    def done(self) -> Changes | None:
        """The result of the same command id, when there is one."""
        return self._store.results.get(self._command)

    def rules(self) -> Rules:
        """The rules given to the store."""
        return self._store.city

    def catalogue(self, at: datetime) -> Catalogue:
        """The standards given to the store."""
        del at
        return self._store.standards

    def unit(self, code: str) -> ResponsibleUnit:
        """A known unit."""
        if code not in self._store.units:
            raise Refusal("unit.unknown", unit=code)
        return self._store.units[code]

    def locate(self, place: Place) -> Place:
        """The place as given."""
        return place

    def inspector_for(self, place: Place, at: datetime) -> str | None:
        """The one inspector of the fake city."""
        del place, at
        return self._store.inspector

    def case(self, case: CaseId) -> Case:
        """The case with what this transaction has put."""
        for put, _ in reversed(self._steps):
            if put.id == case:
                return put
        if case not in self._store.cases:
            raise Refusal("case.unknown", case=case)
        return self._store.cases[case]

    def trail(self, case: CaseId) -> tuple[Step, ...]:
        """All steps with what this transaction has put."""
        mine = tuple(step for put, step in self._steps if put.id == case)
        return self._store.trails.get(case, ()) + mine

    def merged_into(self, master: CaseId) -> Mapping[CaseId, int]:
        """Members of a merge."""
        members = (case for case in self._store.cases.values() if case.master == master)
        return {case.id: case.callers for case in members}

    def new_number(self, at: datetime) -> tuple[CaseId, str]:
        """The next number."""
        self._store.numbers += 1
        local = at.astimezone(SHANGHAI)
        number = f"{local:%Y-%m%d}-{self._store.numbers:06d}"
        return CaseId(local.year * 10**9 + self._store.numbers), number

    def put(self, case: Case, step: Step) -> None:
        """Keep for commit."""
        self._steps.append((case, step))

    def put_caller(self, case: CaseId, caller: Caller) -> None:
        """Keep for commit."""
        self._callers.append((case, caller))

    def put_photos(self, case: CaseId, seq: int, photos: Sequence[Photo]) -> None:
        """Keep for commit."""
        self._photos += [(case, seq, photo) for photo in photos]

    def post(self, letter: Letter) -> None:
        """Keep for commit."""
        self._letters.append(letter)

    def recall_letters(self, case: CaseId, after: datetime) -> None:
        """Keep for commit."""
        self._recalls.append((case, after))

    def commit(self) -> Changes:
        """Make everything visible at once."""
        store = self._store
        for case, step in self._steps:
            store.cases[case.id] = case
            store.trails[case.id] = (*store.trails.get(case.id, ()), step)
        for case_id, caller in self._callers:
            store.callers[case_id] = (*store.callers.get(case_id, ()), caller)
        store.photos += self._photos
        for case_id, after in self._recalls:
            store.letters = [
                letter
                for letter in store.letters
                if letter.case != case_id or letter.not_before - timedelta(seconds=30) < after
            ]
        store.letters += self._letters
        last = self._steps[-1][0]
        result = Changes(
            command=self._command,
            cases=tuple(dict.fromkeys(case.id for case, _ in self._steps)),
            number=last.number,
            version=last.version,
            stage=last.stage.value,
        )
        store.results[self._command] = result
        return result
