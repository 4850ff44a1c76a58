"""The keys of callers' data on this workstation: beside the database, never in it.

`callers.key` holds private keys, one PEM block each, the newest last; only seats that reveal have
it. `search.key` in the same folder makes the hash by which a telephone is found; every seat that
takes calls in or searches has it. Public keys stand in the database (`caller_box`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from console.domain.refusal import Refusal
from db.caller_sealing import Algorithm, key_id
from db.key_files import machine_key, write_private

FOLDER: Final = "keys"
FILE: Final = "callers.key"
SEARCH_FILE: Final = "search.key"
RETIRED: Final = "retired"
_BEGIN: Final = "-----BEGIN"
_LOCKED: Final = "ENCRYPTED PRIVATE KEY"

Ring = Mapping[str, X25519PrivateKey]
"""Private keys by id, the newest last."""


def _no_passphrase() -> str:
    return ""


class CallerKeys:
    """The key files of a workstation. Read each time they are needed, so that a file put there
    while the console runs is found.

    Args:
        file: The private keys; the other files lie in its folder.
        passphrase: Asked for when the private keys are protected, and for new ones; "" for none.
        algorithm: What new key pairs are used with.
    """

    def __init__(
        self,
        file: Path,
        *,
        passphrase: Callable[[], str] = _no_passphrase,
        algorithm: Algorithm = Algorithm.AES_256_GCM,
    ) -> None:
        self.file = file
        self.algorithm = algorithm
        self._passphrase = passphrase

    @classmethod
    def beside(cls, files: Path) -> "CallerKeys":
        """The keys at their usual place, beside the folder of photographs."""
        return cls(files.parent / FOLDER / FILE)

    @property
    def search_file(self) -> Path:
        """Where the search key lies."""
        return self.file.with_name(SEARCH_FILE)

    def search(self) -> bytes:
        """The search key. Raises `Refusal` `caller.search_key` where there is none."""
        try:
            return self.search_file.read_bytes()
        except OSError:
            raise Refusal("caller.search_key", file=str(self.search_file)) from None

    def make_search(self) -> bytes:
        """The search key, made if there is none. Raises `Refusal` `caller.key_unwritable`."""
        try:
            return machine_key(self.search_file)
        except OSError as error:
            raise _unwritable(self.search_file, error) from None

    @property
    def protected(self) -> bool:
        """Whether the private keys here open with a passphrase only."""
        try:
            return _LOCKED.encode() in self.file.read_bytes()
        except OSError:
            return False  # `ring` says what is wrong with it

    def opened_with(self, passphrase: Callable[[], str]) -> "CallerKeys":
        """The same files with another passphrase."""
        return CallerKeys(self.file, passphrase=passphrase, algorithm=self.algorithm)

    def ring(self) -> Ring:
        """All private keys here; empty without a file.

        Raises `Refusal` `caller.key_unreadable`, `caller.key_passphrase`.
        """
        return {key_id(one.public_key().public_bytes_raw()): one for one in self._read()}

    def private(self, wanted: str) -> X25519PrivateKey:
        """The private key of an id. Raises `Refusal` `caller.no_private_key`, and as `ring`."""
        found = self.ring().get(wanted)
        if found is None:
            raise Refusal("caller.no_private_key", file=str(self.file))
        return found

    def make_private(self) -> X25519PrivateKey:
        """A new private key, kept behind those that are there.

        Raises `Refusal` `caller.key_unwritable`, and as `ring`.
        """
        made = X25519PrivateKey.generate()
        self._put(self.file, [*self._read(), made])
        return made

    def retire(self, ids: frozenset[str]) -> None:
        """Put private keys aside, each into a file of its own, for dumps of their time.

        Raises `Refusal` `caller.key_unwritable`, and as `ring`.
        """
        ring = self.ring()
        for name in ids & ring.keys():
            self._put(self.file.parent / RETIRED / f"{name}.key", [ring[name]])
        self._put(self.file, [key for name, key in ring.items() if name not in ids])

    def _read(self) -> list[X25519PrivateKey]:
        try:
            text = self.file.read_text("ascii")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise Refusal("caller.key_unreadable", file=str(self.file)) from None
        blocks = [_BEGIN + block for block in text.split(_BEGIN)[1:]]
        password = self._passphrase().encode() if _LOCKED in text else b""
        return [self._loaded(block, password) for block in blocks]

    def _loaded(self, block: str, password: bytes) -> X25519PrivateKey:
        locked = _LOCKED in block
        if locked and not password:
            raise Refusal("caller.key_passphrase", file=str(self.file))
        try:
            key = load_pem_private_key(block.encode(), password if locked else None)
        except ValueError:
            code = "caller.key_passphrase" if locked else "caller.key_unreadable"
            raise Refusal(code, file=str(self.file)) from None
        if not isinstance(key, X25519PrivateKey):
            raise Refusal("caller.key_unreadable", file=str(self.file))
        return key

    def _put(self, file: Path, keys: list[X25519PrivateKey]) -> None:
        try:
            write_private(file, b"".join(self._pem(key) for key in keys))
        except OSError as error:
            raise _unwritable(file, error) from None

    def _pem(self, key: X25519PrivateKey) -> bytes:
        password = self._passphrase().encode()
        protection: KeySerializationEncryption = (
            BestAvailableEncryption(password) if password else NoEncryption()
        )
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)


def _unwritable(file: Path, error: OSError) -> Refusal:
    return Refusal("caller.key_unwritable", file=str(file), reason=error.strerror or str(error))
