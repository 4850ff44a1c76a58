"""A verification being judged: the closing conditions one by one, the conclusion, its reasons.

The same draft orders the verification and records the inspector's answer when no device sent it.
Which of the three is due follows from the case. No wording, no widget.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from console.domain.case import Case
from console.domain.codec import encode
from console.domain.stage import Move, Stage
from console.domain.trail import Step, said
from console.ports.reading import Reading
from console.ports.rows import CaseDetail
from console.services.registry import Command
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
    PhotoMark,
    Reverify,
)
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.evidence import Evidence
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.gesture_draft import SHANGHAI
from console.viewmodels.pinyin import Option, an_option

FAULTS: Final = ("not_done", "not_thorough", "bad_photos", "wrong_place", "false_claim")
"""Coded reasons of a failed verification; the assessment counts them."""
_BREAKS: Final = re.compile(r"[、，；。;,\n]+")
WORDS_OF: Final = {Move.PASS: "pass", Move.FAIL: "fail", Move.REVERIFY: "again"}
"""Which words a gesture's reason is."""
WHOLE: Final = 1000
"""A photo's width and height in the units of its marks."""
Rectangle = tuple[float, float, float, float]
"""Left, top, width and height in parts (0-1) of a photo."""


class Task(StrEnum):
    """What the verifier owes now."""

    ORDER = "order"
    ANSWER = "answer"
    JUDGE = "judge"


class Verdict(StrEnum):
    """The conclusion."""

    PASS = "pass"  # noqa: S105  an outcome, not a password
    FAIL = "fail"


def conditions_of(closing: str) -> tuple[str, ...]:
    """A closing text as its single conditions, each once: split at 、，；。"""
    parts = (part.strip() for part in _BREAKS.split(closing))
    return tuple(dict.fromkeys(part for part in parts if part))


def task_of(case: Case) -> Task:
    """What is owed: the order, the inspector's answer, or the judgement."""
    if case.stage is Stage.HANDLED:
        return Task.ORDER
    answered = case.task is not None and case.task.outcome is not None
    return Task.JUDGE if answered else Task.ANSWER


def last_step(detail: CaseDetail, move: Move) -> Step | None:
    """The newest step of a gesture."""
    return next((step for step in reversed(detail.steps) if step.move is move), None)


def round_start(detail: CaseDetail) -> int:
    """Number of the step that began this round of handling: the last dispatch."""
    starts = (Move.DISPATCH, Move.REDISPATCH, Move.DESIGNATE)
    return max((step.seq for step in detail.steps if step.move in starts), default=1)


class Checks:
    """The closing conditions with the verifier's marks, and what the inspector said of each.

    `told` is his answer: `outcome`, `unmet`; empty without one. Marks: met, not met, None open.
    """

    def __init__(self, conditions: tuple[str, ...], told: Mapping[str, Any]) -> None:
        self.conditions, self._told = conditions, told
        self.marks: list[bool | None] = [None] * len(conditions)

    def inspector(self, at: int) -> bool | None:
        """What the inspector found of a condition; None when he did not say."""
        if self.conditions[at] in self._told.get("unmet", ()):
            return False
        spoke = "unmet" in self._told or self._told.get("outcome") == Verdict.PASS.value
        return True if spoke else None

    @property
    def unmet(self) -> tuple[str, ...]:
        """Conditions marked as not met."""
        return self._marked(met=False)

    @property
    def met(self) -> tuple[str, ...]:
        """Conditions marked as met."""
        return self._marked(met=True)

    def _marked(self, *, met: bool) -> tuple[str, ...]:
        both = zip(self.conditions, self.marks, strict=True)
        return tuple(text for text, mark in both if mark is met)

    @property
    def all_met(self) -> bool:
        """Whether every condition is marked as met."""
        return all(mark is True for mark in self.marks)

    @property
    def begun(self) -> bool:
        """Whether any condition is marked."""
        return any(mark is not None for mark in self.marks)

    def first_open(self) -> int:
        """Row of the first condition without a mark; 0 when all are marked."""
        return self.marks.index(None) if None in self.marks else 0


def _mark(digest: str, rectangle: Rectangle) -> PhotoMark:
    x, y, width, height = (round(part * WHOLE) for part in rectangle)
    return PhotoMark(digest=digest, x=x, y=y, width=width, height=height)


def _by_photo(written: Iterable[Mapping[str, Any]]) -> dict[str, tuple[PhotoMark, ...]]:
    found: dict[str, tuple[PhotoMark, ...]] = {}
    for one in written:
        mark = PhotoMark(**one)
        found[mark.digest] = (*found.get(mark.digest, ()), mark)
    return found


class VerifyDraft(FormDraft):
    """One verification in work.

    Signals: `changed` when a mark, the verdict or a list of choices changed; `restored` when a
    draft left before was taken up.
    """

    def __init__(self, desk: Desk, detail: CaseDetail) -> None:
        super().__init__(desk, "verify", round_of(detail.case))
        self.detail = detail
        self.task = task_of(detail.case)
        judging = self.task is Task.JUDGE
        self.answer = last_step(detail, Move.ANSWER_VERIFICATION) if judging else None
        closing = detail.case.standard.closing if detail.case.standard else ""
        told = said(self.answer) if self.answer is not None else {}
        self.checks = Checks(conditions_of(closing), told)
        self.verdict: Verdict | None = None
        self.faults: tuple[str, ...] = ()
        self.texts = {"pass": "", "fail": "", "again": ""}
        self.inspector = detail.inspector or (
            detail.case.task.inspector if detail.case.task else ""
        )
        self.inspectors: tuple[Option, ...] = ()
        self.evidence = Evidence(desk, self)
        self.drawn: dict[str, tuple[PhotoMark, ...]] = self._drawn_before()

    def load(self) -> None:
        """Look for the photos; ask for the inspectors where one is to be chosen."""
        self.evidence.load(self.detail)
        today = self.desk.now().astimezone(SHANGHAI).date()

        def read(reading: Reading) -> tuple[Option, ...]:
            return tuple(
                an_option(one.code, f"{one.code} {one.name}", one.management_area)
                for one in reading.inspectors()
                if one.certified(today)
            )

        self.desk.ask("verify", read, while_alive(self, self._on_inspectors))
        self.bring_back()

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        verdict = self.verdict.value if self.verdict else ""
        return {
            "marks": list(self.checks.marks),
            "verdict": verdict,
            "faults": list(self.faults),
            "texts": dict(self.texts),
            "drawn": [encode(mark) for mark in self.rectangles],
        }

    def take_given(self, given: Mapping[str, Any]) -> None:
        """Inspector, what he found, and the words, which belong to the conclusion they are for."""
        self.inspector = given.get("inspector", self.inspector)
        which = given.get("outcome") or WORDS_OF.get(given["move"], "")
        if which in ("pass", "fail"):
            self.verdict = Verdict(which)
        if which in self.texts:
            self.texts[which] = given.get("reason") or given.get("text") or self.texts[which]
        self.typed("verdict", "texts")

    def take_back(self, content: Mapping[str, Any]) -> None:
        if len(content["marks"]) == len(self.checks.conditions):
            self.checks.marks = list(content["marks"])
        self.verdict = Verdict(content["verdict"]) if content["verdict"] else None
        self.faults = tuple(content["faults"])
        self.texts |= content["texts"]
        self.drawn = _by_photo(content["drawn"])

    # --- marks ------------------------------------------------------------------------------------

    def mark(self, at: int, *, met: bool) -> None:
        """Mark a condition; a first one that is not met pre-selects the second dispatch."""
        checks, before = self.checks, self.checks.all_met
        checks.marks[at] = met
        if not met and checks.unmet == (checks.conditions[at],):
            self.verdict = Verdict.FAIL
        elif not before and checks.all_met:
            self.verdict = Verdict.PASS
        self._touched("marks", "verdict")

    # --- rectangles on photos ---------------------------------------------------------------------

    def _drawn_before(self) -> dict[str, tuple[PhotoMark, ...]]:
        """Rectangles of an earlier judgement, by photo: the next round looks at the same spots."""
        judged = last_step(self.detail, Move.FAIL)
        return _by_photo(said(judged).get("marks", ()) if judged is not None else ())

    def draw(self, digest: str, rectangles: tuple[Rectangle, ...]) -> None:
        """Take what is drawn on a photo now."""
        self.drawn[digest] = tuple(_mark(digest, one) for one in rectangles)
        self.typed("drawn")

    def drawn_on(self, digest: str) -> tuple[Rectangle, ...]:
        """What is drawn on a photo."""
        found = self.drawn.get(digest, ())
        return tuple(
            (one.x / WHOLE, one.y / WHOLE, one.width / WHOLE, one.height / WHOLE) for one in found
        )

    @property
    def rectangles(self) -> tuple[PhotoMark, ...]:
        """All of them, for the step."""
        return tuple(mark for marks in self.drawn.values() for mark in marks)

    # --- conclusion -------------------------------------------------------------------------------

    def conclude(self, verdict: Verdict) -> None:
        """Choose the conclusion."""
        if verdict is not self.verdict:
            self.verdict = verdict
            self._touched("verdict")

    def write(self, which: str, words: str) -> None:
        """Take the words of a choice: `pass`, `fail` or `again`."""
        if words != self.texts[which]:
            self.texts[which] = words
            self.typed("texts")

    def _touched(self, *names: str) -> None:
        self.typed(*names)
        self.changed.emit()

    def blame(self, fault: str, *, on: bool) -> None:
        """Add or take away a coded reason; their order is that of `FAULTS`."""
        chosen = {*self.faults, fault} if on else set(self.faults) - {fault}
        faults = tuple(one for one in FAULTS if one in chosen)
        if faults != self.faults:
            self.faults = faults
            self.typed("faults")

    def missing(self, verdict: Verdict) -> str:
        """Code of what keeps this conclusion from being taken; "" when nothing does."""
        if verdict is Verdict.FAIL:
            return "" if self.texts["fail"].strip() or self.faults else "verify.lack.reason"
        if None in self.checks.marks:
            return "verify.lack.marks"
        if self.texts["pass"].strip():
            return ""
        task = self.detail.case.task
        against = task is not None and task.outcome == Verdict.FAIL.value
        return "verify.lack.note" if self.checks.unmet else "verify.lack.against" if against else ""

    def judge(self, verdict: Verdict, reason: str, done: Done, refused: Refused) -> None:
        """Pass or fail; `reason` is the worded one of the panel (coded faults included)."""
        case = self.detail.case
        command: Command
        if verdict is Verdict.PASS:
            command = PassVerification(
                case=case.id,
                version=case.version,
                reason=reason,
                unmet=self.checks.unmet,
                met=self.checks.met,
                marks=self.rectangles,
            )
        else:
            command = FailVerification(
                case=case.id,
                version=case.version,
                reason=reason,
                unmet=self.checks.unmet,
                faults=self.faults,
                marks=self.rectangles,
            )
        self.send(command, done, refused)

    # --- the inspector ----------------------------------------------------------------------------

    def order(self, done: Done, refused: Refused) -> None:
        """Send the inspector."""
        case = self.detail.case
        command = OrderVerification(
            case=case.id, version=case.version, inspector=self.inspector or None
        )
        self.send(command, done, refused)

    def record(self, verdict: Verdict, done: Done, refused: Refused) -> None:
        """Write down what the inspector said when no device did it."""
        case = self.detail.case
        command = AnswerVerification(
            case=case.id,
            version=case.version,
            outcome=verdict.value,
            text=self.texts[verdict.value].strip(),
            unmet=self.checks.unmet if self.checks.begun else None,
        )
        self.send(command, done, refused)

    def again(self, reason: str, done: Done, refused: Refused) -> None:
        """Ask for other photos, or for a new look."""
        case = self.detail.case
        command = Reverify(
            case=case.id, version=case.version, reason=reason, inspector=self.inspector or None
        )
        self.send(command, done, refused)

    def _on_inspectors(self, found: tuple[Option, ...]) -> None:
        self.inspectors = found
        self.changed.emit()
