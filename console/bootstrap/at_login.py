"""Begin the wall by itself when somebody signs in to this machine, as after it was started anew.

A file in the folder the system looks into then: Startup on Windows, `autostart` elsewhere.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final

from db.key_files import write_private

MAIN: Final = Path(__file__).resolve().parents[2] / "main.py"
_PLAIN: Final = re.compile(r"[\w@+=:,./-]+", re.ASCII)


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
    write_private(file, _script(words).encode())  # an address among them may carry a password
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
    """These words in this folder: a file named among them may be told from here."""
    here = str(Path.cwd())
    if sys.platform == "win32":
        start = " ".join(map(_windows_word, ["", "/D", here, *words]))
        return f"@chcp 65001 >nul\r\n@start {start}\r\n"
    whole = " ".join(map(_desktop_word, words))
    lines = ["[Desktop Entry]", "Type=Application", "Name=Wanmi wall"]
    return "\n".join([*lines, f"Path={_desktop_text(here)}", f"Exec={whole}", ""])


def _desktop_word(word: str) -> str:
    """A word of `Exec` (Desktop Entry Specification, "The Exec key"): % begins a field there."""
    if not _PLAIN.fullmatch(word):
        word = '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'
    return _desktop_text(word.replace("%", "%%"))


def _desktop_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _windows_word(word: str) -> str:
    """A word of a command file: % begins a variable there, and an unquoted & another command.

    Names of files and addresses have no quotes of their own on Windows.
    """
    if _PLAIN.fullmatch(word) or word == "/D":
        return word
    return '"' + re.sub(r"(\\+)$", r"\1\1", word.replace("%", "%%")) + '"'
