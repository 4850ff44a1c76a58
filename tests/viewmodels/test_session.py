"""From the door to a desk: only who has a post here, calm refusals, the server's clock."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.picture import Kept, Known
from console.ports.signin import TURNED_AWAY
from console.viewmodels import session as session_module
from console.viewmodels.desk import Desk
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.session import Choice, Session, centre_posts, seat_of
from tests.builders import city_rules
from tests.doors import FakeDoor
from tests.pictures import LocalDoorInMemory, PictureInMemory
from tests.rows import NOW
from tests.screens import an_operator

BEHIND = timedelta(minutes=3)


def at_the_door(door: FakeDoor) -> Session:
    """A session at a workstation whose clock is three minutes behind."""
    ids = count(1)
    return Session(door, AtOnceLanes(), lambda: NOW - BEHIND, lambda: f"command-{next(ids)}")


def test_the_right_word_opens_a_desk_at_the_post_chosen(qtbot: QtBot) -> None:
    session = at_the_door(FakeDoor(demo=False))
    with qtbot.waitSignal(session.admitted) as admitted:
        session.sign_in(Choice(login="chenlei", password="right", post=Post.VERIFIER))
    desk = admitted.args[0]
    assert isinstance(desk, Desk)
    assert (desk.actor.operator, desk.actor.post) == ("chenlei", Post.VERIFIER)
    assert desk.now() == NOW
    assert session.desk_again(Post.DISPATCHER).now() == NOW


def test_a_desk_that_is_made_anew_has_the_rules_heard_last(qtbot: QtBot) -> None:
    session = at_the_door(FakeDoor())
    with qtbot.waitSignal(session.admitted) as admitted:
        session.sign_in(Choice(login="chenlei"))
    reading = admitted.args[0].outside.reading
    reading.city = replace(reading.city, similar_days=14)
    admitted.args[0].ask("rules", lambda reading: reading.rules(), lambda _rules: None)
    assert session.desk_again(Post.DISPATCHER).rules.similar_days == 14


def test_a_post_the_operator_has_not_becomes_the_usual_one(qtbot: QtBot) -> None:
    session = at_the_door(FakeDoor())
    with qtbot.waitSignal(session.admitted) as admitted:
        session.sign_in(Choice(login="chenlei", post=Post.ACCEPTOR))
    assert admitted.args[0].actor.post is centre_posts(an_operator())[0]


@pytest.mark.parametrize(
    ("door", "code"),
    [
        (FakeDoor(demo=False), "signin.wrong"),
        (FakeDoor(failure=StoreUnavailable("store.lost")), "store.lost"),
    ],
)
def test_what_goes_wrong_is_one_calm_sentence(qtbot: QtBot, door: FakeDoor, code: str) -> None:
    session = at_the_door(door)
    with qtbot.waitSignal(session.refused) as refused:
        session.sign_in(Choice(login="chenlei", password="wrong"))
    assert refused.args[0].code == code
    assert "wrong" not in str(refused.args[0].facts.values())
    assert not session.busy


def test_a_bug_is_told_as_one(qtbot: QtBot) -> None:
    session = at_the_door(FakeDoor(failure=ZeroDivisionError()))
    with qtbot.waitSignal(session.crashed):
        session.sign_in(Choice(login="chenlei"))


def test_a_password_is_in_no_text_of_the_choice() -> None:
    assert "secret" not in repr(Choice(login="chenlei", password="secret"))


def test_the_seat_is_the_one_kept_for_the_post() -> None:
    operator = Operator(
        login="li", name="李霞", posts=("verifier", "unit"), seats=("核查 01席",), shift=""
    )
    assert centre_posts(operator) == (Post.VERIFIER,)
    assert seat_of(operator, Post.VERIFIER) == "核查 01席"
    assert seat_of(operator, Post.UNIT) == "unit"


def test_nobody_signed_in_has_no_desk(qtbot: QtBot) -> None:
    with pytest.raises(LookupError):
        at_the_door(FakeDoor()).desk_again(Post.DISPATCHER)


def a_picture() -> PictureInMemory:
    """Of a workstation whose clock is behind: it knows the rules and one moment."""
    rules = Kept(question=("rules", (), ()), answer=city_rules(), at=NOW)
    return PictureInMemory(Known(answers=(rules,), as_of=NOW, drift=BEHIND))


def test_without_the_server_a_desk_goes_on_from_the_picture(qtbot: QtBot) -> None:
    session = at_the_door(LocalDoorInMemory(picture=a_picture()))
    with qtbot.waitSignal(session.admitted) as admitted:
        session.sign_in(Choice(login="chenlei"))
    desk = admitted.args[0]
    assert desk.now() == NOW
    assert desk.known.as_of == NOW
    desk.ask("rules", lambda reading: reading.rules(), lambda _rules: None)
    assert desk.is_lost
    assert desk.dated["rules"] == NOW
    assert session.desk_again(Post.DISPATCHER).known is desk.known


def test_a_picture_without_rules_lets_nobody_in(qtbot: QtBot) -> None:
    session = at_the_door(LocalDoorInMemory())
    with qtbot.waitSignal(session.refused) as refused:
        session.sign_in(Choice(login="chenlei"))
    assert refused.args[0].code == "signin.not_known_here"


def test_who_came_in_without_the_server_is_told_when_it_turns_him_away(qtbot: QtBot) -> None:
    session = at_the_door(LocalDoorInMemory(picture=a_picture()))
    with qtbot.waitSignal(session.admitted) as admitted:
        session.sign_in(Choice(login="chenlei"))
    desk = admitted.args[0]
    with qtbot.waitSignal(desk.turned_away), qtbot.assertNotEmitted(desk.notice):
        desk.failed(Refusal(TURNED_AWAY))


def test_the_list_is_asked_for_anew_while_the_server_is_gone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "AGAIN_MS", 1)
    door = LocalDoorInMemory()
    session = at_the_door(door)
    heard: list[object] = []
    session.listed.connect(heard.append)
    session.load()
    with qtbot.waitSignal(session.listed):
        monkeypatch.setattr(LocalDoorInMemory, "operators", FakeDoor.operators)
    assert len(heard) == 2  # the same list again is no news
    assert not session.asking_again
    session.close()
