"""A seat holds one case; it is let go when the work ends, the next begins, or the post changes."""

from console.domain.stage import Post
from console.viewmodels.holding import Holding
from tests.panels import Table, a_table
from tests.rows import a_case_id, a_case_row


def held(table: Table) -> list[int]:
    return [case for case, row in table.reading.cases.items() if row.holder]


def a_holding() -> tuple[Table, Holding]:
    table = a_table(Post.DISPATCHER)
    table.reading.put(a_case_row(1, 600), a_case_row(2, 900))
    return table, Holding(table.desk)


def test_beginning_the_next_case_lets_the_one_before_go() -> None:
    table, holding = a_holding()
    holding.hold(a_case_id(1))
    assert held(table) == [a_case_id(1)]
    holding.hold(a_case_id(2))
    assert held(table) == [a_case_id(2)]


def test_a_case_that_was_given_is_kept_and_let_go() -> None:
    table, holding = a_holding()
    holding.hold(a_case_id(1))
    holding.keep(a_case_id(1))
    assert held(table) == [a_case_id(1)]
    holding.let_go()
    holding.let_go()
    assert held(table) == []


def test_nothing_is_held_while_the_store_is_lost() -> None:
    table, holding = a_holding()
    table.reading.lost = True
    table.desk.ask("x", lambda reading: reading.units(), lambda _units: None)
    holding.hold(a_case_id(1))
    assert held(table) == []


def test_a_case_given_too_late_goes_back_unless_work_on_it_was_begun_by_hand() -> None:
    table, holding = a_holding()
    claims, me, now = table.desk.outside.claims, table.desk.actor, table.desk.now()
    holding.hold(a_case_id(1))
    claims.hold(a_case_id(2), me, now)
    holding.give_back(a_case_id(1), me)
    holding.give_back(a_case_id(2), me)
    assert held(table) == [a_case_id(1)]
    holding.leave(a_case_id(2))
    assert held(table) == [a_case_id(1)]
    holding.leave(a_case_id(1))
    assert held(table) == []
