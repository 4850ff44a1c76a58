"""When and where a camera says it was: EXIF of photos, the metadata of videos.

The camera's word, not proof: what is in doubt is left out. EXIF 2.32 (CIPA DC-008): times are local
without a zone unless OffsetTimeOriginal gives one; positions are WGS84.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from console.domain.place import Point

ZONE: Final = ZoneInfo("Asia/Shanghai")
_ISO_6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_LOCATIONS: Final = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_TIMES: Final = ("com.apple.quicktime.creationdate", "creation_time")
_NO_CLOCK: Final = 1990
"""Years before are those of a camera whose clock was never set (1904, 1970, 1980)."""


def exif_facts(image: Image.Image) -> dict[str, object]:
    """`taken_at` (ISO, UTC) and `point` of a photo, None for what it does not tell."""
    exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    offset = details.get(ExifTags.Base.OffsetTimeOriginal)
    return {
        "taken_at": _moment(taken, offset),
        "point": _position(exif.get_ifd(ExifTags.IFD.GPSInfo)),
    }


def video_facts(duration: int | None, metadata: Mapping[str, str]) -> dict[str, object]:
    """`seconds`, `taken_at` and `point` of a video; `duration` in microseconds."""
    told = next((metadata[name] for name in _TIMES if metadata.get(name)), None)
    place = next((metadata[name] for name in _LOCATIONS if metadata.get(name)), "")
    found = _ISO_6709.match(place)
    return {
        "seconds": max(0.0, (duration or 0) / 1_000_000),
        "taken_at": _iso(told),
        "point": _point(float(found[2]), float(found[1])) if found else None,
    }


def _moment(text: object, offset: object) -> str | None:
    """`2026:11:23 10:42:05`, in the zone the camera noted, or the city's."""
    try:
        local = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - below
    except ValueError:
        return None
    try:
        zone = datetime.strptime(str(offset).strip("\0 "), "%z").tzinfo
    except ValueError:
        zone = ZONE
    return _told(local.replace(tzinfo=zone))


def _iso(text: str | None) -> str | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return _told(found if found.tzinfo else found.replace(tzinfo=UTC))


def _told(at: datetime) -> str | None:
    return at.astimezone(UTC).replace(microsecond=0).isoformat() if at.year >= _NO_CLOCK else None


def _position(gps: Mapping[int, Any]) -> list[float] | None:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return _point(lon, lat)


def _degrees(parts: Any, sign: object, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(sign).strip("\0 ").upper() == negative else value


def _point(lon: float, lat: float) -> list[float] | None:
    """None for what is nowhere on earth, not a number, or the 0, 0 of a camera without a fix."""
    found = Point(round(lon, 7), round(lat, 7))
    there = -180 <= found.lon <= 180 and -90 <= found.lat <= 90 and (found.lon, found.lat) != (0, 0)
    return list(found) if there else None
