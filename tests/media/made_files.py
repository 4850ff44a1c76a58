"""Photos, videos and recordings made by their own encoders, for tests."""

import io
from datetime import datetime
from typing import Any, Final

import av
import pillow_heif
from PIL import ExifTags, Image

RED: Final = (200, 30, 30)
CAMERA_TIME: Final = datetime(2026, 11, 23, 10, 42, 5)  # noqa: DTZ001 - EXIF knows no zone
_EXIF: Final = "%Y:%m:%d %H:%M:%S"


def exif(
    at: datetime | None = CAMERA_TIME, offset: str = "", *, placed: bool = True, turned: int = 1
) -> Image.Exif:
    """Capture data as a phone writes them: 33°44'24" N, 113°18'0" E."""
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = turned
    if at is not None:
        details = made.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = at.strftime(_EXIF)
        if offset:
            details[ExifTags.Base.OffsetTimeOriginal] = offset
    if placed:
        gps = made.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (33.0, 44.0, 24.0)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 18.0, 0.0)
    return made


def still(
    kind: str = "JPEG",
    size: tuple[int, int] = (640, 480),
    told: Image.Exif | None = None,
    mode: str = "RGB",
) -> bytes:
    """A photo, red on its left half, as a file of this kind."""
    pillow_heif.register_heif_opener()
    image = Image.new(mode, size, "white")
    image.paste((*RED, 255)[: len(mode)], (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **({"exif": told} if told is not None else {}))
    return out.getvalue()


def video(seconds: int = 2, metadata: dict[str, str] | None = None) -> bytes:
    """An MP4 of red pictures, ten a second."""
    out = io.BytesIO()
    made: Any = av.VideoFrame.from_image  # it has no types
    with av.open(out, mode="w", format="mp4") as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _number in range(seconds * 10):
            frame = made(Image.new("RGB", (320, 240), RED))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def recording(seconds: int = 1) -> bytes:
    """An AMR recording of silence."""
    out = io.BytesIO()
    with av.open(out, mode="w", format="amr") as container:
        stream = container.add_stream("libopencore_amrnb", rate=8_000, layout="mono")
        stream.bit_rate = 12_200
        for number in range(seconds * 50):
            frame = av.AudioFrame(format="s16", layout="mono", samples=160)
            frame.planes[0].update(bytes(320))
            frame.sample_rate, frame.pts = 8_000, number * 160
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
