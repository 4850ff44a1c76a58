"""What our server is told: its configuration for a workstation, and how failures are read.

The file is written anew at each start; an administrator's own lines live in `local.conf` beside it
and win.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from console.ports.errors import StoreUnavailable

# The log carries no statements, no parameters and no errors, whose sentences quote values: those
# are callers' words and numbers. Errors reach the client; the log keeps the server's own life. Only
# operators' roles log what was refused to them (api/70_roles.sql), named by the prefix: a refused
# act rolls its own rows back, and what our program sends for them has its values beside it.
_SETTINGS: Final[Mapping[str, str]] = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "wal_log_hints": "on",
    "max_wal_size": "512MB",
    "min_wal_size": "80MB",
    "checkpoint_timeout": "10min",
    "max_wal_senders": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "iso, ymd",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    "password_encryption": "scram-sha-256",
    "logging_collector": "on",
    "log_destination": "stderr",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m [%p] user=%u db=%d app=%a session=%c state=%e ",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_messages": "log",  # above "error", below "fatal"
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
# Before it recovers, the server puts all its files on disk: one after the other takes 2 s where the
# system's one call takes 0.2 s, and the seats wait for it. Other systems do not know that call.
_RECOVERY: Final[Mapping[str, str]] = (
    {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}
)


def configuration(settings: Mapping[str, str]) -> str:
    """The text of postgresql.conf; `settings` are the lines of this start and win over ours."""
    told = {**_SETTINGS, **_RECOVERY, **settings}
    lines = [f"{name} = {_quoted(value)}" for name, value in told.items()]
    return "\n".join(("# Written at each start. Own lines belong into local.conf.", *lines)) + (
        "\ninclude_if_exists = 'local.conf'\n"
    )


def failure(said: str, *, step: str, logs: Path) -> StoreUnavailable:
    """The known failure behind what PostgreSQL said in English when `step` did not succeed.

    `logs` is the folder where all of it can be read.
    """
    if "No space left on device" in said or "could not extend file" in said:
        return StoreUnavailable("store.disk_full", detail=_last_words(said))
    if "Permission denied" in said:
        return StoreUnavailable(
            "store.folder_unreachable", reason="EACCES", detail=_last_words(said)
        )
    return StoreUnavailable(f"store.{step}_failed", detail=_last_words(said), logs=str(logs))


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    last = (telling or lines or ["-"])[-1]
    return last[max(last.find("FATAL"), last.find("PANIC"), 0) :][:300]
