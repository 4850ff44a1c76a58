"""The door by keys: a digit lets a demo operator in, others type a password, errors are calm."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.signin import TURNED_AWAY
from console.viewmodels.desk import Desk
from console.viewmodels.lanes import AtOnceLanes
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.session import Choice, Session
from console.views.look import Look
from console.views.refusal_words import SHANGHAI
from console.views.sign_in import SignInView
from tests.doors import FakeDoor
from tests.pictures import LocalDoorInMemory
from tests.rows import NOW


@dataclass
class Entrance:
    """The page, its session, and the desks it led to."""

    page: SignInView
    session: Session
    door: FakeDoor
    desks: list[Desk] = field(default_factory=list)


def _entrance(qtbot: QtBot, door: FakeDoor, language: str = "zh") -> Entrance:
    session = Session(door, AtOnceLanes(), lambda: NOW, lambda: "command")
    look = Look.of("light", language, strict=True)
    made = Entrance(SignInView(session, look.wording, look.theme), session, door)
    session.admitted.connect(made.desks.append)
    qtbot.addWidget(made.page)
    made.page.resize(1366, 768)
    made.page.show()
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    session.load()
    return made


def test_a_digit_signs_a_demo_operator_in(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor())
    QTest.keyClick(made.page.people, Qt.Key.Key_1)
    assert made.door.asked == [("chenlei", "")]
    assert made.desks[0].actor.post is Post.DISPATCHER
    assert made.desks[0].actor.seat == "席 0"


def test_posts_are_listed_as_the_language_does(qtbot: QtBot) -> None:
    entrance = _entrance(qtbot, FakeDoor(), "en")
    people = entrance.page.people
    lines = [people.item(at).text() for at in range(people.count())]
    assert any(", " in line for line in lines)
    assert not any("、" in line for line in lines)


def test_others_type_their_password(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(demo=False))
    QTest.keyClick(made.page.people, Qt.Key.Key_1)
    assert made.page.password.hasFocus()
    QTest.keyClicks(made.page.password, "right")
    QTest.keyClick(made.page.password, Qt.Key.Key_Return)
    assert len(made.desks) == 1


def test_the_password_does_not_stay_in_its_field(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(demo=False))
    made.page.password.setText("right")
    made.page.knock()
    assert made.page.password.text() == ""


def test_an_empty_password_asks_for_one_before_knocking(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(demo=False))
    made.page.knock()
    assert made.door.asked == []
    assert made.page.field.error


def test_a_wrong_password_is_one_sentence_beside_the_field(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(demo=False))
    made.page.password.setText("wrong")
    made.page.knock()
    assert "口令" in made.page.field.error
    assert made.page.password.hasFocus()
    assert not made.desks


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Refusal("signin.no_post", name="陈磊"), "陈磊"),
        (StoreUnavailable("store.lost"), "断开"),
        (Refusal("signin.locked", until=NOW), f"{NOW.astimezone(SHANGHAI):%m-%d %H:%M}"),
    ],
    ids=["no post", "no server", "locked"],
)
def test_known_failures_are_one_calm_sentence(qtbot: QtBot, failure: Exception, words: str) -> None:
    made = _entrance(qtbot, FakeDoor(failure=failure))
    made.page.knock()
    assert words in made.page.words
    assert not made.desks


def test_a_bug_at_the_door_is_reported(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(failure=ValueError("a bug")))
    with qtbot.waitSignal(made.session.crashed):
        made.page.knock()


def test_a_choice_never_shows_its_password() -> None:
    assert "geheim" not in repr(Choice(login="chenlei", password="geheim"))


def test_all_seats_read_the_servers_clock(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor())
    made.page.knock()
    assert made.desks[0].now() == NOW


def test_without_the_server_the_page_says_so_and_how_old_each_picture_is(qtbot: QtBot) -> None:
    made = _entrance(qtbot, LocalDoorInMemory(demo=False))
    assert "业务库连接不上" in made.page.words
    assert "数据停在 11-23 10:42" in made.page.people.item(0).text()
    made.session.close()


def test_when_the_server_is_back_the_operator_and_what_he_types_stay(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _entrance(qtbot, LocalDoorInMemory(demo=False))
    made.page.password.setFocus()
    QTest.keyClicks(made.page.password, "rig")
    monkeypatch.setattr(LocalDoorInMemory, "operators", FakeDoor.operators)
    with qtbot.waitSignal(made.session.listed):
        made.session.load()
    assert "业务库连接不上" not in made.page.words
    assert made.page.password.hasFocus()
    QTest.keyClicks(made.page.password, "ht")
    assert made.page.password.text() == "right"


def test_why_somebody_was_turned_away_stays_until_he_knocks(qtbot: QtBot) -> None:
    made = _entrance(qtbot, FakeDoor(demo=False))
    made.page.insist(Notice(code=TURNED_AWAY, tone=NoticeTone.REFUSED))
    made.session.load()
    assert "没有接受这次登录" in made.page.words
    made.page.password.setText("right")
    made.page.knock()
    assert "没有接受这次登录" not in made.page.words
