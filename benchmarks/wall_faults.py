"""What can fail around a wall: its server, its network, its pages, its clock, its screen.

Each fault begins by `begin` and is over by `end`; one that is over at once says so by `at_once`.
What this machine cannot do (libfaketime or Xorg's dummy driver is missing) is not among them.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

import psutil

from tests.blackhole import Line

FAKETIME: Final = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",)
SHOWN_ON: Final = "DUMMY1"
_BESIDE: Final = "DUMMY0"
_MODE: Final = {
    (1920, 1080): "148.5 1920 2008 2052 2200 1080 1084 1089 1125",
    (3840, 2160): "533.25 3840 3888 3920 4000 2160 2163 2168 2222",
}
_XORG: Final = """
Section "Device"
  Identifier "d"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Screen"
  Identifier "s"
  Device "d"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 8192 4320
  EndSubSection
EndSection
"""


BY_ITSELF: Final = {"QT_XCB_GL_INTEGRATION": "none", "QT_QUICK_BACKEND": "software"}
"""Qt paints by itself, as it does off-screen; the X server's own software OpenGL takes five times
as long for a page."""


class Fault(Protocol):
    """Something that fails."""

    name: str
    at_once: bool

    def begin(self) -> None:
        """Let it fail."""

    def end(self) -> None:
        """Let it be whole again."""


class Server:
    """The server with all its processes stands still: nothing is closed, nothing answers."""

    name, at_once = "database", False

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def begin(self) -> None:
        """Stop it."""
        for one in self._all():
            one.suspend()

    def end(self) -> None:
        """Go on."""
        for one in self._all():
            with suppress(psutil.NoSuchProcess):
                one.resume()

    def _all(self) -> list[psutil.Process]:
        whole = psutil.Process(self._pid)
        return [whole, *whole.children(recursive=True)]


class Network:
    """Nothing gets through between wall and server, and nothing is closed."""

    name, at_once = "network", False

    def __init__(self, line: Line) -> None:
        self._line = line

    def begin(self) -> None:
        """Cut it."""
        self._line.cut()

    def end(self) -> None:
        """Mend it."""
        self._line.mend()


class Page:
    """The processes of the wall's pages are killed."""

    name, at_once = "page", True

    def __init__(self) -> None:
        self.killed: set[int] = set()
        self.pages: Sequence[int] = ()
        """The processes of now."""

    def begin(self) -> None:
        """Kill them."""
        for pid in self.pages:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()
                self.killed.add(pid)

    def end(self) -> None:
        """It was over at once."""


class Clock:
    """The wall's machine tells another time from now on: libfaketime in the wall's process."""

    name, at_once = "clock", True

    def __init__(self, folder: Path) -> None:
        self._file, self._chance = folder / "faketime", random.Random(3)
        self._file.write_text("+0", encoding="ascii")

    @property
    def environment(self) -> Mapping[str, str]:
        """What the wall's process is started with; steady clocks are left alone, as by a system
        whose time is set."""
        return {
            "LD_PRELOAD": next(one for one in FAKETIME if Path(one).exists()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def begin(self) -> None:
        """Set it, by up to two days to either side."""
        self._file.write_text(f"{self._chance.randint(-172_800, 172_800):+d}", encoding="ascii")

    def end(self) -> None:
        """It stays as it is."""


class Screen:
    """The monitor the wall is shown on is unplugged."""

    name, at_once = "monitor", False

    def __init__(self, display: str, size: tuple[int, int]) -> None:
        self._display, self._size = display, size
        self._xrandr("--newmode", "wall", *_MODE[size].split())
        self.end()

    def begin(self) -> None:
        """Unplug it."""
        self._xrandr("--output", SHOWN_ON, "--off")
        self._xrandr("--output", SHOWN_ON, "--set", "CONNECTED", "0", sure=False)

    def end(self) -> None:
        """Plug it in again, right of the other one."""
        self._xrandr("--output", SHOWN_ON, "--set", "CONNECTED", "1", sure=False)
        self._xrandr("--addmode", SHOWN_ON, "wall")
        self._xrandr("--output", SHOWN_ON, "--mode", "wall", "--right-of", _BESIDE)

    def _xrandr(self, *words: str, sure: bool = True) -> None:
        # The driver sets the property and then complains that it cannot be asked for it.
        quiet = subprocess.DEVNULL
        environment = {**os.environ, "DISPLAY": self._display}
        subprocess.run(  # noqa: S603  our own words
            ["xrandr", *words],  # noqa: S607  a tool of the system
            check=sure,
            env=environment,
            stdout=quiet,
            stderr=quiet,
        )


def can_set_clocks() -> bool:
    """Whether libfaketime is here."""
    return any(Path(one).exists() for one in FAKETIME)


@contextmanager
def two_monitors(size: tuple[int, int]) -> Iterator[tuple[str, Screen] | None]:
    """An X server with two monitors, the second of `size`; None where this machine has none."""
    if shutil.which("Xorg") is None or shutil.which("xrandr") is None or size not in _MODE:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="wm-screens-") as name:
        folder = Path(name)
        (folder / "xorg.conf").write_text(_XORG, encoding="ascii")
        read, write = os.pipe()
        words = ["Xorg", "-displayfd", str(write), "-noreset", "-nolisten", "tcp"]
        words += ["-config", str(folder / "xorg.conf"), "-logfile", str(folder / "log")]
        with (folder / "said").open("w") as said:
            xorg = subprocess.Popen(  # noqa: S603  our own words
                words, pass_fds=(write,), stdout=said, stderr=said
            )
        os.close(write)
        try:
            number = os.read(read, 16).decode().strip()
            if not number:
                yield None
                return
            time.sleep(1)  # it tells its number before its monitors are there
            yield f":{number}", Screen(f":{number}", size)
        finally:
            os.close(read)
            xorg.terminate()
            xorg.wait()
