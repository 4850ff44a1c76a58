"""What each move changes in a case, beside its stage and its clocks: field name -> new value.

Details an act may carry (`Act.details`): unit, assisting, copies, instruction, limit, handler,
inspector, outcome, standard, place, description, urgent, photos, text, until, master, unmet, basis,
scope, document, excluded, colleague, units, callback_wanted. Everything said is kept in the step;
only what later rules ask for becomes a field.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from console.domain.case import (
    AppealState,
    Case,
    CloseKind,
    Designation,
    Request,
    RequestKind,
    Task,
)
from console.domain.needs import Act, corrected
from console.domain.place import Place
from console.domain.stage import Move
from console.domain.ways import Way

Changes = dict[str, Any]
Effect = Callable[[Case, Act, Way], Changes]


def _request(kind: RequestKind) -> Effect:
    def effect(_case: Case, act: Act, _way: Way) -> Changes:
        until = act["until"] if kind is RequestKind.SUSPENSION else None
        asked = Request(
            kind=kind, by=act.actor.operator, at=act.at, reason=act.reason, until=_any(until)
        )
        return {"forced_close" if kind is RequestKind.FORCED_CLOSE else "request": asked}

    return effect


def _any(value: object) -> Any:
    """Details are checked by `needs` before an effect runs; their types are known there."""
    return value


def _settle(_case: Case, _act: Act, _way: Way) -> Changes:
    return {"request": None}


def _close(kind: CloseKind) -> Effect:
    def effect(_case: Case, act: Act, _way: Way) -> Changes:
        unmet = act["unmet"]
        noted: Changes = {} if unmet is None else {"unmet": unmet}
        return noted | {
            "closed_at": act.at,
            "close_kind": kind,
            "request": None,
            "forced_close": None,
            "suspended_until": None,
        }

    return effect


def _accept(case: Case, act: Act, way: Way) -> Changes:
    changes = _amend(case, act, way)
    return changes if case.accepted_at else changes | {"accepted_at": act.at}


def _amend(_case: Case, act: Act, _way: Way) -> Changes:
    named = ("standard", "place", "description", "urgent", "callback_wanted")
    return {name: act[name] for name in named if act[name] is not None}


def _correct_place(case: Case, act: Act, _way: Way) -> Changes:
    return {"place": corrected(case, cast("Place", act["place"]))}


def _task(kind: str) -> Effect:
    def effect(_case: Case, act: Act, _way: Way) -> Changes:
        return {"task": Task(kind=kind, inspector=str(act["inspector"]), sent_at=act.at)}

    return effect


def _look_again(case: Case, act: Act, _way: Way) -> Changes:
    """A new check for the inspector named, else for the one who looked before; the old answer is
    out of force (fact book 6.4, row 23)."""
    inspector = str(act["inspector"] or (case.task.inspector if case.task else ""))
    return {"task": Task(kind="verify", inspector=inspector, sent_at=act.at)}


def _answer(case: Case, act: Act, _way: Way) -> Changes:
    outcome = str(act["outcome"])
    task = case.task or Task(kind="confirm", inspector=act.actor.operator, sent_at=act.at)
    changes: Changes = {"task": replace(task, answered_at=act.at, outcome=outcome)}
    if act.move is Move.ANSWER_CONFIRMATION:
        return changes | {"confirmed": outcome} | _photos(case, act, "before_photos")
    return changes | _photos(case, act, "after_photos")


def _photos(case: Case, act: Act, field: str) -> Changes:
    photos = act["photos"]
    count = len(photos) if isinstance(photos, tuple | list) else 0
    return {field: getattr(case, field) + count} if count else {}


def _add_photo(case: Case, act: Act, _way: Way) -> Changes:
    return _photos(case, act, "after_photos" if case.handled_at else "before_photos")


def _register(case: Case, act: Act, way: Way) -> Changes:
    return _amend(case, act, way) | {
        "registered_at": act.at,
        "accepted_at": case.accepted_at or act.at,
    }


def _submit(case: Case, act: Act, way: Way) -> Changes:
    return _amend(case, act, way) | {"accepted_at": case.accepted_at or act.at}


def _send(case: Case, act: Act, _way: Way) -> Changes:
    """Dispatch and second dispatch: rework counts only for the same unit (article 21, trap 6)."""
    unit = str(act["unit"])
    again = act.move is Move.REDISPATCH and unit == case.unit
    return {
        "unit": unit,
        "first_unit": case.first_unit or unit,
        "assisting": tuple(_any(act["assisting"]) or ()),
        "copies": tuple(_any(act["copies"]) or ()),
        "instruction": str(act["instruction"] or ""),
        "handler": None,
        "dispatches": case.dispatches + 1,
        "rework": case.rework + int(again),
        "dispatched_at": case.dispatched_at or act.at,
        "handled_at": None,
        "after_photos": 0,
        "unmet": (),
        "task": None,
    }


def _designate(case: Case, act: Act, way: Way) -> Changes:
    decided = cast("Designation", case.designation)  # the need `designation_proposed` has held
    sent = replace(act, details={**act.details, "unit": decided.unit})
    return _send(case, sent, way) | {"bound_unit": decided.unit, "request": None}


def _propose(_case: Case, act: Act, _way: Way) -> Changes:
    return {
        "designation": Designation(
            unit=str(act["unit"]),
            basis=tuple(_any(act["basis"])),
            scope=str(act["scope"] or "case"),
            document=str(act["document"] or ""),
            reason=act.reason,
            by=act.actor.operator,
            at=act.at,
        )
    }


def _approve_return(case: Case, _act: Act, _way: Way) -> Changes:
    return {
        "request": None,
        "returns": case.returns + 1,
        "returned_by": (*case.returned_by, case.unit or ""),
        "handler": None,
    }


def _approve_suspension(case: Case, _act: Act, _way: Way) -> Changes:
    until = case.request.until if case.request else None
    return {"request": None, "suspensions": case.suspensions + 1, "suspended_until": until}


def _approve_extension(case: Case, _act: Act, _way: Way) -> Changes:
    return {"request": None, "extensions": case.extensions + 1}


def _feedback(case: Case, act: Act, _way: Way) -> Changes:
    """Work that is done needs no more time: an extension still asked for falls away."""
    done: Changes = {"handled_at": act.at, "handler": None, "request": None}
    return done | _photos(case, act, "after_photos")


def _judge(_case: Case, act: Act, _way: Way) -> Changes:
    return {"verified_at": act.at, "unmet": tuple(_any(act["unmet"]) or ())}


def _merge(case: Case, act: Act, _way: Way) -> Changes:
    """Ended, but nothing is settled: what was asked for is still asked for when it is un-merged."""
    return {
        "closed_at": act.at,
        "close_kind": CloseKind.MERGED,
        "master": act["master"],
        "prior": case.stage,
    }


def _unmerge(_case: Case, _act: Act, _way: Way) -> Changes:
    return {"master": None, "prior": None, "closed_at": None, "close_kind": None}


def _reopen(_case: Case, _act: Act, _way: Way) -> Changes:
    return {"closed_at": None, "close_kind": None, "callback": None}


def _appeal_state(state: AppealState) -> Effect:
    by = {AppealState.OPEN: "appealed_by", AppealState.REVIEWED: "appeal_reviewed_by"}.get(state)

    def effect(_case: Case, act: Act, _way: Way) -> Changes:
        return {"appeal": state} | ({by: act.actor.operator} if by else {})

    return effect


def _supervised(_case: Case, act: Act, _way: Way) -> Changes:
    return {"supervised_until": act["until"]}


def _authorised(_case: Case, act: Act, _way: Way) -> Changes:
    return {"authorised": act["colleague"], "authorised_until": act["until"]}


EFFECTS: Final[Mapping[Move, Effect]] = {
    Move.REPORT: _amend,
    Move.ACCEPT: _accept,
    Move.AMEND: _amend,
    Move.ATTACH_CALLER: lambda case, _act, _way: {"callers": case.callers + 1},
    Move.CORRECT_PLACE: _correct_place,
    Move.ORDER_CONFIRMATION: _task("confirm"),
    Move.ANSWER_CONFIRMATION: _answer,
    Move.SUBMIT: _submit,
    Move.DECLINE: _close(CloseKind.NOT_ACCEPTED),
    Move.REGISTER: _register,
    Move.REFUSE_REGISTRATION: _close(CloseKind.NOT_REGISTERED),
    Move.MERGE: _merge,
    Move.UNMERGE: _unmerge,
    Move.SELF_HANDLE: lambda case, act, _way: _photos(case, act, "after_photos"),
    Move.APPROVE_SELF_HANDLING: _close(CloseKind.SELF_HANDLED),
    Move.DISPATCH: _send,
    Move.REDISPATCH: _send,
    Move.REQUEST_VOID: _request(RequestKind.VOID),
    Move.APPROVE_VOID: _close(CloseKind.VOIDED),
    Move.REFUSE_VOID: _settle,
    Move.ASSIGN: lambda _case, act, _way: {"handler": act["handler"]},
    Move.REVOKE_ASSIGNMENT: lambda _case, _act, _way: {"handler": None},
    Move.HAND_BACK: lambda _case, _act, _way: {"handler": None},
    Move.REQUEST_RETURN: _request(RequestKind.RETURN),
    Move.APPROVE_RETURN: _approve_return,
    Move.REFUSE_RETURN: _settle,
    Move.REQUEST_EXTENSION: _request(RequestKind.EXTENSION),
    Move.APPROVE_EXTENSION: _approve_extension,
    Move.REFUSE_EXTENSION: _settle,
    Move.REQUEST_SUSPENSION: _request(RequestKind.SUSPENSION),
    Move.APPROVE_SUSPENSION: _approve_suspension,
    Move.REFUSE_SUSPENSION: _settle,
    Move.RESUME: lambda _case, _act, _way: {"suspended_until": None},
    Move.FEEDBACK: _feedback,
    Move.REWORK: lambda _case, _act, _way: {"handled_at": None, "after_photos": 0},
    Move.ORDER_VERIFICATION: _task("verify"),
    Move.ANSWER_VERIFICATION: _answer,
    Move.REVERIFY: _look_again,
    Move.PASS: _judge,
    Move.FAIL: _judge,
    Move.CLOSE: _close(CloseKind.NORMAL),
    Move.RETURN_TO_VERIFICATION: lambda case, act, way: (
        _look_again(case, act, way) | {"verified_at": None}
    ),
    Move.PROPOSE_FORCED_CLOSE: _request(RequestKind.FORCED_CLOSE),
    Move.FORCE_CLOSE: _close(CloseKind.FORCED),
    Move.REFUSE_FORCED_CLOSE: lambda _case, _act, _way: {"forced_close": None},
    Move.VOID: _close(CloseKind.VOIDED),
    Move.SUPERVISE: _supervised,
    Move.REPLY_SUPERVISION: lambda _case, _act, _way: {"supervised_until": None},
    Move.AUTHORISE: _authorised,
    Move.CONSULT: lambda _case, act, _way: {"consulted": tuple(_any(act["units"]))},
    Move.CALL_BACK: lambda _case, act, _way: {"callback": act["outcome"]},
    Move.REOPEN: _reopen,
    Move.APPEAL: _appeal_state(AppealState.OPEN),
    Move.REVIEW_APPEAL: _appeal_state(AppealState.REVIEWED),
    Move.GRANT_APPEAL: _appeal_state(AppealState.GRANTED),
    Move.REFUSE_APPEAL: _appeal_state(AppealState.REFUSED),
    Move.OPEN_COORDINATION: lambda _case, _act, _way: {"request": None},
    Move.PROPOSE_DESIGNATION: _propose,
    Move.DESIGNATE: _designate,
    Move.WITHDRAW_COORDINATION: lambda _case, _act, _way: {"designation": None},
    Move.ADD_PHOTO: _add_photo,
}
"""Moves not listed change nothing but the stage, the clocks and the trail."""
