"""A console is started while the server is gone: the seat works from what its machine has kept."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.domain.trail import said
from console.ports.files import FileState
from console.services.queueing import BLOCK, local_day
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.gesture_form import GestureForm
from db.engine import command_engine
from db.roles import create_operator
from tests.db.crew import disable
from tests.journeys.calls import take_call_by_words
from tests.journeys.city import FIRST, PASSWORD, SECOND
from tests.journeys.hands import Hands, Office
from tests.journeys.panels import picture
from tests.journeys.proof import check_chain
from tests.killing import killed_at_random
from tests.lone_seat import NOTES, REPLAY, LoneSeat
from tests.servers import OwnServer

WORDS = "请带围挡到场，注意交通"
KILLS = 2


@pytest.fixture
def city(alone: Office) -> Office:
    """A centre whose operators type their passwords."""
    alone.typed = True
    return alone


def worked_before(office: Office, *cases: CaseId) -> datetime:
    """A first sitting of this workstation, ended with its window; when it began."""
    hands = office.seat()
    journal, desk = hands.shell.desk.outside.journal, hands.shell.desk
    assert journal is not None
    hands.wait(lambda: journal.leases(local_day(desk.now())) == BLOCK)
    hands.wait(lambda: hands.bench.ahead.ready)
    hands.wait(lambda: hands.bench.live.as_of is not None)
    hands.go_to(Post.DISPATCHER)
    for case in cases:
        hands.find(case)
    hands.wait(lambda: bool(hands.bench.pins.present))
    hands.wait(lambda: "roads" in hands.bench.ground.base)
    began = desk.now()
    hands.close()
    return began


def come_in(office: Office) -> Hands:
    """The second start, without the server: the page says how, the password opens."""
    hands = office.console()
    hands.wait(lambda: hands.people == 1)
    assert hands.door is not None
    assert "业务库连接不上" in hands.door.words
    hands.sign_in(FIRST)
    hands.wait(lambda: hands.app.shell is not None)
    hands.wait(hands.shell.workplace.frame.banner.isVisible)
    hands.wait(hands.shell.table.hasFocus)
    return hands


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # off-screen
def test_a_seat_works_without_the_server_from_its_first_minute_and_all_is_sent_once(
    city: Office, own_server: OwnServer
) -> None:
    case = city.world.until(Move.REGISTER, city.world.call())
    began = worked_before(city, case)
    own_server.stop()
    hands = come_in(city)
    as_of = hands.bench.live.as_of
    assert as_of is not None
    assert as_of <= began
    hands.wait(lambda: "roads" in hands.bench.ground.base)
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    panel = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: bool(panel.draft.advice.units))
    hands.walk_to(panel.instruction)
    hands.press("Ctrl+A")
    hands.write(WORDS)
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.find(case)
    hands.open_as("Ctrl+N", GestureForm)
    hands.write(WORDS)
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.find(case)
    hands.open_as("Ctrl+I", GestureForm)
    hands.attach(picture(city.folder))
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.go_to(Post.ACCEPTOR)
    take_call_by_words(hands)
    hands.wait(lambda: len(hands.bench.queued.facts) == 5)
    number = hands.bench.queued.facts[3].number
    assert number
    own_server.start()
    hands.press("F5")
    hands.wait(lambda: not hands.shell.workplace.frame.banner.isVisible())
    # A place without a point: nobody can be sent there, which is for the operator to decide.
    hands.wait(lambda: hands.bench.queued.refused == len(hands.bench.queued.facts) == 1)
    other = city.seat(SECOND, folder="other")
    other.go_to(Post.DISPATCHER)
    assert other.read(case).stage is Stage.DISPATCHED
    trail = city.world.trail(case)
    assert [step.move for step in trail[-3:]] == [Move.DISPATCH, Move.NOTE, Move.ADD_PHOTO]
    assert trail[-1].operator == FIRST
    ((_seq, photo),) = city.world.store.reading.detail(case, "world").photos
    assert other.shell.desk.outside.files.find(photo.digest).state is FileState.READY
    taken = city.world.store.reading.find_number(number)
    assert taken is not None
    assert other.read(taken).stage is Stage.ACCEPTED
    assert check_chain(city.world.store) == 2


def test_who_is_not_known_here_does_not_come_in_without_the_server(
    city: Office, own_server: OwnServer
) -> None:
    own_server.stop()
    hands = city.console()
    assert hands.door is not None
    hands.wait(lambda: hands.door is not None and "没有存下的数据" in hands.door.words)
    assert hands.people == 0


def test_a_wrong_password_does_not_open_what_is_kept_here(
    city: Office, own_server: OwnServer
) -> None:
    city.world.call()
    worked_before(city)
    own_server.stop()
    hands = city.console()
    hands.wait(lambda: hands.people == 1)
    for _turn in range(3):
        hands.sign_in(FIRST, "guessed")
        hands.wait(lambda: not hands.app.session.busy)
    hands.sign_in(FIRST)
    hands.wait(lambda: not hands.app.session.busy)
    assert hands.app.shell is None
    assert hands.door is not None
    hands.wait(lambda: hands.door is not None and "秒后重试" in hands.door.field.error)


@pytest.mark.parametrize("change", ["password", "closed"])
def test_who_is_not_let_in_when_the_server_is_back_loses_nothing(
    city: Office, own_server: OwnServer, change: str
) -> None:
    case = city.world.until(Move.REGISTER, city.world.call())
    worked_before(city, case)
    engine = command_engine(city.url)
    if change == "password":
        create_operator(engine, FIRST, "another")
    else:
        disable(engine, FIRST)
    engine.dispose()
    own_server.stop()
    hands = come_in(city)
    hands.go_to(Post.DISPATCHER)
    hands.find(case)
    hands.open_as("Ctrl+N", GestureForm)
    hands.write(WORDS)
    hands.press("Ctrl+Return")
    hands.wait_home()
    journal = hands.shell.desk.outside.journal
    assert journal is not None
    hands.wait(lambda: len(journal.entries(FIRST)) == 1)
    own_server.start()
    hands.press("F5")
    hands.wait(lambda: hands.app.shell is None)
    hands.wait(lambda: hands.people > 0)
    assert hands.door is not None
    assert "没有接受这次登录" in hands.door.words
    assert len(journal.entries(FIRST)) == 1
    hands.close()
    engine = command_engine(city.url)
    if change == "closed":
        disable(engine, FIRST, active=True)
    create_operator(engine, FIRST, "another")
    engine.dispose()
    again = city.console()
    again.wait(lambda: again.people == 2)
    again.sign_in(FIRST, "another")
    again.wait(lambda: again.app.shell is not None)
    again.wait(lambda: not journal.entries(FIRST))
    assert [step.move for step in city.world.trail(case)].count(Move.NOTE) == 1


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_seat_killed_without_the_server_and_again_while_sending_loses_and_doubles_nothing(
    city: Office, own_server: OwnServer, seed: int
) -> None:
    case = city.world.until(Move.REGISTER, city.world.call())
    worked_before(city, case)
    own_server.stop()
    chance = random.Random(seed)
    url = city.url.render_as_string(hide_password=False)
    folder = city.folder / "desk"
    who = (url, str(folder), FIRST, PASSWORD)
    acknowledged: list[str] = []
    for first in (0, 10_000):
        told = killed_at_random(NOTES, *who, str(case), str(first), chance=chance, longest=0.5)
        acknowledged += [line for line in told if line != "begin"]
    own_server.start()
    killed_at_random(REPLAY, *who, chance=chance, longest=1.5)
    seat = LoneSeat(*who[:1], folder, *who[2:])
    seat.send_all()
    assert seat.journal.entries(FIRST) == ()
    seat.door.close()
    kept = [said(step)["text"] for step in city.world.trail(case) if step.move is Move.NOTE]
    assert len(set(kept)) == len(kept)
    # One note more may be there: kept, and killed before it was said.
    assert [one for one in kept if one in acknowledged] == acknowledged
    assert len(kept) <= len(acknowledged) + 2
