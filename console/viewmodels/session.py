"""Who is signed in: the list of operators, the door, and the desk that comes of it.

Nothing of a password is kept; it goes to the door on the write lane and is forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Actor
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.rules import Rules
from console.domain.stage import CENTRE_POSTS, Post
from console.media.reader import MediaReader
from console.ports.errors import StoreUnavailable
from console.ports.media import Media
from console.ports.signin import Admission, ListedOperator, SignIn
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.lanes import Lanes
from console.viewmodels.notices import Notice, NoticeTone


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
    drift: timedelta


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
        self._media = MediaReader()
        self.operator: Operator | None = None

    def close(self) -> None:
        """Nobody looks at photographs any more; again does nothing."""
        self._media.close()

    @property
    def busy(self) -> bool:
        """Whether the door is being asked."""
        return self._busy

    @Slot()
    def load(self) -> None:
        """Ask who may sign in here."""
        self._lanes.ask("operators", self._door.operators, self._on_listed, self._on_failed)

    def _on_listed(self, operators: Sequence[ListedOperator]) -> None:
        seated = (one for one in operators if centre_posts(one.operator))
        self.listed.emit(tuple(seated))

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
        reading = admission.reading
        return _Entry(
            admission=admission, rules=reading.rules(), drift=reading.server_time() - self._now()
        )

    def _on_entered(self, entry: _Entry, choice: Choice) -> None:
        self._busy = False
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
        admission, drift, local = entry.admission, entry.drift, self._now
        actor = Actor(operator=operator.login, post=post, seat=seat_of(operator, post))
        # All seats read the server's clock, so that two of them never disagree on what is late.
        return Desk(
            outside_of(admission, self._media),
            self._lanes,
            actor,
            entry.rules,
            lambda: local() + drift,
            self._new_command,
            posts=centre_posts(operator),
        )

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refusal | StoreUnavailable):
            facts = dict(error.facts)
            self.refused.emit(Notice(code=error.code, tone=NoticeTone.REFUSED, facts=facts))
        else:
            self.crashed.emit(error)
