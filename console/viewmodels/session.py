"""Who is signed in: the list of operators, the door, and the desk that comes of it.

Nothing of a password is kept here; it goes to the door on the write lane and is forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import Actor
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import CENTRE_POSTS, Post
from console.media.reader import MediaReader
from console.ports.errors import StoreUnavailable
from console.ports.media import Media
from console.ports.picture import Picture
from console.ports.signin import Admission, ListedOperator, SignIn
from console.services.lastknown import LastKnown
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import Lanes
from console.viewmodels.notices import Notice, NoticeTone

AGAIN_MS: Final = 5_000
"""Until the list is asked for anew while the server is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the sign-in page asks for; `post` None takes the operator's usual one."""

    login: str
    password: str = ""
    post: Post | None = None

    def __repr__(self) -> str:
        """Nothing secret, so that no traceback or log can show it."""
        return f"Choice({self.login!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    admission: Admission
    rules: Rules
    known: LastKnown


def centre_posts(operator: Operator) -> tuple[Post, ...]:
    """The operator's posts at the centre, its administration included, the usual one first."""
    known = {post.value for post in (*CENTRE_POSTS, Post.ADMINISTRATOR)}
    return tuple(Post(post) for post in operator.posts if post in known)


def seat_of(operator: Operator, post: Post) -> str:
    """The seat kept for an operator at a post; the post's name when there is none."""
    seats = dict(zip(operator.posts, operator.seats, strict=False))
    return seats.get(post.value, post.value)


def outside_of(admission: Admission, media: Media | None = None) -> Outside:
    """What a desk works with, of what the door gave."""
    return Outside(
        store=admission.store,
        reading=admission.reading,
        claims=admission.claims,
        callers=admission.callers,
        feed=admission.feed,
        files=admission.files,
        keeping=admission.keeping,
        drafts=admission.drafts,
        revive=admission.revive,
        journal=admission.journal,
        numbers=admission.numbers,
        reports=admission.reports,
        facts=admission.facts,
        integrity=admission.integrity,
        looks=admission.looks,
        schemes=admission.schemes,
        publications=admission.publications,
        walls=admission.walls,
        picture=admission.picture,
        past=admission.past,
        tiles=admission.tiles,
        local=admission.local,
        media=media or MediaReader(),
        administration=admission.administration,
    )


class Session(QObject):
    """The way from the door to a desk.

    Signals: `listed` (tuple of ListedOperator); `admitted` (Desk) with `operator` set; `refused`
    (Notice) one calm sentence; `crashed` (Exception).
    """

    listed = Signal(object)
    admitted = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)

    def __init__(  # every collaborator comes from outside
        self,
        door: SignIn,
        lanes: Lanes,
        now: Callable[[], datetime],
        new_command: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._lanes = door, lanes
        self._now, self._new_command = now, new_command
        self._busy = False
        self._entry: _Entry | None = None
        self._listed: tuple[ListedOperator, ...] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._ask)
        self._media = MediaReader()
        self.operator: Operator | None = None

    def close(self) -> None:
        """Ask no more, and look at no photographs any more; again does nothing."""
        self._again.stop()
        self._media.close()

    @property
    def busy(self) -> bool:
        """Whether the door is being asked."""
        return self._busy

    @property
    def asking_again(self) -> bool:
        """Whether the list is asked for again and again, the server being gone."""
        return self._again.isActive()

    @Slot()
    def load(self) -> None:
        """Ask who may sign in here, and again while the server is gone, until somebody does."""
        self._listed = None
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._lanes.ask("operators", self._door.operators, self._on_listed, self._on_unlisted)

    def _on_listed(self, operators: Sequence[ListedOperator]) -> None:
        seated = tuple(one for one in operators if centre_posts(one.operator))
        if seated != self._listed:
            self._listed = seated
            self.listed.emit(seated)
        if any(one.known_at is not None for one in seated):
            self._again.start()

    def _on_unlisted(self, error: Exception) -> None:
        self._on_failed(error)
        if isinstance(error, StoreUnavailable):
            self._again.start()

    def sign_in(self, choice: Choice) -> None:
        """Knock; the answer comes as `admitted` or `refused`."""
        if self._busy:
            return
        self._busy = True
        self._lanes.order(
            lambda: self._enter(choice),
            lambda entry: self._on_entered(entry, choice),
            self._on_failed,
        )

    def _enter(self, choice: Choice) -> _Entry:
        admission = self._door.sign_in(choice.login, choice.password)
        if admission.local and admission.picture is not None:
            return self._from_picture(admission, admission.picture)
        drift = admission.reading.server_time() - self._now()
        known = LastKnown(lambda: self._now() + drift)
        known.drift = drift
        rules = known.listening(admission.reading).rules()
        return _Entry(admission=admission, rules=rules, known=known)

    def _from_picture(self, admission: Admission, picture: Picture) -> _Entry:
        """Go on from what this workstation kept. Raises `Refusal` `signin.not_known_here`."""
        kept = picture.load()
        known = LastKnown(lambda: self._now() + kept.drift)
        known.take_up(kept)
        try:
            rules = known.remembered.rules()
        except StoreUnavailable:
            raise Refusal("signin.not_known_here") from None
        return _Entry(admission=admission, rules=rules, known=known)

    def _on_entered(self, entry: _Entry, choice: Choice) -> None:
        self._busy = False
        self._again.stop()
        operator = entry.admission.operator
        posts = centre_posts(operator)
        if not posts:
            self._on_failed(Refusal("signin.no_post", name=operator.name))
            return
        post = choice.post if choice.post in posts else posts[0]
        self.operator, self._entry = operator, entry
        self.admitted.emit(self._desk(entry, operator, post or posts[0]))

    def desk_again(self, post: Post) -> Desk:
        """A fresh desk of the operator who is signed in, for a screen that is made anew.

        Raises LookupError when nobody is.
        """
        if self._entry is None or self.operator is None:
            raise LookupError("nobody is signed in")
        return self._desk(self._entry, self.operator, post)

    def _desk(self, entry: _Entry, operator: Operator, post: Post) -> Desk:
        admission = entry.admission
        actor = Actor(operator=operator.login, post=post, seat=seat_of(operator, post))
        try:  # as they were heard last: the desk before may have heard of a change
            rules = entry.known.remembered.rules()
        except StoreUnavailable:
            rules = entry.rules
        # All seats read the server's clock, so that two of them never disagree on what is late.
        return Desk(
            outside_of(admission, self._media),
            self._lanes,
            actor,
            rules,
            entry.known.now,
            self._new_command,
            posts=centre_posts(operator),
            known=entry.known,
        )

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refusal | StoreUnavailable):
            facts = dict(error.facts)
            self.refused.emit(Notice(code=error.code, tone=NoticeTone.REFUSED, facts=facts))
        else:
            self.crashed.emit(error)
