"""Where tests paint: off-screen in this process, a virtual screen for programs they start.

One process has one Qt platform, so a test that needs a real screen (marked `display`) starts the
program as a child with the environment this plug-in hands out. Pictures are no matter here.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _virtual_screen(program: str) -> Iterator[str]:
    """Start Xvfb on a free number of its own choice and give its name, such as `:99`.

    It does not start anew when its last client leaves: the next program would run into that.
    """
    ours, theirs = os.pipe()
    command = [program, "-displayfd", str(theirs), "-screen", "0", "1920x1080x24"]
    with (
        os.fdopen(ours) as answer,
        subprocess.Popen(
            [*command, "-nolisten", "tcp", "-noreset"], pass_fds=[theirs], stderr=subprocess.DEVNULL
        ) as server,
    ):
        os.close(theirs)
        number = answer.readline().strip()
        if not number:
            pytest.fail("Xvfb ended before it had a screen; install the package xvfb.")
        try:
            yield f":{number}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def screen() -> Iterator[dict[str, str]]:
    """The environment for a child process that shall open windows on a screen.

    A screen that is already there is used as it is (a desktop, Windows, `xvfb-run`).
    """
    environment = {
        key: text for key, text in os.environ.items() if not key.startswith("QT_QPA_PLATFORM")
    }
    if sys.platform == "win32" or environment.get("DISPLAY"):
        yield environment
        return
    program = shutil.which("Xvfb")
    if program is None:
        pytest.fail("Tests marked `display` need Xvfb; `start.py test` installs it.")
    for name in _virtual_screen(program):
        yield {**environment, "DISPLAY": name}
