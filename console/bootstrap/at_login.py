"""Begin the wall by itself when somebody signs in to this machine, as after it was started anew.

A file in the folder the system looks into then: Startup on Windows, `autostart` elsewhere.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

MAIN: Final = Path(__file__).resolve().parents[2] / "main.py"


def file_at_login() -> Path:
    """The file that begins the wall on this system."""
    if sys.platform == "win32":
        start = Path(os.environ["APPDATA"], "Microsoft", "Windows", "Start Menu", "Programs")
        return start / "Startup" / "wanmi-wall.cmd"
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config, "autostart", "wanmi-wall.desktop")


def begin_at_login() -> Path:
    """Begin the wall with these very words at each sign-in; the file. Raises OSError."""
    file, words = file_at_login(), [sys.executable, str(MAIN), *_words(sys.argv[1:])]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_script(words), encoding="utf-8")
    return file


def forget_at_login() -> Path:
    """Begin it no more; the file that was there. Raises OSError."""
    file = file_at_login()
    file.unlink(missing_ok=True)
    return file


def _words(given: list[str]) -> list[str]:
    """The words without `--at-login` and its value."""
    kept, skipped = [], False
    for word in given:
        if skipped:
            skipped = False
        elif word == "--at-login":
            skipped = True
        elif not word.startswith("--at-login="):
            kept.append(word)
    return kept


def _script(words: list[str]) -> str:
    if sys.platform == "win32":
        return f'@start "" {subprocess.list2cmdline(words)}\r\n'
    lines = ["[Desktop Entry]", "Type=Application", "Name=Wanmi wall", f"Exec={shlex.join(words)}"]
    return "\n".join([*lines, ""])
