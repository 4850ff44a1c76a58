"""What becomes of a report that was taken in: registered and sent on, attached, or declined.

Two commands follow each other by one key; the first one stands whatever becomes of the second.
"""

from collections.abc import Callable
from typing import Any

from console.domain.case import CaseId
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import ABOVE_SOURCES
from console.ports.work import Changes, Photo
from console.services.intake import (
    AttachCaller,
    DeclineReport,
    OrderConfirmation,
    TakeReport,
)
from console.services.moving import MoveCommand
from console.services.registering import RegisterCase, SubmitCase
from console.viewmodels.answering import while_alive
from console.viewmodels.intake_draft import IntakeDraft
from console.viewmodels.photo_files import keep_photos

Done = Callable[[Changes], None]
Refused = Callable[[Refusal, object], None]


class IntakeActs:
    """The acts of one draft; while one runs, another does nothing."""

    def __init__(self, draft: IntakeDraft) -> None:
        self._draft, self._desk = draft, draft.desk
        self._busy = False

    def register(self, done: Done, refused: Refused) -> None:
        """Register the report and send it on: two commands, one key (F2)."""
        self._take(self._following, done, refused)

    def attach(self, done: Done, refused: Refused) -> None:
        """A further caller for the case the keys mean (Alt+A)."""
        current = self._draft.likes.current
        if current is None or self._busy:
            return
        self._busy = True
        command = AttachCaller(
            case=current.case.id, text=self._draft.description.strip(), caller=self._draft.caller()
        )
        self._send(command, self._ended(done), refused)

    def decline(self, reason: str, no_place: str, done: Done, refused: Refused) -> None:
        """Take it in and end it at once, with the reason the caller is told."""
        if self._draft.places.hit is None:
            self._draft.places.take_words(no_place)
        if not self._draft.description.strip():
            self._draft.description = reason
        self._take(lambda case: DeclineReport(case=case, reason=reason), done, refused)

    def _following(self, case: CaseId) -> MoveCommand | None:
        if self._draft.from_public:
            return OrderConfirmation(case=case) if self._draft.confirm_at_once else None
        if self._draft.source in ABOVE_SOURCES:
            return RegisterCase(case=case)
        return SubmitCase(case=case)

    def _take(
        self, following: Callable[[CaseId], MoveCommand | None], done: Done, refused: Refused
    ) -> None:
        """Keep the photos, register, then do what follows."""
        if self._busy:
            return
        self._busy = True
        paths, by = self._draft.photos, self._desk.actor.operator

        def failed(refusal: Refusal) -> None:
            self._busy = False
            refused(refusal, None)

        def go(photos: tuple[Photo, ...]) -> None:
            self._send(self._report(photos), self._then(following, self._ended(done)), refused)

        if paths:
            self._desk.order(
                lambda outside: keep_photos(
                    outside.photos_of_an_act(self._desk.now), outside.media, paths, "before", by
                ),
                while_alive(self._draft, go),
                while_alive(self._draft, failed),
            )
        else:
            go(())

    def _then(self, following: Callable[[CaseId], MoveCommand | None], done: Done) -> Done:
        """The second command. The report stands, whatever becomes of it: the desk says why."""

        def go_on(changes: Changes) -> None:
            # A report that waits without a number has no case yet for what would follow.
            command = following(changes.cases[0]) if changes.cases else None
            if command is None:
                done(changes)
                return

            def told(refusal: Refusal) -> None:
                self._desk.failed(refusal)
                done(changes)

            self._desk.do(command, while_alive(self._draft, done), while_alive(self._draft, told))

        return go_on

    def _ended(self, done: Done) -> Done:
        def ended(changes: Changes) -> None:
            self._busy = False
            done(changes)

        return ended

    def _send(self, command: Any, done: Done, refused: Refused) -> None:
        """The first command; this seat stays busy until `done` or `refused` is told."""

        def finished(changes: Changes) -> None:
            self._draft.keeper.discard()
            done(changes)

        def failed(refusal: Refusal) -> None:
            self._busy = False
            refused(refusal, command)

        self._desk.do(command, while_alive(self._draft, finished), while_alive(self._draft, failed))

    def _report(self, photos: tuple[Photo, ...]) -> TakeReport:
        place = self._draft.places.place or Place(address="")
        return TakeReport(
            source=self._draft.source,
            place=place,
            description=self._draft.description.strip(),
            standard=self._draft.classes.standard(place.area_level),
            caller=self._draft.caller(),
            urgent=self._draft.urgent,
            callback_wanted=self._draft.from_public and self._draft.reply != "none",
            task_number=self._draft.task_number.strip() or None,
            photos=photos,
        )
