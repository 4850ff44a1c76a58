"""Leases: counted by locks, so that the dead do not count."""

from pathlib import Path

import pytest

from console.ports.errors import StoreUnavailable
from db.embedded_leases import FileLock, Lease, living, only_one


def test_leases_of_the_dead_are_swept(tmp_path: Path) -> None:
    (tmp_path / "left.lease").touch()
    lease = Lease(tmp_path)
    assert living(tmp_path) == 1
    assert len(list(tmp_path.iterdir())) == 1
    lease.give_back()
    assert living(tmp_path) == 0


def test_one_passes_and_the_others_are_told_when_it_takes_too_long(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with only_one(gate, seconds=1):
        with pytest.raises(StoreUnavailable) as caught, only_one(gate, seconds=0.05):
            pass
        assert caught.value.code == "store.start_timeout"
    lock = FileLock(gate)
    assert lock.take()
    lock.close()
    lock.close()  # harmless twice
