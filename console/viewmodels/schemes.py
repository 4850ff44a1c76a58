"""Schemes of a city at one seat: the version or draft that is open, and what is done with it.

Supervisor and administrator write, everybody else reads. What is typed is kept as one's draft in
the database within two seconds; nothing else changes until a version is put in force.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.evaluation.scheme_diff import Difference, differences
from console.ports.errors import StoreUnavailable
from console.ports.schemes import Schemes
from console.services.schemes import keep, next_version
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.scheme_document import document_of
from console.viewmodels.scheme_edit import SchemeEdit
from console.viewmodels.scheme_list import DRAFT, Key, SchemeList
from console.viewmodels.scheme_preview import SchemePreview
from console.viewmodels.words import Say

WRITERS: Final = (Post.SUPERVISOR, Post.ADMINISTRATOR)
SAVE_MS: Final = 2_000


class SchemeDesk(QObject):
    """Signals: `opened` another version or draft is open; `kept` how a draft lies is another:
    saved, or not any more.
    """

    opened = Signal()
    kept = Signal()

    def __init__(self, desk: Desk, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent or desk)
        self.desk, self.say = desk, say
        self.edit, self.list = SchemeEdit(self), SchemeList(desk, say, self)
        self.preview = SchemePreview(desk, lambda: self.edit.scheme, self.list.standing, self)
        self.key: Key | None = None
        self.base = 0
        self.problem: Refusal | None = None
        """What is wrong with the text that is open, where it was kept."""
        self.unsaved = False
        self._wanted: Key | None = None
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(SAVE_MS)
        self._save.timeout.connect(self.save)
        self.edit.changed.connect(self._on_changed)
        self.list.came.connect(self._on_came)
        desk.asked_anew.connect(self.reload)
        desk.lost.connect(self._on_lost)

    @property
    def may_write(self) -> bool:
        """Whether this operator holds a post that writes schemes."""
        return any(post in WRITERS for post in self.desk.posts)

    @property
    def writing(self) -> bool:
        """Whether a draft is open."""
        return self.edit.writable

    @Slot()
    def reload(self) -> None:
        """Read versions and drafts anew, and the month of the preview with them."""
        self.save()
        self.preview.forget()
        self.list.read(drafts=self.may_write)

    @Slot()
    def _on_came(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.list.line(wanted) is not None:
            self.choose(wanted)
        elif not self.writing:  # what is being typed is never replaced by what was read
            here = self.list.line(self.key) is not None
            self.choose(self.key if here else self.list.usual())

    # --- opening ----------------------------------------------------------------------------------

    def choose(self, key: Key | None) -> None:
        """Open a line; what was typed into another one is kept as its draft."""
        if key != self.key:
            self.save()
        draft, found = self.list.draft(key), self.list.version(key)
        self.key, self.problem = key, found.broken if found is not None else None
        self.base = draft.base if draft is not None else key[2] if key is not None else 0
        document = None
        try:
            if draft is not None:
                document = document_of(draft.text)
            elif found is not None:
                document = document_of(found.kept.text)
        except Refusal as refusal:
            self.problem = self.problem or refusal
        self.unsaved = False
        self.edit.open(document, writable=draft is not None and self.may_write)
        self.opened.emit()
        self.preview.now()

    def begin(self) -> None:
        """Write on the open version: as one's draft of it; the one there is already goes first."""
        if self.writing or self.key is None or self.edit.document is None or not self.may_write:
            return
        kind, scheme, version = self.key
        draft = (kind, scheme, DRAFT)
        if self.list.draft(draft) is not None:
            self.choose(draft)
            return
        self.base, self.key = version, draft
        self.edit.open(self.edit.document, writable=True)
        self.unsaved = True
        self.opened.emit()
        self.save()

    def try_out(self) -> None:
        """Write on what is open without keeping it anywhere, for pictures."""
        self.edit.open(self.edit.document, writable=True)
        self.edit.changed.disconnect(self._on_changed)
        self.opened.emit()

    # --- writing ----------------------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        if self.writing and self.edit.stepped:
            self.unsaved = True
            self.kept.emit()
            self.preview.soon()
            self._save.start()

    @Slot()
    def save(self) -> None:
        """Keep the open draft; nothing where nothing new was typed."""
        self._save.stop()
        document, key = self.edit.document, self.key
        if document is None or key is None or not self.writing or not self.unsaved:
            return
        text, base, self.unsaved = document.dumped(), self.base, False
        self._order(lambda schemes: schemes.save_draft(key[0], key[1], base, text), self._on_saved)

    @property
    def held(self) -> bool:
        """Whether something typed cannot be kept now: it would be lost with the page."""
        return self.writing and self.unsaved and self.desk.is_lost

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001 - the signal's argument
        if not lost:
            self.save()

    def _on_saved(self) -> None:
        self.kept.emit()
        self.list.read(drafts=True)

    def discard(self) -> None:
        """Throw the open draft away and go back to the version it was made from."""
        key = self.key
        if key is None or not self.writing:
            return
        self._leave()
        back = (key[0], key[1], self.base)
        self._order(lambda schemes: schemes.drop_draft(key[0], key[1]), lambda: self._go(back))

    @property
    def can_begin(self) -> bool:
        """Whether what is open can be put in force: a draft that holds, or an offered version."""
        found = self.list.version(self.key)
        offered = found is not None and found.kept.begin is None
        return self.may_write and self.edit.scheme is not None and (self.writing or offered)

    @property
    def first_day(self) -> date:
        """The day a new version usually begins: the first of the next month."""
        return (self.list.today.replace(day=1) + timedelta(days=32)).replace(day=1)

    def put_in_force(self, first: date, reason: str) -> None:
        """The open draft as the next version, or the open offered version, from a day on."""
        scheme, key = self.edit.scheme, self.key
        if key is None or scheme is None or not self.can_begin:
            return
        if not self.writing:
            self._order(
                lambda schemes: schemes.put_in_force(*key, first, reason),
                lambda: self._began(key, first),
            )
            return
        version = next_version((o.kept for o in self.list.known), scheme.id, scheme.kind)
        self._save.stop()

        def work(schemes: Schemes) -> None:
            keep(schemes, scheme, version, first, reason)
            schemes.drop_draft(key[0], key[1])

        self._order(work, lambda: self._began((scheme.kind.value, scheme.id, version), first))

    def _began(self, key: Key, first: date) -> None:
        facts = {"scheme": key[1], "version": key[2], "day": first}
        self.desk.notice.emit(Notice(code="cli.scheme.added", tone=NoticeTone.DONE, facts=facts))
        self._leave()
        self._go(key)

    def _leave(self) -> None:
        """Nothing of what is open is to be kept any more."""
        self._save.stop()
        self.unsaved = False
        self.edit.open(self.edit.document, writable=False)

    def _go(self, key: Key) -> None:
        self._wanted = key
        self.reload()

    def _order(self, work: Callable[[Schemes], Any], done: Callable[[], None]) -> None:
        def given(outside: Outside) -> None:
            if outside.schemes is None:
                raise StoreUnavailable("store.lost")
            work(outside.schemes)

        self.desk.order(given, lambda _none: done(), self._on_refused)

    def _on_refused(self, refusal: Refusal) -> None:
        """What was typed stays as it is, to be sent again."""
        self.unsaved = self.writing
        self.kept.emit()
        facts = dict(refusal.facts)
        self.desk.notice.emit(Notice(code=refusal.code, tone=NoticeTone.REFUSED, facts=facts))
        if refusal.code == "scheme.stale":
            self.list.read(drafts=True)

    @property
    def title(self) -> str:
        """What is open, where the list does not tell it yet."""
        return "" if self.key is None else self.say("schemes.line.draft", scheme=self.key[1])

    @property
    def compared(self) -> int:
        """The version differences are told against, 0 for none."""
        if self.key is None:
            return 0
        return self.base if self.writing else self.key[2] - 1

    def differences(self) -> tuple[Difference, ...]:
        """Where the open scheme differs from the one it was made from, or from the one before."""
        scheme = self.edit.scheme
        if scheme is None or self.key is None:
            return ()
        found = self.list.version((self.key[0], self.key[1], self.compared))
        if found is None or found.scheme is None:
            return ()
        return differences(found.scheme, scheme)
