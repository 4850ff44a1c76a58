"""What the verbs put together."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.bootstrap.verbs import DRAFTS_KEPT, door_of, drafts_in
from db.site import bring_up, open_embedded
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
