"""Which acts the card offers: the primary one first, then the usual ones, the rest behind «more».

What is lawful is the domain's (`flow.open_moves`); here is only which comes before which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from console.domain.refusal import Refusal
from console.domain.stage import CENTRE_POSTS, Move
from console.services.registry import GESTURE_OF

_IN_ORDER: Final = """
designate propose_designation approve_return approve_suspension approve_void
approve_self_handling approve_extension answer_confirmation submit accept register
order_confirmation dispatch redispatch receive feedback answer_verification pass fail
order_verification close resume open_coordination return_to_verification
refuse_return refuse_suspension refuse_void refuse_self_handling refuse_extension
refuse_registration send_back decline return_to_dispatch rework reverify merge
supervise return_to_acceptor request_void extend_coordination refer_to_committee
withdraw_coordination record_statement urge request_extension request_suspension
request_return call_back reopen amend correct_place note add_photo
"""
RANK: Final = tuple(Move(word) for word in _IN_ORDER.split())
"""The order of use; moves not named come last, in the order of the registry."""
SIDE: Final = frozenset(
    {Move.NOTE, Move.ADD_PHOTO, Move.AMEND, Move.CORRECT_PLACE, Move.URGE, Move.MERGE}
)
"""Acts that are never the primary one: they lead the case nowhere."""
BEHIND: Final = frozenset({Move.ADD_PHOTO, Move.AMEND, Move.CORRECT_PLACE, Move.MERGE})
"""Acts that are always behind «more»; they have their keys."""
BESIDE_PRIMARY: Final = 5
"""Buttons beside the primary one and «more»: two rows of four, the primary one of double width."""
ALONE: Final = 3
"""Buttons where nothing leads on: one row with «more»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFact:
    """One act of the card; `refusal` says why this seat may not do it now."""

    move: Move
    key: str
    refusal: Refusal | None

    @property
    def open(self) -> bool:
        """Whether it may be done now."""
        return self.refusal is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The acts of a case in hand."""

    primary: ActFact | None = None
    shown: tuple[ActFact, ...] = ()
    more: tuple[ActFact, ...] = ()


def arranged(moves: Iterable[tuple[Move, Refusal | None]]) -> Acts:
    """Arrange the moves of a stage; undoing has its own place and is left out."""
    facts = [
        ActFact(move=move, key=GESTURE_OF[move].key, refusal=refusal)
        for move, refusal in moves
        if move is not Move.UNDO and GESTURE_OF[move].posts & set(CENTRE_POSTS)
    ]
    facts.sort(key=lambda fact: (not fact.open, _rank(fact.move)))
    primary = next((fact for fact in facts if fact.open and fact.move not in SIDE), None)
    rest = [fact for fact in facts if fact is not primary]
    room = ALONE if primary is None else BESIDE_PRIMARY
    keyed = [fact for fact in rest if _has_room(fact)][:room]
    more = tuple(fact for fact in rest if fact not in keyed)
    return Acts(primary=primary, shown=tuple(keyed), more=more)


def _has_room(fact: ActFact) -> bool:
    """Whether a quarter of the bar can hold the act with its key: one modifier at most."""
    return bool(fact.key) and fact.key.count("+") <= 1 and fact.move not in BEHIND


def _rank(move: Move) -> int:
    return RANK.index(move) if move in RANK else len(RANK)
