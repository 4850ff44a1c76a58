"""The sealed box: whoever holds the public key can close it, only the private key opens it.

An ephemeral X25519 key agrees on a secret with the place's public key, HKDF-SHA256 makes a key of
it, and AES-256-GCM or SM4-GCM (GB/T 32907, RFC 8998) seals. Bound in are the case, the algorithm
and the key's id, so that a value moved to another case or marked as something else does not open.
Where keys lie is `caller_keys`; nothing here touches a file or the database.
"""

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES256, SM4
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller

PUBLIC_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
SEARCH_ALGORITHM: Final = "hmac-sha256"
_ID_SIGNS: Final = 16
_PURPOSE: Final = b"wanmi caller 1"
"""The layout's version; another layout gets another number."""


class Algorithm(StrEnum):
    """How a value is sealed; stored beside it."""

    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"


_CIPHERS: Final[Mapping[Algorithm, tuple[Callable[[bytes], BlockCipherAlgorithm], int]]] = {
    Algorithm.AES_256_GCM: (AES256, 32),
    Algorithm.SM4_GCM: (SM4, 16),
}
"""The cipher and the bytes of its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCaller:
    """What the database keeps of a caller; `reply` stays readable, since it is nobody's data."""

    case: CaseId
    sealed: bytes
    key_id: str
    algorithm: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxKey:
    """A public key and the algorithm it is used with. It closes boxes and cannot open them."""

    key_id: str
    public: bytes
    algorithm: Algorithm

    def seal(self, case: CaseId, caller: Caller) -> bytes:
        """Ephemeral public key, nonce, sealed text and tag, one after the other."""
        ephemeral = X25519PrivateKey.generate()
        shown = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = _cipher(self.algorithm, shared, shown + self.public, modes.GCM(nonce))
        closing = cipher.encryptor()
        closing.authenticate_additional_data(_bound(case, self.algorithm, self.key_id))
        text = closing.update(_text(caller)) + closing.finalize()
        return shown + nonce + text + closing.tag


def open_box(private: X25519PrivateKey, sealed: SealedCaller) -> Caller:
    """The caller within. Raises `Refusal` `caller.damaged` when it does not open with this key."""
    shown, rest = sealed.sealed[:PUBLIC_BYTES], sealed.sealed[PUBLIC_BYTES:]
    nonce, text, tag = rest[:NONCE_BYTES], rest[NONCE_BYTES:-TAG_BYTES], rest[-TAG_BYTES:]
    mine = private.public_key().public_bytes_raw()
    try:
        algorithm = Algorithm(sealed.algorithm)
        shared = private.exchange(X25519PublicKey.from_public_bytes(shown))
        cipher = _cipher(algorithm, shared, shown + mine, modes.GCM(nonce, tag))
        opening = cipher.decryptor()
        opening.authenticate_additional_data(_bound(sealed.case, algorithm, sealed.key_id))
        told = json.loads(opening.update(text) + opening.finalize())
    except (InvalidTag, ValueError):
        raise Refusal("caller.damaged", case=sealed.case) from None
    return Caller(**told, reply=sealed.reply)


def key_id(public: bytes) -> str:
    """The id of a key by its public half, or by a secret key's digest."""
    return sha256(public).hexdigest()[:_ID_SIGNS]


def search_id(search_key: bytes) -> str:
    """The id of the search key; tells whether two seats hold the same one."""
    return key_id(_PURPOSE + b" search" + search_key)


def phone_hash(search_key: bytes, figures: str) -> bytes:
    """The keyed hash by which a number is found (HMAC-SHA256)."""
    return hmac.new(search_key, figures.encode(), sha256).digest()


def _text(caller: Caller) -> bytes:
    """Name, phone and address as canonical JSON."""
    told = {"name": caller.name, "phone": caller.phone, "address": caller.address}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _cipher(
    algorithm: Algorithm, shared: bytes, publics: bytes, mode: modes.GCM
) -> Cipher[modes.GCM]:
    block, size = _CIPHERS[algorithm]
    info = _PURPOSE + b"|" + algorithm.encode() + b"|" + publics
    key = HKDF(algorithm=SHA256(), length=size, salt=None, info=info).derive(shared)
    return Cipher(block(key), mode)


def _bound(case: CaseId, algorithm: Algorithm, key: str) -> bytes:
    return f"caller|{case}|{algorithm.value}|{key}".encode()
