"""The place the settings name: an embedded server of a folder, or a city's server."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.settings import Settings
from db.site import Site, open_embedded, open_server


@contextmanager
def site_of(settings: Settings) -> Iterator[Site]:
    """The place, given back at the end."""
    if settings.database_url is not None:
        site = open_server(settings.database_url, settings.data_dir, settings.server_ca)
    else:
        site = open_embedded(settings.data_dir)
    try:
        yield site
    finally:
        site.close()
