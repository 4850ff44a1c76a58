"""Where an address of a tile leads to, as the network is about to ask."""

import pytest
from PySide6.QtCore import QUrl

from console.domain.basemap import Basemap, Kind, Server, servers_of, tile_address
from console.viewmodels.tile_network import server_of


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("https://xn--fiqs8s.cn/{z}/{x}/{y}", Server("https", "xn--fiqs8s.cn", 443)),
        ("http://XN--FIQS8S.cn:8080/{z}/{x}/{y}", Server("http", "xn--fiqs8s.cn", 8080)),
        ("http://Tiles.City.example/{z}/{x}/{y}", Server("http", "tiles.city.example", 80)),
        ("http://10.0.0.7/{z}/{x}/{y}", Server("http", "10.0.0.7", 80)),
    ],
)
def test_a_server_of_a_template_is_known_again_in_the_address_of_its_tile(
    address: str, server: Server
) -> None:
    layer = Basemap(id="net", title="网络", kind=Kind.XYZ, address=address)
    assert servers_of(layer) == (server,)
    assert server_of(QUrl(tile_address(layer, 3, 1, 2))) == server


def test_signs_that_end_a_host_lead_to_who_comes_before_them() -> None:
    for told in ("https://evil.example?.tianditu.gov.cn/1", "https://evil.example#.x/1"):
        assert server_of(QUrl(told)).host == "evil.example"
