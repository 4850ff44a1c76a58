"""The configuration's text, and what the server's words mean."""

from pathlib import Path

import pytest

from console.views.wording import Language, Wording
from db.embedded_config import configuration, failure


def test_a_starts_own_lines_win_and_are_quoted() -> None:
    said = configuration({"fsync": "off", "log_directory": "/it's\\here"}).splitlines()
    assert "fsync = 'off'" in said
    assert "fsync = 'on'" not in said
    assert "log_directory = '/it''s\\\\here'" in said
    assert said[-1] == "include_if_exists = 'local.conf'"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("PANIC:  could not write to file: No space left on device", "store.disk_full"),
        (
            "initdb: error: could not create directory: Permission denied",
            "store.folder_unreachable",
        ),
        ("FATAL:  something else", "store.start_failed"),
        ("", "store.start_failed"),
    ],
)
def test_what_the_server_said_becomes_a_code(said: str, code: str) -> None:
    assert failure(said, step="start", logs=Path("logs")).code == code


def test_a_failed_start_is_told_with_the_servers_last_words_and_what_to_do() -> None:
    said = "\n".join(
        (
            "2026-11-29 02:10:00 UTC [7] user= LOG:  starting PostgreSQL",
            '2026-11-29 02:10:00 UTC [7] user= FATAL:  could not open file "global/pg_control"',
        )
    )
    failed = failure(said, step="start", logs=Path("server/logs"))
    for language in Language:
        told = Wording(language).say(failed.code, **failed.facts)
        assert 'FATAL:  could not open file "global/pg_control"' in told
        assert str(Path("server/logs")) in told
        assert "db restore" in told
        assert "user=" not in told
