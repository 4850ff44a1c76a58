"""The door: a lost server of this workstation is brought back, wherever it comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from console.ports.errors import StoreUnavailable
from db.signin import PostgresSignIn
from tests.journeys.city import FIRST, PASSWORD, settle


@pytest.fixture
def elsewhere(database_url: URL) -> URL:
    """Where the server was before: nobody answers there."""
    settle(database_url)
    return database_url.update_query_dict({"port": "1"})


def door_of(url: URL, folder: Path, revive: Callable[[], URL] | None = None) -> PostgresSignIn:
    return PostgresSignIn(url, folder, {FIRST: PASSWORD}, None, revive)


def test_the_door_brings_a_lost_server_back(
    database_url: URL, elsewhere: URL, tmp_path: Path
) -> None:
    door = door_of(elsewhere, tmp_path, lambda: database_url)
    assert FIRST in {one.operator.login for one in door.operators()}
    admission = door.sign_in(FIRST, "")
    assert admission.reading.operators()
    door.close()


def test_a_seat_goes_on_where_the_server_came_back(
    database_url: URL, elsewhere: URL, tmp_path: Path
) -> None:
    places = iter((elsewhere, database_url))
    door = door_of(database_url, tmp_path, lambda: next(places))
    admission = door.sign_in(FIRST, "")
    assert admission.revive is not None
    admission.revive()
    with pytest.raises(StoreUnavailable, match=r"store\.lost"):
        admission.reading.operators()
    admission.revive()
    assert admission.reading.operators()
    door.close()


def test_somebody_else_s_server_is_not_ours_to_bring_back(
    database_url: URL, elsewhere: URL, tmp_path: Path
) -> None:
    with pytest.raises(StoreUnavailable, match=r"store\.lost"):
        door_of(elsewhere, tmp_path).operators()
    door = door_of(database_url, tmp_path)
    assert door.sign_in(FIRST, "").revive is None
    door.close()
