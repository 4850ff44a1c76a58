"""The port of administration in memory, with versions, register, undo and locks like the real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from console.domain.administration import REMOVABLE, Deed, Subject
from console.domain.catalogue import Catalogue
from console.domain.refusal import Refusal
from console.ports.administration import Account, Change, Look, Thing, Value, Wish

BEGUN = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
STANDARDS_KEY = Subject.STANDARDS.value
_NUMBERED = frozenset({Subject.PHRASE, Subject.GRANT})


@dataclass
class FakeAdministration:
    """Things by subject and key; `me` is the administrator who acts.

    `fail` is raised by the next call, whatever it is, and forgotten: a lost server, for example.
    """

    me: str = "zhou"
    things_kept: dict[tuple[Subject, str], Value] = field(default_factory=dict)
    versions: dict[tuple[Subject, str], int] = field(default_factory=dict)
    register: list[Change] = field(default_factory=list)
    passwords: set[str] = field(default_factory=set)
    locked: dict[str, datetime] = field(default_factory=dict)
    catalogues: dict[int, Catalogue] = field(default_factory=dict)
    fail: Exception | None = None
    looks: int = 0

    def keep(self, subject: Subject, key: str, **value: object) -> None:
        """Something that was there before."""
        self.things_kept[subject, key] = value

    def things(self, subject: Subject) -> Sequence[Thing]:
        """All things of a subject by key."""
        self._begin()
        return tuple(
            Thing(subject=subject, key=key, version=self._version(subject, key), value=value)
            for (kind, key), value in sorted(self.things_kept.items())
            if kind is subject
        )

    def history(self, look: Look) -> Sequence[Change]:
        """The register, newest first."""
        self._begin()
        self.looks += 1
        found = [self._now(one) for one in reversed(self.register) if _wanted(one, look)]
        return tuple(found[: look.most])

    def accounts(self) -> Sequence[Account]:
        """How each operator can sign in."""
        self._begin()
        return tuple(
            Account(
                login=key,
                exists=key in self.passwords,
                may_sign_in=key in self.passwords
                and key not in self.locked
                and bool(value.get("active", True)),
                locked_until=self.locked.get(key),
            )
            for (kind, key), value in sorted(self.things_kept.items())
            if kind is Subject.OPERATOR
        )

    def change(self, wish: Wish) -> Change:
        """Make one change."""
        self._begin()
        key = wish.key or self._new_number(wish.subject)
        before = self.things_kept.get((wish.subject, key))
        if wish.fresh and before is not None:
            raise Refusal("admin.exists", key=key)
        if not wish.fresh:
            self._refuse_stale(wish.subject, key, wish.seen)
        if wish.value is None and wish.subject not in REMOVABLE:
            raise Refusal("admin.kept")
        if wish.value is None and before is None:
            raise Refusal("admin.unknown", key=key)
        after = None if wish.value is None else {**(before or {}), **wish.value}
        deed = Deed.REMOVE if after is None else Deed.PUT
        return self._put(wish.subject, key, deed, after, wish.reason)

    def undo(self, change: int, reason: str) -> Change:
        """Put back what a change replaced."""
        self._begin()
        found = next((one for one in self.register if one.id == change), None)
        if found is None:
            raise Refusal("admin.unknown", key=change)
        later = self._later(found)
        if later is not None:
            raise Refusal("admin.later", id=later)
        if not self._now(found).undoable:
            raise Refusal("admin.not_undoable")
        return self._put(found.subject, found.key, Deed.UNDO, found.before, reason, undoes=change)

    def set_password(self, login: str, password: str, reason: str) -> Change:
        """Give an operator an account or another password; the password is kept nowhere."""
        del password
        self._begin()
        self._refuse_unknown(login)
        self.passwords.add(login)
        return self._tell(login, Deed.PASSWORD, reason)

    def unlock(self, login: str, reason: str) -> Change:
        """Let a locked operator in again."""
        self._begin()
        if self.locked.pop(login, None) is None:
            raise Refusal("admin.not_locked", login=login)
        return self._tell(login, Deed.UNLOCK, reason)

    def lock(self, login: str) -> None:
        """What too many wrong passwords do."""
        self.locked[login] = BEGUN + timedelta(minutes=15)
        self._tell(login, Deed.LOCK, "")

    def put_standards(self, catalogue: Catalogue, reason: str, undoes: int | None = None) -> Change:
        """Keep a new version of the standards."""
        self._begin()
        if catalogue.version in self.catalogues:
            raise Refusal("admin.stale", version=max(self.catalogues))
        self.catalogues[catalogue.version] = catalogue
        after = {"version": catalogue.version, "valid_from": catalogue.valid_from.isoformat()}
        deed = Deed.PUT if undoes is None else Deed.UNDO
        return self._put(Subject.STANDARDS, STANDARDS_KEY, deed, after, reason, undoes=undoes)

    def standards(self, version: int) -> Catalogue:
        """A version of the standards."""
        self._begin()
        if version not in self.catalogues:
            raise Refusal("admin.unknown", key=version)
        return self.catalogues[version]

    # --- within -----------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self.fail is not None:
            failure, self.fail = self.fail, None
            raise failure

    def _version(self, subject: Subject, key: str) -> int:
        return self.versions.get((subject, key), 0)

    def _new_number(self, subject: Subject) -> str:
        if subject not in _NUMBERED:
            raise Refusal("admin.field_missing", field="key")
        known = [int(key) for kind, key in self.versions | self.things_kept if kind is subject]
        return str(max(known, default=0) + 1)

    def _refuse_stale(self, subject: Subject, key: str, seen: int) -> None:
        now = self._version(subject, key)
        if now != seen:
            value = self.things_kept.get((subject, key))
            raise Refusal("admin.stale", version=now, value=value)

    def _refuse_unknown(self, login: str) -> None:
        if (Subject.OPERATOR, login) not in self.things_kept:
            raise Refusal("admin.unknown", key=login)

    def _put(
        self,
        subject: Subject,
        key: str,
        deed: Deed,
        after: Value | None,
        reason: str,
        undoes: int | None = None,
    ) -> Change:
        before = self.things_kept.pop((subject, key), None)
        if after is not None:
            self.things_kept[subject, key] = after
        self.versions[subject, key] = self._version(subject, key) + 1
        return self._keep(subject, key, deed, before, after, reason, undoes)

    def _tell(self, login: str, deed: Deed, reason: str) -> Change:
        return self._keep(Subject.OPERATOR, login, deed, None, None, reason, None)

    def _keep(
        self,
        subject: Subject,
        key: str,
        deed: Deed,
        before: Value | None,
        after: Value | None,
        reason: str,
        undoes: int | None,
    ) -> Change:
        kept = Change(
            id=len(self.register) + 1,
            at=BEGUN + timedelta(minutes=len(self.register)),
            login=self.me,
            name=self.me,
            post="administrator",
            subject=subject,
            key=key,
            deed=deed,
            version=self._version(subject, key),
            before=before,
            after=after,
            reason=reason,
            undoes=undoes,
        )
        self.register.append(kept)
        return self._now(kept)

    def _later(self, change: Change) -> int | None:
        """The newest change of the same thing's value after this one."""
        same = (
            one.id
            for one in self.register
            if (one.subject, one.key) == (change.subject, change.key)
            and one.id > change.id
            and one.version > change.version
        )
        return max(same, default=None)

    def _now(self, change: Change) -> Change:
        """The row with what is true of it at this moment."""
        by = next((one.id for one in self.register if one.undoes == change.id), None)
        valued = change.deed in (Deed.PUT, Deed.REMOVE, Deed.UNDO)
        undoable = valued and self._later(change) is None
        if change.subject is Subject.STANDARDS and change.before is None:
            undoable = False
        return replace(change, undone_by=by, undoable=undoable)


def _wanted(change: Change, look: Look) -> bool:
    same: Mapping[str, object] = {"subject": look.subject, "key": look.key, "login": look.login}
    return (
        all(wanted in (None, getattr(change, name)) for name, wanted in same.items())
        and (look.since is None or change.at >= look.since)
        and (look.until is None or change.at < look.until)
        and (look.below is None or change.id < look.below)
    )
