"""An anchor also tells how far the register of administrators' changes went."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from db import OpenStore
from db.anchored_register import Register
from db.anchors import Anchor, check_anchors, kept_lines, make_anchor, read_anchor
from tests.db.lives import MORNING
from tests.db.test_archive import three_cases, with_triggers_off

_CHANGE = text(
    "SELECT app.keep_change('phrase', :key, 'put', NULL, '{\"text\": \"x\"}', 'new', NULL,"
    " 'adm', 'administrator', :at)"
)
_REWRITTEN = "UPDATE admin_change SET reason = 'nothing' WHERE key = 'second'"
_RECHAINED = """
DO $$
DECLARE one admin_change; former bytea := '';
BEGIN
    FOR one IN SELECT * FROM admin_change ORDER BY id LOOP
        former := app.change_hash(one, former);
        UPDATE admin_change SET hash = former WHERE id = one.id;
    END LOOP;
END $$
"""
_SAYS_WHOLE = (
    "CREATE OR REPLACE FUNCTION app.broken_changes() RETURNS SETOF bigint LANGUAGE sql STABLE"
    " AS 'SELECT NULL::bigint WHERE false'"
)
_NOBODY = CaseId(0)


def change(owner: Engine, *keys: str) -> None:
    """An administrator's changes."""
    with owner.begin() as connection:
        for key in keys:
            connection.execute(_CHANGE, {"key": key, "at": MORNING})


@pytest.fixture
def anchored(store: OpenStore, owner: Engine) -> Anchor:
    """Three cases and three changes before an anchor, one change after it."""
    three_cases(store)
    change(owner, "first", "second", "third")
    anchor = make_anchor(owner, MORNING)
    change(owner, "later")
    return anchor


def test_a_line_tells_the_last_change_and_goes_on_holding_with_later_ones(
    anchored: Anchor, owner: Engine
) -> None:
    assert anchored.register is not None
    assert anchored.register.changes >= 3
    assert read_anchor(anchored.line()) == anchored
    later = make_anchor(owner, MORNING + timedelta(days=1))
    assert later.register is not None
    assert later.register.changes == anchored.register.changes + 1
    assert check_anchors(owner, kept_lines(owner)) is None


@pytest.mark.parametrize(
    ("deeds", "gone"),
    [
        ([_REWRITTEN], 0),
        ([_REWRITTEN, _RECHAINED], 0),
        (["DELETE FROM admin_change WHERE key = 'first'", _RECHAINED], 1),
        (["DELETE FROM admin_change WHERE key IN ('third', 'later')"], 1),
        (["DELETE FROM admin_change"], None),
    ],
    ids=["rewritten", "and chained anew", "one left out", "the newest cut off", "emptied"],
)
def test_whatever_a_superuser_does_to_the_register_the_line_does_not_hold(
    anchored: Anchor, owner: Engine, deeds: list[str], gone: int | None
) -> None:
    with_triggers_off(owner, *deeds, case=_NOBODY)
    found = check_anchors(owner, [anchored.line()])
    then = anchored.register.changes if anchored.register else 0
    assert found is not None
    assert (found.number, found.reason, found.at) == (1, "register", MORNING)
    assert (found.then, found.now) == (then, 0 if gone is None else then - gone)


def test_before_any_change_there_is_a_register_of_none(store: OpenStore, owner: Engine) -> None:
    three_cases(store)
    with_triggers_off(owner, "DELETE FROM admin_change", case=_NOBODY)
    assert make_anchor(owner, MORNING).register == Register()
    change(owner, "first")
    assert check_anchors(owner, kept_lines(owner)) is None


def test_a_line_from_before_the_register_still_holds(anchored: Anchor, owner: Engine) -> None:
    told = json.loads(anchored.line())
    before = Anchor(
        number=anchored.number,
        at=anchored.at,
        database=anchored.database,
        cases=anchored.cases,
        steps=anchored.steps,
        years=anchored.years,
        previous=anchored.previous,
    )
    assert (told["format"], json.loads(before.line())["format"]) == (2, 1)
    assert read_anchor(before.line()) == before
    with_triggers_off(owner, "DELETE FROM admin_change", case=_NOBODY)
    assert check_anchors(owner, [before.line()]) is None


def test_a_server_made_to_say_that_its_register_is_whole_is_not_believed(
    anchored: Anchor, owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(text(_SAYS_WHOLE))
    with_triggers_off(owner, _REWRITTEN, case=_NOBODY)
    found = check_anchors(owner, [anchored.line()])
    assert found is not None
    assert (found.number, found.reason) == (1, "register")
