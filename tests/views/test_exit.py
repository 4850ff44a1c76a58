"""The end of the program: whatever the map page is doing when the window closes, it ends well."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import faulthandler, sys
from PySide6.QtCore import QTimer
from console.settings import Settings
from console.views import app as program
from tests.doors import FakeDoor
faulthandler.enable()
MOMENT = sys.argv[1]
class Hasty(program.ConsoleApp):
    def _show_work(self, desk, operator):
        super()._show_work(desk, operator)
        if MOMENT == "map":
            self.shell.map_view.shown.connect(self.leave)
        elif MOMENT == "page":
            QTimer.singleShot(0, self.wait_for_page)
        else:
            self.leave()
    def wait_for_page(self):
        QTimer.singleShot(0, self.leave if self.shell.map_view.web else self.wait_for_page)
    def leave(self):
        print("closing", flush=True)
        QTimer.singleShot(0, self.window.close)
program.ConsoleApp = Hasty
login = FakeDoor().operators()[0].operator.login
code = program.run_console(FakeDoor, Settings(), login=login)
print("ended", flush=True)
sys.exit(code)
"""


@pytest.mark.parametrize("moment", ["seat", "page", "map"])
def test_a_console_that_is_closed_ends_with_0(moment: str, tmp_path: Path) -> None:
    own = {
        "HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "PYTHONPATH": str(Path.cwd()),
    }
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, moment],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.stdout.split() == ["closing", "ended"], ended.stderr[-2000:]
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert "Release of profile" not in ended.stderr
