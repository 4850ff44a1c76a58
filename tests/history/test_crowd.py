"""Many seats on the same cases: nothing lost, nothing double, nothing unlawful.

A sample by count of acts; `python -m benchmarks.seats` lets fifty seats work for ten minutes.
"""

from collections import Counter
from pathlib import Path

from sqlalchemy import URL, Engine, text

from tests.history.crowd import Run, let_work, plain_address, prepare
from tests.history.judge import NEVER_CLASH, judge
from tests.history.told import read

RUN = Run(seats=6, cases=40, acts=100, seed=20261128)
FORGED = """
    SET LOCAL session_replication_role = replica;
    UPDATE case_step SET reason = reason || '?' WHERE case_id = {} AND seq = 1;
    DELETE FROM case_step WHERE case_id = {} AND seq = 1;
    UPDATE case_file SET stage = 'nowhere' WHERE id = {};
    UPDATE case_file SET number = (SELECT min(number) FROM case_file) WHERE id = {};
    UPDATE case_step SET move = 'appeal' WHERE case_id = {} AND seq = 1;
    DELETE FROM command_log WHERE id = 'first';
"""
"""What only an administrator of the server can do: a case for each line that names one."""


def test_seats_at_work_on_the_same_cases_leave_a_history_without_fault(
    database_url: URL, owner: Engine, tmp_path: Path
) -> None:
    prepare(database_url, tmp_path, RUN)
    history = let_work(database_url, tmp_path, RUN)
    assert judge(history) == []
    # The run was one in which these faults could have shown.
    kinds = Counter(line["is"] for lines in history.lines.values() for line in lines)
    assert kinds["done"] > RUN.seats * RUN.acts / 4
    assert kinds["no"] > RUN.seats
    assert kinds["hold"] > RUN.seats
    assert len(history.steps()) > RUN.cases + RUN.seats * RUN.acts / 4
    asked = {line["command"]: line["move"] for _, line in history.words("ask")}
    clashed = {
        asked[line["command"]] for _, line in history.words("no") if line["code"] == "case.conflict"
    }
    assert not clashed & NEVER_CLASH
    refused = {line["code"] for _, line in history.words("no")}
    assert {"judge.actor", "judge.post", "command.reused", "case.conflict"} <= refused
    # What is forged in the database afterwards is read from there and found.
    cases = [file.case for file in history.files[-5:]]
    with owner.begin() as connection:
        connection.execute(text(FORGED.format(*cases)))
    found = {one.kind for one in judge(read(plain_address(database_url), tmp_path))}
    forged = {"broken_chain", "version_gap", "other_state", "number_twice", "unlawful_step"}
    assert {*forged, "missing_act"} <= found
