"""Making, starting, recognising and stopping the server process of one home.

Every function here expects that its caller holds the home's start lock. Nothing here counts who
uses the server.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

import psutil

from console.ports.errors import StoreUnavailable
from db.embedded_binaries import Binaries
from db.embedded_config import configuration, failure
from db.embedded_place import Home, ServiceUser

SUPERUSER: Final = "console_admin"
SOCKET_PORT: Final = 5432  # names the socket file; the folder is ours alone, so nothing can clash
_PAUSE: Final = 0.02
# The shell lets go of the server, so that it is no child of the console and survives its end.
_DETACH: Final = 'log=$1; shift; exec "$@" </dev/null >"$log" 2>&1 &'
_STILL_IN_USE: Final = "shared memory block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server process that accepts, or will soon accept, connections."""

    pid: int
    host: str
    port: int
    ready: bool


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: Sequence[int]


def data_major(home: Home) -> int | None:
    """The major version that wrote the data of `home`; None when there are none yet."""
    try:
        return int((home.data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def make_cluster(home: Home, binaries: Binaries) -> None:
    """Build the data folder with a random superuser password. Whole or absent after a crash.

    Raises:
        StoreUnavailable: "store.initdb_failed", "store.disk_full", "store.folder_unreachable".
    """
    shutil.rmtree(home.new_data, ignore_errors=True)
    home.new_data.mkdir(mode=0o700)
    home.own(home.new_data)
    _write_private(home.password, secrets.token_urlsafe(32))
    secret = home.root / "password.initdb"  # the server's user may read this one, for a second
    _write_private(secret, home.password.read_text(encoding="ascii"))
    home.own(secret)
    try:
        done = subprocess.run(  # noqa: S603 - the program was found by find_binaries
            [
                binaries.program("initdb"),
                *(f"--pgdata={home.new_data}", f"--username={SUPERUSER}", f"--pwfile={secret}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"),
                *("--no-instructions", *_locale(binaries.major)),
            ],
            **_identity(home.service),
            capture_output=True,
            text=True,
            errors="replace",
            env=_environment(),
            cwd=home.logs,
            umask=0o077,
            check=False,
        )
    finally:
        secret.unlink()
    if done.returncode:
        shutil.rmtree(home.new_data, ignore_errors=True)
        raise failure(done.stdout + done.stderr, step="initdb", logs=home.logs)
    home.new_data.rename(home.data)


def running(home: Home) -> Running | None:
    """The server that works on the data of `home`, found by its own pid file and looked at."""
    try:
        lines = (home.data / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 1 or not lines[0].strip().isdecimal():
        return None
    pid = int(lines[0])
    if not _is_our_server(pid, home.data):
        return None
    if len(lines) < 8:  # still writing: line 8 is the state
        return Running(pid=pid, host="", port=0, ready=False)
    host = lines[4].strip() or "127.0.0.1"
    return Running(pid=pid, host=host, port=int(lines[3]), ready=lines[7].strip() == "ready")


def launch(home: Home, binaries: Binaries, settings: Mapping[str, str], seconds: float) -> Running:
    """Start the server and wait until it is ready, crash recovery included.

    Raises:
        StoreUnavailable: "store.start_failed", "store.start_timeout", "store.disk_full",
            "store.folder_unreachable".
    """
    end = time.monotonic() + seconds
    while True:
        said_from = time.time()
        if running(home) is None:  # otherwise it is still recovering after an earlier start
            _forget_stale_locks(home)
            _configure(home, settings)
            _spawn(home, binaries)
        found = _wait_until_ready(home, end)
        if found is not None:
            return found
        said = _said(home, said_from)
        # Orphans of a killed server hold its memory for a moment; they leave by themselves.
        if _STILL_IN_USE not in said or time.monotonic() > end:
            raise failure(said, step="start", logs=home.logs)
        time.sleep(_PAUSE)


def shut_down(home: Home, server: Running, binaries: Binaries, seconds: float) -> None:
    """End the server in order: no new work, open transactions rolled back, everything on disk.

    PostgreSQL 18 may never answer that order when it comes while the server recovers from the death
    of one of its processes. After half of the time it is therefore ended at once; the next start
    recovers, and nothing acknowledged is lost.

    Raises:
        StoreUnavailable: "store.stop_timeout" when it still runs after `seconds`.
    """
    _order_stop(home, server, binaries, "fast")
    if not _gone_within(home, server, seconds / 2):
        _order_stop(home, server, binaries, "immediate")
        if not _gone_within(home, server, seconds / 2):
            raise StoreUnavailable("store.stop_timeout", seconds=seconds)
    if server.host and home.root not in Path(server.host).parents:
        with contextlib.suppress(OSError):  # a socket folder in a public place is not left lying
            Path(server.host).rmdir()


def _order_stop(home: Home, server: Running, binaries: Binaries, how: str) -> None:
    if sys.platform == "win32":
        options = ("-W", "-s", "-m", how, "-D", str(home.data))
        command = [str(binaries.program("pg_ctl")), "stop", *options]
        flags = subprocess.CREATE_NO_WINDOW
        subprocess.run(command, env=_environment(), creationflags=flags, check=False)  # noqa: S603
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGINT if how == "fast" else signal.SIGQUIT)


def _gone_within(home: Home, server: Running, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while _is_our_server(server.pid, home.data):
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
    return True


def _locale(major: int) -> tuple[str, ...]:
    """Sorting by code point and Chinese-proof upper/lower case, alike on every system."""
    if major >= 17:
        return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return ("--locale=C",) if sys.platform == "win32" else ("--locale=C", "--lc-ctype=C.UTF-8")


def _listening(home: Home) -> Mapping[str, str]:
    if sys.platform == "win32":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(port)}
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(home.socket_folder()),
        "unix_socket_permissions": "0700",
        "port": str(SOCKET_PORT),
    }


def _configure(home: Home, settings: Mapping[str, str]) -> None:
    text = configuration({**_listening(home), "log_directory": str(home.logs), **settings})
    _write_private(home.data / "postgresql.conf", text)
    home.own(home.data / "postgresql.conf")


def _spawn(home: Home, binaries: Binaries) -> None:
    log = home.logs / "start.log"
    log.unlink(missing_ok=True)  # or the last failure would be read as this start's
    if sys.platform == "win32":
        # pg_ctl sheds an administrator's rights, which the server refuses to run with.
        where = ("-D", str(home.data), "-l", str(log))
        command = [str(binaries.program("pg_ctl")), "start", "-W", "-s", *where]
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        subprocess.run(command, env=_environment(), creationflags=flags, check=False)  # noqa: S603
        return
    server = [str(binaries.program("postgres")), "-D", str(home.data)]
    subprocess.run(  # noqa: S603 - a fixed script; all paths are arguments, never script text
        ["/bin/sh", "-c", _DETACH, "sh", str(log), *server],
        **_identity(home.service),
        env=_environment(),
        cwd=home.logs,
        umask=0o077,
        start_new_session=True,
        check=True,
    )


def _wait_until_ready(home: Home, end: float) -> Running | None:
    """The ready server; None when it ended instead. A slow recovery is waited for until `end`."""
    grace = time.monotonic() + 5  # from the fork to the first look at the process
    seen = False
    while time.monotonic() < end:
        found = running(home)
        if found is not None and found.ready:
            return found
        seen = seen or found is not None
        if found is None and (seen or time.monotonic() > grace or _ended(home)):
            return None
        time.sleep(_PAUSE)
    raise StoreUnavailable("store.start_timeout", waiting_for="server")


def _ended(home: Home) -> bool:
    """Whether the start log already tells why there will be no server."""
    said = _tail(home.logs / "start.log")
    return "FATAL" in said or "PANIC" in said or "not found" in said or "denied" in said


def _said(home: Home, since: float) -> str:
    logs = [path for path in home.logs.glob("*.log") if path.stat().st_mtime >= since - 1]
    return "\n".join(_tail(path) for path in sorted(logs, key=lambda path: path.stat().st_mtime))


def _tail(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            return file.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _is_our_server(pid: int, data: Path) -> bool:
    """A pid alone proves nothing after a power loss: the number may be anybody's by now."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return any(Path(part) == data for part in process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _forget_stale_locks(home: Home) -> None:
    """Remove lock files that a power loss left empty, or whose number is another program's now.

    PostgreSQL would take that program for a living server and refuse to start; a killed server that
    nobody has buried yet counts for it too. Call only when no server runs. A file that names a
    dead process stays: PostgreSQL finds by it whether orphans still hold the shared memory.
    """
    locks = [home.data / "postmaster.pid"]
    if sys.platform != "win32":
        locks.append(home.socket_folder() / f".s.PGSQL.{SOCKET_PORT}.lock")
    for lock in locks:
        if lock.exists():
            first = lock.read_text(errors="replace").partition("\n")[0].strip()
            if not first.isdecimal() or psutil.pid_exists(int(first)):
                lock.unlink()


def _identity(service: ServiceUser | None) -> _Identity:
    if service is None:
        return {}
    return {"user": service.uid, "group": service.gid, "extra_groups": ()}


def _environment() -> dict[str, str]:
    """The caller's environment without anything that would steer PostgreSQL."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LD_", "DYLD_"))}
    return {**kept, "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def _write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only, on disk when this returns."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
