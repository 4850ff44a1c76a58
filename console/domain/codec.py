"""Domain values to plain JSON values and back, driven by their type hints.

Used for step payloads, which are hashed and kept for years: the written form is therefore a
contract.
A datetime becomes UTC text with seconds, an enum its value, a limit its code, bytes Base64, a tuple
a list, a dataclass an object without its None and empty-default fields left out. No file and no
database here.
"""

import dataclasses
import types
import typing
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar, cast

from console.domain.timelimit import TimeLimit

T = TypeVar("T")
Json = Any
"""What `json` can write: None, bool, int, float, str, list, dict."""
_KINDS: Final = (bool, int, float, str)
_PLAIN: Final = frozenset({type(None), *_KINDS})


def encode(value: object) -> Json:
    """The plain form of a domain value."""
    if type(value) in _PLAIN:  # most are, and every step of every case comes by here
        return value
    if isinstance(value, _KINDS) and not isinstance(value, Enum):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, TimeLimit):
        return value.code
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return _encode_compound(value)


def _encode_compound(value: object) -> Json:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list | frozenset):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: encode(item)
            for name in _names(type(value))
            if (item := getattr(value, name)) is not None
        }
    raise TypeError(f"no JSON form for {type(value).__name__}")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def decode(kind: type[T], value: Json) -> T:
    """The domain value of type `kind` from its plain form. Raises ValueError for another shape."""
    read: Callable[[Json], Any] = _decoder(cast("Any", kind))
    return cast("T", read(value))


@cache
def field_decoders(kind: type) -> dict[str, Callable[[Json], object]]:
    """Field name -> decoder for every field of a dataclass."""
    hints = typing.get_type_hints(kind)
    return {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}


def _instant(value: Json) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _dataclass_decoder(kind: type) -> Callable[[Json], object]:
    def read(value: Json) -> object:
        decoders = field_decoders(kind)
        return kind(**{name: decoders[name](item) for name, item in value.items()})

    return read


def _optional(kind: Any) -> Callable[[Json], object]:
    inner = _decoder(next(arg for arg in typing.get_args(kind) if arg is not type(None)))
    return lambda value: None if value is None else inner(value)


def _tuple(kind: Any) -> Callable[[Json], object]:
    args = typing.get_args(kind)
    if len(args) == 2 and args[1] is Ellipsis:
        inner = _decoder(args[0])
        return lambda value: tuple(inner(item) for item in value)
    inners = [_decoder(arg) for arg in args]
    return lambda value: tuple(inner(item) for inner, item in zip(inners, value, strict=True))


@cache
def _decoder(kind: Any) -> Callable[[Json], object]:
    if isinstance(kind, typing.NewType):
        return _decoder(kind.__supertype__)
    if typing.get_origin(kind) in {types.UnionType, typing.Union}:
        return _optional(kind)
    if typing.get_origin(kind) is tuple:
        return _tuple(kind)
    if kind is datetime:
        return _instant
    if kind is bytes:
        return b64decode
    if kind is TimeLimit:
        return TimeLimit.from_code
    if isinstance(kind, type) and issubclass(kind, tuple):
        return lambda value: kind(*value)
    if dataclasses.is_dataclass(kind):
        return _dataclass_decoder(cast("type", kind))
    return cast("Callable[[Json], object]", kind)
