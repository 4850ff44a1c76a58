"""The way from the administration page to the server: sections in, wishes out.

Pages know sections and fields, the service subjects and things. This is the one place where the
two meet. Nothing here is called on the window's thread.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from console.domain.administration import Subject
from console.domain.basemap import Basemap, Kind, key_host
from console.domain.refusal import Refusal
from console.ports.administration import Account, Change, Thing, Wish
from console.ports.basemaps import TilePlace
from console.ports.reading import Reading
from console.services.administering import Administering
from console.services.basemap_check import key_of
from console.viewmodels.administration_sections import (
    DOWN,
    KEY,
    LEND,
    PASSWORD,
    UNLOCK,
    UP,
    Section,
)
from console.viewmodels.administration_things import (
    NEW,
    REMOVE,
    SHANGHAI,
    Found,
    Options,
    Order,
    ThingRow,
)
from console.viewmodels.pinyin import an_option

SOON: Final = timedelta(days=30)
"""A certificate that ends within this time is marked."""


def read_section(
    section: Section,
    office: Administering,
    reading: Reading,
    now: datetime,
    tiles: TilePlace | None = None,
) -> Found:
    """The things of a section with their states, and what its fields are chosen from.

    `tiles` knows which keys of servers this workstation has.
    """
    if section.subject is None:
        return Found(things=())
    things = office.things(section.subject)
    rows: Callable[[], Sequence[ThingRow]] = {
        Subject.OPERATOR: lambda: _operators(things, office, now),
        Subject.INSPECTOR: lambda: [_inspector(one, now) for one in things],
        Subject.GRANT: lambda: [_grant(one, now) for one in things],
        Subject.SETTING: lambda: [_setting(one) for one in things],
        Subject.BASEMAP: lambda: [_basemap(one, tiles) for one in things],
    }.get(section.subject, lambda: [_row(one) for one in things])
    return Found(things=tuple(rows()), options=_options(section, reading))


def carry_out(
    section: Section, order: Order, office: Administering, tiles: TilePlace | None = None
) -> Change | None:
    """Do what a form wants; None where only this workstation keeps it: the key of a server.

    Raises `Refusal`, `StoreUnavailable` as the service.
    """
    values = dict(order.values)
    reason = str(values.get("reason") or "")
    if order.does == PASSWORD.id:
        return office.set_password(order.key, str(values.get("password") or ""), reason)
    if order.does == UNLOCK.id:
        return office.unlock(order.key, reason)
    if order.does == LEND.id:
        value = {**values, "login": order.key}
        return office.change(_wish(Subject.GRANT, "", 0, value, reason))
    if order.does == KEY.id:
        _keep_key(order, office, tiles)
        return None
    if order.does in _MOVES:
        return _move(order, office)
    if section.subject is None:
        raise Refusal("admin.unknown", key=order.key)
    if order.does == REMOVE:
        wish = Wish(
            subject=section.subject, key=order.key, seen=order.version, value=None, reason=reason
        )
        return office.change(wish)
    own = {one.name for one in section.fields}
    if section.subject is not Subject.GRANT:
        values.pop("reason", None)
    value = {name: one for name, one in {**order.kept, **values}.items() if name in own}
    key = _new_key(section.subject, value) if order.does == NEW else order.key
    wish = _wish(section.subject, key, order.version, value, reason)
    fresh = section.subject is Subject.BASEMAP and order.does == NEW
    return office.change(replace(wish, fresh=fresh))


_MOVES: Final = {UP.id: 1, DOWN.id: -1}


def _move(order: Order, office: Administering) -> Change:
    """A basemap one place up or down."""
    things, thing = _found(order, office)
    place = things.index(thing) + 1 + _MOVES[order.does]
    if not 1 <= place <= len(things):
        raise Refusal("basemap.outermost", title=thing.value["title"])
    value = {**thing.value, "place": place}
    return office.change(_wish(Subject.BASEMAP, order.key, order.version, value, ""))


def _found(order: Order, office: Administering) -> tuple[Sequence[Thing], Thing]:
    """The basemaps as they are now, and the one that is meant."""
    things = office.things(Subject.BASEMAP)
    thing = next((one for one in things if one.key == order.key), None)
    if thing is None:
        raise Refusal("basemap.unknown", id=order.key)
    return things, thing


def _keep_key(order: Order, office: Administering, tiles: TilePlace | None) -> None:
    if tiles is None:
        raise Refusal("basemap.no_place")
    _things, thing = _found(order, office)
    host = key_host(_layer(thing.key, thing.value))
    try:
        tiles.keys.put(host, str(order.values.get("key") or ""))
    except OSError:
        raise Refusal("basemap.unwritable") from None  # its words may name the file's content


def _layer(key: str, value: Mapping[str, Any]) -> Basemap:
    """A layer as far as its key goes."""
    kind, address = Kind(str(value.get("kind"))), str(value.get("address") or "")
    return Basemap(id=key, title=str(value.get("title")), kind=kind, address=address)


def _wish(subject: Subject, key: str, seen: int, value: Mapping[str, Any], reason: str) -> Wish:
    return Wish(subject=subject, key=key, seen=seen, value=value, reason=reason)


def _new_key(subject: Subject, value: Mapping[str, Any]) -> str:
    """The key of something new: its login, code or name; phrases and grants get a number."""
    names = {
        Subject.PHRASE: "",
        Subject.GRANT: "",
        Subject.OPERATOR: "login",
        Subject.BASEMAP: "id",
    }
    name = names.get(subject, "code")
    return str(value.get(name) or "") if name else ""


# --- rows ----------------------------------------------------------------------------------------


def _row(thing: Thing, state: str = "", tone: str = "ink2", **facts: object) -> ThingRow:
    return ThingRow(
        key=thing.key,
        values=thing.value,
        version=thing.version,
        state=state,
        tone=tone,
        facts=facts,
    )


def _operators(things: Sequence[Thing], office: Administering, now: datetime) -> list[ThingRow]:
    accounts = {one.login: one for one in office.accounts()}
    lent = {
        str(one.value.get("login")): one.value
        for one in office.things(Subject.GRANT)
        if _state_of_grant(one, now) == "running"
    }
    return [_operator(one, accounts.get(one.key), lent.get(one.key)) for one in things]


def _operator(thing: Thing, account: Account | None, lent: Mapping[str, object] | None) -> ThingRow:
    if not thing.value.get("active", True):
        return _row(thing, "disabled", "ink3")
    if account is not None and account.locked_until is not None:
        until = account.locked_until.astimezone(SHANGHAI).strftime("%H:%M")
        return _row(thing, "locked", "over", until=until)
    if account is None or not account.exists:
        return _row(thing, "no_account", "near")
    if lent is not None:
        until = _moment(lent.get("valid_until")).astimezone(SHANGHAI).strftime("%m-%d %H:%M")
        return _row(thing, "lent", post=str(lent.get("post")), until=until)
    return _row(thing, "signs_in")


def _inspector(thing: Thing, now: datetime) -> ThingRow:
    today = now.astimezone(SHANGHAI).date()
    ends = date.fromisoformat(str(thing.value.get("certified_until")))
    if ends < today:
        return _row(thing, "expired", "over", days=(today - ends).days)
    if ends <= today + SOON:
        return _row(thing, "expiring", "near", days=(ends - today).days)
    return _row(thing)


def _grant(thing: Thing, now: datetime) -> ThingRow:
    state = _state_of_grant(thing, now)
    return _row(thing, state, "ink2" if state == "running" else "ink3")


def _state_of_grant(thing: Thing, now: datetime) -> str:
    if _moment(thing.value.get("valid_until")) <= now:
        return "ended"
    return "running" if _moment(thing.value.get("valid_from")) <= now else "coming"


def _setting(thing: Thing) -> ThingRow:
    return _row(thing, "" if thing.version else "default", "ink3")


def _basemap(thing: Thing, tiles: TilePlace | None) -> ThingRow:
    layer = _layer(thing.key, thing.value)
    if layer.needs_key and not (tiles is not None and key_of(layer, tiles.keys)):
        return _row(thing, "no_key", "near")
    return _row(thing, "" if thing.value.get("on") else "not_shown", "ink3")


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


# --- options -------------------------------------------------------------------------------------


def _options(section: Section, reading: Reading) -> Options:
    """What the server knows that the section's fields may be chosen from."""
    wanted = {one.source for one in section.fields}
    made: dict[str, Callable[[], Any]] = {
        "areas": lambda: (an_option(one.code, one.name, one.code) for one in reading.divisions()),
        "units": lambda: (an_option(one.code, one.short_name, one.name) for one in reading.units()),
        "inspectors": lambda: (
            an_option(one.code, f"{one.code} {one.name}") for one in reading.inspectors()
        ),
        "unit_grids": lambda: (an_option(one.code, one.code) for one in reading.unit_grids()),
        "operators": lambda: (an_option(one.login, one.name) for one in reading.operators()),
    }
    return {name: tuple(make()) for name, make in made.items() if name in wanted}
