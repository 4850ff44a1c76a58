"""A city's server on Debian's PostgreSQL by TLS: set up, worked on, backed up, restored."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import URL, make_url, text

from console.bootstrap import main
from console.cli import exits
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.views.wording import Wording
from db import open_store
from db.anchor_file import read_lines
from db.archive import verify
from db.dumps import backup
from db.embedded import EmbeddedServer, ServerAddress
from db.embedded_place import find_home
from db.engine import command_engine, read_engine
from db.restore import restore
from db.signin import PostgresSignIn
from db.site import open_server
from tests.certificates import Authority, city_authority
from tests.db.before import CALLERS, CASES, DUMP
from tests.db.fingerprints import fingerprints
from tests.db.lives import CALLER, Life, actor
from tests.journeys.city import FIRST, PASSWORD, settle
from tests.plugins.stores import StoreServer
from tests.servers import connect, debian_programs

HOST = "db.city.test"
SAY = Wording("zh").say
NEWS = {"feed", "feed_epoch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CityServer:
    """A server that speaks TLS under the name `HOST`, reached on loopback all the same."""

    address: ServerAddress
    port: int
    authority: Path

    def url(self, database: str, *, name: str = HOST) -> str:
        """The administrator's address as he types it."""
        url = URL.create(
            "postgresql",
            username=self.address.superuser,
            password=self.address.password,
            host=name,
            port=self.port,
            database=database,
            query={"hostaddr": "127.0.0.1"},
        )
        return url.render_as_string(hide_password=False)

    def opened(self, database: str) -> URL:
        """The same as the program uses it."""
        return open_server(self.url(database), Path(), self.authority).url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _switch_tls_on(folder: Path, address: ServerAddress, authority: Authority) -> None:
    data = find_home(folder).data
    for name, content in zip(("server.crt", "server.key"), authority.sign(HOST), strict=True):
        file = data / name
        file.write_bytes(content)
        file.chmod(0o600)
        os.chown(file, data.stat().st_uid, data.stat().st_gid)
    (data / "pg_hba.conf").write_text(
        "local all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
    )
    with connect(address) as admin:
        admin.execute("ALTER SYSTEM SET ssl = on")
        admin.execute("SELECT pg_reload_conf()")
        end = monotonic() + 15
        while admin.execute("SHOW ssl").fetchone() != ("on",):
            assert monotonic() < end, "the server does not read its settings again"


@pytest.fixture(scope="module")
def city(servers_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityServer]:
    """Debian's server as an ordinary user in a folder of its own."""
    folder = servers_base / "city"
    authority = city_authority("City of the tests")
    port = _free_port()
    listening = {"listen_addresses": "127.0.0.1", "port": str(port)}
    with EmbeddedServer(folder, programs=[debian_programs()], settings=listening) as address:
        _switch_tls_on(folder, address, authority)
        file = authority.write(tmp_path_factory.mktemp("city") / "ca.crt")
        yield CityServer(address=address, port=port, authority=file)


@pytest.fixture
def run(
    city: CityServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str]]:
    """The program on a database of the city's server, its files in a folder of this test's own."""
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text("")
    monkeypatch.setenv("WANMI_SERVER_CA", str(city.authority))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    def started(database: str, *words: str) -> tuple[int, str]:
        code = main([*words, "--database", city.url(database)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


def test_a_city_s_database_lives_from_its_creation_to_its_restoration(
    city: CityServer,
    run: Callable[..., tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("pds", "db", "check")[0] == exits.STORE  # there is no such database
    code, said = run("pds", "db", "create")
    assert code == exits.DONE
    assert "sslrootcert" not in said
    assert SAY("cli.db.keys_next") in said
    assert run("pds", "db", "check")[0] == exits.FOUND
    assert run("pds", "db", "make-keys")[0] == exits.DONE
    assert _worked_through(city, make_url(said.splitlines()[-1]), tmp_path) == 2
    code, said = run("pds")  # a console in the administrator's name
    assert (code, "wm_door" in said, "db create" in said) == (exits.STORE, False, True)
    assert run("pds", "db", "upgrade")[0] == exits.DONE
    anchors = tmp_path / "anchors.jsonl"
    assert run("pds", "archive", "anchor", "--out", str(anchors))[0] == exits.DONE
    assert len(read_lines(anchors)) == 1
    assert run("pds", "archive", "verify", "--anchor", str(anchors))[0] == exits.DONE
    assert run("pds", "db", "backup")[0] == exits.DONE
    (dump,) = (tmp_path / "backups").glob("*.dump")
    assert run("again", "db", "restore", str(dump), "--yes")[0] == exits.DONE
    monkeypatch.setenv("WANMI_DOOR_PASSWORD", "only-for-this-door")
    code, said = run("again", "db", "create")  # the seats' account is in no dump
    assert (code, "only-for-this-door" in said) == (exits.DONE, False)
    assert SAY("cli.db.keys_next") not in said  # what was sealed came back, with its keys' names
    code, said = run("again", "db", "check")
    assert code == exits.DONE, said
    before, after = (_fingerprints(city.opened(name)) for name in ("pds", "again"))
    assert {name for name in before if before[name] != after[name]} == NEWS
    _reveal(city.opened("again"), tmp_path)


def _worked_through(city: CityServer, seat: URL, folder: Path) -> int:
    """Two cases; how many of them an operator sees who came in by the seats' door."""
    owner = city.opened("pds")
    settle(owner)
    store = open_store(owner, files_folder=folder / "files", operator="chen")
    life = Life(store.store)
    life.to_handling(life.report())
    life.report("路灯不亮", caller=CALLER)
    store.dispose()
    address = open_server(seat.render_as_string(hide_password=False), folder, city.authority)
    with closing(PostgresSignIn(address.url, folder, {})) as door:
        admission = door.sign_in(FIRST, PASSWORD)
        return len(admission.reading.open_rows(FIRST))


def _reveal(url: URL, folder: Path) -> None:
    """The caller of `_worked_through` is opened with the keys of this machine."""
    store = open_store(url, files_folder=folder / "files", operator="chen")
    try:
        (case,) = (hit.id for hit in store.reading.search(CALLER.phone))
        shown = store.callers.reveal(case, actor(Post.ACCEPTOR), Life(store.store).at, "回访")
        assert list(shown) == [CALLER]
    finally:
        store.dispose()


def _fingerprints(url: URL) -> dict[str, str]:
    engine = command_engine(url)
    try:
        return dict(fingerprints(engine))
    finally:
        engine.dispose()


def test_everything_said_to_a_city_s_server_is_encrypted_and_its_name_verified(
    city: CityServer, tmp_path: Path
) -> None:
    engine = read_engine(city.opened("postgres"))
    try:
        with engine.connect() as connection:
            used = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            assert connection.execute(used).scalar_one()
    finally:
        engine.dispose()
    stranger = city_authority("Somebody else").write(tmp_path / "stranger.crt")
    refused = {
        "store.tls_untrusted": open_server(city.url("postgres"), tmp_path, stranger),
        "store.tls_other_host": open_server(
            city.url("postgres", name="other.city.test"), tmp_path, city.authority
        ),
        "store.tls_no_authority": open_server(
            city.url("postgres"), tmp_path, tmp_path / "absent.crt"
        ),
        "store.tls_needed": open_server(city.url("postgres") + "&sslmode=disable", tmp_path),
    }
    for code, site in refused.items():
        assert _failure_at(site.url) == code


def test_a_server_without_encryption_is_not_spoken_to_unless_the_address_says_so(
    city: CityServer, tmp_path: Path, servers_base: Path
) -> None:
    port = _free_port()
    listening = {"listen_addresses": "127.0.0.1", "port": str(port)}
    with EmbeddedServer(servers_base / "plain", settings=listening) as address:
        plain = CityServer(address=address, port=port, authority=city.authority)
        assert _failure_at(plain.opened("postgres")) == "store.tls_missing"
        meant = open_server(plain.url("postgres") + "&sslmode=disable", tmp_path)
        assert _failure_at(meant.url) == ""


def _failure_at(url: URL) -> str:
    engine = read_engine(url)
    try:
        engine.connect().close()
    except StoreUnavailable as failure:
        return failure.code
    finally:
        engine.dispose()
    return ""


def test_a_database_moves_from_our_newer_server_to_debian_s_and_back(
    city: CityServer, server: StoreServer, database_url: URL, tmp_path: Path
) -> None:
    """A workstation's data may go to a city's older server, a city's to a newer one."""
    settle(database_url)
    store = open_store(database_url, files_folder=tmp_path, operator="chen")
    Life(store.store).report()
    store.dispose()
    moved, back = city.address.url("moved"), server.empty()
    _move(database_url, moved, tmp_path / "there", cases=1)
    _move(moved, back, tmp_path / "back", cases=1)
    server.drop(back)


def test_a_database_from_before_goes_up_on_debian_s_server_and_moves_to_our_newer_one(
    city: CityServer, run: Callable[..., tuple[int, str]], server: StoreServer, tmp_path: Path
) -> None:
    """A city that never changed its old server's version: program first, then PostgreSQL."""
    old, newest = city.opened("old"), server.empty()
    assert run("old", "db", "restore", str(DUMP), "--yes")[0] == exits.DONE
    assert run("old", "db", "make-keys")[0] == exits.DONE
    assert run("old", "archive", "verify")[0] == exits.DONE
    _move(old, newest, tmp_path / "moved", cases=CASES)
    engine = command_engine(newest)
    try:
        assert verify(engine).checked_cases == CASES
    finally:
        engine.dispose()
    store = open_store(newest, files_folder=tmp_path / "files", operator="chen")
    try:
        for caller in CALLERS:
            (case,) = (hit.id for hit in store.reading.search(caller.phone))
            at = store.reading.server_time()
            assert list(store.callers.reveal(case, actor(Post.ACCEPTOR), at, "回访")) == [caller]
    finally:
        store.dispose()
    server.drop(newest)


def _move(source: URL, target: URL, folder: Path, *, cases: int) -> None:
    """Dump one database, restore it as another, on whatever server; nothing but news differs."""
    assert restore(target, backup(source, folder)).cases == cases
    first, found = _fingerprints(source), _fingerprints(target)
    assert first.keys() == found.keys()
    assert "feed_epoch" in {name for name in first if first[name] != found[name]} <= NEWS
