"""A seat that comes in has what its workstation keeps of basemaps, keys included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap.tiles import DoorWithTiles, tile_place
from console.ports.signin import Admission
from console.settings import BASEMAP_VARIABLE, load_settings


@dataclass
class _Door:
    """A door that lets everybody in."""

    closed: bool = False

    def operators(self) -> tuple[()]:
        return ()

    def sign_in(self, login: str, password: str) -> Admission:
        nothing: Any = None
        parts = ("operator", "store", "reading", "claims", "callers", "feed", "files", "keeping")
        return Admission(**dict.fromkeys(parts, nothing))

    def close(self) -> None:
        self.closed = True


def test_who_comes_in_has_the_workstations_basemaps(tmp_path: Path) -> None:
    inner = _Door()
    door = DoorWithTiles(inner, tmp_path)
    assert door.sign_in("a", "b").tiles is not None
    door.close()
    assert inner.closed


def test_keys_lie_in_a_file_of_their_owner_and_the_environment_goes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tile_place(tmp_path)
    place.keys.put("tianditu.gov.cn", "from-file")
    assert place.keys.key("t0.tianditu.gov.cn") == "from-file"
    assert "from-file" not in repr(place.keys)
    monkeypatch.setenv(BASEMAP_VARIABLE, "tianditu.gov.cn:from-environment other.cn:x")
    assert place.keys.key("t7.tianditu.gov.cn") == "from-environment"
    place.close()


@pytest.mark.parametrize("host", ["gov.cn", "nottianditu.gov.cn", "tianditu.gov.cn.evil.cn", "cn"])
def test_a_key_is_for_the_servers_of_whom_gave_it(tmp_path: Path, host: str) -> None:
    place = tile_place(tmp_path)
    place.keys.put("tianditu.gov.cn", "secret")
    assert place.keys.key(host) == ""
    place.close()


def test_the_variable_of_keys_is_no_setting() -> None:
    load_settings({BASEMAP_VARIABLE: "tianditu.gov.cn:x"})
