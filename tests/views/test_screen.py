"""Whether there is a screen is found out before Qt is asked, who would end the program."""

import socket
import sys
from pathlib import Path

import pytest

from console.views.screen import screen_missing

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="displays are opened on Linux only")


@pytest.mark.parametrize(
    ("environment", "platform", "missing"),
    [
        ({}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:size=1920x1080"}, "linux", False),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "linux", True),
        ({}, "win32", False),
    ],
)
def test_a_screen_is_missing_only_where_none_can_be(
    environment: dict[str, str],
    platform: str,
    missing: bool,  # noqa: FBT001  a parameter of the table
) -> None:
    assert screen_missing(environment, platform) is missing


@linux_only
@pytest.mark.parametrize("display", [":987", "nonsense", "127.0.0.1:987"])
def test_a_display_that_cannot_be_opened_is_no_screen(display: str) -> None:
    assert screen_missing({"DISPLAY": display}, "linux")
    assert screen_missing({"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}, "linux")
    assert not screen_missing({"DISPLAY": display, "QT_QPA_PLATFORM": "offscreen"}, "linux")


@pytest.mark.display
@linux_only
def test_a_display_that_opens_is_a_screen(screen: dict[str, str]) -> None:
    assert not screen_missing(screen, "linux")


@linux_only
def test_a_compositor_is_a_screen_while_it_listens(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert screen_missing(environment, "linux")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-9"))
        listening.listen()
        assert not screen_missing(environment, "linux")
    assert screen_missing(environment, "linux")
