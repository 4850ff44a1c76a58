"""Verification of the archive: whole ones pass, each kind of break is named."""

import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from db import OpenStore
from db.archive import verify
from tests.db.lives import Life


def three_cases(store: OpenStore) -> list[CaseId]:
    life = Life(store.store)
    cases = [life.report(f"第{at}处井盖破损") for at in range(3)]
    for case in cases:
        life.act(case, Move.NOTE, Post.ACCEPTOR, text="已核对")
    return cases


def with_triggers_off(owner: Engine, *statements: str, case: CaseId) -> None:
    """What only a superuser can do."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement), {"case": case})


def test_a_whole_archive_passes_and_counts(store: OpenStore, owner: Engine) -> None:
    three_cases(store)
    told: list[int] = []
    result = verify(owner, told.append)
    assert (result.whole, result.checked_cases, result.checked_steps) == (True, 3, 6)
    assert result.broken_case is None


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("UPDATE case_step SET operator = 'forged' WHERE case_id = :case AND seq = 1", "chain"),
        ("UPDATE case_step SET at = at + interval '1 s' WHERE case_id = :case", "chain"),
        (
            "UPDATE case_step SET payload = replace(payload, '井', '#') WHERE case_id = :case",
            "chain",
        ),
        ("DELETE FROM case_step WHERE case_id = :case AND seq = 2", "row"),
        ("DELETE FROM case_step WHERE case_id = :case", "trail"),
        ("DELETE FROM case_file WHERE id = :case", "row"),
        ("UPDATE case_file SET version = 9 WHERE id = :case", "row"),
        ("UPDATE case_state SET state = replace(state, '井', '#') WHERE id = :case", "state"),
    ],
)
def test_the_first_broken_case_is_named_with_its_reason(
    store: OpenStore, owner: Engine, deed: str, reason: str
) -> None:
    cases = three_cases(store)
    with_triggers_off(owner, deed, case=cases[1])
    result = verify(owner)
    assert (result.whole, result.broken_case, result.reason) == (False, cases[1], reason)
    assert result.checked_cases == 1
