"""Anchors: what only a superuser can do to a trail is still found, by a line kept elsewhere."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from db import OpenStore
from db.anchor_file import keep_anchor, keep_daily, read_lines
from db.anchors import Anchor, AnchorBreak, check_anchors, kept_lines, make_anchor, read_anchor
from db.archive import verify
from tests.db.lives import MORNING, Life
from tests.db.test_archive import three_cases, with_triggers_off

_RECHAIN = """
DO $$
DECLARE one record; before bytea := '';
BEGIN
    FOR one IN SELECT * FROM case_step WHERE case_id = {case} ORDER BY seq LOOP
        before := sha256(before || convert_to(concat_ws(chr(31), one.case_id::text, one.seq::text,
            one.move, coalesce(one.from_stage, ''), one.to_stage, one.operator, one.post, one.seat,
            coalesce(one.unit, ''),
            to_char(one.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            one.reason, one.payload, one.command), 'UTF8'));
        UPDATE case_step SET hash = before WHERE case_id = one.case_id AND seq = one.seq;
    END LOOP;
END $$
"""
_REMOVED = (
    "DELETE FROM case_step WHERE case_id = :case",
    "DELETE FROM case_file WHERE id = :case",
    "DELETE FROM case_state WHERE id = :case",
    "DELETE FROM case_text WHERE id = :case",
)


@pytest.fixture
def anchored(store: OpenStore, owner: Engine) -> tuple[list[CaseId], Life, Anchor]:
    """Three cases before an anchor, and who goes on with them."""
    cases = three_cases(store)
    return cases, Life(store.store, prefix="later"), make_anchor(owner, MORNING)


def test_a_line_tells_how_much_there_was_and_reads_back(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    _, _, anchor = anchored
    assert (anchor.number, anchor.cases, anchor.steps, anchor.previous) == (1, 3, 6, "")
    assert anchor.at == MORNING
    assert read_anchor(anchor.line()) == anchor
    assert kept_lines(owner) == (anchor.line(),)
    assert len(anchor.line().splitlines()) == 1


def test_later_steps_of_the_same_cases_leave_every_earlier_anchor_whole(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    cases, life, first = anchored
    life.act(cases[0], Move.NOTE, Post.ACCEPTOR, text="又一步")
    life.report()
    second = make_anchor(owner, MORNING + timedelta(days=1))
    life.act(cases[1], Move.NOTE, Post.ACCEPTOR, text="再一步")
    assert (second.cases, second.steps, second.previous) == (4, 8, first.digest)
    assert check_anchors(owner, kept_lines(owner)) is None
    assert check_anchors(owner, [second.line()]) is None


def test_a_chain_computed_anew_passes_verification_but_not_the_anchor(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    cases, _, anchor = anchored
    forged = "UPDATE case_step SET reason = 'forged' WHERE case_id = :case AND seq = 2"
    with_triggers_off(owner, forged, _RECHAIN.format(case=cases[1]), case=cases[1])
    assert verify(owner).whole
    found = check_anchors(owner, [anchor.line()])
    assert found is not None
    assert (found.number, found.reason, found.then, found.now) == (1, "steps", 6, 6)


def test_a_case_removed_without_trace_is_missed_by_the_anchor(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    cases, life, _ = anchored
    life.act(cases[2], Move.NOTE, Post.ACCEPTOR, text="又一步")
    make_anchor(owner, MORNING + timedelta(days=1))
    with_triggers_off(owner, *_REMOVED, case=cases[0])
    assert verify(owner).whole
    found = check_anchors(owner, kept_lines(owner))
    assert found == AnchorBreak(
        number=1, reason="steps", at=MORNING, year=cases[0] // 10**9, then=6, now=4
    )


def test_a_step_slipped_into_a_closed_period_is_found(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    cases, life, anchor = anchored
    life.act(cases[0], Move.NOTE, Post.ACCEPTOR, text="又一步")
    slipped = "UPDATE case_step SET period = 1 WHERE case_id = :case AND period = 2"
    with_triggers_off(owner, slipped, case=cases[0])
    found = check_anchors(owner, [anchor.line()])
    assert found is not None
    assert (found.then, found.now) == (6, 7)


def test_lines_that_were_changed_dropped_or_come_from_elsewhere_are_told_apart(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    for day in (1, 2):
        make_anchor(owner, MORNING + timedelta(days=day))
    first, second, third = kept_lines(owner)
    told = {**json.loads(second), "steps": 7}
    changed = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    other = Anchor(
        number=1, at=MORNING, database="other", cases=1, steps=1, years={}, previous=""
    ).line()
    tried = {
        "line": [first, changed, third],
        "order": [first, third],
        "database": [other],
    }
    for reason, lines in tried.items():
        found = check_anchors(owner, lines)
        assert found is not None
        assert found.reason == reason
    for wrong in ("", "[]", "{}", '{"number": 1}'):
        assert check_anchors(owner, [wrong]) == AnchorBreak(number=1, reason="line")


def test_no_step_comes_too_late_for_its_period(store: OpenStore, owner: Engine) -> None:
    """A step being written while a period is closed belongs to that period or to the next."""
    life = Life(store.store)
    case = life.report()
    done: list[Anchor] = []
    closing = Thread(target=lambda: done.append(make_anchor(owner, MORNING)))
    with store.engines[0].begin() as writing:
        writing.execute(text("UPDATE case_file SET version = 1 WHERE id = :case"), {"case": case})
        writing.execute(
            text(
                'INSERT INTO case_step SELECT (jsonb_populate_record(s, \'{"seq": 2, "move":'
                ' "note", "from_stage": "accepted", "command": "x"}\')).*'
                " FROM case_step s WHERE case_id = :case"
            ),
            {"case": case},
        )
        closing.start()
        _until_it_waits(owner)
    closing.join(timeout=20)
    assert [anchor.steps for anchor in done] == [2]
    assert check_anchors(owner, [done[0].line()]) is None


def _until_it_waits(owner: Engine) -> None:
    waits = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'ShareLock')")
    end = monotonic() + 15
    with owner.connect() as connection:
        while not connection.execute(waits).scalar_one():
            assert monotonic() < end, "the anchor does not wait for the open transaction"


def test_what_an_interrupted_run_left_open_is_finished_by_the_next(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(text("INSERT INTO anchor (number, at) VALUES (2, now())"))
    make_anchor(owner, MORNING)
    assert [read_anchor(line).number for line in kept_lines(owner)] == [1, 2, 3]
    assert check_anchors(owner, kept_lines(owner)) is None


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE anchor SET line = ''",
        "UPDATE anchor SET at = now()",
        "DELETE FROM anchor",
        "TRUNCATE anchor",
    ],
)
def test_kept_anchors_are_never_changed(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine, deed: str
) -> None:
    with pytest.raises(Exception, match="never allowed"), owner.begin() as connection:
        connection.execute(text(deed))


def test_the_file_gets_every_line_it_lacks(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "elsewhere" / "anchors.jsonl"
    keep_anchor(owner, file, MORNING)
    make_anchor(owner, MORNING)
    keep_anchor(owner, file, MORNING)
    assert read_lines(file) == kept_lines(owner)
    assert len(read_lines(file)) == 4


def test_a_file_of_another_history_is_refused_before_an_anchor_is_made(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "anchors.jsonl"
    for line in ("no anchor", "{}"):
        file.write_text(f"{line}\n")
        with pytest.raises(Refusal, match=r"anchor\.other"):
            keep_anchor(owner, file, MORNING)
    file.unlink()
    file.mkdir()
    with pytest.raises(Refusal, match=r"anchor\.file"):
        keep_anchor(owner, file, MORNING)
    assert len(kept_lines(owner)) == 1


def test_a_place_is_anchored_at_most_once_a_day(
    anchored: tuple[list[CaseId], Life, Anchor], owner: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "anchors.jsonl"
    assert keep_daily(owner, file, MORNING) is not None  # the file is not there yet
    assert keep_daily(owner, file, MORNING + timedelta(hours=19)) is None
    assert keep_daily(owner, file, MORNING + timedelta(hours=21)) is not None
