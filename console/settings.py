"""What a workstation chooses: read from a TOML file and the environment, then frozen.

Each key is declared once, in `Settings`, with its type, default and what it takes. The environment
(`WANMI_` and the key in capitals) goes before the file, the command line before both. A key nobody
knows or a value nobody understands is refused with the place it stands in. Values are never
repeated in messages: a database address may hold a password. Window geometry is not here, nor what
the city chooses: that is `domain.rules`, kept in the database, so that no two workstations differ.
"""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import platformdirs

APP: Final = ("WanmiConsole", "wanmi")
ENVIRONMENT: Final = "WANMI_"
FILE_VARIABLE: Final = "WANMI_SETTINGS"  # another settings file than the user's own
DOOR_VARIABLE: Final = "WANMI_DOOR_PASSWORD"  # read by `db create` only, and never kept
UNLOCK_VARIABLE: Final = "WANMI_CALLER_KEY_PASSPHRASE"  # a secret has no place in a file
BUCKET_VARIABLE: Final = "WANMI_FILES_KEY"  # id:secret of the bucket of photographs
BASEMAP_VARIABLE: Final = "WANMI_BASEMAP_KEY"  # host:key of tile servers, blanks between
_OF_TESTS: Final = ("WANMI_TEST_WORKERS", "WANMI_TEST_SERVER")
NOT_OURS: Final = frozenset(
    {FILE_VARIABLE, DOOR_VARIABLE, UNLOCK_VARIABLE, BUCKET_VARIABLE, BASEMAP_VARIABLE, *_OF_TESTS}
)
COMMAND_LINE: Final = "command line"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})  # needs no TLS


class SettingsError(Exception):
    """A setting that cannot be used: a code and the facts of its sentence (resources/i18n).

    `settings.unknown` has key, source, nearest; `settings.value` key, source, wanted;
    `settings.file` source, reason. `str()` is a plain English form for logs.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code}: " + ", ".join(f"{key} {text}" for key, text in facts.items()))
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a value is read, and in a few signs what it takes."""

    wanted: str
    read: Callable[[object], object]  # raises ValueError


def _choice(*words: str) -> Mapping[str, _Kind]:
    def read(raw: object) -> str:
        if raw not in words:
            raise ValueError(raw)
        return str(raw)

    return {"kind": _Kind(" | ".join(words), read)}


def _yes_no() -> Mapping[str, _Kind]:
    def read(raw: object) -> bool:
        answers = {"true": True, "false": False}
        if isinstance(raw, bool):
            return raw
        if raw not in answers:
            raise ValueError(raw)
        return answers[str(raw)]

    return {"kind": _Kind("true | false", read)}


def _number(least: int, most: int) -> Mapping[str, _Kind]:
    def read(raw: object) -> int:
        number = int(str(raw))  # "True" and "1.5" are none
        if not least <= number <= most:
            raise ValueError(raw)
        return number

    return {"kind": _Kind(f"{least} … {most}", read)}


def _text(wanted: str, make: Callable[[str], object]) -> Mapping[str, _Kind]:
    def read(raw: object) -> object:
        if not isinstance(raw, str) or not raw.strip():
            raise ValueError(raw)
        return make(raw.strip())

    return {"kind": _Kind(wanted, read)}


def _folder() -> Mapping[str, _Kind]:
    return _text("/folder", lambda text: Path(text).expanduser())


def _file() -> Mapping[str, _Kind]:
    return _text("/file", lambda text: Path(text).expanduser())


def _server() -> Mapping[str, _Kind]:
    def check(text: str) -> str:
        if not text.startswith("postgresql://"):
            raise ValueError(text)
        return text

    return _text("postgresql://user@host/database", check)


def _files_at() -> Mapping[str, _Kind]:
    def check(text: str) -> str:
        scheme, _colon, rest = text.partition("://")
        host, _slash, bucket = rest.partition("/")
        plain = scheme == "http" and host.rpartition(":")[0] in _LOOPBACK
        if "://" in text and not ((scheme == "https" or plain) and host and bucket.strip("/")):
            raise ValueError(text)
        return text

    return _text("/folder | https://host/bucket", check)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of this workstation, with the values of a fresh installation."""

    data_dir: Path = field(
        default_factory=lambda: platformdirs.user_data_path(*APP), metadata=_folder()
    )
    database_url: str | None = field(default=None, metadata=_server())  # None: the embedded server
    server_ca: Path | None = field(default=None, metadata=_file())  # None: whom the system trusts
    files_at: str | None = field(default=None, metadata=_files_at())  # None: below data_dir
    files_key_file: Path | None = field(default=None, metadata=_file())  # holds id:secret
    files_ca: Path | None = field(default=None, metadata=_file())  # None: whom the system trusts
    language: str = field(default="zh", metadata=_choice("zh", "en"))
    theme: str = field(default="light", metadata=_choice("light", "dark"))
    outside_world: bool = field(default=True, metadata=_yes_no())  # around an embedded demo
    map_memory: int = field(default=0, metadata=_number(0, 65_536))  # MB; 0: by the machine's size
    map_tools: bool = field(default=False, metadata=_yes_no())  # developer tools of the map page
    caller_key_file: Path | None = field(default=None, metadata=_file())  # None: below data_dir
    caller_algorithm: str = field(  # of key pairs made here from now on
        default="aes-256-gcm", metadata=_choice("aes-256-gcm", "sm4-gcm")
    )


KINDS: Final[Mapping[str, _Kind]] = {one.name: one.metadata["kind"] for one in fields(Settings)}


def settings_file(environment: Mapping[str, str]) -> Path:
    """Where the settings are read from: the file named by WANMI_SETTINGS, or the user's own."""
    named = environment.get(FILE_VARIABLE)
    return Path(named) if named else platformdirs.user_config_path(*APP) / "console.toml"


def load_settings(
    environment: Mapping[str, str], command_line: Mapping[str, str] | None = None
) -> Settings:
    """Read file, environment and command line, each going before the one named earlier.

    `command_line` maps keys to texts. A missing user's own file is the ordinary case; a missing
    file that WANMI_SETTINGS names is not. Raises SettingsError.
    """
    file = settings_file(environment)
    values: dict[str, Any] = {}
    if FILE_VARIABLE in environment or file.exists():
        values |= _read(_parse(file), str(file))
    for name, raw in environment.items():
        if name.startswith(ENVIRONMENT) and name not in NOT_OURS:
            key = name.removeprefix(ENVIRONMENT).lower()
            values |= _read({key: raw}, name)
    values |= _read(command_line or {}, COMMAND_LINE)
    return Settings(**values)


def _parse(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("settings.file", source=str(file), reason=str(error)) from error


def _read(raw: Mapping[str, object], source: str) -> dict[str, object]:
    values = {}
    for key, value in raw.items():
        kind = KINDS.get(key)
        if kind is None:
            nearest = difflib.get_close_matches(key, KINDS, n=1, cutoff=0.0)[0]
            raise SettingsError("settings.unknown", key=key, source=source, nearest=nearest)
        try:
            values[key] = kind.read(value)
        except ValueError as error:
            raise SettingsError(
                "settings.value", key=key, source=source, wanted=kind.wanted
            ) from error
    return values
