"""The console as a program on a real screen: how it ends when the system asks, or has no screen."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from console.cli import exits
from console.views.app import NO_SCREEN, SIGNALLED
from console.views.wording import Wording
from db.embedded import status

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no polite signal and no X"),
]

# The real program without a demo city, telling its moments: `server` while the store is being made
# ready, `window` when it is up, `paint` inside a paint of Qt's, where nothing may be raised.
CHILD = """
import sys
from console.bootstrap import run_program
from console.bootstrap.loading import loading
with loading():  # as the program does
    from console.bootstrap import verbs
    from console.views import app as program
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
MOMENT = sys.argv[1]
def tell(moment):
    if moment == MOMENT:
        print(moment, flush=True)
        sys.stdin.readline()
made = verbs.bring_up
def bring_up(site):
    tell("server")
    made(site)
class Button(QPushButton):
    def paintEvent(self, event):
        tell("paint")
        super().paintEvent(event)
class Watched(program.ConsoleApp):
    def open_door(self):
        super().open_door()
        self.button = Button(self.window)
        self.button.show()
        QTimer.singleShot(0, self.up)
    def up(self):
        tell("window")
verbs.bring_up = bring_up
verbs._fill = lambda *_: False
program.ConsoleApp = Watched
run_program(sys.argv[2:])
"""


@contextmanager
def _console(
    moment: str, folder: Path, screen: Mapping[str, str], home: Path
) -> Iterator[subprocess.Popen[str]]:
    """The program, stopped for an instant at a moment."""
    own = {"HOME": str(home), "PYTHONPATH": str(Path.cwd()), "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, moment, "--data", str(folder)],
        env={**screen, **own},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


@pytest.mark.parametrize(
    ("moment", "number", "code"),
    [
        ("server", signal.SIGTERM, exits.TERMINATED),
        ("window", signal.SIGTERM, exits.TERMINATED),
        ("window", signal.SIGINT, exits.INTERRUPTED),
        ("paint", signal.SIGTERM, exits.TERMINATED),
        ("paint", signal.SIGINT, exits.INTERRUPTED),
    ],
)
def test_a_console_that_is_asked_to_end_gives_its_server_back(
    moment: str,
    number: signal.Signals,
    code: int,
    data_folder: Path,
    screen: dict[str, str],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if moment != "server":
        request.getfixturevalue("city_folder")
    with _console(moment, data_folder, screen, tmp_path) as child:
        assert child.stdout is not None
        begun = child.stdout.readline().strip()
        assert begun == moment, child.communicate()[1][-2000:]
        child.send_signal(number)
        _, said = child.communicate("\n", timeout=60)
    assert child.returncode == code, said[-2000:]
    assert "Error calling Python override" not in said
    assert "Traceback" not in said
    known = status(data_folder)
    assert (known.pid, known.users) == (None, 0)


def test_a_screen_that_cannot_be_opened_is_one_sentence_in_both_languages(
    data_folder: Path, screen: dict[str, str], tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "main.py", "--data", str(data_folder)],
        env={**screen, "DISPLAY": ":987", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == NO_SCREEN, ended.stderr[-2000:]
    assert ended.stderr.splitlines() == [Wording(one).say("screen.none") for one in ("zh", "en")]
    assert not list(data_folder.iterdir())  # no server was begun for it


def test_the_codes_are_those_of_a_shell() -> None:
    assert SIGNALLED + signal.SIGTERM == exits.TERMINATED
    assert SIGNALLED + signal.SIGINT == exits.INTERRUPTED
