"""The wall's picture for others: whole at every moment, and old when nobody renews it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.export.snapshot_page import KEPT, PAGE, Snapshot, keep_snapshot

AT = datetime(2026, 11, 23, 2, 42, 14, tzinfo=UTC)
ONE = Snapshot(
    picture=b"\x89PNG one",
    at=AT,
    every=60,
    language="zh-CN",
    title="大屏 <一>",
    said="数据截至 10:42:14",
    stopped="数据停在 10:42:14",
)


def test_the_page_names_a_picture_that_is_there(tmp_path: Path) -> None:
    picture = keep_snapshot(tmp_path / "new folder", ONE)
    page = (picture.parent / PAGE).read_text(encoding="utf-8")
    named = re.search(r'<img src="([^"]+)"', page)
    assert named is not None
    assert (picture.parent / named[1]).read_bytes() == ONE.picture
    assert "大屏 &lt;一&gt;" in page
    assert 'data-at="2026-11-23T02:42:14+00:00" data-old="135"' in page
    assert 'content="60"' in page


def test_the_last_pictures_stay_and_older_ones_go(tmp_path: Path) -> None:
    made = [
        keep_snapshot(tmp_path, replace(ONE, at=AT + timedelta(seconds=60 * at)))
        for at in range(KEPT + 2)
    ]
    assert sorted(tmp_path.glob("*.png")) == made[-KEPT:]
    assert made[-1].name in (tmp_path / PAGE).read_text(encoding="utf-8")


def test_a_disk_that_takes_nothing_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_snapshot(tmp_path, ONE)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        keep_snapshot(tmp_path, replace(ONE, at=AT + timedelta(minutes=1)))
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_link_that_somebody_laid_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "shared", tmp_path / "of somebody"
    folder.mkdir()
    elsewhere.write_text("mine")
    picture = f"wall-{AT:%Y%m%dT%H%M%SZ}.png"
    for name in (PAGE, picture):
        (folder / f".{name}.part").symlink_to(elsewhere)
        (folder / name).symlink_to(elsewhere)
    assert keep_snapshot(folder, ONE).read_bytes() == ONE.picture
    assert elsewhere.read_text() == "mine"
    assert not (folder / PAGE).is_symlink()


def test_what_is_not_ours_stays_and_a_clock_set_back_takes_nothing_new_away(
    tmp_path: Path,
) -> None:
    others = [tmp_path / name for name in ("wall-hall.png", "wall-2026.png", "a.png")]
    for one in others:
        one.write_bytes(b"somebody's")
    later = AT + timedelta(days=400)
    for at in range(KEPT + 1):
        keep_snapshot(tmp_path, replace(ONE, at=later + timedelta(minutes=at)))
    for at in range(KEPT + 1):
        picture = keep_snapshot(tmp_path, replace(ONE, at=AT + timedelta(minutes=at)))
        assert picture.read_bytes() == ONE.picture
    assert all(one.read_bytes() == b"somebody's" for one in others)
    assert len(list(tmp_path.glob("*.png"))) == len(others) + KEPT
