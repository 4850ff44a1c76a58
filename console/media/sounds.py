"""Recordings (AMR): how long they are, and the same as WAV."""

import io
import wave
from collections.abc import Iterator
from typing import Final

import av

from console.domain.refusal import Refusal

MOST_SECONDS: Final = 3_600
_RATE: Final = 8_000
_FRAME: Final = 0.02
"""Seconds of one AMR frame (3GPP TS 26.101)."""


def seconds_of(content: bytes) -> float:
    """Length of a recording whose first frame can be decoded."""
    with av.open(io.BytesIO(content), mode="r", format="amr") as container:
        stream = container.streams.audio[0]
        count, heard = 0, False
        for packet in container.demux(stream):
            if packet.size and not heard:
                heard = bool(packet.decode())
            count += bool(packet.size)
            _refuse_long(count * _FRAME)
    if not heard:
        raise Refusal("media.no_sound")
    return round(count * _FRAME, 2)


def wave_of(content: bytes) -> bytes:
    """A recording as a WAV file of one channel, 16 bits, 8 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE)
        for samples in _samples(content):
            written.writeframes(samples)
            _refuse_long(out.tell() / (2 * _RATE))
    return out.getvalue()


def _samples(content: bytes) -> Iterator[bytes]:
    plain = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    with av.open(io.BytesIO(content), mode="r", format="amr") as container:
        for frame in container.decode(audio=0):
            for one in plain.resample(frame):
                yield bytes(one.planes[0])[: one.samples * 2]


def _refuse_long(seconds: float) -> None:
    if seconds > MOST_SECONDS:
        raise Refusal("media.long", minutes=MOST_SECONDS // 60)
