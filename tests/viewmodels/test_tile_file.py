"""A layer of a file whose share hangs: the window does not hang with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.basemap import Basemap, Kind
from console.ports.basemaps import FileMark
from tests.basemap_seat import BasemapSeat
from tests.made_tiles import MIDDLE, mbtiles, picture

SOON_S = 0.5
"""Far below the patience of the end, far above what a switch takes."""


class HungShare:
    """Reads that do not come back until `hang` is set."""

    def __init__(self) -> None:
        self.began, self.hang = threading.Event(), threading.Event()

    def mark(self, *_told: object) -> FileMark:
        """As `TilePlace.mark`."""
        self.began.set()
        self.hang.wait()
        raise OSError


@pytest.fixture
def share() -> Iterator[HungShare]:
    made = HungShare()
    yield made
    made.hang.set()


def test_switching_a_layer_off_does_not_wait_for_the_share_it_lies_on(
    qtbot: QtBot, tmp_path: Path, share: HungShare, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = mbtiles(tmp_path / "m", {MIDDLE: picture()})
    seat = BasemapSeat(
        tmp_path, Basemap(id="base", title="底图", kind=Kind.MBTILES, address=str(file), level=20)
    )
    monkeypatch.setattr(seat.place, "mark", share.mark)
    seat.maps.load()
    qtbot.waitUntil(share.began.is_set)
    begun = time.perf_counter()
    seat.maps.set_on("base", False)  # noqa: FBT003 - as the switch tells it
    assert time.perf_counter() - begun < SOON_S
    assert seat.state() == "off"
    share.hang.set()
    seat.close()
