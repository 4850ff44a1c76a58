"""The inside of a bounded process: answers one request at a time within its memory.

Memory is bounded by the address space it may take (POSIX); elsewhere the parent watches its size.
Every way a library can fail becomes one refusal. Light enough for a parent to import.
"""

import gc
import json
import re
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import psutil

from console.domain.refusal import Refusal

if sys.platform != "win32":  # it has no such module
    import resource

STATUS: Final = Path("/proc/self/status")
PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")

Message = Mapping[str, object] | bytes
"""Plain values for JSON, or bytes that belong to the message before."""

Answer = Callable[[bytes], Iterator[Message]]
"""What a request is answered with; it may raise whatever its libraries do."""

Blame = Callable[[BaseException], Refusal]
"""The refusal for what a library raised."""


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """The address space this process may take while it reads a file, and otherwise.

    Pairs for `setrlimit`, made beforehand: where memory has run out, even a pair may be too much.
    """

    reading: tuple[int, int]
    otherwise: tuple[int, int]


def serve(line: Connection, memory_bytes: int, answer: Answer, blame: Blame) -> None:
    """Answer requests until the line is closed or an empty one comes.

    Args:
        line: Our end of the pipe.
        memory_bytes: What an answer may take on top of what the process holds now.
        answer: What a request is answered with.
        blame: The refusal for a failure; not asked when memory ran out and the failure says so.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends us
    warnings.simplefilter("ignore")  # libraries warn about what we never look at
    limits = memory_limits(memory_bytes)
    gc.collect()
    gc.freeze()  # the libraries stay: else the collecting after a small file costs more than it
    while True:
        try:
            request = line.recv_bytes()
        except EOFError:
            return
        if not request:
            return
        try:
            say(line, _answered(line, request, answer, blame, limits))
        except OSError:  # nobody listens any more
            return
        gc.collect()


def memory_limits(extra: int) -> MemoryLimits | None:
    """Room for `extra` bytes on top of what the process has now; only where the system can."""
    if sys.platform == "win32":
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = psutil.Process().memory_info().vms + extra
    return MemoryLimits(reading=(most, hard), otherwise=(soft, hard))


def say(line: Connection, message: Message) -> None:
    """Send one message. Raises OSError when nobody listens any more."""
    if isinstance(message, bytes):
        line.send_bytes(message)
    else:
        text = json.dumps(message, default=str, ensure_ascii=False)
        line.send_bytes(text.encode("utf-8", "replace"))


def _answered(
    line: Connection, request: bytes, answer: Answer, blame: Blame, limits: MemoryLimits | None
) -> Mapping[str, object]:
    """Send what a request is answered with, then tell how it ended."""
    try:
        _send_bounded(line, request, answer, limits)
    except Refusal as refusal:
        return _failed(refusal.code, **refusal.facts)
    except MemoryError:
        return {"memory": True, "peak": peak_bytes()}
    except Exception as error:  # each library has its own ways of meeting a broken file
        if any(isinstance(one, MemoryError) for one in causes(error)):
            return {"memory": True, "peak": peak_bytes()}
        blamed = blame(error)
        return _failed(blamed.code, **blamed.facts)
    return {"done": True, "peak": peak_bytes()}


def _send_bounded(
    line: Connection, request: bytes, answer: Answer, limits: MemoryLimits | None
) -> None:
    """Read and send inside the limit. It is lifted before any handler runs: the traceback still
    holds all that filled the memory, and the handler needs some to say so."""
    if limits is None or sys.platform == "win32":
        _send(line, request, answer)
        return
    resource.setrlimit(resource.RLIMIT_AS, limits.reading)
    try:
        _send(line, request, answer)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits.otherwise)


def _send(line: Connection, request: bytes, answer: Answer) -> None:
    for message in answer(request):
        say(line, message)


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all it came from; libraries wrap causes."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__


def _failed(code: str, **facts: object) -> Mapping[str, object]:
    return {"refused": code, "facts": facts, "peak": peak_bytes()}


def peak_bytes() -> int:
    """The most memory this process ever held."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if STATUS.exists():  # the usual figure starts with the size of the parent on Linux
        found = PEAK.search(STATUS.read_text())
        if found is not None:
            return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
