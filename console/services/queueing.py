"""Commands that wait for the store (待发): written down, read back, sent in order exactly once.

The command id makes it once: a command that was committed already answers with its first result,
also when the console was killed between the store's answer and our forgetting. Where entries are
kept is `ports.journal`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from console.domain.codec import decode, encode
from console.domain.filekind import kind_of
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.errors import StoreUnavailable
from console.ports.files import Files, Found
from console.ports.journal import Entry, EntryState, Held, Journal, Numbers
from console.ports.work import Changes
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF, Command
from console.services.runner import run
from console.services.seat import Seat

BLOCK: Final = 5
"""Numbers a seat that takes calls has in hand: calls of some minutes without a server."""
_LOCAL: Final = timedelta(hours=8)  # the city's day; China knows no daylight saving


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of an entry: `changes` when the store has it, else why it refused."""

    entry: Entry
    changes: Changes | None = None
    refusal: Refusal | None = None


def entry_of(
    command: Command,
    seat: Seat,
    identity: str,
    label: str = "",
    state: EntryState = EntryState.WAITING,
) -> Entry:
    """The entry of a command given now at this seat; `label` is its case's number, if known."""
    return Entry(
        id=identity,
        actor=seat.actor,
        kept_at=seat.now(),
        gesture=_gesture(command).value,
        content=json.dumps(encode(command), ensure_ascii=False),
        state=state,
        label=label,
        files=tuple(one.digest for one in getattr(command, "photos", ())),
    )


def command_of(entry: Entry) -> Command:
    """The command an entry holds. Raises `Refusal` `queued.unreadable` when this version cannot
    carry it out any more."""
    try:
        kind = GESTURE_OF[Move(entry.gesture)].command
        command: Command = decode(kind, json.loads(entry.content))
    except (ValueError, KeyError, TypeError):
        raise Refusal("queued.unreadable") from None
    return command


def refusal_of(entry: Entry) -> Refusal | None:
    """Why a refused entry was refused."""
    if not entry.refusal:
        return None
    told: Mapping[str, Any] = json.loads(entry.refusal)
    moments = {name: datetime.fromisoformat(at) for name, at in told["moments"].items()}
    return Refusal(told["code"], **told["facts"], **moments)


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """`ports.files.Files` for an act that is being filled in: what is kept waits in the journal.

    It goes into the store with its act, before it; so no file lies there whose act was never given,
    and none is lost because the store was not there.
    """

    files: Files
    journal: Journal
    now: Callable[[], datetime]

    def keep(self, content: bytes, mime: str) -> str:
        """See `Files`."""
        if kind_of(content) != mime:
            raise Refusal("file.kind")
        digest = sha256(content).hexdigest()
        self.journal.hold(digest, Held(mime=mime, content=content), self.now())
        return digest

    def find(self, digest: str) -> Found:
        """See `Files`."""
        return self.files.find(digest)


def keep_for_later(
    command: Command, seat: Seat, identity: str, journal: Journal, label: str = ""
) -> Changes:
    """Keep a command until the store is back, and say what it will change."""
    if isinstance(command, TakeReport):
        command = take_along(command, journal, seat.now())
    journal.keep(entry_of(command, seat, identity, label))
    return changes_of(command, identity)


def changes_of(command: Command, identity: str) -> Changes:
    """What a command will change, as far as it is known before it is done."""
    if not isinstance(command, TakeReport):
        return Changes(command=identity, cases=(command.case,))
    if command.lease is None:
        return Changes(command=identity)
    return Changes(command=identity, cases=command.lease[:1], number=command.lease[1])


def take_along(command: TakeReport, journal: Journal, at: datetime) -> TakeReport:
    """The report with the moment it came in, and with a number if one is in hand."""
    lease = journal.take_lease(local_day(at))
    return replace(command, lease=lease, reported_at=command.reported_at or at)


def stock_up(journal: Journal, numbers: Numbers, at: datetime) -> None:
    """Lease numbers for today when half of them are used. Raises `StoreUnavailable`."""
    day = local_day(at)
    left = journal.leases(day)
    if left <= BLOCK // 2:
        found = numbers.lease(at, BLOCK - left)
        journal.put_leases(day, [one for one in found if one[1].startswith(day)])


def local_day(at: datetime) -> str:
    """The city's day as case numbers begin: `2026-1123`."""
    return (at + _LOCAL).strftime("%Y-%m%d")


def carry_out(
    command: Command, seat: Seat, identity: str, journal: Journal | None, label: str = ""
) -> Changes:
    """Carry a command out so that its id is known here for as long as its outcome is not.

    Raises `Refusal`, or `StoreUnavailable`: then the entry stays and is asked about later.
    """
    if journal is None:
        return run(command, seat, identity)
    entry = entry_of(command, seat, identity, label, EntryState.SENT)
    journal.keep(entry)
    try:
        return _sent(entry, command, seat, journal)
    except Refusal:
        journal.forget(entry.id)  # whoever gave it is told, and has it before him
        raise


def send(entry: Entry, seat: Seat, journal: Journal) -> Settled:
    """Send an entry as who gave it; what the fresh state does not allow is kept for decision.

    Raises `StoreUnavailable`: the entry stays as it was.
    """
    try:
        changes = _sent(entry, command_of(entry), replace(seat, actor=entry.actor), journal)
    except Refusal as refusal:
        return Settled(entry=_keep_refused(entry, refusal, journal), refusal=refusal)
    return Settled(entry=entry, changes=changes)


def again(entry: Entry) -> Entry:
    """A refused entry to be done again by an operator who has seen what came between."""
    given = json.loads(entry.content)
    given.pop("version", None)
    content = json.dumps(given, ensure_ascii=False)
    return replace(entry, content=content, state=EntryState.WAITING, refusal="")


def _keep_refused(entry: Entry, refusal: Refusal, journal: Journal) -> Entry:
    moments = {name: at for name, at in refusal.facts.items() if isinstance(at, datetime)}
    facts = {name: fact for name, fact in refusal.facts.items() if name not in moments}
    told = {"code": refusal.code, "facts": _plain(facts), "moments": _plain(moments)}
    words = json.dumps(told, ensure_ascii=False)
    refused = replace(entry, state=EntryState.REFUSED, refusal=words)
    journal.keep(refused)
    return refused


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as plain values."""
    return {name: encode(value) for name, value in facts.items()}


def _sent(entry: Entry, command: Command, seat: Seat, journal: Journal) -> Changes:
    """Run and forget; a store that did not answer leaves the entry where it is."""
    try:
        _deliver(entry, seat, journal)
        changes = run(command, seat, entry.id)
    except (StoreUnavailable, Refusal):
        raise
    except Exception:
        # A mistake of ours would be met again at every turn; what was typed stays to be seen.
        _keep_refused(entry, Refusal("queued.broken"), journal)
        raise
    journal.forget(entry.id)
    return changes


def _deliver(entry: Entry, seat: Seat, journal: Journal) -> None:
    """Files first, then the act that names them; again changes nothing (database.md 1.8)."""
    for digest in entry.files:
        held = journal.held(digest)
        if held is not None and seat.files is not None:
            seat.files.keep(held.content, held.mime)


def _gesture(command: Command) -> Move:
    return Move.REPORT if isinstance(command, TakeReport) else command.move
