"""Drafts survive a killed program, are unreadable without the key, and never go backwards."""

import json
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.drafts import SqliteDrafts

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = json.dumps({"phone": "13800000001"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_draft_comes_back_as_it_was_saved(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("lixia:report:1", SECRET, NOW)
    found = drafts.load("lixia:report:1")
    assert found is not None
    assert (found.text, found.saved_at) == (SECRET, NOW)
    drafts.close()


def test_nothing_typed_can_be_read_in_the_files(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("lixia:report:1", SECRET, NOW)
    drafts.close()
    assert not [one for one in folder.iterdir() if b"13800000001" in one.read_bytes()]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_key_and_drafts_belong_to_their_owner_alone(folder: Path) -> None:
    SqliteDrafts(folder).close()
    modes = {
        stat.S_IMODE((folder / name).stat().st_mode) for name in ("drafts.key", "drafts.sqlite")
    }
    assert modes == {0o600}


def test_an_older_save_never_overwrites_a_newer_one(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("k", "new", NOW)
    drafts.save("k", "old", NOW - timedelta(seconds=1))
    found = drafts.load("k")
    assert found is not None
    assert found.text == "new"
    drafts.close()


def test_a_draft_of_another_key_is_as_good_as_gone(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("k", "text", NOW)
    drafts.close()
    (folder / "drafts.key").unlink()
    other = SqliteDrafts(folder)
    assert other.load("k") is None
    assert other.all() == ()
    other.close()


def test_discarding_forgets_and_may_be_repeated(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("a", "1", NOW)
    drafts.save("b", "2", NOW + timedelta(seconds=1))
    assert [one.key for one in drafts.all()] == ["b", "a"]
    drafts.discard("b")
    drafts.discard("b")
    assert [one.key for one in drafts.all()] == ["a"]
    drafts.close()


def test_old_drafts_are_forgotten_for_good(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("old", SECRET, NOW - timedelta(days=8))
    drafts.save("new", SECRET, NOW)
    drafts.forget_before(NOW - timedelta(days=7))
    assert [one.key for one in drafts.all()] == ["new"]
    drafts.close()


def test_a_saved_draft_survives_a_killed_program(folder: Path) -> None:
    program = (
        "import sys, datetime, pathlib; from db.drafts import SqliteDrafts; "
        "d = SqliteDrafts(pathlib.Path(sys.argv[1])); "
        "d.save('k', 'kept', datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)); "
        "sys.stdout.write('saved\\n'); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "saved\n"
        os.kill(child.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    drafts = SqliteDrafts(folder)
    found = drafts.load("k")
    assert found is not None
    assert found.text == "kept"
    drafts.close()


def test_what_was_typed_is_in_no_repr(folder: Path) -> None:
    drafts = SqliteDrafts(folder)
    drafts.save("k", SECRET, NOW)
    assert "1380" not in repr(drafts.all())
    drafts.close()
