"""The sealed box: only the private key opens it, and only for the case it was closed for."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.ports.work import Caller
from db.caller_sealing import (
    Algorithm,
    BoxKey,
    SealedCaller,
    key_id,
    open_box,
    phone_hash,
    search_id,
)
from tests.db.lives import CALLER

CASE = CaseId(2026000000087)
PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
BOTH = pytest.mark.parametrize("algorithm", list(Algorithm))


def closed(algorithm: Algorithm, caller: Caller = CALLER) -> SealedCaller:
    """A caller in a box."""
    public = PRIVATE.public_key().public_bytes_raw()
    box = BoxKey(key_id=key_id(public), public=public, algorithm=algorithm)
    return SealedCaller(
        case=CASE,
        sealed=box.seal(CASE, caller),
        key_id=box.key_id,
        algorithm=algorithm.value,
        reply=caller.reply,
    )


@BOTH
@given(name=st.text(max_size=20), phone=st.text(max_size=20), address=st.text(max_size=40))
def test_what_was_sealed_comes_back(
    algorithm: Algorithm, name: str, phone: str, address: str
) -> None:
    caller = Caller(name=name, phone=phone, address=address, reply="phone")
    assert open_box(PRIVATE, closed(algorithm, caller)) == caller


@BOTH
def test_nothing_readable_lies_in_a_box_and_no_two_are_alike(algorithm: Algorithm) -> None:
    one, two = closed(algorithm).sealed, closed(algorithm).sealed
    assert one != two
    for secret in (CALLER.name, CALLER.phone, CALLER.address):
        assert secret.encode() not in one


@BOTH
def test_a_box_opens_for_its_own_case_key_and_algorithm_only(algorithm: Algorithm) -> None:
    box = closed(algorithm)
    other = next(one for one in Algorithm if one is not algorithm)
    flipped = bytes([box.sealed[-1] ^ 1])
    for wrong in (
        replace(box, case=CaseId(CASE + 1)),
        replace(box, key_id="0" * 16),
        replace(box, algorithm=other.value),
        replace(box, algorithm="rot13"),
        replace(box, sealed=box.sealed[:-1] + flipped),
        replace(box, sealed=box.sealed[:40]),
        replace(box, sealed=b""),
    ):
        with pytest.raises(Refusal) as refused:
            open_box(PRIVATE, wrong)
        assert refused.value.code == "caller.damaged"
    with pytest.raises(Refusal):
        open_box(X25519PrivateKey.generate(), box)


def test_a_hash_is_of_its_key_and_its_number() -> None:
    mine, other = bytes(32), bytes([1]) * 32
    assert phone_hash(mine, "13812345678") == phone_hash(mine, "13812345678")
    assert phone_hash(mine, "13812345678") != phone_hash(mine, "13812345679")
    assert phone_hash(mine, "13812345678") != phone_hash(other, "13812345678")
    assert search_id(mine) != search_id(other)
