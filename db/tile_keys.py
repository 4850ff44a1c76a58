"""`ports.basemaps.TileKeys` in a file of this workstation: its owner's alone, one key a line.

A line is `layer:key`. The environment goes before the file, for machines that are set up by
program. No key stands in a setting, a representation, a log or an error.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from db.key_files import write_private


class FileTileKeys:
    """The keys of tile servers.

    Args:
        file: Where they lie; need not be there.
        variable: The environment variable that goes before it, blanks between `layer:key`.
    """

    def __init__(
        self, file: Path, variable: str, environment: Callable[[], Mapping[str, str]]
    ) -> None:
        self._file, self._variable, self._environment = file, variable, environment

    def __repr__(self) -> str:
        """No key."""
        return f"FileTileKeys({str(self._file)!r})"

    def key(self, layer: str) -> str:
        """The key of a layer, "" for none. Raises nothing."""
        told = _keys(self._environment().get(self._variable, "").split())
        return told.get(layer) or self._kept().get(layer, "")

    def put(self, layer: str, key: str) -> None:
        """Keep a key, "" forgets it. Raises OSError."""
        keys = {name: one for name, one in (self._kept() | {layer: key.strip()}).items() if one}
        lines = "".join(f"{name}:{one}\n" for name, one in sorted(keys.items()))
        write_private(self._file, lines.encode())

    def _kept(self) -> dict[str, str]:
        try:
            return _keys(self._file.read_text("utf-8").splitlines())
        except (OSError, UnicodeDecodeError):
            return {}


def _keys(lines: list[str]) -> dict[str, str]:
    parts = (line.strip().partition(":") for line in lines)
    return {name.strip(): key.strip() for name, colon, key in parts if colon and key.strip()}
