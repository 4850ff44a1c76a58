"""What the verbs put together."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL

from console.bootstrap import verbs
from console.bootstrap.verbs import DRAFTS_KEPT, VERBS, door_of, drafts_in
from console.cli import exits
from console.cli.talk import Talk
from console.ports.errors import StoreUnavailable
from console.ports.signin import SignIn
from console.settings import Settings
from console.views import app
from console.views.wording import Wording
from db.site import bring_up, open_embedded, open_server
from tests.plugins.stores import StoreServer
from tests.servers import server_process

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_draft_nobody_took_up_is_forgotten_at_a_later_start(tmp_path: Path) -> None:
    with closing(drafts_in(tmp_path, NOW)) as drafts:
        drafts.save("old", "{}", NOW - DRAFTS_KEPT - timedelta(seconds=1))
        drafts.save("late", "{}", NOW - DRAFTS_KEPT)
    with closing(drafts_in(tmp_path, NOW)) as drafts:
        assert [one.key for one in drafts.all()] == ["late"]


def test_the_door_of_an_embedded_place_starts_its_killed_server_again(data_folder: Path) -> None:
    with closing(open_embedded(data_folder)) as site:
        bring_up(site)
        with closing(door_of(site)) as door:
            assert not door.operators()
            server_process(data_folder).kill()
            assert not door.operators()


@pytest.fixture
def nobody_there(tmp_path: Path) -> Settings:
    """A city's server whose machine is off."""
    return Settings(data_dir=tmp_path, database_url="postgresql://wm_door_x:y@127.0.0.1:1/pds")


def test_a_console_of_a_city_opens_its_door_while_the_server_is_gone(
    nobody_there: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors: list[SignIn] = []

    def shown(door: Callable[[], SignIn], _settings: Settings, *, login: str) -> int:
        doors.append(door())
        assert login == ""
        return exits.DONE

    monkeypatch.setattr(app, "run_console", shown)
    assert VERBS["console"](nobody_there, None, Talk(Wording("zh").say)) == exits.DONE
    with closing(doors[0]) as door, pytest.raises(StoreUnavailable, match=r"store\.no_picture"):
        door.operators()


def test_the_dictionary_of_initials_is_there_before_the_window_is(
    nobody_there: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each act writes initials; loading their dictionary would be felt within the first one."""
    told: list[str] = []

    def initials(_words: str) -> str:
        told.append("initials")
        return ""

    def shown(_door: object, _settings: Settings, *, login: str) -> int:
        told.append(f"window{login}")
        return exits.DONE

    monkeypatch.setattr(verbs, "pinyin_initials", initials)
    monkeypatch.setattr(app, "run_console", shown)
    VERBS["console"](nobody_there, None, Talk(Wording("zh").say))
    assert told == ["initials", "window"]


def test_the_door_looks_at_the_account_of_a_city_s_address_when_it_can(
    server: StoreServer, database_url: URL, tmp_path: Path
) -> None:
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        closing(door_of(open_server(address, tmp_path))) as door,
        pytest.raises(StoreUnavailable, match=r"store\.seat_is_administrator"),
    ):
        door.operators()
