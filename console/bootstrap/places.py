"""The place the settings name: an embedded server of a folder, or a city's server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from console.settings import BUCKET_VARIABLE, UNLOCK_VARIABLE, Settings
from db.bucket import Bucket, secret_from
from db.caller_keys import CallerKeys
from db.caller_sealing import Algorithm
from db.site import FILES, Site, open_embedded, open_server


@contextmanager
def site_of(settings: Settings) -> Iterator[Site]:
    """The place, given back at the end."""
    address, keys = settings.database_url, keys_of(settings)
    if address is not None:
        site = open_server(address, settings.data_dir, settings.server_ca, keys)
    else:
        site = open_embedded(settings.data_dir, keys)
    try:
        yield replace(site, files_at=files_of(settings))
    finally:
        site.close()


def keys_of(settings: Settings) -> CallerKeys:
    """The key files of callers' data the settings name."""
    usual = CallerKeys.beside(settings.data_dir / FILES).file
    return CallerKeys(
        settings.caller_key_file or usual,
        passphrase=passphrase,
        algorithm=Algorithm(settings.caller_algorithm),
    )


def passphrase() -> str:
    """What protects the private keys: from the environment, "" for nothing."""
    return os.environ.get(UNLOCK_VARIABLE, "")


def files_of(settings: Settings) -> Path | Bucket | None:
    """The share or bucket of photographs the settings name; None for the place's own folder."""
    at = settings.files_at
    if at is None:
        return None
    if "://" not in at:
        return Path(at).expanduser()
    secret = partial(secret_from, BUCKET_VARIABLE, settings.files_key_file)
    return Bucket(address=at, secret=secret, authority=settings.files_ca)
