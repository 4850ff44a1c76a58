"""Whether there is a screen to show a window on, asked before Qt is: Qt ends the program instead.

Windows and macOS always have one. On Linux the display that is named may be gone, of another
machine or of another user; only opening it tells.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from console.views.wording import Language, Wording

PATIENCE: Final = 2.0
"""Seconds a Wayland compositor has to answer."""

_LIBRARY: Final = "libxcb.so.1"


def screen_missing(environment: Mapping[str, str], platform: str) -> bool:
    """Whether no window could be shown by the ways that this environment names."""
    return platform.startswith("linux") and not any(_ways(environment))


def told_missing() -> bool:
    """Whether this program could show no window; said in every language on standard error."""
    missing = screen_missing(os.environ, sys.platform)
    if missing:
        for language in Language:
            sys.stderr.write(Wording(language, strict=False).say("screen.none") + "\n")
    return missing


def _ways(environment: Mapping[str, str]) -> Iterator[bool]:
    """Whether each way that Qt would try leads to a screen."""
    chosen = environment.get("QT_QPA_PLATFORM") or "wayland;xcb"
    for one in chosen.split(";"):
        name = one.partition(":")[0]
        if name == "xcb":
            yield _opens(environment.get("DISPLAY", ""))
        elif name.startswith("wayland"):
            yield _answers(environment)
        else:
            yield True  # off-screen, a frame buffer: chosen by hand, and no matter of a display


@cache
def _opens(display: str) -> bool:
    """Whether the X server lets us in, asked by the very library that Qt asks.

    The line stays open until the program ends: a virtual X server starts anew when its last
    client leaves, and Qt, which connects next, would be turned away meanwhile.
    """
    if not display or not sys.platform.startswith("linux"):
        return bool(display)
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return True  # then Qt lacks more than a screen, and names it
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    library.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    return not library.xcb_connection_has_error(library.xcb_connect(display.encode(), None))


def _answers(environment: Mapping[str, str]) -> bool:
    """Whether the compositor's socket is alive; a name is one of the session's own folder."""
    name = environment.get("WAYLAND_DISPLAY", "")
    if not name or not hasattr(socket, "AF_UNIX"):
        return False
    place = Path(environment.get("XDG_RUNTIME_DIR", ""), name)  # an absolute name stays as it is
    with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
        line.settimeout(PATIENCE)
        line.connect(str(place))
        return True
    return False
