"""The embedded server: first start, sharing, kill -9, hostile circumstances, known failures."""

import os
import random
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import psycopg
import pytest

from db.embedded import EmbeddedServer, ensure_running, status, stop
from db.embedded_place import find_home
from tests.killing import child, killed_at_random
from tests.servers import code_of, connect, numbers, server_process, write_number
from tests.waiting import PATIENCE

USER: Final = """
import sys
from pathlib import Path
from db.embedded import EmbeddedServer, status
folder = Path(sys.argv[1])
with EmbeddedServer(folder):
    print(status(folder).pid, flush=True)
    sys.stdin.read()
"""


# --- first start, later starts -------------------------------------------------------------------


def test_the_first_start_makes_a_utf8_utc_cluster_that_answers(data_folder: Path) -> None:
    with EmbeddedServer(data_folder) as address, connect(address) as line:
        row = line.execute(
            "SELECT current_setting('server_encoding'), current_setting('timezone'),"
            " current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('data_checksums'), current_setting('max_connections'),"
            " lower('ÄÉ') || length('平顶山')"
        ).fetchone()
    assert row == ("UTF8", "UTC", "on", "on", "on", "60", "äé3")


def test_data_and_password_survive_a_stop_and_a_start(used_folder: Path) -> None:
    with EmbeddedServer(used_folder) as before:
        write_number(before, 1)
    assert status(used_folder).pid is None
    with EmbeddedServer(used_folder) as after:
        assert numbers(after) == [1]
        assert after.password == before.password


def test_a_wrong_password_is_refused_even_on_this_machine(used_folder: Path) -> None:
    with EmbeddedServer(used_folder) as address, pytest.raises(psycopg.OperationalError):
        connect(address, password="guessed")


def test_the_password_shows_nowhere(used_folder: Path) -> None:
    with EmbeddedServer(used_folder) as address:
        assert address.password not in f"{address!r} {address.url()} {address.url()!r}"
        logs = status(used_folder).home / "logs"
        assert all(address.password not in log.read_text() for log in logs.iterdir())
        kept = status(used_folder).home / "password"
    if sys.platform != "win32":
        assert kept.stat().st_mode & 0o777 == 0o600


def test_the_log_keeps_no_words_of_a_caller(used_folder: Path) -> None:
    with EmbeddedServer(used_folder) as address, connect(address) as line:
        line.execute("CREATE TABLE callers (phone text PRIMARY KEY)")
        line.execute("INSERT INTO callers VALUES ('13900000000')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            line.execute("INSERT INTO callers VALUES ('13900000000')")
        with pytest.raises(psycopg.DataError):
            line.execute("SELECT %s::int", ["13900000000"])
    logs = status(used_folder).home / "logs"
    said = "".join(log.read_text() for log in logs.iterdir())
    assert "ready to accept connections" in said
    assert "13900000000" not in said
    assert "callers" not in said


def test_a_path_with_blanks_and_chinese_and_shell_signs_works(data_folder: Path) -> None:
    folder = data_folder / "指挥中心 数据 $HOME 'a' \"b\", c"
    with EmbeddedServer(folder) as address:
        write_number(address, 7)
        assert numbers(address) == [7]
    assert status(folder).major is not None


def test_a_path_too_long_for_a_socket_works(data_folder: Path) -> None:
    with EmbeddedServer(data_folder / ("x" * 120)) as address:
        write_number(address, 7)
        assert len(os.fsencode(address.host)) < 100


# --- sharing -------------------------------------------------------------------------------------


def test_the_server_ends_with_its_last_user_and_not_before(used_folder: Path) -> None:
    first, first_address = ensure_running(used_folder)
    second, second_address = ensure_running(used_folder)
    assert first_address == second_address
    assert status(used_folder).users == 2
    first.release()
    write_number(second_address, 1)
    second.release()
    second.release()  # harmless twice
    seen = status(used_folder)
    assert (seen.pid, seen.users) == (None, 0)


def test_two_processes_starting_at_once_get_one_server(data_folder: Path) -> None:
    with child(USER, str(data_folder)) as one, child(USER, str(data_folder)) as other:
        assert one.wait_for_line() == other.wait_for_line()
        assert status(data_folder).users == 2
        for each in (one, other):
            each.close_input()
        assert one.ended_within(60)
        assert other.ended_within(60)
    assert status(data_folder).pid is None


def test_a_killed_user_does_not_keep_the_server_up(used_folder: Path) -> None:
    with EmbeddedServer(used_folder), child(USER, str(used_folder)) as other:
        other.wait_for_line()
        other.kill()
        assert status(used_folder).users == 1
    assert status(used_folder).pid is None


def test_a_server_left_by_its_only_user_is_adopted(used_folder: Path) -> None:
    with child(USER, str(used_folder)) as other:
        left = int(other.wait_for_line())
        other.kill()
    if sys.platform != "win32":  # there the job object ends it, and this is a plain start
        assert server_process(used_folder).pid == left
    with EmbeddedServer(used_folder) as address:
        write_number(address, 1)
    assert status(used_folder).pid is None


def test_stop_ends_a_server_that_others_use(used_folder: Path) -> None:
    with EmbeddedServer(used_folder):
        assert stop(used_folder)
        assert not stop(used_folder)
        assert status(used_folder).pid is None


def test_a_share_is_taken_once(used_folder: Path) -> None:
    server = EmbeddedServer(used_folder)
    with server, pytest.raises(RuntimeError):
        server.start()


# --- kill -9 and power loss ----------------------------------------------------------------------


def test_what_was_acknowledged_is_there_after_kill_9_of_the_server(used_folder: Path) -> None:
    with ExitStack() as users:
        address = users.enter_context(EmbeddedServer(used_folder))
        for number in range(20):
            write_number(address, number)
        # Its backend outlives the parent a moment, and what it wrote was never acknowledged.
        line = users.enter_context(closing(connect(address)))
        line.execute("BEGIN")
        line.execute("INSERT INTO kept VALUES (99)")
        process = server_process(used_folder)
        process.kill()
        again = users.enter_context(EmbeddedServer(used_folder))
        assert server_process(used_folder).pid != process.pid
        assert numbers(again) == list(range(20))
    assert status(used_folder).pid is None


def test_a_share_outlives_the_death_of_its_server(used_folder: Path) -> None:
    server = EmbeddedServer(used_folder)
    with server as address:
        write_number(address, 1)
        former = server_process(used_folder)
        former.kill()
        assert numbers(server.revive()) == [1]
        assert server_process(used_folder).pid != former.pid
        assert status(used_folder).users == 1
    assert status(used_folder).pid is None


def test_a_server_that_recovers_from_the_death_of_a_process_is_waited_for(
    used_folder: Path,
) -> None:
    server = EmbeddedServer(used_folder)
    with server as address:
        write_number(address, 1)
        pid = status(used_folder).pid
        died = server_process(used_folder).children()[-1]
        died.kill()
        died.wait(PATIENCE)  # until then the server does not know it, and throws out later
        assert numbers(server.revive()) == [1]
        assert status(used_folder).pid == pid


def test_the_last_one_out_stops_a_server_even_while_it_recovers(used_folder: Path) -> None:
    with EmbeddedServer(used_folder, seconds=6) as address:
        write_number(address, 1)
        # PostgreSQL 18 hangs when told to stop in this very moment.
        server_process(used_folder).children()[1].kill()
    assert status(used_folder).pid is None
    with EmbeddedServer(used_folder) as address:
        assert numbers(address) == [1]


@pytest.mark.parametrize("left", ["", "{me}\n", "{me}\n/elsewhere\n1\n5432\n\n\n\nready\n"])
def test_a_stale_pid_file_does_not_hinder_a_start(used_folder: Path, left: str) -> None:
    with EmbeddedServer(used_folder) as address:
        write_number(address, 1)
    home = find_home(used_folder)
    (home.data / "postmaster.pid").write_text(left.format(me=os.getpid()))
    home.own(home.data / "postmaster.pid")
    assert status(used_folder).pid is None
    with EmbeddedServer(used_folder) as address:
        assert numbers(address) == [1]


def test_a_half_made_cluster_is_begun_again(data_folder: Path) -> None:
    half = find_home(data_folder).new_data
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with EmbeddedServer(data_folder) as address:
        write_number(address, 1)
    assert not half.exists()


WRITER: Final = """
import sys
from pathlib import Path
import psycopg
from db.embedded import EmbeddedServer
with EmbeddedServer(Path(sys.argv[1])) as address:
    with psycopg.connect(
        host=address.host, port=address.port, user=address.superuser,
        password=address.password, dbname="postgres", autocommit=True,
    ) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        print("begun", flush=True)
        number = int(sys.argv[2])
        while True:
            line.execute("INSERT INTO kept VALUES (%s)", [number])
            print(number, flush=True)
            number += 1
"""


def test_nothing_acknowledged_is_missing_after_random_kills(used_folder: Path) -> None:
    chance = random.Random(20261123)
    acknowledged: list[int] = []
    for turn in range(4):
        first = str(turn * 1_000_000)
        said = killed_at_random(WRITER, str(used_folder), first, chance=chance, longest=0.3)
        acknowledged += map(int, said[1:])
        if turn % 2 and status(used_folder).pid is not None:
            server_process(used_folder).kill()
    with EmbeddedServer(used_folder) as address:
        kept = numbers(address)
    assert len(acknowledged) > 10
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(acknowledged) + 4  # one unheard answer per kill
    assert status(used_folder).users == 0


# --- root ----------------------------------------------------------------------------------------


def test_the_server_never_runs_as_root(used_folder: Path) -> None:
    with EmbeddedServer(used_folder):
        process = server_process(used_folder)
        family = [process, *process.children(recursive=True)]
        assert len(family) > 3
        assert "root" not in {member.username() for member in family}


# --- known failures ------------------------------------------------------------------------------


def test_a_full_disk_is_told_before_anything_is_begun(data_folder: Path) -> None:
    failed = code_of(EmbeddedServer(data_folder, least_free=1 << 62))
    assert failed.code == "store.disk_full"
    assert failed.facts["needed_bytes"] == 1 << 62
    assert not find_home(data_folder).data.exists()


def test_a_folder_that_cannot_be_made_is_a_known_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    failed = code_of(EmbeddedServer(tmp_path / "file" / "data"))
    assert failed.code == "store.folder_unreachable"
    assert failed.facts["reason"] in {"ENOTDIR", "EEXIST", "ENOENT"}


def test_a_lost_password_is_a_known_failure_and_leaves_no_share(data_folder: Path) -> None:
    with EmbeddedServer(data_folder):
        pass
    (find_home(data_folder).password).write_text("another")
    assert code_of(EmbeddedServer(data_folder)).code == "store.password_wrong"
    assert status(data_folder).users == 0


def test_a_bad_own_setting_is_told_with_the_servers_words(used_folder: Path) -> None:
    failed = code_of(EmbeddedServer(used_folder, settings={"max_connections": "many"}))
    assert failed.code == "store.start_failed"
    with EmbeddedServer(used_folder):  # and it is not held against the next start
        assert status(used_folder).users == 1
    assert "FATAL" in str(failed.facts["detail"]) or "invalid" in str(failed.facts["detail"])
