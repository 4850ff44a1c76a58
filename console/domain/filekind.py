"""What kinds of files a case may have, told by how their content begins, never by their names."""

from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
HEIC: Final = "image/heic"
MP4: Final = "video/mp4"
AMR: Final = "audio/amr"

SUFFIXES: Final = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    HEIC: (".heic", ".heif"),
    MP4: (".mp4",),
    AMR: (".amr",),
}
"""MIME type of each kind -> how its files are usually named."""

HEAD: Final = 12
"""So many first bytes tell the kind."""

_BEGINS: Final = {JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n", AMR: b"#!AMR"}
# The brand after `ftyp` (ISO/IEC 14496-12, 4.3). QuickTime, 3GPP and AVIF begin alike and are
# other kinds.
_BRANDS: Final = {
    HEIC: frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}),
    MP4: frozenset(
        {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "}
    ),
}


def kind_of(content: bytes) -> str | None:
    """The MIME type of a file that begins so; None for every kind a case does not take."""
    begins = (kind for kind, sign in _BEGINS.items() if content.startswith(sign))
    found = next(begins, None)
    if found is None and content[4:8] == b"ftyp":
        brands = (kind for kind, known in _BRANDS.items() if content[8:HEAD] in known)
        found = next(brands, None)
    return found


def is_picture(mime: str) -> bool:
    """Whether it is a still picture, and may show a place before or after handling."""
    return mime.startswith("image/")
