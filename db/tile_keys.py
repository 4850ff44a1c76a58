"""`ports.basemaps.TileKeys` in a file of this workstation: its owner's alone, one key a line.

A line is `host:key`, the host of the tiles' server or a domain above it: a key belongs to whom it
was given by, and the city's list of layers cannot send it to anybody else. The environment goes
before the file, for machines that are set up by program. No key stands in a setting, a
representation, a log or an error.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from db.key_files import write_private


class FileTileKeys:
    """The keys of tile servers.

    Args:
        file: Where they lie; need not be there.
        variable: The environment variable that goes before it, blanks between `host:key`.
    """

    def __init__(
        self, file: Path, variable: str, environment: Callable[[], Mapping[str, str]]
    ) -> None:
        self._file, self._variable, self._environment = file, variable, environment

    def __repr__(self) -> str:
        """No key."""
        return f"FileTileKeys({str(self._file)!r})"

    def key(self, host: str) -> str:
        """The key for a server, "" for none. Raises nothing."""
        told = _keys(self._environment().get(self._variable, "").split())
        names = _names(host)
        return next(
            (keys[one] for keys in (told, self._kept()) for one in names if one in keys), ""
        )

    def put(self, host: str, key: str) -> None:
        """Keep a key, "" forgets it. Raises OSError."""
        keys = {name: one for name, one in (self._kept() | {host: key.strip()}).items() if one}
        lines = "".join(f"{name}:{one}\n" for name, one in sorted(keys.items()))
        write_private(self._file, lines.encode())

    def _kept(self) -> dict[str, str]:
        try:
            return _keys(self._file.read_text("utf-8").splitlines())
        except (OSError, UnicodeDecodeError):
            return {}


def _names(host: str) -> list[str]:
    """A host and the domains above it, the last of which, a mere ending, is nobody's."""
    parts = host.lower().split(".")
    if parts[-1].isdigit():
        return [host]
    return [".".join(parts[at:]) for at in range(max(len(parts) - 1, 1))]


def _keys(lines: list[str]) -> dict[str, str]:
    parts = (line.strip().partition(":") for line in lines)
    return {name.strip(): key.strip() for name, colon, key in parts if colon and key.strip()}
