"""`ports.work.Claims`: holding cases. The rules of time stand in `api/30_claims.sql`."""

from datetime import datetime

from sqlalchemy import Engine, text

from console.domain.case import Actor, CaseId
from console.ports.work import Claim
from db.refusals import told_as_refusals

_HOLD = text(
    "SELECT operator, seat, since, beat_at, active_at"
    " FROM api_v1.hold(:case, :operator, :seat, :post, :at, :reason)"
)
_BEAT = text("SELECT api_v1.beat(:operator, :seat, :at, :active)")
_RELEASE = text("SELECT api_v1.release(:case, :operator, :seat)")
_NEXT = text("SELECT api_v1.next_case(:queue, :operator, :seat, :post, :at)")


class PostgresClaims:
    """Claims of cases; each call is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def hold(self, case: CaseId, actor: Actor, at: datetime, reason: str = "") -> Claim:
        """Hold a case. Raises `Refusal` `claim.held` (holder, seat, since), `case.unknown`."""
        with told_as_refusals(), self._engine.begin() as connection:
            row = connection.execute(
                _HOLD, {**_who(actor), "case": case, "at": at, "reason": reason}
            ).one()
        return Claim(
            case=case,
            operator=row.operator,
            seat=row.seat,
            since=row.since,
            beat_at=row.beat_at,
            active_at=row.active_at,
        )

    def beat(self, actor: Actor, at: datetime, *, active: bool) -> None:
        """The seat is alive; `active` when its operator touched a key since the last beat."""
        with self._engine.begin() as connection:
            connection.execute(
                _BEAT,
                {"operator": actor.operator, "seat": actor.seat, "at": at, "active": active},
            )

    def release(self, case: CaseId, actor: Actor) -> None:
        """Let a case go."""
        with self._engine.begin() as connection:
            connection.execute(
                _RELEASE, {"case": case, "operator": actor.operator, "seat": actor.seat}
            )

    def next_case(self, queue: str, actor: Actor, at: datetime) -> CaseId | None:
        """Hold the most urgent free case of a queue, or of all (`overdue`)."""
        wanted = None if queue == "overdue" else queue
        with told_as_refusals(), self._engine.begin() as connection:
            found = connection.execute(
                _NEXT, {**_who(actor), "queue": wanted, "at": at}
            ).scalar_one()
        return None if found is None else CaseId(found)


def _who(actor: Actor) -> dict[str, str]:
    return {"operator": actor.operator, "seat": actor.seat, "post": actor.post.value}
