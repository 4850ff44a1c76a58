"""Where an embedded server lives: its folders, its owner, its socket.

PostgreSQL refuses to run as root. Started by root, the server therefore belongs to an ordinary user
that exists on the machine; where that user cannot reach the folder asked for (root's home is closed
to others), the data stand in the machine's state folder and a pointer file in the asked-for folder
names the place.
"""

import errno
import os
import re
import stat
import sys
import tempfile
import uuid
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import platformdirs

from console.ports.errors import StoreUnavailable

if sys.platform != "win32":
    import pwd

APPLICATION: Final = "wanmi-console"
POINTER: Final = "postgresql.where"
_SUBFOLDER: Final = "postgresql"
_SERVICE_USERS: Final = ("postgres", "nobody")  # the first that exists runs the server for root
_SOCKET_ROOM: Final = 107 - len("/.s.PGSQL.5432.lock")  # sun_path, minus what PostgreSQL appends
# PostgreSQL and libpq separate socket folders by commas; other signs would need quoting.
_PLAIN_PATH: Final = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUser:
    """The ordinary user who runs the server when root starts it."""

    name: str
    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Whether the permissions of all folders down to `path` let this user in."""
        return all(self._may_enter(folder) for folder in (path, *path.parents))

    def _may_enter(self, folder: Path) -> bool:
        try:
            facts = folder.stat()
        except FileNotFoundError:
            return True  # made later, by us
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """All paths of one server. Nothing is created by asking."""

    folder: Path  # the one a user named
    root: Path  # where the server's own folders are, mostly below it
    service: ServiceUser | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def new_data(self) -> Path:
        """Where a cluster is built; one rename makes it `data`, so data are whole or absent."""
        return self.root / "data.new"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def leases(self) -> Path:
        return self.root / "leases"

    @property
    def password(self) -> Path:
        return self.root / "password"

    @property
    def job_name(self) -> str:
        """A name for this server that is the same in every process and fits everywhere."""
        return f"{APPLICATION}-{sha256(os.fsencode(self.root)).hexdigest()[:16]}"

    def own(self, path: Path) -> None:
        """Hand a file or folder to the user who runs the server."""
        if sys.platform != "win32" and self.service is not None:
            os.chown(path, self.service.uid, self.service.gid, follow_symlinks=False)

    def socket_folder(self) -> Path:
        """The private folder of the socket, short enough for the system; made if absent.

        Raises:
            StoreUnavailable: "store.folder_unreachable" when somebody else sits in its place.
        """
        inside = self.root / "run"
        fits = len(os.fsencode(inside)) <= _SOCKET_ROOM and _PLAIN_PATH.fullmatch(str(inside))
        folder = inside if fits else Path(tempfile.gettempdir()) / self.job_name
        if not fits and len(os.fsencode(folder)) > _SOCKET_ROOM:
            folder = Path("/tmp") / self.job_name  # noqa: S108 - private: mode and owner checked
        folder.mkdir(mode=0o700, exist_ok=True)
        self._check_private(folder)
        return folder

    def _check_private(self, folder: Path) -> None:
        """Anybody may have made a folder of this name in a public place before us."""
        if sys.platform == "win32":
            return  # no sockets there, and a folder's rights come from the one above it
        facts = folder.lstat()
        ours = {os.geteuid()} | ({self.service.uid} if self.service else set())
        private = stat.S_ISDIR(facts.st_mode) and not stat.S_IMODE(facts.st_mode) & 0o077
        if facts.st_uid not in ours or not private:
            raise StoreUnavailable("store.folder_unreachable", folder=str(folder), reason="taken")
        self.own(folder)


def service_user() -> ServiceUser | None:
    """Who runs the server: None for the present user, somebody ordinary for root.

    Raises:
        StoreUnavailable: "store.no_service_user" on a machine where root is the only user.
    """
    if sys.platform == "win32":
        return None  # pg_ctl sheds an administrator's rights itself
    else:  # noqa: RET505 - the type checker follows the platform by this branch only
        if os.geteuid() != 0:
            return None
        for name in _SERVICE_USERS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return ServiceUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
        raise StoreUnavailable("store.no_service_user", tried=_SERVICE_USERS)


def state_root() -> Path:
    """The machine-wide folder for servers of root and for copies of their programs."""
    return Path(platformdirs.site_state_dir(APPLICATION, appauthor=False))


def start_lock(folder: Path) -> Path:
    """The file whose lock lets one process at a time make, start or stop the server."""
    return folder / "postgresql.lock"


def open_folder(folder: Path) -> Path:
    """Make the folder a user named, if absent, and give its full path.

    Raises:
        StoreUnavailable: "store.folder_unreachable", "store.disk_full", "store.no_service_user".
    """
    try:
        _make(folder, service_user())
    except OSError as error:
        raise folder_failure(folder, error) from error
    return folder.resolve()


def find_home(folder: Path, *, state: Path | None = None) -> Home:
    """The home of the server of `folder` (a full path), without making or changing anything."""
    service = service_user()
    pointer = folder / POINTER
    near = folder / _SUBFOLDER
    if pointer.is_file():
        root = Path(pointer.read_text(encoding="utf-8").strip())
    elif service is None or near.is_dir() or service.reaches(near):
        root = near
    else:
        # A name of its own, not one made of the path: a new folder at an old path is a new start.
        root = (state or state_root()) / "servers" / uuid.uuid4().hex
    return Home(folder=folder, root=root, service=service)


def make_home(folder: Path, *, state: Path | None = None) -> Home:
    """Find the home of `folder` and make what it lacks. Call only inside the home's start lock.

    Raises:
        StoreUnavailable: "store.data_missing" when the folder points to data that are gone,
            "store.folder_unreachable", "store.disk_full".
    """
    home = find_home(folder, state=state)
    if (folder / POINTER).is_file() and not home.root.is_dir():
        raise StoreUnavailable("store.data_missing", folder=str(folder), place=str(home.root))
    try:
        _make(home.root, home.service)
        home.leases.mkdir(mode=0o700, exist_ok=True)
        home.logs.mkdir(mode=0o700, exist_ok=True)
        home.own(home.logs)
        if folder not in home.root.parents:
            _point(folder, home.root)
    except OSError as error:
        raise folder_failure(folder, error) from error
    return home


def folder_failure(folder: Path, error: OSError) -> StoreUnavailable:
    """What a failed file operation means for the store."""
    if error.errno == errno.ENOSPC:
        return StoreUnavailable("store.disk_full", folder=str(folder))
    reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return StoreUnavailable("store.folder_unreachable", folder=str(folder), reason=reason)


def _make(folder: Path, service: ServiceUser | None) -> None:
    """Make a folder and what is missing above it, private whatever the umask is.

    Root's server runs as somebody else, who must be able to walk through, though not to look.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o700 if service is None else 0o711)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _point(folder: Path, root: Path) -> None:
    """Write the pointer in one step, so that a crash leaves none or a whole one."""
    (root / "belongs-to").write_text(f"{folder}\n", encoding="utf-8")
    new = folder / f"{POINTER}.new"
    new.write_text(f"{root}\n", encoding="utf-8")
    new.replace(folder / POINTER)
