"""Addresses of a database with one or several servers: primary first or not, we find out.

Written `postgresql://user@a:5432,b:5432/database` or `…/database?host=a:5432&host=b:5432`. No
connection is made here.
"""

import re
from typing import Any, Final

import psycopg
from sqlalchemy import URL, make_url

from db.watchdog import WatchedLine

PORT: Final = "5432"
_HOSTS: Final = re.compile(
    r"(?P<before>[^/]+://(?:[^@/?]*@)?)(?P<hosts>[^@/?]*,[^@/?]*)(?P<after>([/?].*)?)"
)
_HOST: Final = re.compile(r"(?P<name>\[[^\]]*\]|[^:]*)(?::(?P<port>\d+))?")


def address_of(words: URL | str) -> URL:
    """The address; several hosts become `host=a,b` and `port=1,2`, which every tool here reads.

    Raises:
        ValueError: a host or port that is none.
    """
    hosts: tuple[str, ...] = ()
    if isinstance(words, str) and (found := _HOSTS.fullmatch(words)):
        hosts = tuple(found["hosts"].split(","))
        words = found["before"] + found["after"]
    url = make_url(words)
    named = url.query.get("host", ())
    if isinstance(named, tuple):
        hosts += named
    if not hosts:
        return url
    pairs = [_pair(host) for host in hosts]
    both = {
        "host": ",".join(name for name, _ in pairs),
        "port": ",".join(port for _, port in pairs),
    }
    return url.set(query={**url.query, **both})


def hosts_in(url: URL) -> int:
    """How many servers an address of `address_of` names."""
    return str(url.query.get("host", "")).count(",") + 1


def standby_first(*arguments: Any, **wanted: Any) -> WatchedLine:
    """A connection to a standby, to any server when none answers.

    The driver tries one host at a time, so that `prefer-standby` would take whichever is first.
    """
    try:
        return WatchedLine.connect(*arguments, **{**wanted, "target_session_attrs": "standby"})
    except psycopg.OperationalError:
        return WatchedLine.connect(*arguments, **wanted)


def _pair(host: str) -> tuple[str, str]:
    found = _HOST.fullmatch(host)
    if found is None or not found["name"]:
        raise ValueError(host)
    return found["name"].strip("[]"), found["port"] or PORT
