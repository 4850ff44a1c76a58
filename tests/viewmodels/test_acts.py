"""Acts of the card: the primary one leads on, locked ones come last, the rest is behind «more»."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.viewmodels.acts import BESIDE_PRIMARY, arranged
from console.viewmodels.case_card import CaseCard
from tests.panels import a_table

NOT_YOURS = Refusal("move.post", move="close", post="dispatcher", allowed="shift_leader")


def test_the_first_useful_lawful_act_is_the_primary_one() -> None:
    acts = arranged(((Move.NOTE, None), (Move.URGE, None), (Move.DISPATCH, None)))
    assert acts.primary is not None
    assert acts.primary.move is Move.DISPATCH


def test_a_note_is_never_the_primary_act() -> None:
    acts = arranged(((Move.NOTE, None), (Move.CLOSE, NOT_YOURS)))
    assert acts.primary is None
    assert [fact.move for fact in acts.shown] == [Move.NOTE, Move.CLOSE]


def test_undoing_has_its_own_place() -> None:
    acts = arranged(((Move.UNDO, None), (Move.DISPATCH, None)))
    found = {fact.move for fact in (*acts.shown, *acts.more)}
    assert Move.UNDO not in found


def test_acts_with_long_keys_are_behind_more() -> None:
    acts = arranged(((Move.DISPATCH, None), (Move.REQUEST_EXTENSION, None)))
    assert [fact.move for fact in acts.more] == [Move.REQUEST_EXTENSION]


def test_nothing_lawful_is_lost_between_bar_and_menu() -> None:
    moves = [(move, None) for move in Move if move is not Move.UNDO]
    acts = arranged(moves)
    assert len(acts.shown) == BESIDE_PRIMARY
    assert acts.primary is not None
    found = [acts.primary.move, *(fact.move for fact in (*acts.shown, *acts.more))]
    assert len(found) == len(set(found))
    inside = {move for move, _ in moves} - set(found)
    assert inside <= {
        Move.ASSIGN,
        Move.REVOKE_ASSIGNMENT,
        Move.HAND_BACK,
        Move.REDO_WORK,
        Move.REPORT,
        Move.SELF_HANDLE,
        Move.REPLY_SUPERVISION,
        Move.APPEAL,
    }


@pytest.mark.parametrize(
    ("stage", "post", "move"),
    [
        (Stage.ACCEPTED, Post.ACCEPTOR, Move.ORDER_CONFIRMATION),
        (Stage.CONFIRMING, Post.ACCEPTOR, Move.ANSWER_CONFIRMATION),
        (Stage.TO_REGISTER, Post.SHIFT_LEADER, Move.REGISTER),
        (Stage.TO_DISPATCH, Post.DISPATCHER, Move.DISPATCH),
        (Stage.HANDLED, Post.VERIFIER, Move.ORDER_VERIFICATION),
        (Stage.VERIFYING, Post.VERIFIER, Move.ANSWER_VERIFICATION),
    ],
)
def test_each_post_is_offered_its_next_step_first(stage: Stage, post: Post, move: Move) -> None:
    table = a_table()
    table.advance(stage, post)
    table.detail()
    card = CaseCard(table.desk)
    card.show(table.case.id)
    primary = card.acts().primary
    assert primary is not None
    assert primary.move is move


def test_another_post_sees_the_step_locked_with_its_reason() -> None:
    table = a_table()
    table.advance(Stage.TO_DISPATCH, Post.VERIFIER)
    table.detail()
    card = CaseCard(table.desk)
    card.show(table.case.id)
    acts = card.acts()
    facts = (*acts.shown, *acts.more)
    locked = next(fact for fact in facts if fact.move is Move.DISPATCH)
    assert locked.refusal is not None
    assert locked.refusal.code == "move.post"
