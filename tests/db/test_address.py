"""Addresses with several servers."""

import pytest

from db.address import address_of, hosts_in

BOTH = {"host": "a,b", "port": "5432,5433"}


@pytest.mark.parametrize(
    "words",
    [
        "postgresql://u:p@a,b:5433/city",
        "postgresql://u:p@a:5432,b:5433/city",
        "postgresql://u:p@/city?host=a:5432&host=b:5433",
        "postgresql://u:p@/city?host=a&host=b:5433",
        "postgresql://u:p@/city?host=a,b&port=5432,5433",
    ],
)
def test_several_hosts_are_written_in_the_usual_ways(words: str) -> None:
    url = address_of(words)
    assert (url.username, url.password, url.database) == ("u", "p", "city")
    assert dict(url.query) == BOTH
    assert hosts_in(url) == 2


def test_what_else_the_address_says_stays() -> None:
    url = address_of("postgresql://u@[::1]:6000,b/city?sslmode=verify-full")
    assert dict(url.query) == {"host": "::1,b", "port": "6000,5432", "sslmode": "verify-full"}


def test_one_host_stays_as_it_is() -> None:
    url = address_of("postgresql://u:a,b@a:5432/city")
    assert (url.host, url.port, url.password, dict(url.query)) == ("a", 5432, "a,b", {})
    assert hosts_in(url) == 1


@pytest.mark.parametrize(
    ("words", "host"), [("postgresql://a:x,b/city", "a:x"), ("postgresql://a,,b/city", "")]
)
def test_a_host_that_is_none_is_refused(words: str, host: str) -> None:
    with pytest.raises(ValueError, match=f"^{host}$"):
        address_of(words)
