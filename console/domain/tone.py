"""The two words by which a case is drawn: how urgent, and how far it has come.

No colours, no clock.
Meanings: DESIGN section 2, «State shapes»; the outline says `Urgency`, the fill `StageFill`.
"""

from enum import StrEnum


class Urgency(StrEnum):
    """Time state of a case as this seat sees it."""

    NORMAL = "normal"
    NEW = "new"  # not opened yet by any holder of this post
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"


class StageFill(StrEnum):
    """Third of the way: how the mark is filled."""

    HOLLOW = "hollow"  # to accept, to confirm
    HALF = "half"  # to register, to dispatch
    SOLID = "solid"  # being handled
    TICK = "tick"  # to verify, to close
