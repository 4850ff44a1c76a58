"""The checker's own table of lawful ways, written from the fact book (6.1, 6.4, 6.5), not from the
program's: what two people wrote down apart must agree on every step of a run.

Each row: the fact book's row | from | move | posts | to | R for a mandatory reason. "=" keeps the
stage, "back" leads to where the case stood before; "-" begins a case; "open", "ended", "any" are
sets of stages. Stages and moves carry the names they have in the database.
"""

from dataclasses import dataclass
from typing import Final

ENDED: Final = frozenset({"closed", "declined", "voided", "merged"})
OPEN: Final = frozenset(
    {
        *("reported", "accepted", "confirming", "to_register", "to_dispatch", "void_requested"),
        *("coordinating", "dispatched", "handling", "return_requested", "suspend_requested"),
        *("suspended", "handled", "verifying", "verify_failed", "to_close", "self_handled"),
    }
)
PUBLIC: Final = frozenset({"hotline", "web", "media"})
"""Sources whose reports an inspector confirms before they are registered (Guilin, 6.4)."""

# What the centre records for a unit or an inspector it does as dispatcher, acceptor or verifier.
_ROWS: Final = """
1 | - | report | inspector | reported |
2 | - | accept | acceptor | accepted |
2 | reported | accept | acceptor | accepted |
3 | reported accepted | order_confirmation | acceptor | confirming |
4 | confirming | answer_confirmation | inspector acceptor | accepted |
5 | accepted reported | submit | acceptor | to_register |
6 | reported accepted | decline | acceptor | declined | R
7 | to_register | register | shift_leader | to_dispatch |
7 | accepted reported | register | acceptor shift_leader | to_dispatch |
8 | to_register | refuse_registration | shift_leader | declined | R
8 | to_register | send_back | shift_leader | accepted | R
9 | open | merge | acceptor shift_leader | merged |
9 | merged | unmerge | acceptor shift_leader | back | R
10 | reported | self_handle | inspector | self_handled |
10 | self_handled | approve_self_handling | acceptor | closed |
10 | self_handled | refuse_self_handling | acceptor | reported | R
11 | to_dispatch | dispatch | dispatcher | dispatched |
12 | to_dispatch | request_void | dispatcher | void_requested | R
12 | void_requested | approve_void | shift_leader | voided |
12 | void_requested | refuse_void | shift_leader | to_dispatch | R
13 | dispatched | receive | unit dispatcher | handling |
13 | handling | assign | unit | = |
14 | dispatched handling | request_return | unit dispatcher | return_requested | R
14 | return_requested | approve_return | dispatcher shift_leader | to_dispatch |
22 | return_requested | approve_return | dispatcher shift_leader | coordinating |
14 | return_requested | refuse_return | dispatcher shift_leader | handling | R
15 | handling | request_extension | unit dispatcher | = | R
15 | handling | approve_extension | shift_leader | = |
15 | handling | refuse_extension | shift_leader dispatcher | = | R
16 | handling | request_suspension | unit dispatcher | suspend_requested | R
16 | suspend_requested | approve_suspension | shift_leader | suspended |
16 | suspend_requested | refuse_suspension | shift_leader dispatcher | handling | R
17 | suspended | resume | dispatcher system | handling |
18 | handling | feedback | unit dispatcher | handled |
19 | handled | order_verification | acceptor verifier system | verifying |
20 | verifying | answer_verification | inspector verifier | = |
20 | verifying | pass | inspector verifier | to_close |
20 | verifying | fail | inspector verifier acceptor | verify_failed | R
20 | verifying | reverify | verifier | = | R
21 | verify_failed | redispatch | dispatcher | dispatched |
22 | to_close | close | shift_leader | closed |
23 | to_close | return_to_verification | shift_leader | verifying | R
23 | to_close | return_to_dispatch | shift_leader | verify_failed | R
24 | open | propose_forced_close | shift_leader | = | R
24 | open | force_close | shift_leader supervisor | closed |
24 | open | refuse_forced_close | shift_leader supervisor | = | R
25 | open | void | shift_leader | voided | R
26 | open | urge | shift_leader dispatcher supervisor | = |
26 | open | supervise | shift_leader supervisor | = | R
26 | open | reply_supervision | unit dispatcher | = |
27 | open | authorise | shift_leader | = |
28 | open | consult | dispatcher | = |
28 | open | answer_consult | unit dispatcher | = |
29 | ended | call_back | acceptor | = |
29 | closed | reopen | acceptor shift_leader | verify_failed | R
29 | closed | reopen | acceptor shift_leader | to_dispatch | R
29 | closed | reopen | acceptor shift_leader | accepted | R
30 | closed | appeal | unit dispatcher | = | R
30 | closed | review_appeal | dispatcher | = |
30 | closed | grant_appeal | acceptor | = |
30 | closed | refuse_appeal | acceptor dispatcher | = | R
M1 | to_dispatch | return_to_acceptor | dispatcher | accepted | R
M2 | handling | revoke_assignment | unit | = | R
M3 | handling | hand_back | handler | = | R
M4 | handling | redo_work | unit | = | R
M5 | handled | rework | dispatcher | handling | R
22 | to_dispatch verify_failed | open_coordination | shift_leader dispatcher | coordinating | R
22 | to_dispatch verify_failed | open_coordination | supervisor | coordinating | R
22 | return_requested | open_coordination | shift_leader dispatcher | coordinating | R
22 | return_requested | open_coordination | supervisor | coordinating | R
22 | coordinating | record_statement | dispatcher supervisor | = |
22 | coordinating | propose_designation | supervisor | = | R
22 | coordinating | designate | shift_leader | dispatched |
22 | coordinating | extend_coordination | supervisor | = | R
22 | coordinating | refer_to_committee | supervisor | = | R
22 | coordinating | withdraw_coordination | shift_leader supervisor | to_dispatch | R
- | reported accepted confirming to_register | amend | acceptor shift_leader | = |
- | open | attach_caller | acceptor | = |
- | open | correct_place | acceptor shift_leader dispatcher | = | R
- | any | note | * | = |
- | open | add_photo | * | = |
- | any | undo | * | back |
"""

_SETS: Final = {"open": OPEN, "ended": ENDED, "any": OPEN | ENDED, "-": frozenset({""})}


@dataclass(frozen=True, slots=True)
class Way:
    """One lawful way of the fact book."""

    stages: frozenset[str]
    move: str
    posts: frozenset[str]
    to: str
    reason: bool

    def fits(self, step: "Told") -> bool:
        """Whether a step goes this way; where a way back leads is judged beside it."""
        ends = {"=": step.from_stage, "back": step.to_stage}.get(self.to, self.to)
        return (
            step.from_stage in self.stages
            and (step.post in self.posts or ("*" in self.posts and step.post != "system"))
            and step.to_stage == ends
            and (bool(step.reason.strip()) or not self.reason)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What the table asks of a step; "" is no stage."""

    from_stage: str
    to_stage: str
    move: str
    post: str
    reason: str


def _way(line: str) -> Way:
    _, stages, move, posts, to, reason = (cell.strip() for cell in line.split("|"))
    return Way(
        stages=_SETS.get(stages) or frozenset(stages.split()),
        move=move,
        posts=frozenset(posts.split()),
        to=to,
        reason=reason == "R",
    )


WAYS: Final = tuple(map(_way, _ROWS.strip().splitlines()))


def lawful(step: Told) -> bool:
    """Whether any way of the fact book is this step's."""
    return any(way.move == step.move and way.fits(step) for way in WAYS)
