"""The judge finds every kind of fault: each is planted into a history that is without any."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from tests.history.judge import LIFE, judge
from tests.history.told import Commit, File, History, Step

BEGIN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECOND = 10**9  # nanoseconds
CASE, OTHER = 2026000000001, 2026000000002

# move, from, to, post, who, reason, said
LIFE_OF_A_CASE = (
    ("accept", "", "accepted", "acceptor", "ann", "", "{}"),
    ("order_confirmation", "accepted", "confirming", "acceptor", "ann", "", "{}"),
    ("answer_confirmation", "confirming", "accepted", "acceptor", "ben", "", '{"outcome":"true"}'),
    ("submit", "accepted", "to_register", "acceptor", "ann", "", "{}"),
    ("register", "to_register", "to_dispatch", "shift_leader", "ben", "", "{}"),
    ("note", "to_dispatch", "to_dispatch", "dispatcher", "ann", "", "{}"),
    ("dispatch", "to_dispatch", "dispatched", "dispatcher", "ben", "", "{}"),
    ("undo", "dispatched", "to_dispatch", "shift_leader", "ben", "", "{}"),
    ("propose_forced_close", "to_dispatch", "to_dispatch", "shift_leader", "ann", "已拆迁", "{}"),
    ("force_close", "to_dispatch", "closed", "supervisor", "ben", "", "{}"),
)


def chained(steps: list[Step]) -> list[Step]:
    """The steps with hashes that fit."""
    before, made = b"", []
    for step in steps:
        at = step.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        words = [str(step.case), str(step.seq), step.move, step.from_stage, step.to_stage]
        words += [step.operator, step.post, step.seat, step.unit, at, step.reason, step.payload]
        before = sha256(before + "\x1f".join([*words, step.command]).encode()).digest()
        made.append(replace(step, hash=before))
    return made


def trail_of(case: int) -> list[Step]:
    steps = [
        Step(
            case=case,
            seq=seq,
            move=move,
            from_stage=start,
            to_stage=end,
            operator=who,
            post=post,
            seat="01",
            unit="",
            at=BEGIN + timedelta(seconds=seq),
            reason=reason,
            payload=f'{{"said":{said},"set":{{}}}}',
            command=f"{case}-{seq}",
            hash=b"",
        )
        for seq, (move, start, end, post, who, reason, said) in enumerate(LIFE_OF_A_CASE, 1)
    ]
    return chained(steps)


def asked_and_done(step: Step, number: str) -> list[dict[str, Any]]:
    """What a seat wrote about a step."""
    ask = {"is": "ask", "command": step.command, "move": step.move, "seen": step.seq - 1}
    done = {"is": "done", "command": step.command, "case": step.case, "version": step.seq}
    return [{**ask, "lawless": ""}, {**done, "stage": step.to_stage, "number": number}]


def news(seconds: float, *cases: int) -> dict[str, Any]:
    as_of = (BEGIN + timedelta(seconds=seconds)).isoformat()
    return {"is": "news", "as_of": as_of, "cases": list(cases), "reload": False}


def held(case: int, since: float, until: float) -> list[dict[str, Any]]:
    begin = int(since * SECOND)
    hold = {"is": "hold", "case": case, "from": begin, "at": begin + 1, "over": False}
    return [hold, {"is": "free", "case": case, "at": int(until * SECOND)}]


@pytest.fixture
def clean() -> History:
    """Two cases with the same life, made and watched by two seats."""
    trails = {case: trail_of(case) for case in (CASE, OTHER)}
    files = [
        File(
            case=case, number=f"2026-1123-{case % 10:06d}", version=10, stage="closed", source="web"
        )
        for case in trails
    ]
    numbers = {file.case: file.number for file in files}
    steps = [step for trail in trails.values() for step in trail]
    history = History(
        files=files,
        trails=trails,
        commands=[step.command for step in steps],
        letters=[steps[6].command],
        feed=[Commit(gseq=at, case=step.case, at=step.at) for at, step in enumerate(steps)],
        lines={"ann": [], "ben": []},
    )
    for who, lines in history.lines.items():
        lines.append({**news(0), "is": "listens"})
        lines += [
            line
            for step in steps
            if step.operator == who
            for line in asked_and_done(step, numbers[step.case])
        ]
        lines.append(news(60, CASE, OTHER))
    history.lines["ann"] += held(CASE, 10, 20)
    history.lines["ben"] += held(CASE, 21, 30)
    return history


def change(history: History, seq: int, **values: Any) -> None:
    """Another step in the place of one, with a chain that fits."""
    trail = history.trails[CASE]
    trail[seq - 1] = replace(trail[seq - 1], **values)
    history.trails[CASE] = chained(trail)


def line(history: History, who: str, kind: str, at: int = 0) -> dict[str, Any]:
    return [one for one in history.lines[who] if one["is"] == kind][at]


def hash_of_a_step(history: History) -> None:
    trail = history.trails[CASE]
    trail[4] = replace(trail[4], reason="改过")


def step_missing(history: History) -> None:
    del history.trails[CASE][5]


def other_row(history: History) -> None:
    history.files[0] = replace(history.files[0], version=9)


def way_nobody_knows(history: History) -> None:
    change(history, 5, post="dispatcher")


def no_reason(history: History) -> None:
    change(history, 9, reason=" ")


def not_confirmed(history: History) -> None:
    change(history, 3, payload='{"said":{"outcome":"false"},"set":{}}')


def one_person_twice(history: History) -> None:
    change(history, 10, operator="ann")


def undo_of_another(history: History) -> None:
    change(history, 8, operator="ann")


def undo_too_late(history: History) -> None:
    trail = history.trails[CASE]
    late = [replace(step, at=step.at + timedelta(seconds=31 * (step.seq > 7))) for step in trail]
    history.trails[CASE] = chained(late)


def command_twice(history: History) -> None:
    change(history, 6, command=f"{CASE}-5")


def command_without_step(history: History) -> None:
    history.commands.append("nothing")


def letter_without_command(history: History) -> None:
    history.letters.append("nothing")


def same_number(history: History) -> None:
    history.files[1] = replace(history.files[1], number=history.files[0].number)


def answer_without_step(history: History) -> None:
    line(history, "ann", "done")["command"] = "lost"


def answer_of_another_number(history: History) -> None:
    line(history, "ann", "done")["number"] = "2026-1123-000009"


def two_answers(history: History) -> None:
    first = line(history, "ann", "done")
    history.lines["ann"] += [line(history, "ann", "ask"), {**first, "version": 2}]


def unlawful_was_done(history: History) -> None:
    line(history, "ann", "ask")["lawless"] = "post"


def refused_is_there(history: History) -> None:
    done = line(history, "ann", "done")
    done.update({"is": "no", "code": "move.stage"})


def moved_on_unseen(history: History) -> None:
    """Ben registers what he saw three steps ago."""
    line(history, "ben", "ask", at=1)["seen"] = 2


def one_version_twice(history: History) -> None:
    told = line(history, "ben", "done", at=0)
    history.lines["ben"] += [line(history, "ben", "ask"), {**told, "command": f"{CASE}-1"}]


def claims_overlap(history: History) -> None:
    history.lines["ben"] += held(CASE, 19, 22)


def beats_keep_a_claim(history: History) -> None:
    """Ann's beat came in time, so Ben got the case while it was hers."""
    lines = history.lines["ann"]
    begin = 40 * SECOND
    lines.append({"is": "hold", "case": CASE, "from": begin, "at": begin, "over": False})
    lines.append({"is": "beat", "at": begin + LIFE - 1})
    history.lines["ben"] += held(CASE, 110, 120)


def unrecorded_takeover(history: History) -> None:
    lines = held(CASE, 15, 18)
    lines[0]["over"] = True
    history.lines["ben"] += lines


def news_not_told(history: History) -> None:
    line(history, "ben", "news")["cases"].remove(OTHER)


def news_told_too_early(history: History) -> None:
    """Told before the last of it happened, and never again."""
    line(history, "ben", "news")["as_of"] = news(5)["as_of"]
    history.lines["ben"].append(news(7))


def news_twice(history: History) -> None:
    history.lines["ann"] += [news(60 + at, CASE) for at in range(10)]


Plant = Callable[[History], None]
PLANTED: dict[Plant, str] = {
    hash_of_a_step: "broken_chain",
    step_missing: "version_gap",
    other_row: "other_state",
    way_nobody_knows: "unlawful_step",
    no_reason: "unlawful_step",
    not_confirmed: "unlawful_step",
    one_person_twice: "unlawful_step",
    undo_of_another: "unlawful_step",
    undo_too_late: "unlawful_step",
    command_twice: "double_command",
    command_without_step: "missing_act",
    letter_without_command: "missing_act",
    same_number: "number_twice",
    answer_without_step: "missing_act",
    answer_of_another_number: "missing_act",
    two_answers: "double_command",
    unlawful_was_done: "unlawful_taken",
    refused_is_there: "refused_kept",
    moved_on_unseen: "lost_update",
    one_version_twice: "lost_update",
    claims_overlap: "double_claim",
    beats_keep_a_claim: "double_claim",
    unrecorded_takeover: "double_claim",
    news_not_told: "news_missed",
    news_told_too_early: "news_missed",
    news_twice: "news_twice",
}


def named(plant: Plant) -> str:
    """The same in every process of a test run."""
    return repr(plant).split()[1]


def test_a_history_without_fault_is_found_without_fault(clean: History) -> None:
    assert judge(clean) == []


@pytest.mark.parametrize(
    ("plant", "kind"), [pytest.param(*one, id=named(one[0])) for one in PLANTED.items()]
)
def test_a_planted_fault_is_found(clean: History, plant: Plant, kind: str) -> None:
    faulty = deepcopy(clean)
    plant(faulty)
    assert kind in {finding.kind for finding in judge(faulty)}


def test_a_recorded_takeover_and_a_claim_that_ran_out_are_no_double_claims(clean: History) -> None:
    lines = held(CASE, 15, 18)
    lines[0]["over"] = True
    clean.lines["ben"] = [*clean.lines["ben"], *lines]
    clean.taken.append((CASE, "ben", "ann"))
    silent = {"is": "hold", "case": OTHER, "from": 0, "at": 1, "over": False}
    clean.lines["ann"].append(silent)
    clean.lines["ben"] += held(OTHER, LIFE / SECOND + 1, LIFE / SECOND + 2)
    assert judge(clean) == []


def test_notes_and_urging_from_an_old_picture_are_no_lost_updates(clean: History) -> None:
    line(clean, "ann", "ask", at=3)["seen"] = 1
    assert line(clean, "ann", "ask", at=3)["move"] == "note"
    assert judge(clean) == []
