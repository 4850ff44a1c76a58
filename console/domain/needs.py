"""What must hold before a way may be gone: one small predicate for every word in the table's
`needs`.

A need that fails becomes the refusal `need.<word>`; the operator reads the missing condition, and
what to do about it, in the sentence of that code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from console.domain.case import Actor, AppealState, Case, RequestKind
from console.domain.place import Place
from console.domain.rules import Rules
from console.domain.stage import ABOVE_SOURCES, PUBLIC_SOURCES, Move, Post, Source
from console.domain.ways import UNDOABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One gesture about to be made: who, when, why and its details (names as in `effects`)."""

    move: Move
    actor: Actor
    at: datetime
    reason: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Clocks and trails know whole seconds only (fact book 5.2)."""
        object.__setattr__(self, "at", self.at.replace(microsecond=0))
        whole = {
            name: value.replace(microsecond=0) if isinstance(value, datetime) else value
            for name, value in self.details.items()
        }
        object.__setattr__(self, "details", whole)

    def __getitem__(self, name: str) -> object:
        return self.details.get(name)


Need = Callable[[Case, Act, Rules], bool]


def _pending(case: Case, kind: RequestKind) -> bool:
    return case.request is not None and case.request.kind is kind


def _second_person(case: Case, act: Act, _rules: Rules) -> bool:
    """Whether nobody who proposed, asked or reviewed is now the one to sign."""
    if act.move is Move.GRANT_APPEAL:
        return act.actor.operator not in {case.appealed_by, case.appeal_reviewed_by}
    proposed = case.designation if act.move is Move.DESIGNATE else case.forced_close
    return proposed is None or proposed.by != act.actor.operator


def authorised(case: Case, act: Act) -> bool:
    """Whether a shift leader has handed this case to who acts, for a time not over yet (row 27)."""
    until = case.authorised_until
    return until is not None and case.authorised == act.actor.operator and act.at < until


def _unit_free(case: Case, act: Act, _rules: Rules) -> bool:
    """A binding decision leaves one unit only (article 22)."""
    return case.bound_unit in {None, act["unit"]}


def _within_quiet_time(case: Case, act: Act, rules: Rules) -> bool:
    return case.last_at is not None and act.at - case.last_at <= timedelta(
        seconds=rules.quiet_seconds
    )


def _until(_case: Case, act: Act, rules: Rules) -> bool:
    until = act["until"]
    if not isinstance(until, datetime) or until <= act.at:
        return False
    longest = timedelta(days=rules.suspension_days)
    return act.move is not Move.REQUEST_SUSPENSION or until - act.at <= longest


def _resume_due(case: Case, act: Act, _rules: Rules) -> bool:
    if act.actor.post is not Post.SYSTEM:
        return True
    return case.suspended_until is not None and act.at >= case.suspended_until


def _registers_at_once(case: Case, _act: Act, _rules: Rules) -> bool:
    """Papers from above by the acceptor; an inspector's own report too (Guilin, fact book 6.4)."""
    return case.source in ABOVE_SOURCES | {Source.INSPECTOR}


def _has_master(case: Case, act: Act, _rules: Rules) -> bool:
    return act["master"] is not None and act["master"] != case.id


def _condition(case: Case, act: Act, _rules: Rules) -> bool:
    return (act["standard"] or case.standard) is not None


def _confirmed(case: Case, _act: Act, _rules: Rules) -> bool:
    return case.source not in PUBLIC_SOURCES or case.confirmed == "true"


def _after_photo(case: Case, act: Act, _rules: Rules) -> bool:
    by_photo = case.standard is None or case.standard.by_photo
    return not by_photo or case.after_photos > 0 or bool(act["photos"])


def _conditions_met(case: Case, act: Act, _rules: Rules) -> bool:
    unmet = act["unmet"] if act["unmet"] is not None else case.unmet
    return not unmet or bool(act.reason.strip())


def _answer_passed(case: Case, act: Act, _rules: Rules) -> bool:
    against = case.task is not None and case.task.outcome == "fail"
    return not against or bool(act.reason.strip())


def _late(case: Case, _act: Act, _rules: Rules) -> bool:
    return case.bundled is not None and case.bundled.late and not case.bundled.exempt


def _present(name: str) -> Need:
    def holds(_case: Case, act: Act, _rules: Rules) -> bool:
        value = act[name]
        return bool(value.strip()) if isinstance(value, str) else bool(value)

    return holds


def _words(_case: Case, act: Act, _rules: Rules) -> bool:
    return any(str(act[name] or "").strip() for name in ("description", "text"))


def _not_overdue(case: Case, act: Act, _rules: Rules) -> bool:
    return case.handling is not None and act.at <= case.handling.due


def corrected(case: Case, place: Place) -> Place:
    """The place of a case once it is put right.

    With its registration the area level is fixed as the limit is (fact book 13, rule 1).
    """
    return place if case.registered_at is None else replace(place, area_level=case.place.area_level)


def _another_place(case: Case, act: Act, _rules: Rules) -> bool:
    """Whether the place given is one, and not the one the case has."""
    place = act["place"]
    if not isinstance(place, Place) or not (place.address.strip() or place.point):
        return False
    if place.point and not (abs(place.point.lon) <= 180.0 and abs(place.point.lat) <= 90.0):
        return False
    return corrected(case, place) != case.place


def _returns(case: Case) -> int:
    """Returns between units so far, the pending one included."""
    return case.returns + 1


NEEDS: Final[Mapping[str, Need]] = {
    "place": lambda case, act, rules: bool(case.place.address.strip()) or bool(case.place.point),
    "another_place": _another_place,
    "words": lambda case, act, rules: (
        _words(case, act, rules) or bool(case.version == 0 and case.description.strip())
    ),
    "inspector": _present("inspector"),
    "confirmation_outcome": lambda case, act, rules: (
        act["outcome"] in {"true", "false", "not_found"}
    ),
    "verification_outcome": lambda case, act, rules: act["outcome"] in {"pass", "fail"},
    "condition": _condition,
    "confirmed_if_public": _confirmed,
    "inspector_source": lambda case, act, rules: case.source is Source.INSPECTOR,
    "source_registers_at_once": _registers_at_once,
    "public_source": lambda case, act, rules: case.source in PUBLIC_SOURCES,
    "master": _has_master,
    "after_photo": _after_photo,
    "photo": _present("photos"),
    "unit": _present("unit"),
    "units": _present("units"),
    "handler": _present("handler"),
    "colleague": _present("colleague"),
    "basis": _present("basis"),
    "not_rejected_by_decision": _unit_free,
    "not_bound": lambda case, act, rules: case.bound_unit is None,
    "not_assigned": lambda case, act, rules: case.handler is None,
    "assigned": lambda case, act, rules: case.handler is not None,
    "first_return": lambda case, act, rules: _returns(case) < rules.returns_before_coordination,
    "second_return": lambda case, act, rules: _returns(case) >= rules.returns_before_coordination,
    "no_pending_request": lambda case, act, rules: case.request is None,
    "extension_requested": lambda case, act, rules: _pending(case, RequestKind.EXTENSION),
    "suspension_requested": lambda case, act, rules: _pending(case, RequestKind.SUSPENSION),
    "extensions_left": lambda case, act, rules: case.extensions < rules.extensions_allowed,
    "suspensions_left": lambda case, act, rules: case.suspensions < rules.suspensions_allowed,
    "not_overdue": _not_overdue,
    "until": _until,
    "resume_due_if_system": _resume_due,
    "verification_answered": lambda case, act, rules: (
        case.task is not None and case.task.kind == "verify" and case.task.outcome is not None
    ),
    "answer_passed_or_said_why": _answer_passed,
    "conditions_met_or_said_why": _conditions_met,
    "no_forced_close_proposed": lambda case, act, rules: case.forced_close is None,
    "forced_close_proposed": lambda case, act, rules: case.forced_close is not None,
    "second_person": _second_person,
    "supervised": lambda case, act, rules: case.supervised_until is not None,
    "consulted": lambda case, act, rules: bool(case.consulted),
    "callback_result": lambda case, act, rules: (
        act["outcome"] in {"satisfied", "dissatisfied", "no_answer"}
    ),
    "caller_dissatisfied": lambda case, act, rules: case.callback == "dissatisfied",
    "handled_late": _late,
    "no_appeal_yet": lambda case, act, rules: case.appeal is None,
    "appeal_open": lambda case, act, rules: case.appeal in {AppealState.OPEN, AppealState.REVIEWED},
    "appeal_reviewed": lambda case, act, rules: case.appeal is AppealState.REVIEWED,
    "not_yet_dispatched": lambda case, act, rules: case.dispatches == 0,
    "dispatched_before": lambda case, act, rules: case.dispatches > 0,
    "registered": lambda case, act, rules: case.registered_at is not None,
    "not_registered": lambda case, act, rules: case.registered_at is None,
    "designation_proposed": lambda case, act, rules: case.designation is not None,
    "own_last_step": lambda case, act, rules: case.last_by == act.actor.operator,
    "undoable": lambda case, act, rules: case.last_move in UNDOABLE,
    "in_quiet_time": _within_quiet_time,
}
"""Word of the table -> predicate over (case, act, rules)."""
