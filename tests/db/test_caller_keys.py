"""Key files: their owner's alone, readable again, protected where somebody wants it."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from console.domain.refusal import Refusal
from db.caller_keys import CallerKeys
from db.caller_sealing import key_id


@pytest.fixture
def keys(tmp_path: Path) -> CallerKeys:
    """A folder without keys yet."""
    return CallerKeys.beside(tmp_path / "files")


def id_of(key: X25519PrivateKey) -> str:
    """The id of a private key."""
    return key_id(key.public_key().public_bytes_raw())


def refusal(ask: Callable[[], object]) -> str:
    """The code this is refused with."""
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value.code


def test_keys_are_kept_in_order_and_read_again(keys: CallerKeys, tmp_path: Path) -> None:
    assert keys.ring() == {}
    first, second = keys.make_private(), keys.make_private()
    again = CallerKeys.beside(tmp_path / "files")
    assert list(again.ring()) == [id_of(first), id_of(second)]
    assert again.private(id_of(first)).private_bytes_raw() == first.private_bytes_raw()
    assert again.make_search() == keys.search()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights than these bits")
def test_key_files_and_their_folder_are_the_owners_alone(keys: CallerKeys) -> None:
    gone = id_of(keys.make_private())
    keys.make_private()
    keys.make_search()
    keys.retire(frozenset({gone}))
    places = {place: stat.S_IMODE(place.stat().st_mode) for place in keys.file.parent.rglob("*")}
    folders = [keys.file.parent, keys.file.parent / "retired"]
    assert [stat.S_IMODE(one.stat().st_mode) for one in folders] == [0o700, 0o700]
    assert {mode for place, mode in places.items() if place.is_file()} == {0o600}
    assert sorted(place.name for place in places if place.is_file()) == sorted(
        ["callers.key", "search.key", f"{gone}.key"]
    )


def test_a_retired_key_opens_nothing_until_it_is_put_back(keys: CallerKeys) -> None:
    old, new = keys.make_private(), keys.make_private()
    keys.retire(frozenset({id_of(old), "of another folder"}))
    assert list(keys.ring()) == [id_of(new)]
    aside = keys.file.parent / "retired" / f"{id_of(old)}.key"
    keys.file.write_bytes(keys.file.read_bytes() + aside.read_bytes())
    assert set(keys.ring()) == {id_of(old), id_of(new)}


def test_a_passphrase_protects_private_keys(keys: CallerKeys) -> None:
    locked = keys.opened_with(lambda: "口令")
    made = locked.make_private()
    assert b"BEGIN PRIVATE KEY" not in keys.file.read_bytes()
    assert locked.protected
    assert list(locked.ring()) == [id_of(made)]
    assert refusal(keys.ring) == "caller.key_passphrase"
    assert refusal(keys.opened_with(lambda: "别的").ring) == "caller.key_passphrase"


def test_keys_that_are_not_here_are_told_with_their_place(keys: CallerKeys) -> None:
    assert refusal(lambda: keys.private("0" * 16)) == "caller.no_private_key"
    with pytest.raises(Refusal) as refused:
        keys.search()
    assert refused.value.facts["file"] == str(keys.search_file)


@pytest.mark.parametrize(
    "content",
    [
        "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n",
        "钥匙",
        Ed25519PrivateKey.generate()
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode(),
    ],
    ids=["broken", "no key at all", "a key of another kind"],
)
def test_a_file_that_is_no_key_file_is_told(keys: CallerKeys, content: str) -> None:
    keys.file.parent.mkdir()
    keys.file.write_text(content, "utf-8")
    assert refusal(keys.ring) == "caller.key_unreadable"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be", "utf-8")
    keys = CallerKeys.beside(tmp_path / "files")
    assert refusal(keys.make_search) == "caller.key_unwritable"
