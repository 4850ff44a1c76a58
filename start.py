"""Makes the console ready on this machine and starts it, or its tests: the one command to know.

    python3 start.py [arguments]         the console with these arguments (Windows: py start.py)
    python3 start.py test [arguments]    every check and the tests; arguments go to pytest

Only the standard library is used. The first start makes the folder .venv and installs the exact,
hashed set of packages; on Debian and Ubuntu it looks for missing system packages too. Later starts
find a stamp of that work and go straight on, without network. What the console itself does is not
here; `docs/exit-codes.md` lists the numbers this program and the console end with.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator  # noqa: UP035 - older Pythons must get as far as the sentence

from tests import every_check

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{SUFFIX}"
PACKAGING = ROOT / "packaging"
# Present while packages are being installed; found at a start, the last one was interrupted.
UNFINISHED = VENV / "unfinished"
INSTALL_LOG = VENV / "install.log"
# Held while one start installs, so that a second click does not tear down what the first builds.
LOCK = ROOT / ".venv.lock"

# What a start is for; the tests need everything the console needs, and more.
CONSOLE, TESTS = "console", "tests"
REQUIREMENTS = {
    CONSOLE: PACKAGING / "requirements.txt",
    TESTS: PACKAGING / "requirements-test.txt",
}

NEEDED_PYTHON = (3, 11)
RELEASE = "{}.{}".format(*sys.version_info[:2])
EXIT_PYTHON_TOO_OLD = 90
EXIT_NO_VENV = 91
EXIT_SYSTEM_PACKAGES = 92
EXIT_INSTALL = 93
EXIT_FOLDER = 94
EXIT_BUSY = 95
EXIT_INTERRUPTED = 130

# What Qt and QtWebEngine load on a bare Debian or Ubuntu, found in an empty system. A line is one
# need; the names on it are the same library in newer and older releases.
SYSTEM_PACKAGES = """
libglib2.0-0t64 libglib2.0-0
libfontconfig1
libgl1
libegl1
libdbus-1-3
libxkbcommon0
libnss3
libasound2t64 libasound2
libxcomposite1
libxdamage1
libxrandr2
libxtst6
libpulse0
libxkbfile1
libgssapi-krb5-2
fonts-noto-cjk
libxkbcommon-x11-0
libxcb-cursor0
libxcb-icccm4
libxcb-keysyms1
libxcb-shape0
"""
# What the tests need beside: a screen of their own, a second PostgreSQL than the package's, and a
# second opinion of what our workbooks come to.
TEST_PACKAGES = """
xvfb
postgresql
libreoffice-calc-nogui libreoffice-calc
"""
# Debian's PostgreSQL makes and starts a database when it is installed, unless it reads this before.
# The tests start its programs themselves, in folders of their own.
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")
NO_CLUSTER = "create_main_cluster = false"
# Signs in pip's and apt's messages that there is no way to the packages.
OFFLINE = (
    "connection broken",
    "NewConnectionError",
    "name resolution",
    "Could not resolve",
    "Network is unreachable",
    "timed out",
    "ProxyError",
)


class CannotStart(Exception):
    """The start ends here: one sentence for the person in front of it, and an exit code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def check_python(version: tuple[int, int]) -> None:
    """Refuse an interpreter the console cannot run on."""
    if version < NEEDED_PYTHON:
        raise CannotStart(
            EXIT_PYTHON_TOO_OLD,
            "The console needs Python {}.{} or newer; this is {}.{}. Please start it with a "
            "newer one, for example: python3.11 start.py".format(*NEEDED_PYTHON, *version),
        )


def asked(*command: str) -> subprocess.CompletedProcess[str]:
    """What another program answers, however it ends."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


# --- system packages ----------------------------------------------------------------------------


def needs(purpose: str) -> list[list[str]]:
    """The system packages wanted here, each with its names in newer and older releases."""
    lines = SYSTEM_PACKAGES.strip().splitlines()
    if purpose == TESTS:
        lines += TEST_PACKAGES.strip().splitlines()
    if importlib.util.find_spec("ensurepip") is None:
        lines.append("python3-venv")
    return [line.split() for line in lines]


def missing(wanted: list[list[str]]) -> list[list[str]]:
    """Those of the needs that no installed package meets."""
    names = [name for need in wanted for name in need]
    # It also ends with 1 when it simply does not know a name.
    answer = asked("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names)
    there = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [need for need in wanted if there.isdisjoint(need)]


def offered(name: str) -> bool:
    """Whether this release has a package of that name."""
    answer = asked("apt-cache", "show", "--no-all-versions", name)
    return answer.returncode == 0 and bool(answer.stdout.strip())


def choose(lacking: list[list[str]]) -> list[str]:
    """One name for every need: the first this release offers, else the last."""
    return [next((name for name in need if offered(name)), need[-1]) for need in lacking]


def apt(*arguments: str) -> None:
    """Run apt-get without questions."""
    answer = subprocess.run(
        ["apt-get", "-q", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if answer.returncode:
        raise CannotStart(
            EXIT_SYSTEM_PACKAGES,
            "The system packages could not be installed: apt-get gave up (see above). "
            "Check the network and run the same command again.",
        )


def prepare_system(purpose: str) -> None:
    """Install missing system packages as root; otherwise say the one line that does it."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    lacking = missing(needs(purpose))
    if not lacking:
        return
    if os.geteuid() != 0:
        wanted = " ".join(choose(lacking))
        first = f"mkdir -p {CLUSTERS.parent} && echo {NO_CLUSTER} >> {CLUSTERS} && "
        before = first if "postgresql" in wanted.split() else ""
        line = f"sudo sh -c '{before}apt-get update && apt-get install -y {wanted}'"
        raise CannotStart(
            EXIT_SYSTEM_PACKAGES,
            f"Some system packages are missing. Please run this once, then start again:\n  {line}",
        )
    apt("update")
    names = choose(lacking)
    say(f"Installing {len(names)} system packages: {' '.join(names)}")
    if "postgresql" in names:
        CLUSTERS.parent.mkdir(parents=True, exist_ok=True)
        with CLUSTERS.open("a", encoding="utf-8") as file:
            file.write(NO_CLUSTER + "\n")
    apt("install", "-y", "--no-install-recommends", *names)
    importlib.invalidate_caches()


# --- the virtual environment --------------------------------------------------------------------


def digest(purpose: str) -> str:
    """Everything a finished installation depends on, as one line."""
    parts = [
        RELEASE.encode(),
        SYSTEM_PACKAGES.encode(),
        TEST_PACKAGES.encode() if purpose == TESTS else b"",
        REQUIREMENTS[CONSOLE].read_bytes(),
        REQUIREMENTS[purpose].read_bytes(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp(purpose: str) -> Path:
    """The file that holds the digest of a finished installation."""
    return VENV / f"ready-{purpose}"


def is_ready(purpose: str) -> bool:
    """Whether the last installation was finished and is still the wanted one."""
    try:
        return (
            stamp(purpose).read_text("ascii") == digest(purpose)
            and PYTHON.exists()
            and not UNFINISHED.exists()
        )
    except FileNotFoundError:
        return False


def is_usable() -> bool:
    """Whether .venv is whole enough to install into: same Python, its own pip, not interrupted."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    question = "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"
    return asked(str(PYTHON), "-c", question).stdout.strip() == RELEASE


def make_venv() -> None:
    """Make .venv anew; whatever an interrupted start left there goes."""
    if importlib.util.find_spec("ensurepip") is None:
        raise CannotStart(
            EXIT_NO_VENV,
            "This Python cannot make virtual environments: its module ensurepip is missing. "
            "Install it (on Debian: apt-get install python3-venv) or use a Python from python.org.",
        )
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    # Started from inside .venv itself, the interpreter it was made from must make the new one.
    base = getattr(sys, "_base_executable", sys.executable)
    answer = asked(base, "-m", "venv", str(VENV))
    if answer.returncode:
        last = (answer.stderr or answer.stdout).strip().rpartition("\n")[2]
        raise CannotStart(EXIT_NO_VENV, f"The virtual environment .venv could not be made: {last}")


def install(purpose: str) -> None:
    """Install the hashed set; nothing is built, nothing unlisted comes in."""
    say("Installing the console's packages into .venv; this is done once and takes some minutes.")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["-r", str(REQUIREMENTS[purpose])]
    with INSTALL_LOG.open("w", encoding="utf-8") as log:
        answer = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=log, check=False)
    if answer.returncode:
        raise CannotStart(
            EXIT_INSTALL, why_not_installed(INSTALL_LOG.read_text("utf-8", "replace"))
        )


def why_not_installed(log: str) -> str:
    """One sentence for pip's messages."""
    if any(sign in log for sign in OFFLINE):
        return (
            "The packages could not be fetched: there is no way to the package index. "
            "Check the network and run the same command again."
        )
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "no message")
    return f"The packages could not be installed ({last.strip()}). All messages: {INSTALL_LOG}"


@contextmanager
def alone() -> Iterator[None]:
    """Keep other starts out; the system frees the lock even when this process is killed."""
    with LOCK.open("w") as lock:
        try:
            if sys.platform == "win32":
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(
                EXIT_BUSY,
                "Another start is just installing the packages. Start again when it has finished.",
            ) from None
        yield


def prepare(purpose: str) -> None:
    """Bring this machine to the wanted state, if it is not there already."""
    if is_ready(purpose):
        return
    with alone(), ThreadPoolExecutor(1) as beside:
        system = beside.submit(prepare_system, purpose)
        if not may_do_both():
            system.result()
        bring_in(purpose)
        system.result()
        finish(purpose)


def may_do_both() -> bool:
    """Whether system packages may come while the others do: not where they bring what makes .venv,
    nor where somebody has to be told to install them."""
    return os.name != "nt" and os.geteuid() == 0 and bool(importlib.util.find_spec("ensurepip"))


def bring_in(purpose: str) -> None:
    """Make .venv if need be and install into it."""
    if not is_usable():
        make_venv()
    for earlier in REQUIREMENTS:
        stamp(earlier).unlink(missing_ok=True)
    UNFINISHED.touch()
    install(purpose)


def finish(purpose: str) -> None:
    """Note that all is there."""
    for done in {CONSOLE, purpose}:
        stamp(done).write_text(digest(done), "ascii")
    UNFINISHED.unlink()


# --- what is started ----------------------------------------------------------------------------


def run_console(arguments: list[str]) -> int:
    """Become the console; only Windows, which cannot, waits for it as a child."""
    command = [str(PYTHON), str(ROOT / "main.py"), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def say(sentence: str) -> None:
    """Tell the person at the terminal, before whatever a started program prints."""
    print(sentence, flush=True)


def main(arguments: list[str]) -> int:
    """Prepare and start; every known failure is one sentence and its exit code."""
    purpose = TESTS if arguments[:1] == ["test"] else CONSOLE
    try:
        check_python(sys.version_info[:2])
        prepare(purpose)
        if purpose == TESTS:
            return every_check.run(PYTHON, arguments[1:])
        return run_console(arguments)
    except CannotStart as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except OSError as error:
        print(f"The folder of the console cannot be used: {error}", file=sys.stderr)
        return EXIT_FOLDER
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return EXIT_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
