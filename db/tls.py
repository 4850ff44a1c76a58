"""Encryption on the way to a city's server: on and verified, unless the address says otherwise.

Only a server on this machine is spoken to plainly by itself. What an address says of `sslmode` is
meant, and stays.
"""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import URL

VERIFIED: Final = "verify-full"
_MODE: Final = "sslmode"
_AUTHORITY: Final = "sslrootcert"
_VERIFYING: Final = frozenset({"verify-ca", VERIFIED})
_LOCAL_NAMES: Final = frozenset({"", "localhost", "::1"})


def secured(url: URL, authority: Path | None = None) -> URL:
    """The address with verified TLS where it leaves this machine and says nothing of it.

    Args:
        url: An address of one or several hosts.
        authority: File of the authority that signed the server's certificate; None takes those
            this system trusts.
    """
    if all(is_local(host) for host in hosts_of(url)):
        return url
    wanted = {_MODE: str(url.query.get(_MODE, VERIFIED))}
    if wanted[_MODE] in _VERIFYING and _AUTHORITY not in url.query:
        wanted[_AUTHORITY] = str(authority or _trusted_here())
    return url.update_query_dict(wanted)


def hosts_of(url: URL) -> Iterator[str]:
    """Every host of an address; "" stands for this machine's socket."""
    named = url.query.get("host", ())
    several = (named,) if isinstance(named, str) else named
    for one in (*several, *((url.host,) if url.host else ())) or ("",):
        for host in one.split(","):
            # SQLAlchemy writes host:port; a bare IPv6 address has more colons than one.
            yield host.rpartition(":")[0] if host.count(":") == 1 and "\\" not in host else host


def is_local(host: str) -> bool:
    """Whether nothing said to this host leaves the machine: loopback or a socket's folder."""
    return host in _LOCAL_NAMES or host.startswith(("127.", "/", "@")) or "\\" in host


def _trusted_here() -> str:
    """The system's own list; the driver's OpenSSL looks for it where nothing is."""
    return ssl.get_default_verify_paths().cafile or "system"
