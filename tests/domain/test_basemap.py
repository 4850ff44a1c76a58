"""Basemaps of a city: what a layer may be, where its tiles are asked for, how the list is kept."""

import json
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.basemap import (
    LEAST_OPACITY,
    MOST_LAYERS,
    MOST_LEVEL,
    PRESETS,
    Basemap,
    Kind,
    Server,
    check_basemap,
    check_host,
    is_tile,
    key_host,
    read_basemaps,
    servers_of,
    tile_address,
    write_basemaps,
)
from console.domain.refusal import Refusal

STREETS = Basemap(
    id="streets",
    title="街道图",
    kind=Kind.XYZ,
    address="https://tiles.city.example/{z}/{x}/{y}.png",
)
FILE = Basemap(id="file", title="离线包", kind=Kind.MBTILES)


@pytest.mark.parametrize("layer", [STREETS, FILE, *chain(*PRESETS.values())])
def test_ready_layers_and_plain_ones_can_be_a_citys(layer: Basemap) -> None:
    check_basemap(layer)
    assert read_basemaps(write_basemaps([layer])) == (layer,)


def test_tianditu_is_asked_as_its_book_says() -> None:
    vector = PRESETS["tianditu-vec"][0]
    address = tile_address(vector, 12, 3336, 1639, "a/b&c")
    assert address.startswith("https://t7.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS")
    assert address.endswith("TILECOL=3336&TILEROW=1639&TILEMATRIX=12&tk=a%2Fb%26c")
    assert {server.host for server in servers_of(vector)} == {
        f"t{at}.tianditu.gov.cn" for at in range(8)
    }
    assert vector.needs_key
    assert not vector.is_file


def test_the_same_tile_is_asked_of_the_same_host() -> None:
    vector = PRESETS["tianditu-vec"][0]
    assert tile_address(vector, 9, 5, 7) == tile_address(vector, 9, 5, 7)


def test_rows_are_counted_from_the_south_where_the_layer_says_so() -> None:
    south = replace(STREETS, kind=Kind.TMS)
    assert tile_address(south, 3, 1, 2).endswith("/3/1/5.png")
    minus = replace(STREETS, address="http://h/{z}/{x}/{-y}.png")
    assert tile_address(minus, 3, 1, 2) == "http://h/3/1/5.png"


@given(st.text(max_size=40))
def test_a_key_can_only_be_a_value_of_its_place(key: str) -> None:
    keyed = replace(STREETS, address="https://tiles.city.example/{z}/{x}/{y}?tk={key}")
    path, _, value = tile_address(keyed, 1, 0, 0, key).partition("?tk=")
    assert path == "https://tiles.city.example/1/0/0"
    assert not set(value) & set("/?&#{} <>\"'")


@pytest.mark.parametrize(
    ("address", "port"), [("https://h/{z}/{x}/{y}", 443), ("http://h:8080/{z}/{x}/{y}", 8080)]
)
def test_the_server_of_a_template_is_named_with_its_port(address: str, port: int) -> None:
    scheme = address.partition(":")[0]
    assert servers_of(replace(STREETS, address=address)) == (Server(scheme, "h", port),)


def test_a_range_of_one_host_that_runs_backwards_is_its_first() -> None:
    assert servers_of(replace(STREETS, address="http://t{7-0}.x/{z}/{x}/{y}"))[0].host == "t7.x"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://h/{z}/{x}/{y}",
        "file:///etc/passwd?{x}{y}{z}",
        "https://user@h/{z}/{x}/{y}",
        "https://{x}.evil.example/{z}/{x}/{y}",
        "https://t{0-7}.t{0-7}.x/{z}/{x}/{y}",
        "https://evil.example{0-z}.tianditu.gov.cn/{z}/{x}/{y}?tk={key}",
        "https://evil.example{9-a}.tianditu.gov.cn/{z}/{x}/{y}?tk={key}",
        "https://h:８０/{z}/{x}/{y}",
        "https://h:0/{z}/{x}/{y}",
        "https://h:70000/{z}/{x}/{y}",
        "https://h/{z}/{x}.png",
        "https://h/{z}/{x}/{y}?{token}",
        "https://h/{z}/{x}/{y}\u202e",
        "https://h/" + "a" * 600 + "{z}{x}{y}",
    ],
)
def test_an_address_that_names_no_tile_or_no_server_is_refused(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_basemap(replace(STREETS, address=address))
    assert refused.value.code == "basemap.address"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"id": "Streets!"}, "basemap.id"),
        ({"title": "  "}, "basemap.title"),
        ({"title": "a\nb"}, "basemap.title"),
        ({"level": MOST_LEVEL + 1}, "basemap.level"),
        ({"opacity": LEAST_OPACITY - 1}, "basemap.opacity"),
    ],
)
def test_a_layer_out_of_bounds_is_refused_by_its_field(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_basemap(replace(STREETS, **wrong))  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "basemap.list"),
        ("7", "basemap.list"),
        ("[" * 100_000, "basemap.list"),
        ('[{"id": "a"}]', "basemap.list"),
        ('[{"id": "a", "title": "t", "kind": "carrier-pigeon"}]', "basemap.list"),
        ('[{"id": "a", "title": "t", "kind": "mbtiles", "level": true}]', "basemap.list"),
        ('["a"]', "basemap.list"),
        (json.dumps([{"id": "a", "title": "t", "kind": "mbtiles"}] * 2), "basemap.twice"),
        (
            json.dumps(
                [{"id": f"a{at}", "title": "t", "kind": "mbtiles"} for at in range(MOST_LAYERS + 1)]
            ),
            "basemap.many",
        ),
    ],
)
def test_a_setting_that_is_no_list_of_layers_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_basemaps(text)
    assert refused.value.code == code


def test_a_city_without_the_setting_has_no_basemaps_and_unknown_words_are_left_out() -> None:
    assert read_basemaps(None) == ()
    (read,) = read_basemaps('[{"id": "a", "title": "t", "kind": "mbtiles", "later": 1}]')
    assert read == Basemap(id="a", title="t", kind=Kind.MBTILES)


def test_a_tile_of_the_world_is_told_from_any_other_numbers() -> None:
    assert is_tile(0, 0, 0)
    assert is_tile(12, 3336, 1639)
    assert not is_tile(12, 4096, 0)
    assert not is_tile(-1, 0, 0)
    assert not is_tile(MOST_LEVEL + 1, 0, 0)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://tiles.city.example/{z}/{x}/{y}?k={key}", "tiles.city.example"),
        ("https://t{0-7}.tianditu.gov.cn/{z}/{x}/{y}?tk={key}", "tianditu.gov.cn"),
        ("https://t{0-7}.cn/{z}/{x}/{y}?tk={key}", "t0.cn"),
        ("https://tiles.t{0-1}.example/{z}/{x}/{y}?tk={key}", "tiles.t0.example"),
    ],
)
def test_a_key_belongs_to_the_server_it_was_given_for(address: str, host: str) -> None:
    assert key_host(replace(STREETS, address=address)) == host


@pytest.mark.parametrize("host", ["", "-a", "a b", "a/b", "https://a", "a:key"])
def test_what_is_no_host_is_refused(host: str) -> None:
    check_host("tianditu.gov.cn")
    with pytest.raises(Refusal, match=r"basemap\.host"):
        check_host(host)
