"""Unpacking that ends: nothing grows beyond what was agreed, whatever a file says of itself."""

import zlib
from typing import Final

from console.domain.refusal import Refusal

GZIP: Final = b"\x1f\x8b"
_ANY_HEAD: Final = 47  # zlib's word for "gzip or zlib, see for yourself"


def unpacked(content: bytes, most: int, code: str = "basemap.tile") -> bytes:
    """What is packed in `content`, at most `most` bytes; plain content as it is.

    Raises `Refusal` `code` for what is longer, cut short or no such thing.
    """
    if not content.startswith(GZIP):
        if len(content) > most:
            raise Refusal(code, why="size")
        return content
    unpacker = zlib.decompressobj(_ANY_HEAD)
    try:
        plain = unpacker.decompress(content, most + 1)
    except zlib.error as error:
        raise Refusal(code, why="broken") from error
    if len(plain) > most:
        raise Refusal(code, why="size")
    if not unpacker.eof:
        raise Refusal(code, why="broken")
    return plain
