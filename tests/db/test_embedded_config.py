"""The configuration's text, and what the server's words mean."""

import pytest

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
    assert failure(said, step="start").code == code
