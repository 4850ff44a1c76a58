"""Which addresses are spoken to with verified TLS, and which are not."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from db.tls import hosts_of, secured

CITY = "postgresql+psycopg://wm_door@"


@pytest.mark.parametrize(
    "local",
    [
        "/wanmi",
        "localhost/wanmi",
        "127.0.0.1:5433/wanmi",
        "[::1]:5432/wanmi",
        "/wanmi?host=/var/run/postgresql",
        "/wanmi?host=C:\\sockets",
        "/wanmi?host=localhost:5432&host=127.0.0.2:5433",
    ],
)
def test_what_stays_on_this_machine_is_left_as_it_is(local: str) -> None:
    url = make_url(CITY + local)
    assert secured(url) == url


@pytest.mark.parametrize(
    "remote",
    [
        "db.city.test/wanmi",
        "10.1.2.3:5432/wanmi",
        "[fd00::1]:5432/wanmi",
        "/wanmi?host=db1:5432&host=db2:5432",
        "/wanmi?host=localhost,db2",
    ],
)
def test_what_leaves_it_is_verified_against_the_city_s_authority(
    remote: str, tmp_path: Path
) -> None:
    url = secured(make_url(CITY + remote), tmp_path / "ca.crt")
    assert url.query["sslmode"] == "verify-full"
    assert url.query["sslrootcert"] == str(tmp_path / "ca.crt")


def test_without_an_authority_those_the_system_trusts_are_taken() -> None:
    trusted = Path(str(secured(make_url(CITY + "db/wanmi")).query["sslrootcert"]))
    assert trusted.exists() or str(trusted) == "system"


def test_what_an_address_says_is_meant(tmp_path: Path) -> None:
    plain = make_url(CITY + "db/wanmi?sslmode=disable")
    assert secured(plain, tmp_path) == plain
    own = make_url(CITY + "db/wanmi?sslrootcert=own.crt")
    assert secured(own, tmp_path).query == {"sslmode": "verify-full", "sslrootcert": "own.crt"}
    checked = secured(make_url(CITY + "db/wanmi?sslmode=verify-ca"), tmp_path)
    assert checked.query == {"sslmode": "verify-ca", "sslrootcert": str(tmp_path)}


def test_every_host_of_an_address_is_looked_at() -> None:
    url = make_url(CITY + "main:1/wanmi?host=a:5432&host=b")
    assert list(hosts_of(url)) == ["a", "b", "main"]
