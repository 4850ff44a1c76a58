"""The one door for commands: transaction, handler, idempotent result.

A refusal travels through unchanged; whatever fails leaves nothing behind. Which handler serves
which command is in `registry`.
"""

from dataclasses import replace

from console.ports.work import Changes
from console.services.registry import Command, handler_of
from console.services.seat import Seat


def run(command: Command, seat: Seat, command_id: str | None = None) -> Changes:
    """Carry a command out; the same `command_id` again gives the first result and changes nothing.

    Raises `Refusal` when a rule says no, `StoreUnavailable` when the store cannot be reached.
    """
    identity = command_id or seat.new_command()
    with seat.store.begin(identity, seat.actor, seat.now()) as work:
        if work.done is not None:
            return work.done
        # One moment for transaction, step and letters: by it an undo finds the letters to recall.
        handler_of(command)(command, work, replace(seat, now=lambda: work.at), identity)
        return work.commit()
