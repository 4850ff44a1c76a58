"""The program around the window: no screen, imports of a start, the theme and language in use."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.settings import Settings
from console.viewmodels.lanes import AtOnceLanes
from console.views.app import NO_SCREEN, ConsoleApp, run_console
from console.views.look import Look
from tests.doors import FakeDoor
from tests.screens import open_stage

HEAVY = ("pandas", "openpyxl", "numpy", "sqlalchemy", "python_calamine")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a screen")
def test_without_a_screen_one_sentence_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    def nobody() -> object:
        raise AssertionError("the door is not opened without a screen")

    code = run_console(nobody, Settings())  # type: ignore[arg-type]
    told = capsys.readouterr().err
    assert code == NO_SCREEN
    assert "没有可用的屏幕" in told
    assert "xvfb-run" in told
    assert "no screen" in told
    assert "Traceback" not in told


def test_a_window_starts_without_the_heavy_packages() -> None:
    script = (
        "import sys; import console.views.app, console.views.shell_commands; "
        f"print([one for one in {HEAVY!r} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_key_at_the_seat_keeps_its_hold_alive(qapp: QApplication, qtbot: QtBot) -> None:
    look = Look.of("light", "zh", strict=True)
    console = ConsoleApp(qapp, FakeDoor(), AtOnceLanes(), look, None)
    qtbot.addWidget(console.window)
    console.window.show()
    console.presence.look_around()
    stage = open_stage()
    qtbot.addWidget(stage.window)
    console.shell = stage.shell
    beat = stage.shell.bench.beat
    beat.beat()
    QTest.keyClick(console.window.windowHandle(), Qt.Key.Key_A)
    assert beat.active
    console.shell = None
    stage.close()
    console.window.close()
    console.deleteLater()
    qapp.setStyleSheet("")
