"""What the verbs put together."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.bootstrap.verbs import DRAFTS_KEPT, drafts_in

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_draft_nobody_took_up_is_forgotten_at_a_later_start(tmp_path: Path) -> None:
    with closing(drafts_in(tmp_path, NOW)) as drafts:
        drafts.save("old", "{}", NOW - DRAFTS_KEPT - timedelta(seconds=1))
        drafts.save("late", "{}", NOW - DRAFTS_KEPT)
    with closing(drafts_in(tmp_path, NOW)) as drafts:
        assert [one.key for one in drafts.all()] == ["late"]
