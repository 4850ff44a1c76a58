"""The decoding process: says what a file is, and makes pictures and sounds that are safe to show.

Content decides, never a name: a file is handed to the one decoder of its kind, and to no other.
What bounds this process is `console.bounded`; a file's own bounds stand here.
"""

import io
import json
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import av
import pillow_heif
from PIL import Image, ImageOps

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.filekind import AMR, HEIC, JPEG, MP4, PNG, is_picture, kind_of
from console.domain.refusal import Refusal
from console.media.capture import exif_facts, video_facts
from console.media.sounds import seconds_of, wave_of

PREVIEW_PIXELS: Final = 320
PREVIEW_BYTES: Final = 20 * 1024
MOST_PIXELS: Final = 200_000_000
FRAMES_TRIED: Final = 250
"""Packets of a video looked at for its first picture."""

_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF"}
_QUALITIES: Final = ((PREVIEW_PIXELS, 80), (PREVIEW_PIXELS, 60), (PREVIEW_PIXELS, 40), (200, 40))
_SHOWN_QUALITY: Final = 92


def serve(line: Connection, memory_bytes: int) -> None:
    """Answer until the line is closed."""
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # MOST_PIXELS is asked before anything is decoded
    bounded.serve(line, memory_bytes, _answer, _blame)


def _answer(request: bytes) -> Iterator[Message]:
    head, _line, content = request.partition(b"\n")
    wanted = json.loads(head)
    if wanted["do"] == "look":
        yield from _look(content)
    else:
        make = sound if wanted["do"] == "sound" else partial(picture, bound=wanted["bound"])
        shown = make(Path(wanted["path"]).read_bytes())
        yield {"blob": True}
        yield shown


def _blame(error: BaseException) -> Refusal:
    """Libraries have many words for it; for the operator the file is damaged."""
    return Refusal("media.broken", part=type(error).__name__)


def _look(content: bytes) -> Iterator[Message]:
    mime = kind_of(content)
    facts: dict[str, object] = {"taken_at": None, "point": None, "width": 0, "height": 0}
    preview = b""
    if mime is None:
        raise Refusal("media.kind")
    if mime == AMR:
        facts |= {"seconds": seconds_of(content)}
    elif mime == MP4:
        shown, told = _first_picture(content)
        facts |= told | {"width": shown.width, "height": shown.height}
        preview = _preview(shown)
    else:
        facts |= {"seconds": 0.0, **exif_facts(_opened(content, mime))}
        shown, size = _upright(content, mime, PREVIEW_PIXELS)
        facts |= {"width": size[0], "height": size[1]}
        preview = _preview(shown)
    yield {"mime": mime, **facts} | ({"blob": True} if preview else {})
    if preview:
        yield preview


def picture(content: bytes, bound: int) -> bytes:
    """A photo or a video's first picture as a JPEG whose longer side is at most `bound` px."""
    mime = kind_of(content)
    if mime == MP4:
        shown, _facts = _first_picture(content)
    elif mime is not None and is_picture(mime):
        shown, _size = _upright(content, mime, bound)
    else:
        raise Refusal("media.kind")
    if bound:
        shown.thumbnail((bound, bound))
    return _jpeg(shown, _SHOWN_QUALITY)


def sound(content: bytes) -> bytes:
    """A recording as a WAV file."""
    if kind_of(content) != AMR:
        raise Refusal("media.kind")
    return wave_of(content)


def _opened(content: bytes, mime: str) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=[_FORMATS[mime]])
    _refuse_huge(image.width, image.height)
    return image


def _refuse_huge(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refusal("media.huge", width=width, height=height, most=MOST_PIXELS // 1_000_000)


def _upright(content: bytes, mime: str, bound: int) -> tuple[Image.Image, tuple[int, int]]:
    """The picture as it is seen, read to its last line, and its size in full.

    A JPEG that is wanted small is scaled while it is read, so that it needs little memory.
    """
    image = _opened(content, mime)
    width, height = image.size
    if bound:
        image.draft("RGB", (bound, bound))
    image.load()
    drawn = ImageOps.exif_transpose(image)
    turned = (drawn.width > drawn.height) != (width > height) and width != height
    return _plain(drawn), (height, width) if turned else (width, height)


def _plain(image: Image.Image) -> Image.Image:
    """Three channels of eight bits, clear parts white: what a JPEG can hold."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")


def _preview(image: Image.Image) -> bytes:
    """A small JPEG of at most `PREVIEW_BYTES`; noise needs more than one try."""
    small = image.copy()
    content = b""
    for pixels, quality in _QUALITIES:
        small.thumbnail((pixels, pixels))
        content = _jpeg(small, quality)
        if len(content) <= PREVIEW_BYTES:
            break
    return content


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """The pixels alone: no capture data, no colour profile, nothing the file carried."""
    out = io.BytesIO()
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _first_picture(content: bytes) -> tuple[Image.Image, dict[str, object]]:
    """The first picture of a video that can be decoded, turned upright, and the file's facts.

    Read from memory by the one demuxer of its kind, so that no file can name another.
    """
    with av.open(io.BytesIO(content), mode="r", format="mp4") as container:
        facts = video_facts(container.duration, container.metadata)
        if not container.streams.video:
            raise Refusal("media.no_picture")
        stream = container.streams.video[0]
        _refuse_huge(stream.codec_context.width, stream.codec_context.height)
        stream.codec_context.thread_count = 1
        for number, packet in enumerate(container.demux(stream)):
            frame = next(iter(packet.decode()), None)
            if frame is not None:
                return _turned(frame), facts
            if number > FRAMES_TRIED:
                break
    raise Refusal("media.no_picture")


def _turned(frame: Any) -> Image.Image:
    _refuse_huge(frame.width, frame.height)
    image: Image.Image = frame.to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image
