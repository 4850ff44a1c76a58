"""What an administrator asks of the store: things he may change, each change kept for ever.

Every change is versioned, written into one register with who made it, when and why, and can be
taken back by another change. A thing's value is plain JSON: texts, whole numbers, true and false,
lists of them, days as `2026-11-28`, moments as ISO texts with their zone, null where nothing is
said. Which fields a subject has is `console.domain.administration.FORMS`. Shapes only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.domain.administration import Deed, Subject
from console.domain.catalogue import Catalogue

Value = Mapping[str, object]
"""A thing's fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing as it is now.

    `key` tells things of a subject apart: the login, code, timer's or setting's name; a number for
    phrases and grants; the subject's own name for the calendar and the standards, which are one
    thing each. `version` counts its changes and is 0 for what was never changed here.
    """

    subject: Subject
    key: str
    version: int
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A change that is wanted.

    `key` is "" for a new phrase or grant, which get their number. `seen` is the version its
    operator saw, 0 for what was never changed; a change over another version is refused. `value`
    are the fields to set, those left out stay; None removes the thing. `reason` may be empty.
    `fresh` says that the thing is to be made: where there is one, it is refused (`admin.exists`).
    """

    subject: Subject
    key: str
    seen: int
    value: Value | None
    reason: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the register, never changed afterwards.

    `at` is the server's moment (aware UTC). `login` is the operator's, or the server's role where
    none of the city's operators acted; `name` is how he is called, else the same. `version` is the
    thing's after it. `before` and `after` are None where the thing was not there. `undoes` is the
    change this one takes back, `undone_by` the one that took this one back. `undoable` tells
    whether it can be taken back now: a value, not undone yet, and the newest of its thing.
    """

    id: int
    at: datetime
    login: str
    name: str
    post: str
    subject: Subject
    key: str
    deed: Deed
    version: int
    before: Value | None
    after: Value | None
    reason: str = ""
    undoes: int | None = None
    undone_by: int | None = None
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which part of the register is asked for, the newest first; None asks for all.

    `since` (included) and `until` (excluded) are aware. `below` is the smallest id already shown,
    for the next page of `most` rows.
    """

    subject: Subject | None = None
    key: str | None = None
    login: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    below: int | None = None
    most: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How an operator can sign in: whether the server has an account for him at all, and lets him.

    `failures` are wrong passwords since he last came in, within the time they count;
    `locked_until` is aware UTC and None when the account is not locked.
    """

    login: str
    exists: bool
    may_sign_in: bool
    failures: int = 0
    locked_until: datetime | None = None


class Administration(Protocol):
    """The administrator's side of the store.

    Every method raises `Refusal` `judge.post` for whoever is no administrator at this moment, and
    `StoreUnavailable`; each may take a second and is never called on the window's thread.
    """

    def things(self, subject: Subject) -> Sequence[Thing]:
        """All things of a subject by key."""

    def history(self, look: Look) -> Sequence[Change]:
        """The register, newest first."""

    def accounts(self) -> Sequence[Account]:
        """How each operator of the list can sign in, by login."""

    def change(self, wish: Wish) -> Change:
        """Make one change; all of it or nothing.

        Raises `Refusal`: `admin.stale` (facts `version` and `value`, what is there now), or
        `admin.unknown`, `admin.in_use`, `admin.last_administrator`, `admin.yourself`,
        `admin.exists`, `admin.kept` (an operator is disabled, never removed).
        """

    def undo(self, change: int, reason: str) -> Change:
        """Put back what a change replaced.

        Raises `Refusal` `admin.later` when the thing was changed again since (fact `id`),
        `admin.not_undoable` for a password, a lock or what is undone already, and as `change`.
        """

    def set_password(self, login: str, password: str, reason: str) -> Change:
        """Give an operator of the list an account with this password, or another password.

        Only a verifier leaves this machine. Raises `Refusal` `admin.unknown`.
        """

    def unlock(self, login: str, reason: str) -> Change:
        """Let a locked operator in again before the time. Raises `Refusal` `admin.not_locked`."""

    def put_standards(self, catalogue: Catalogue, reason: str, undoes: int | None = None) -> Change:
        """Keep a new version of the standards. Raises `Refusal` `admin.stale`."""

    def standards(self, version: int) -> Catalogue:
        """A version of the standards. Raises `Refusal` `admin.unknown`."""
