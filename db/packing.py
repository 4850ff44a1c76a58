"""Domain values and rows as bytes for this workstation's own use, quick to write, and back.

Field by field, so that a program whose rows have other fields finds an answer unreadable instead of
half right. Only shapes of the domain and the ports are made again, whatever the bytes say. For what
is hashed or sent there is `console.domain.codec`.
"""

import dataclasses
import io
import pickle
import zlib
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, Final

_OURS: Final = ("console.domain.", "console.ports.")
_PLAIN: Final = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("zoneinfo", "ZoneInfo._unpickle"),
        (__name__, "_made"),
    }
)
_FAST: Final = 1  # of zlib's levels: three quarters of what the slowest saves


class UnreadableError(ValueError):
    """Bytes of another version of this program, or of something else."""


def packed(value: object) -> bytes:
    """The value as bytes. Raises TypeError for what cannot be packed."""
    into = io.BytesIO()
    try:
        _Packer(into, pickle.HIGHEST_PROTOCOL).dump(value)
    except (pickle.PicklingError, AttributeError) as error:
        raise TypeError(str(error)) from None
    return zlib.compress(into.getvalue(), _FAST)


def unpacked(content: bytes) -> Any:
    """The value again. Raises `UnreadableError`."""
    try:
        return _Unpacker(io.BytesIO(zlib.decompress(content))).load()
    except Exception as error:  # whatever a constructor finds wrong with fields of another version
        raise UnreadableError(type(error).__name__) from error


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind: type[Any] = type(value)
        if isinstance(value, Enum):
            # By its value: some versions of Python would say it by `getattr`, which is not let in.
            return kind, (value.value,)
        if not dataclasses.is_dataclass(kind):
            return NotImplemented
        names = _names(kind)
        return _made, (kind, names, tuple(getattr(value, name) for name in names))


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        ours = module.startswith(_OURS) and "." not in name
        if not ours and (module, name) not in _PLAIN:
            raise UnreadableError(module)
        found = super().find_class(module, name)
        if ours and not isinstance(found, type):
            raise UnreadableError(module)
        return found


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind) if one.init)


def _made(kind: Callable[..., Any], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return kind(**dict(zip(names, values, strict=True)))
