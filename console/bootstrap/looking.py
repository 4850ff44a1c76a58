"""What `doctor` looks at: interpreter, packages, PostgreSQL, folder, Qt, calendar, clock."""

import csv
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from sqlalchemy import Engine, text

from console.cli.doctor import Finding
from console.ports.errors import StoreUnavailable
from console.settings import Settings
from db.embedded import status
from db.embedded_binaries import find_binaries
from db.engine import read_engine
from db.seed import REFERENCE
from db.site import open_server

REQUIREMENTS: Final = Path(__file__).resolve().parents[2] / "packaging" / "requirements.txt"
_LEAST_PYTHON: Final = (3, 11)
_LEAST_FREE: Final = 2 * 1024**3
_GIGABYTE: Final = 1024**3
_MOST_SECONDS_APART: Final = 5.0
_OFFICIAL: Final = "official"

Look = Callable[[Settings], Finding]


def look_around(settings: Settings) -> Iterator[Finding]:
    """One finding after the other, as each becomes known."""
    for look in LOOKS:
        yield look(settings)


def _python(_settings: Settings) -> Finding:
    return Finding(
        what="python",
        fact=f"{platform.python_version()} ({sys.executable})",
        problem=sys.version_info[:2] < _LEAST_PYTHON,
    )


def _packages(_settings: Settings) -> Finding:
    """Installed packages against the pinned set, where that file is there (not when frozen)."""
    if not REQUIREMENTS.exists():
        return Finding(what="packages", fact="-")
    lines = REQUIREMENTS.read_text("utf-8").splitlines()
    # Each line names the systems it is for; `;` stands before them.
    pinned = [line.partition(" ;")[0].partition("==") for line in lines if _for_here(line)]
    wrong = [name for name, _, wanted in pinned if not _installed(name, wanted)]
    fact = ", ".join(wrong) if wrong else f"{len(pinned)} == requirements.txt"
    return Finding(what="packages", fact=fact, problem=bool(wrong))


def _for_here(line: str) -> bool:
    return "==" in line.partition(";")[0] and f"sys_platform == '{sys.platform}'" in line


def _installed(name: str, wanted: str) -> bool:
    try:
        return version(name) == wanted
    except PackageNotFoundError:
        return False


def _postgresql(settings: Settings) -> Finding:
    if settings.database_url is not None:
        return _server(settings)
    try:
        found = find_binaries()
    except StoreUnavailable as failure:
        return Finding(what="postgresql", fact=failure.code, problem=True)
    return Finding(what="postgresql", fact=f"{found.version} ({found.folder})")


def _server(settings: Settings) -> Finding:
    engine = _server_engine(settings)
    try:
        with engine.connect() as connection:
            fact = str(connection.execute(text("SHOW server_version")).scalar_one())
    except StoreUnavailable as failure:
        return Finding(what="postgresql", fact=failure.code, problem=True)
    finally:
        engine.dispose()
    return Finding(what="postgresql", fact=fact)


def _server_engine(settings: Settings) -> Engine:
    address = settings.database_url or ""
    return read_engine(open_server(address, settings.data_dir, settings.server_ca).url)


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    there = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding(what="folder", fact=f"{folder}: {error.strerror}", problem=True)
    fact = f"{folder}, {free / _GIGABYTE:.1f} GB"
    if settings.database_url is None:
        known = status(folder)
        fact += f", PostgreSQL {known.major or '-'}, {known.users}"
    return Finding(what="folder", fact=fact, problem=free < _LEAST_FREE)


def _qt(_settings: Settings) -> Finding:
    try:
        from console.views.health import qt_failure
    except ImportError as error:
        return Finding(what="qt", fact=str(error), problem=True)
    failure = qt_failure()
    fact = failure or f"PySide6 {version('PySide6_Addons')}, WebEngine"
    return Finding(what="qt", fact=fact, problem=bool(failure))


def _fonts(_settings: Settings) -> Finding:
    try:
        from console.views.health import has_chinese_font
    except ImportError as error:
        return Finding(what="fonts", fact=str(error), problem=True)
    found = has_chinese_font()
    return Finding(what="fonts", fact="+" if found else "-", problem=not found)


def _screen(_settings: Settings) -> Finding:
    ways = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    named = next((f"{way}={os.environ[way]}" for way in ways if os.environ.get(way)), "")
    missing = sys.platform.startswith("linux") and not named
    return Finding(what="screen", fact=named or sys.platform, problem=missing)


def _calendar(_settings: Settings) -> Finding:
    with (REFERENCE / "work_calendar.csv").open(encoding="utf-8-sig", newline="") as file:
        years = {line["date"][:4] for line in csv.DictReader(file) if line["status"] == _OFFICIAL}
    this = str(_now().year)
    return Finding(what="calendar", fact=", ".join(sorted(years)), problem=this not in years)


def _clock(settings: Settings) -> Finding:
    """The workstation's clock against the server's, where a server is named."""
    now = _now()
    if settings.database_url is None:
        return Finding(what="clock", fact=f"{now.astimezone():%Y-%m-%d %H:%M:%S %z}")
    engine = _server_engine(settings)
    try:
        with engine.connect() as connection:
            there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    except StoreUnavailable as failure:
        return Finding(what="clock", fact=failure.code, problem=True)
    finally:
        engine.dispose()
    apart = (there - _now()).total_seconds()
    return Finding(what="clock", fact=f"{apart:+.1f} s", problem=abs(apart) > _MOST_SECONDS_APART)


def _now() -> datetime:
    return datetime.now(UTC)


LOOKS: Final[tuple[Look, ...]] = (
    _python,
    _packages,
    _postgresql,
    _folder,
    _screen,
    _qt,
    _fonts,
    _calendar,
    _clock,
)
