"""The tables of people once more, deliberately naive: a clerk who reads each file page by page.

Nothing of `console.evaluation` and no folded case is used; deadlines are read where the steps have
written them. Definitions: fact book 7.1, person tables.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from console.domain.trail import Step
from tests.evaluation.oracle import Walk, lasting

People = dict[str, dict[str, Counter[str]]]
"""Post -> person -> count's name -> figure, without noughts."""
WITH_UNIT = {"dispatched", "handling", "suspended"}
GONE = {"declined", "not_registered", "voided"}
ACTS = {
    "acceptor": {
        "submit": "operate", "register": "operate", "decline": "not_operate",
        "order_confirmation": "send_confirm", "order_verification": "send_verify",
        "approve_self_handling": "approve_self_handling",
        "refuse_self_handling": "refuse_self_handling",
    },
    "shift_leader": {
        "register": "inst", "refuse_registration": "not_inst", "close": "archive",
        "return_to_verification": "pass_on", "return_to_dispatch": "pass_on",
        "send_back": "pass_on", "supervise": "supervise",
    },
    "dispatcher": {
        "dispatch": "dispatch", "redispatch": "dispatch", "reply_supervision": "supervise",
    },
}  # fmt: skip
TIMED = {"operate", "send_confirm", "send_verify", "inst", "archive", "dispatch"}
REPLY = "reply_supervision"
TASKS = {
    "order_confirmation": ("need_confirm",),
    "order_verification": ("need_verify",),
    "reverify": ("need_verify", "verify_again"),
    "return_to_verification": ("need_verify", "verify_again"),
}
ANSWERS = {"answer_confirmation": "confirm", "answer_verification": "verify"}


def people_of_trails(trails: Iterable[Sequence[Step]], start: datetime, end: datetime) -> People:
    """What everybody did from `start` until before `end`, judged by how the cases end."""
    found: People = {post: defaultdict(Counter) for post in (*ACTS, "inspector")}
    for trail in trails:
        _read(lasting(trail), start, end, found)
    return {post: {who: +row for who, row in rows.items() if +row} for post, rows in found.items()}


def _read(pages: Sequence[Step], start: datetime, end: datetime, found: People) -> None:
    last = Walk()
    for page in pages:
        last.read(page)
    seen, notes = Walk(), dict[str, Any]()
    had_unit = False
    for page in pages:
        in_time = _in_time(page, seen, notes)
        written = json.loads(page.payload)["set"]
        clocks = ("stage_clock", "handling", "supervised_until")
        notes |= {name: written[name] for name in clocks if name in written}
        if written.get("task"):
            notes["task"] = written["task"]
        seen.read(page)
        if start <= page.at < end:
            _note(page, last, found, in_time=in_time, first=not had_unit)
            _note_task(page, notes, found, in_time=in_time)
        had_unit = bool(seen.units)


def _in_time(page: Step, seen: Walk, notes: dict[str, Any]) -> bool:
    if page.move.value == REPLY:
        return page.at <= datetime.fromisoformat(notes["supervised_until"])
    clock = notes.get("handling" if seen.stage in WITH_UNIT else "stage_clock")
    if not clock or clock.get("stopped"):
        return True
    return page.at <= datetime.fromisoformat(clock["due"])


def _note(page: Step, last: Walk, found: People, *, in_time: bool, first: bool) -> None:
    move, post = page.move.value, page.post.value
    name = ACTS.get(post, {}).get(move)
    if name:
        row = found[post][page.operator]
        row[name] += 1
        if name in TIMED or move == REPLY:
            row[("in_time_" if in_time else "overtime_") + name] += 1
        if name in {"operate", "inst"}:
            row[f"accurate_{name}"] += last.end not in GONE
        if move == "dispatch" and first:
            row["first_dispatch"] += 1
            row["accurate_dispatch"] += last.units[0] == last.units[-1]
            row["wrong_dispatch"] += last.units[0] != last.units[-1]
    if post == "inspector" and move == "report":
        row = found["inspector"][page.operator]
        row["report"] += 1
        row["valid_report"] += last.registered
        row["declined_report"] += last.end == "declined"
        row["not_registered_report"] += last.end == "not_registered"


def _note_task(page: Step, notes: dict[str, Any], found: People, *, in_time: bool) -> None:
    who = (notes.get("task") or {}).get("inspector")
    if not who:
        return
    row = found["inspector"][who]
    for name in TASKS.get(page.move.value, ()):
        row[name] += 1
    answer = ANSWERS.get(page.move.value)
    if answer:
        row[answer] += 1
        row[("in_time_" if in_time else "overtime_") + answer] += 1
