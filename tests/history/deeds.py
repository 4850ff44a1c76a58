"""What an operator of a run does by chance: lawful acts, claims, and what must be refused."""

import json
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from random import Random
from time import monotonic_ns
from typing import Final

from console.domain.case import Case
from console.domain.flow import open_moves
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import CENTRE_POSTS, Move, Post, Source
from console.domain.ways import BY_STAGE, STAGES_OF_MOVE
from console.ports.work import Caller, Changes
from console.services.intake import TakeReport
from console.services.noting import NoteCase
from tests.db.town import EAST, WEST
from tests.history.judge import NEVER_CLASH
from tests.history.seat import Hand, Orders, now
from tests.standards import GENUINE

SCRIPT: Final = "import sys; from tests.history.deeds import work; work(sys.argv[1])"
FIRST: Final = "first"
"""Command id of the first report, made before anybody came; nobody else may use it."""
FINISHED: Final = "finished"
_QUEUES: Final = ("accept", "register", "dispatch", "handle", "verify", "close", "overdue")
_MOST_HELD: Final = 3
_ENDS: Final = frozenset({Move.VOID, Move.FORCE_CLOSE, Move.DECLINE, Move.MERGE, Move.APPROVE_VOID})
_BIRTHS: Final = frozenset({Move.REPORT, Move.ACCEPT, Move.UNDO})
_TRIES: Final = 20
"""Cases looked at for one that was moved on."""
_PLACES: Final = (("中兴路 12 号", WEST), ("中兴路 20 号", EAST))


def a_report(chance: Random) -> TakeReport:
    """A call, or a paper from above; the public's have a caller."""
    source = chance.choice((Source.HOTLINE, Source.WEB, Source.SUPERIOR))
    address, point = chance.choice(_PLACES)
    caller = Caller(name="测试", phone=f"139{chance.randrange(10**8):08d}")
    return TakeReport(
        source=source,
        place=Place(address=address, point=point),
        description="井盖破损，行人危险",
        standard=GENUINE,
        caller=None if source is Source.SUPERIOR else caller,
    )


# --- lawful deeds ---------------------------------------------------------------------------------


def report(hand: Hand) -> None:
    """Take a report in."""
    hand.ask(a_report(hand.chance), Post.ACCEPTOR)


def act(hand: Hand) -> None:
    """Any move open to one of the operator's posts; endings seldom, or no case would be left."""
    case = hand.any_case()
    if case is None:
        return
    for post in hand.chance.sample(CENTRE_POSTS, len(CENTRE_POSTS)):
        moves = [move for move in _open(hand, case, post) if move is not Move.UNDO]
        if moves:
            move = hand.chance.choice(moves)
            if move not in _ENDS or hand.chance.random() < 0.1:
                hand.ask(hand.wish(case, move), post)
                return


def note(hand: Hand) -> None:
    """A remark from an old picture of the case; it conflicts with nothing."""
    case = hand.any_case()
    if case is not None:
        seen = hand.chance.randint(1, case.version)
        hand.ask(NoteCase(case=case.id, text="已电话核对", version=seen), Post.DISPATCHER)


def undo(hand: Hand) -> None:
    """Take the last act of a case back, whoever made it: refused where it was somebody else's."""
    case = hand.any_case()
    if case is not None:
        hand.ask(hand.wish(case, Move.UNDO), Post.SHIFT_LEADER)


def act_and_undo(hand: Hand) -> None:
    """An act that is taken back at once, unless another seat is faster."""
    act(hand)
    if hand.last is not None:
        case = hand.detail(hand.last).case
        hand.ask(hand.wish(case, Move.UNDO), Post.SHIFT_LEADER)


def again(hand: Hand) -> None:
    """The same command twice, as after an answer that was lost."""
    case = hand.any_case()
    if case is not None:
        wish, identity = NoteCase(case=case.id, text="再次核对"), hand.identity()
        hand.ask(wish, Post.VERIFIER, identity=identity)
        hand.ask(wish, Post.VERIFIER, identity=identity)


def take_next(hand: Hand) -> None:
    """The next case of a queue."""
    if len(hand.held) < _MOST_HELD:
        queue, begun, who = hand.chance.choice(_QUEUES), monotonic_ns(), hand.actor(Post.DISPATCHER)
        found = hand.patiently(lambda: hand.open.claims.next_case(queue, who, now()))
        if found is not None:
            hand.keep(found, begun)


def hold(hand: Hand) -> None:
    """Any case; as shift leader also one that another seat holds."""
    case = hand.any_id()
    if case is None or len(hand.held) >= _MOST_HELD:
        return
    over = hand.chance.random() < 0.3
    post, reason = (Post.SHIFT_LEADER, "交接班") if over else (Post.ACCEPTOR, "")
    begun, who = monotonic_ns(), hand.actor(post)
    try:
        hand.patiently(lambda: hand.open.claims.hold(case, who, now(), reason))
    except Refusal as refusal:
        if refusal.code != "claim.held":
            raise
    else:
        hand.keep(case, begun, over=over)


def free(hand: Hand) -> None:
    """Let a case go."""
    if hand.held:
        hand.let_go(hand.chance.choice(hand.held))


# --- what must be refused -------------------------------------------------------------------------
# A move that was wrong for the version it names stays wrong: whatever moved the case on since makes
# it a conflict instead.


def in_a_post_it_lacks(hand: Hand, case: Case) -> None:
    """A note as the administrator."""
    hand.ask(NoteCase(case=case.id, text="冒用岗位"), Post.ADMINISTRATOR, lawless="post")


def for_somebody_else(hand: Hand, case: Case) -> None:
    """A note in another operator's name."""
    other = hand.actor(Post.DISPATCHER, hand.chance.choice(hand.orders.others))
    hand.ask(NoteCase(case=case.id, text="冒名"), other, lawless="actor")


def from_a_wrong_stage(hand: Hand, case: Case) -> None:
    """A move that does not lead from where the case stands."""
    never = NEVER_CLASH | {move.value for move in _BIRTHS}
    moves = [one for one in Move if one.value not in never]
    move = hand.chance.choice([one for one in moves if case.stage not in STAGES_OF_MOVE[one]])
    hand.ask(hand.wish(case, move), hand.chance.choice(CENTRE_POSTS), lawless="stage")


def without_a_reason(hand: Hand, case: Case) -> None:
    """A move that asks for a reason, in silence."""
    ways = chain.from_iterable(some for (stage, _), some in BY_STAGE.items() if stage is case.stage)
    for way in ways:
        post = next((one for one in CENTRE_POSTS if one in way.posts), None)
        if way.reason and post is not None and hand.chance.random() < 0.5:
            hand.ask(hand.wish(case, way.move, reason=" "), post, lawless="reason")
            return


def on_an_old_picture(hand: Hand, case: Case) -> None:
    """A move of a case that was moved on since it was looked at: this one, or another that was."""
    for _ in range(_TRIES):
        steps = hand.detail(case.id).steps
        moved = [step.seq for step in steps[1:] if step.from_stage is not step.to_stage]
        opened = _open(hand, case, Post.SHIFT_LEADER)
        moves = [one for one in opened if one.value not in NEVER_CLASH]
        if moved and moves:
            wish = hand.wish(case, hand.chance.choice(moves), seen=moved[-1] - 1)
            hand.ask(wish, Post.SHIFT_LEADER, lawless="stale")
            return
        other = hand.any_case()
        if other is None:
            return
        case = other


def under_a_used_id(hand: Hand, case: Case) -> None:
    """A command id that was another operator's."""
    wish = NoteCase(case=case.id, text="重复编号")
    hand.ask(wish, Post.DISPATCHER, identity=FIRST, lawless="reuse")


def hold_for_another(hand: Hand, case: Case) -> None:
    """A claim in another operator's name."""
    other = hand.actor(Post.DISPATCHER, hand.chance.choice(hand.orders.others))
    hand.told(
        lambda: Changes(command=str(hand.open.claims.hold(case.id, other, now()).case)),
        {"command": hand.identity(), "move": "hold", "seen": None, "lawless": "claim"},
    )


_LAWLESS: Final[tuple[Callable[[Hand, Case], None], ...]] = (
    in_a_post_it_lacks,
    for_somebody_else,
    from_a_wrong_stage,
    without_a_reason,
    on_an_old_picture,
    under_a_used_id,
    hold_for_another,
)


def lawless(hand: Hand) -> None:
    """What must be refused, one kind after the other: a seat does not leave any out by chance."""
    case = hand.any_case()
    if case is not None:
        hand.lawless += 1
        _LAWLESS[hand.lawless % len(_LAWLESS)](hand, case)


_DEEDS: Final[dict[Callable[[Hand], None], int]] = {
    act: 40,
    lawless: 15,
    note: 7,
    act_and_undo: 6,
    undo: 2,
    again: 3,
    report: 3,
    take_next: 9,
    hold: 8,
    free: 9,
}
"""Deeds and how often of a hundred times each is done."""


def any_deed(hand: Hand) -> None:
    """One deed by chance."""
    hand.chance.choices(tuple(_DEEDS), tuple(_DEEDS.values()))[0](hand)


def _open(hand: Hand, case: Case, post: Post) -> list[Move]:
    told = open_moves(case, hand.actor(post), now(), hand.rules)
    return [move for move, refusal in told.items() if refusal is None]


def work(told: str) -> None:
    """The whole life of the process: its shift, then a last look when everybody has finished."""
    given = json.loads(told)
    orders = Orders(**{**given, "others": tuple(given["others"])})
    with Path(orders.folder, f"{orders.login}.seat.jsonl").open("w", encoding="utf-8") as record:
        hand = Hand(orders, record)
        try:
            hand.live(any_deed)
            sys.stdout.write(f"{FINISHED}\n")
            sys.stdout.flush()
            sys.stdin.read()
            hand.look()
        finally:
            hand.open.dispose()
