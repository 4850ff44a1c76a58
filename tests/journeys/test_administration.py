"""An administrator at work on the real server under his own strict account, by keys alone."""

from __future__ import annotations

import pytest
from sqlalchemy import URL

from console.domain.administration import Subject
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.views.administration.page import AdministrationPage
from db import city
from db.engine import command_engine
from db.roles import create_operator
from tests.journeys.city import GAS, PASSWORD
from tests.journeys.hands import Hands, Office

KEEPER = "wuguan"


def seat_the_keeper(url: URL) -> None:
    """An operator with the administrator's post and no other."""
    engine = command_engine(url)
    keeper = Operator(login=KEEPER, name="吴管", posts=("administrator",), seats=("管理 01席",))
    try:
        city.put_operators(engine, [keeper])
        create_operator(engine, KEEPER, PASSWORD)
    finally:
        engine.dispose()


def page_of(hands: Hands) -> AdministrationPage:
    view = hands.shell.administration.view
    assert view is not None
    return view


def signed_in(office: Office) -> Hands:
    """The keeper at the page, his password typed."""
    hands = office.console()
    hands.wait(lambda: hands.people == 3)
    hands.press("2")
    hands.write(PASSWORD)
    hands.press("Return")
    hands.wait(lambda: hands.app.shell is not None)
    hands.wait(lambda: len(page_of(hands).page.table.keys) == 3)
    return hands


def phone(hands: Hands, unit: str) -> str:
    """A unit's telephone as the server has it now."""
    office = page_of(hands).page.office()
    found = {one.key: one.value for one in office.things(Subject.UNIT)}
    return str(found[unit].get("phone") or "")


def test_a_unit_is_changed_seen_in_the_history_and_put_back(
    office: Office, database_url: URL
) -> None:
    seat_the_keeper(database_url)
    hands = signed_in(office)
    view = page_of(hands)
    hands.press("Alt+2")
    hands.wait(lambda: GAS in view.page.table.keys)
    hands.press("/")
    hands.write(GAS)
    hands.press("Return")
    hands.wait(lambda: view.page.table.keys == (GAS,))
    hands.press("Down", "Return")
    before = phone(hands, GAS)
    hands.walk_to(view.things.form.rows["phone"].entry.widget)
    hands.press("Ctrl+A")
    hands.write("0375-12345")
    hands.press("Ctrl+Return")
    hands.wait(lambda: "撤销 Ctrl+Z" in hands.said)
    assert phone(hands, GAS) == "0375-12345"
    hands.press("H")
    hands.wait(lambda: len(view.page.history.table.keys) == 1)
    hands.press("Ctrl+Z")
    dialog = hands.dialog
    assert dialog is not None
    dialog.take_reason("输错")
    dialog.accept()
    hands.take_over()
    hands.wait(lambda: len(view.page.history.table.keys) == 2)
    assert phone(hands, GAS) == before
    hands.close()


def test_the_server_refuses_the_page_to_everybody_else(office: Office) -> None:
    hands = office.seat()
    hands.press("Ctrl+Shift+A")
    assert hands.shell.administration.view is None
    assert "系统管理员" in hands.said
    with pytest.raises(Refusal, match=r"judge\.post"):
        hands.bench.administration.office().things(Subject.OPERATOR)
    hands.close()
