"""`db operator` and `db grant`: what an administrator does with operators from the terminal.

The same door as the administration page (`services.administering`): the same checks, the same rows
in the register. A password is typed or comes by standard input, never as a word of the command.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from console.cli import exits
from console.cli.talk import Talk
from console.domain.administration import Subject, check_password
from console.domain.refusal import Refusal
from console.ports.administration import Account, Thing, Wish
from console.services.administering import Administering, formed

Given = Any  # argparse's own bag of values
LOCAL: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What a deed works with: the door, the words, the clock, and how a password is asked for."""

    door: Administering
    talk: Talk
    now: Callable[[], datetime]
    password: Callable[[], str]


def list_operators(_given: Given, at: Terminal) -> int:
    """Everybody of the list, a line each: login, name, posts, how he can sign in."""
    accounts = {one.login: one for one in at.door.accounts()}
    for one in at.door.things(Subject.OPERATOR):
        named = [at.talk.say(f"post.{post}") for post in _texts(one.value["posts"])]
        state = _state(one, accounts[one.key], at.talk)
        parts = (one.key, str(one.value["name"]), at.talk.say("list.comma").join(named), state)
        at.talk.line("  ".join(parts))
    return exits.DONE


def add(given: Given, at: Terminal) -> int:
    """Put somebody on the list and give him an account."""
    password = at.password()
    check_password(given.login, password)  # before he is on the list
    value = {
        "login": given.login,
        "name": given.name,
        "posts": given.posts,
        "seats": given.seats,
        "shift": given.shift,
        "management_areas": given.areas,
        "active": True,
    }
    at.door.change(
        Wish(
            subject=Subject.OPERATOR,
            key=given.login,
            seen=0,
            value=value,
            reason=given.reason,
            fresh=True,
        )
    )
    at.door.set_password(given.login, password, given.reason)
    at.talk.tell("cli.db.operator.added", login=given.login)
    return exits.DONE


def password(given: Given, at: Terminal) -> int:
    """Another password, or the first one of somebody on the list."""
    at.door.set_password(given.login, at.password(), given.reason)
    at.talk.tell("cli.db.operator.password_set", login=given.login)
    return exits.DONE


def disable(given: Given, at: Terminal) -> int:
    """Let an operator sign in no more."""
    return _set_active(given, at, active=False)


def enable(given: Given, at: Terminal) -> int:
    """Let an operator sign in again."""
    return _set_active(given, at, active=True)


def unlock(given: Given, at: Terminal) -> int:
    """Let a locked operator in before the time."""
    at.door.unlock(given.login, given.reason)
    at.talk.tell("cli.db.operator.unlocked", login=given.login)
    return exits.DONE


def grant(given: Given, at: Terminal) -> int:
    """Lend a post until a moment, or take back what is lent."""
    if given.revoke:
        return _revoke(given, at)
    value = {
        "login": given.login,
        "post": given.post,
        "valid_from": at.now().isoformat(),
        "valid_until": given.until.isoformat(),
        "reason": given.reason,
    }
    wish = Wish(subject=Subject.GRANT, key="", seen=0, value=value, reason=given.reason, fresh=True)
    at.door.change(wish)
    shown = f"{given.until.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    named = at.talk.say(f"post.{given.post}")
    at.talk.tell("cli.db.granted", login=given.login, post=named, until=shown)
    return exits.DONE


def _revoke(given: Given, at: Terminal) -> int:
    lent = [
        one
        for one in at.door.things(Subject.GRANT)
        if (one.value["login"], one.value["post"]) == (given.login, given.post)
        and datetime.fromisoformat(str(one.value["valid_until"])) > at.now()
    ]
    named = at.talk.say(f"post.{given.post}")
    if not lent:
        raise Refusal("admin.no_grant", login=given.login, lent=named)
    for one in lent:
        at.door.change(
            Wish(
                subject=Subject.GRANT,
                key=one.key,
                seen=one.version,
                value=None,
                reason=given.reason,
            )
        )
    at.talk.tell("cli.db.revoked", login=given.login, post=named)
    return exits.DONE


def _set_active(given: Given, at: Terminal, *, active: bool) -> int:
    found = _operator(at.door.things(Subject.OPERATOR), given.login)
    value = {**formed(Subject.OPERATOR, found.value), "active": active}
    at.door.change(
        Wish(
            subject=Subject.OPERATOR,
            key=given.login,
            seen=found.version,
            value=value,
            reason=given.reason,
        )
    )
    done = "cli.db.operator.enabled" if active else "cli.db.operator.disabled"
    at.talk.tell(done, login=given.login)
    return exits.DONE


def _operator(known: Sequence[Thing], login: str) -> Thing:
    for one in known:
        if one.key == login:
            return one
    raise Refusal("admin.unknown", key=login)


def _state(one: Thing, account: Account, talk: Talk) -> str:
    if not one.value["active"]:
        return talk.say("cli.db.operator.state.disabled")
    if not account.exists:
        return talk.say("cli.db.operator.state.no_account")
    if account.locked_until is not None:
        until = f"{account.locked_until.astimezone(LOCAL):%H:%M}"
        return talk.say("cli.db.operator.state.locked", until=until)
    return talk.say("cli.db.operator.state.open")


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


DEEDS: Final[Mapping[str, Callable[[Given, Terminal], int]]] = {
    "list": list_operators,
    "add": add,
    "password": password,
    "disable": disable,
    "enable": enable,
    "unlock": unlock,
}
