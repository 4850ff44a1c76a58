"""The program as it is started: verbs end to end on an embedded server, and how they end."""

import io
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from console.bootstrap import archiving, building, main, verbs
from console.bootstrap.made import ACCOUNTS
from console.bootstrap.places import site_of
from console.cli import exits
from console.demo.history import Played
from console.domain.case import Actor, CaseId
from console.domain.stage import Post
from console.ports.files import FileState
from console.settings import Settings
from console.views.wording import Wording
from db.archive import VerifyResult
from db.engine import command_engine
from db.file_checking import CheckedFile
from db.keeping import PostgresKeeping
from db.site import Site
from tests.demo_stage import POOL


@pytest.fixture
def run(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run the program with words on a folder of this test's own; the code and what it said."""
    monkeypatch.setenv("WANMI_SETTINGS", str(data_folder / "settings.toml"))
    (data_folder / "settings.toml").write_text("")
    # Half a second each to draw; what is drawn is tested elsewhere.
    monkeypatch.setattr(building, "_photographs", lambda *_: POOL)

    def started(*words: str) -> tuple[int, str]:
        code = main([*words, "--data", str(data_folder)])
        return code, capsys.readouterr().out

    return started


def test_a_demo_is_built_once_checked_and_signed_in_to(
    run: Callable[..., tuple[int, str]], data_folder: Path
) -> None:
    code, said = run("demo", "--days", "0")
    assert code == exits.DONE
    assert said.splitlines()[0] == Wording("zh").say("cli.demo.building_today")
    code, said = run("demo", "--days", "0")
    assert Wording("zh").say("cli.demo.there") in said
    code, said = run("archive", "verify")
    assert code == exits.DONE
    accounts = data_folder / ACCOUNTS
    assert accounts.stat().st_mode & 0o077 == 0
    with site_of(Settings(data_dir=data_folder)) as site:
        door = verbs.door_of(site)
        listed = door.operators()
        admission = door.sign_in("chenlei", "")
        open_rows = admission.reading.open_rows("chenlei")
        door.close()
    assert len(listed) == 12
    assert all(one.demo for one in listed)
    assert len(open_rows) == 425


def test_a_demo_that_was_interrupted_is_begun_anew(
    run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Wording("zh").say("cli.demo.there")
    seen: list[bool] = []

    def dies(site: Site, *_: object) -> None:
        leave_a_mark(site)
        raise KeyboardInterrupt

    def goes_on(site: Site, *_: object) -> Played:
        seen.append(leave_a_mark(site))
        return Played(cases=0, steps=0, refused=0)

    monkeypatch.setattr(building, "play", dies)
    assert run("demo", "--days", "0")[0] == exits.INTERRUPTED
    # The past itself takes half a minute and is played whole by the test above.
    monkeypatch.setattr(building, "play", goes_on)
    code, said = run("demo", "--days", "0")
    assert (code, there in said, seen) == (exits.DONE, False, [False])


def leave_a_mark(site: Site) -> bool:
    """Write that someone was here; whether it was written before."""
    engine = command_engine(site.url)
    keeping = PostgresKeeping(engine)
    here = keeping.setting("test.mark") is not None
    actor = Actor(operator="system", post=Post.ADMINISTRATOR, seat="system")
    keeping.put_setting("test.mark", "here", actor, datetime.now(UTC))
    engine.dispose()
    return here


def test_the_schema_is_made_checked_and_backed_up(
    run: Callable[..., tuple[int, str]], data_folder: Path
) -> None:
    assert run("db", "check")[0] == exits.FOUND
    assert run("db", "upgrade")[0] == exits.DONE
    code, said = run("db", "check")
    assert code == exits.DONE
    assert Wording("zh").say("cli.check.anchor.remedy") in said  # a note, and no problem
    code, said = run("db", "check", "--json")
    assert code == exits.DONE
    assert {one["what"] for one in json.loads(said)} >= {"version", "indexes", "grants", "years"}
    assert run("db", "backup")[0] == exits.DONE
    assert list((data_folder / "backups").glob("*.dump"))


@pytest.mark.usefixtures("city_folder")
def test_a_backup_is_restored_into_an_empty_place_only_when_it_is_meant(
    run: Callable[..., tuple[int, str]], data_folder: Path, tmp_path: Path
) -> None:
    run("db", "backup")
    (dump,) = (data_folder / "backups").glob("*.dump")
    assert run("db", "restore", str(dump), "--yes")[0] == exits.REFUSED  # there is something
    with site_of(Settings(data_dir=data_folder)) as site:
        address = _libpq(site.url.set(database="empty"))
        with psycopg.connect(_libpq(site.url), autocommit=True) as line:
            line.execute("CREATE DATABASE empty")
        words = ("db", "restore", str(dump), "--database", address)
        assert main(words) == exits.DONE
        assert main(["db", "check", "--database", address]) == exits.FOUND
        assert main([*words, "--yes"]) == exits.DONE
        assert main(["db", "check", "--database", address]) == exits.DONE


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.mark.usefixtures("city_folder")
def test_a_broken_archive_names_the_case_in_its_last_line(
    run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = VerifyResult(
        whole=False,
        checked_cases=3,
        checked_steps=9,
        broken_case=CaseId(2026000000004),
        broken_number="2026-1123-000004",
        reason="chain",
    )
    monkeypatch.setattr(archiving, "verify", lambda _engine: broken)
    code, said = run("archive", "verify")
    assert code == exits.FOUND
    assert "2026-1123-000004" in said.splitlines()[-1]


READERS = [
    ("export-standards", "standards.xlsx"),
    ("archive", "verify"),
    ("archive", "anchor"),
    ("import-standards", "nowhere.xlsx"),
    ("import-cases", "nowhere.csv"),
    ("shot", "console", "--out", "shot.png"),
]


@pytest.mark.parametrize("schema", ["none", "older"])
def test_a_database_that_has_to_be_upgraded_first_is_one_sentence_and_no_finding(
    schema: str,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with site_of(Settings(data_dir=data_folder)) as site:
        if schema == "older":
            with psycopg.connect(_libpq(site.url)) as line:
                line.execute("CREATE TABLE alembic_version (version_num varchar(32))")
                line.execute("INSERT INTO alembic_version VALUES ('0001')")
        for words in READERS:
            code = main([*words, "--database", _libpq(site.url)])
            said = capsys.readouterr().err
            assert (words, code) == (words, exits.STORE)
            assert len(said.splitlines()) == 1
            assert "db upgrade" in said


def test_a_bug_is_not_taken_for_what_a_check_found(
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumbles(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(verbs.VERBS, "doctor", stumbles)
    told: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: told.append(kind.__name__))
    code, _said = run("doctor")
    assert (code, told) == (exits.BUG, ["ZeroDivisionError"])


@pytest.mark.usefixtures("city_folder")
def test_a_spoiled_file_is_named_in_the_archive_s_last_line(
    run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    states = (FileState.MISSING, FileState.READY, FileState.ALTERED)
    found = [
        CheckedFile(digest=f"{number}" * 64, number="2026-1123-000004", state=state)
        for number, state in enumerate(states)
    ]
    assert run("archive", "verify", "--files")[0] == exits.DONE
    monkeypatch.setattr(archiving, "check_files", lambda _engine, _compare: iter(found))
    assert run("archive", "verify")[0] == exits.DONE
    code, said = run("archive", "verify", "--files")
    assert code == exits.FOUND
    assert "0" * 64 in said
    assert "1" * 64 not in said
    last = said.splitlines()[-1]
    assert "2" * 64 in last
    assert Wording("zh").say("cli.file.altered") in last


def test_an_archive_is_anchored_in_a_file_and_checked_against_it(
    run: Callable[..., tuple[int, str]], tmp_path: Path, data_folder: Path
) -> None:
    assert run("archive", "anchor")[0] == exits.STORE  # there is no schema yet
    run("db", "upgrade")
    kept = tmp_path / "anchors.jsonl"
    code, said = run("archive", "anchor", "--out", str(kept))
    assert (code, said) == (exits.DONE, kept.read_text("utf-8"))
    assert run("archive", "verify", "--anchor", str(kept))[0] == exits.DONE
    kept.write_text(said.replace('"cases":0', '"cases":1'), "utf-8")
    code, said = run("archive", "verify", "--anchor", str(kept))
    assert code == exits.FOUND
    assert Wording("zh").say("cli.anchor.line") in said.splitlines()[-1]
    assert run("archive", "verify", "--anchor", str(tmp_path / "absent"))[0] == exits.REFUSED
    with site_of(Settings(data_dir=data_folder)) as site:
        archiving.anchor_today(site)
    code, said = run("archive", "verify")
    assert code == exits.DONE
    assert str(data_folder / "anchors.jsonl") in said


@pytest.mark.usefixtures("city_folder")
def test_other_systems_cases_are_kept_across_starts(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        "任务号,上报时间,问题描述\n24041800001,2024-04-18 08:30:00,有垃圾\n", encoding="utf-8"
    )
    assert run("import-cases", str(file), "--apply")[0] == exits.DONE
    _, said = run("import-cases", str(file), "--json")
    assert json.loads(said)["cases"] == 0
    assert json.loads(said)["findings"][0]["code"] == "import.known"


@pytest.mark.usefixtures("city_folder")
@pytest.mark.parametrize("scheme", ["GBT30428", "CJT214"])
def test_exported_standards_come_back_without_a_change(
    scheme: str, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "standards.xlsx"
    words = ("export-standards", str(file), "--scheme", scheme)
    assert run(*words)[0] == exits.DONE
    assert run(*words)[0] == exits.REFUSED  # it is there
    before = file.read_bytes()
    assert run(*words, "--force")[0] == exits.DONE
    code, said = run("import-standards", str(file), "--scheme", scheme, "--json")
    answer = json.loads(said)
    assert (code, answer["changes"]) == (exits.DONE, [])
    assert not [one for one in answer["findings"] if one["code"] == "standards.other_scheme"]
    assert len(before) > 1_000
    other = "GBT30428" if scheme == "CJT214" else "CJT214"
    _, said = run("import-standards", str(file), "--scheme", other, "--json")
    (told,) = [
        one for one in json.loads(said)["findings"] if one["code"] == "standards.other_scheme"
    ]
    assert f"--scheme {scheme}" in told["reason"]


def test_a_missing_file_is_one_sentence_and_a_code(
    run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    err = io.StringIO()
    monkeypatch.setattr("sys.stderr", err)
    code, _ = run("import-standards", "nowhere.xlsx")
    assert code == exits.REFUSED
    assert len(err.getvalue().splitlines()) == 1


def test_a_picture_that_cannot_be_kept_is_refused_before_a_city_is_built_for_it(
    run: Callable[..., tuple[int, str]], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    err = io.StringIO()
    monkeypatch.setattr("sys.stderr", err)
    code, _ = run("shot", "console", "--out", str(data_folder / "missing" / "shot.png"))
    assert code == exits.REFUSED
    assert len(err.getvalue().splitlines()) == 1
    assert [one.name for one in data_folder.iterdir()] == ["settings.toml"]


def test_settings_that_cannot_be_used_are_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WANMI_THEME", "pink")
    assert main(["doctor"]) == exits.SETTINGS
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_server_that_cannot_be_reached_is_one_sentence_and_a_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    code = main(["db", "check", "--database", "postgresql://nobody@127.0.0.1:1/none"])
    assert code == exits.STORE
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no polite signal to a process")
@pytest.mark.parametrize(
    ("number", "expected"),
    [(signal.SIGTERM, exits.TERMINATED), (signal.SIGINT, exits.INTERRUPTED)],
)
def test_who_is_asked_to_end_gives_everything_back_first(
    number: signal.Signals,
    expected: int,
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given_back = []

    def asked_to_end(*_words: object) -> int:
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)  # somebody is impatient
            given_back.append(number)
        return exits.DONE

    before = signal.getsignal(number)
    monkeypatch.setitem(verbs.VERBS, "doctor", asked_to_end)
    code, _said = run("doctor")
    assert code == expected
    assert given_back == [number]
    assert signal.getsignal(number) is before
