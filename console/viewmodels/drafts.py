"""Saving a form while it is typed: every two seconds after a change, and when it is closed.

Drafts are kept on this machine by `Drafts`; without one (practice on a borrowed machine) nothing is
kept and nothing else changes. Saving runs off the window's thread, one save after the other.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import Shiboken

from console.domain.case import Case
from console.ports.drafts import Draft, Drafts
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk

SAVE_MS = 2_000
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A draft that waits: what it is about, its content and its age."""

    subject: str
    content: Mapping[str, Any]
    saved_at: datetime

    def __repr__(self) -> str:
        """Only its subject: what was typed may be personal."""
        return f"Parked({self.subject!r})"


def round_of(case: Case) -> str:
    """Subject of a form on a case: after another dispatch it is another form, and an old draft
    must not come back in it."""
    return f"{case.id}-{case.dispatches}"


class DraftKeeper(QObject):
    """Keeps one form. `kind` names the form, `subject` the case or the report being typed.

    Signals: `saved` (datetime) when the draft lies safe.
    """

    saved = Signal(object)

    def __init__(
        self, desk: Desk, kind: str, subject: str, content: Callable[[], Mapping[str, Any]]
    ) -> None:
        super().__init__()
        self._desk, self._kind, self._content = desk, kind, content
        self.subject = subject
        self._saving = self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self._on_time)

    def touch(self) -> None:
        """Something was typed: save within two seconds."""
        if not self._closed and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def save(self) -> None:
        """Save now, as on closing the form: ordered at once, for the form may be gone soon."""
        self._timer.stop()
        drafts = self._drafts()
        if drafts is None or self._closed:
            return
        self._saving = True
        key, at = self._key(self.subject), self._desk.now()
        text = json.dumps(self._content(), ensure_ascii=False)

        def kept(_none: object) -> None:
            self._saving = False
            self.saved.emit(at)

        def failed(error: Exception) -> None:
            self._saving = False
            self._desk.failed(error)

        self._desk.lanes.order(
            lambda: drafts.save(key, text, at), while_alive(self, kept), while_alive(self, failed)
        )

    @Slot()
    def _on_time(self) -> None:
        """While a save waits for a slow lane, the next one waits here."""
        if self._saving:
            self._timer.start()
        else:
            self.save()

    def restore(self, answer: Callable[[Mapping[str, Any]], None]) -> None:
        """Give back what was typed for this subject before, when there is something."""
        drafts = self._drafts()
        if drafts is None:
            return
        key = self._key(self.subject)

        def told(found: Draft | None) -> None:
            if found is not None:
                answer(json.loads(found.text))

        self._run(lambda: drafts.load(key), while_alive(self, told))

    def discard(self) -> None:
        """The form is done or thrown away: nothing of it stays here; it may be closed already."""
        if Shiboken.isValid(self):
            self._timer.stop()
        self._closed = True
        drafts = self._drafts()
        if drafts is not None:
            key = self._key(self.subject)
            # An order waits for a save that is still on its way, so the draft cannot come back.
            self._desk.order(lambda _outside: drafts.discard(key), _nothing)

    def parked(self, answer: Callable[[tuple[Parked, ...]], None]) -> None:
        """The other drafts of this form by this operator, newest first; very old ones go."""
        drafts = self._drafts()
        if drafts is None:
            return
        start = self._key("")

        def told(found: Sequence[Draft]) -> None:
            mine = [one for one in found if one.key.startswith(start)]
            answer(
                tuple(
                    Parked(
                        subject=one.key.removeprefix(start),
                        content=json.loads(one.text),
                        saved_at=one.saved_at,
                    )
                    for one in mine
                    if one.key != self._key(self.subject)
                )
            )

        oldest = self._desk.now() - KEPT

        def read() -> Sequence[Draft]:
            drafts.forget_before(oldest)
            return drafts.all()

        self._run(read, while_alive(self, told))

    def _drafts(self) -> Drafts | None:
        return self._desk.outside.drafts

    def _key(self, subject: str) -> str:
        return f"{self._desk.actor.operator}:{self._kind}:{subject}"

    def _run(self, work: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        self._desk.order(lambda _outside: work(), answer)


def _nothing(_none: object) -> None:
    """Nothing follows."""
