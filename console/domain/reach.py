"""Which fields of a case each way may change: what the server holds every step to.

A step's payload names the fields it sets. Nothing but these may be among them; stage, version and
who acted last follow from any step and are never set. What the fields become is in `effects` and
`clockwork`.
"""

from collections.abc import Mapping
from typing import Final

from console.domain.stage import Move, Stage
from console.domain.timers import STAGE_TIMERS
from console.domain.ways import ClockEffect, Way

# moves | fields
TABLE: Final = """
accept report amend submit register | standard place description urgent callback_wanted
accept submit register | accepted_at
register | registered_at
attach_caller | callers
correct_place | place
order_confirmation order_verification reverify | task
answer_confirmation | task confirmed before_photos
answer_verification | task after_photos
decline refuse_registration approve_self_handling | unmet closed_at close_kind
approve_void close force_close void | unmet closed_at close_kind
decline refuse_registration approve_self_handling | request forced_close suspended_until
approve_void close force_close void | request forced_close suspended_until
merge | closed_at close_kind master prior
unmerge | master prior closed_at close_kind
self_handle add_photo | after_photos
add_photo | before_photos
dispatch redispatch designate | unit first_unit assisting copies instruction handler dispatches
dispatch redispatch designate | rework dispatched_at handled_at unmet task after_photos
designate | bound_unit request
request_void request_return request_extension request_suspension | request
refuse_void refuse_return refuse_extension refuse_suspension open_coordination | request
propose_forced_close refuse_forced_close | forced_close
assign revoke_assignment hand_back | handler
approve_return | request returns returned_by handler
approve_extension | request extensions
approve_suspension | request suspensions suspended_until
resume | suspended_until
feedback | handled_at handler request after_photos
rework | handled_at after_photos
pass fail | verified_at unmet
return_to_verification | verified_at task
supervise reply_supervision | supervised_until
authorise | authorised authorised_until
consult | consulted
call_back | callback
reopen | closed_at close_kind callback
appeal | appeal appealed_by
review_appeal grant_appeal refuse_appeal | appeal
review_appeal | appeal_reviewed_by
propose_designation withdraw_coordination | designation
"""

_BIRTH: Final = frozenset(
    {"number", "source", "task_number", "callers", "before_photos", "reported_at"}
)
"""What only a case's first step says, for good."""

_CLOCKS: Final = frozenset({"stage_clock", "accepting", "handling", "bundled"})
_STAGE_CLOCKS: Final[Mapping[ClockEffect, frozenset[str]]] = {
    ClockEffect.START_STAGE: frozenset({"stage_clock"}),
    ClockEffect.EXTEND_STAGE: frozenset({"stage_clock"}),
    ClockEffect.PAUSE_ACCEPTING: frozenset({"accepting"}),
    ClockEffect.RESUME_ACCEPTING: frozenset({"stage_clock", "accepting"}),
    ClockEffect.STOP_ALL: _CLOCKS,
}
_HANDLING: Final = frozenset({"handling", "bundled"})


def _parsed() -> Mapping[Move, frozenset[str]]:
    found: dict[Move, frozenset[str]] = {}
    for line in TABLE.strip().splitlines():
        moves, fields = (cell.split() for cell in line.split("|"))
        for move in map(Move, moves):
            found[move] = found.get(move, frozenset()) | frozenset(fields)
    return found


_FIELDS: Final = _parsed()


def reach(way: Way, start: Stage | None) -> frozenset[str]:
    """Names of the fields a step from `start` (None begins a case) along `way` may set.

    An undo sets what the step it takes back had set, which no table can tell: none are named.
    """
    if way.move is Move.UNDO:
        return frozenset()
    if way.prior:  # un-merged: clocks run on or stand still, as before
        return _FIELDS[way.move] | _CLOCKS
    fields = _FIELDS.get(way.move, frozenset()) | (_BIRTH if start is None else frozenset())
    for effect in way.clock:
        fields |= _STAGE_CLOCKS.get(effect, _HANDLING)
    target = way.to or start
    if Stage.COORDINATING in {target, start}:
        fields |= {"bundled"}
    return fields if target in STAGE_TIMERS else fields | {"stage_clock"}
