"""Extension, suspension, a dispute between units decided by two people, merging: by keys alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.views.panels.coordinate_panel import CoordinatePanel
from console.views.panels.gesture_form import GestureForm
from console.views.panels.merge_panel import MergePanel
from tests.journeys.city import FIRST, GAS, SECOND, WATER
from tests.journeys.hands import Hands, Office
from tests.journeys.panels import dispatch
from tests.journeys.proof import check_chain, check_clocks, check_rail, letters
from tests.journeys.restarts import BOTH_WAYS

pytestmark = BOTH_WAYS


def at(hands: Hands, post: Post, queue: str, case: CaseId) -> None:
    """Sit at a post, open a queue by its key, and walk to the case."""
    if hands.shell.desk.actor.post is not post:
        hands.go_to(post)
    hands.press(queue)
    hands.find(case)


def request(hands: Hands, key: str, words: str, case: CaseId, stage: Stage) -> None:
    """A request with its reason."""
    hands.open_as(key, GestureForm)
    hands.write(words)
    hands.submit(case, stage)


def test_extension_and_suspension_are_asked_for_and_granted(office: Office) -> None:
    case = office.world.until(Move.RECEIVE, office.world.call())
    hands = office.seat()
    before = hands.read(case).handling
    at(hands, Post.DISPATCHER, "Alt+5", case)
    request(hands, "Ctrl+Shift+Y", "配件明日到货", case, Stage.HANDLING)
    at(hands, Post.SHIFT_LEADER, "Alt+5", case)
    hands.press("Alt+E")
    hands.wait(lambda: hands.case.extensions == 1)
    longer = hands.read(case).handling
    assert before is not None
    assert longer is not None
    assert longer.due > before.due
    at(hands, Post.DISPATCHER, "Alt+5", case)
    request(hands, "Ctrl+Shift+U", "冬季停工，待气温回升", case, Stage.SUSPEND_REQUESTED)
    at(hands, Post.SHIFT_LEADER, "Alt+5", case)
    hands.act("Alt+P", case, Stage.SUSPENDED)
    check_clocks(hands.read(case), hands.shell.desk.rules, hands.shell.desk.now())
    at(hands, Post.DISPATCHER, "Alt+5", case)
    hands.act("Alt+Z", case, Stage.HANDLING)
    done = hands.read(case)
    assert (done.extensions, done.suspensions, done.request) == (1, 1, None)
    check_clocks(done, hands.shell.desk.rules, hands.shell.desk.now())
    assert check_chain(office.world.store) == 1


def test_a_dispute_ends_in_a_binding_decision_of_two_people(office: Office) -> None:
    case = office.world.until(Move.RECEIVE, office.world.call())
    hands = office.seat()
    give_back_twice(hands, case)
    propose(hands, case)
    hands.go_to(Post.SHIFT_LEADER)
    hands.press("Alt+9")
    hands.find(case)
    hands.press("Ctrl+F9")
    hands.wait(lambda: "另一人" in hands.said)
    assert hands.shell.panels.panel is None
    other = office.seat(SECOND, folder="other")
    sign(other, case)
    done = other.read(case)
    assert (done.bound_unit, done.unit) == (WATER, WATER)
    sent = [(kind, to) for kind, to, _body in letters(office.world.store, case)]
    assert ("unit.designated", WATER) in sent
    at(other, Post.DISPATCHER, "Alt+5", case)
    other.act("Alt+G", case, Stage.HANDLING)
    other.press("Ctrl+B")
    assert other.shell.panels.panel is None
    assert "不能" in other.said, other.said
    check_clocks(done, other.shell.desk.rules, other.shell.desk.now())
    check_rail(other, office.world.store)
    assert check_chain(office.world.store) == 1


def give_back_twice(hands: Hands, case: CaseId) -> None:
    """Two units give it back; the second return opens the coordination (article 22)."""
    at(hands, Post.DISPATCHER, "Alt+5", case)
    request(hands, "Ctrl+B", "不是我司的井", case, Stage.RETURN_REQUESTED)
    at(hands, Post.DISPATCHER, "Alt+4", case)
    hands.act("Alt+Y", case, Stage.TO_DISPATCH)
    dispatch(hands, case, other="rqgs")
    assert hands.read(case).unit == GAS
    at(hands, Post.DISPATCHER, "Alt+5", case)
    hands.act("Alt+G", case, Stage.HANDLING)
    request(hands, "Ctrl+B", "也不是我司的井", case, Stage.RETURN_REQUESTED)
    at(hands, Post.DISPATCHER, "Alt+4", case)
    hands.act("Alt+Y", case, Stage.COORDINATING)


def propose(hands: Hands, case: CaseId) -> None:
    """The supervisor's decision, without a mouse."""
    at(hands, Post.SUPERVISOR, "Alt+9", case)
    panel = hands.open_as("Shift+F9", CoordinatePanel)
    hands.wait(lambda: bool(panel.draft.table.grounds))
    hands.walk_to(panel.decision.unit.line)
    hands.write("gsgs")
    hands.press("Return")
    hands.walk_to(panel.decision.reason)
    hands.write("井盖铸有供水字样")
    hands.walk_to(panel.decision.told)
    hands.press("Space")
    hands.submit(case, Stage.COORDINATING)


def sign(hands: Hands, case: CaseId) -> None:
    """The shift leader sees the same and signs."""
    at(hands, Post.SHIFT_LEADER, "Alt+9", case)
    hands.open_as("Ctrl+F9", CoordinatePanel)
    hands.press("Ctrl+Return")
    hands.confirm()
    hands.wait_home()
    assert hands.read(case).stage is Stage.DISPATCHED


def test_a_proposed_forced_close_is_refused_by_another_and_no_longer_waits(office: Office) -> None:
    case = office.world.until(Move.RECEIVE, office.world.call())
    office.world.act(Post.SHIFT_LEADER, Move.PROPOSE_FORCED_CLOSE, case, reason="设施已拆除")
    hands = office.seat()
    at(hands, Post.SUPERVISOR, "Alt+5", case)
    by_command(hands, "不同意强制结案")
    hands.write("设施仍在")
    hands.submit(case, Stage.HANDLING)
    assert hands.read(case).forced_close is None
    last = office.world.trail(case)[-1]
    assert (last.move, last.operator, last.reason) == (Move.REFUSE_FORCED_CLOSE, FIRST, "设施仍在")
    assert check_chain(office.world.store) == 1


def test_a_colleague_the_shift_leader_authorised_closes_the_case_from_his_own_post(
    office: Office,
) -> None:
    world = office.world
    case = world.until(Move.ORDER_VERIFICATION, world.call())
    world.act(Post.VERIFIER, Move.ANSWER_VERIFICATION, case, outcome="pass")
    world.act(Post.VERIFIER, Move.PASS, case)
    hands = office.seat()
    at(hands, Post.VERIFIER, "Alt+7", case)
    hands.press("F8")
    hands.wait(lambda: "值班长" in hands.said)
    assert hands.shell.panels.panel is None
    until = datetime.now(UTC) + timedelta(hours=4)
    world.act(Post.SHIFT_LEADER, Move.AUTHORISE, case, colleague=FIRST, until=until)
    hands.wait(lambda: hands.case.authorised == FIRST)
    hands.open("F8")
    hands.submit(case, Stage.CLOSED)
    last = world.trail(case)[-1]
    assert (last.operator, last.post) == (FIRST, Post.SHIFT_LEADER)
    assert check_chain(world.store) == 1


def by_command(hands: Hands, words: str) -> None:
    """A gesture without a key: by its name on the command line."""
    hands.press("Ctrl+K")
    hands.write(words)
    hands.open_as("Return", GestureForm)


def test_a_merged_case_follows_its_master_until_it_is_taken_out(office: Office) -> None:
    world = office.world
    master = world.until(Move.RECEIVE, world.call())
    twin = world.call()
    hands = office.seat()
    hands.find(twin)
    panel = hands.open_as("Ctrl+M", MergePanel)
    hands.wait(lambda: panel.finder.table.rowCount() > 0)
    hands.press("Return")
    hands.submit(twin, Stage.MERGED)
    assert hands.read(twin).master == master
    hands.press("Ctrl+K")
    hands.write(hands.read(twin).number)
    hands.wait(lambda: any(one.case == twin for one in hands.bench.line.suggestions))
    hands.press("Return")
    hands.wait_case(twin)
    by_command(hands, "解除并案")
    hands.write("两处不同的井盖")
    hands.submit(twin, Stage.ACCEPTED)
    assert hands.read(twin).master is None
    check_rail(hands, world.store)
    assert check_chain(world.store) == 2
